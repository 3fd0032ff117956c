"""What a type checker sees of the package itself. It is checked with `mypy --strict` and never run."""

from typing import assert_type

import paywright

assert_type(paywright.__version__, str)
