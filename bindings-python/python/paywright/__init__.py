"""An embeddable payment engine: ledger, orders, payments and refunds inside your own process."""

from paywright._native import __version__

__all__ = ["__version__"]
