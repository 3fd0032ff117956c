"""Channels: whoever moves money outside, as the host's own Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ._errors import logger
from .commands import CompleteEffect
from .engine import Engine
from .enums import EffectKind
from .records import Operation
from .values import AnyOutcome, Outcome

__all__ = ["Channel", "perform"]


class Channel(Protocol):
    """Sends operations, and says what became of them.

    Both are called with nothing of the engine held, so they may take their time and may call it. What they
    raise is an unknown outcome, never a decline: the channel is asked again later, and nothing is sent
    twice.
    """

    def send(self, operation: Operation) -> AnyOutcome:
        """Does it: charges, refunds, reverses. `operation.id.bytes` is the key that repeats are known by."""
        ...

    def ask(self, operation: Operation) -> AnyOutcome:
        """What became of an operation that was sent."""
        ...


def perform(
    engine: Engine,
    channels: Mapping[str, Channel],
    *,
    worker: str,
    most: int = 100,
    lease_seconds: int = 60,
) -> int:
    """Does what is due: claims effects, sends or asks, and brings back what came of each.

    Goes on until nothing is due. After a restart call `engine.recover(worker)` first. Answers how many
    effects were done.

    Args:
        engine: The engine.
        channels: By the names that operations call them.
        worker: Who does it; the same name after a restart.
        most: How many are claimed at once.
        lease_seconds: How long a claim lasts: longer than doing all that is claimed at once.

    Raises:
        PaywrightError: An outcome could not be brought back. It is asked for again after the lease.
    """
    done = 0
    while work := engine.claim(worker, most, lease_seconds):
        for effect, operation in work:
            outcome = _outcome(channels, effect.kind, operation)
            completed = CompleteEffect(effect.id, worker, outcome, claim=effect.claims)
            engine.execute(completed)
        done += len(work)
    return done


def _outcome(channels: Mapping[str, Channel], kind: EffectKind, operation: Operation) -> AnyOutcome:
    channel = channels.get(operation.channel)
    if channel is None:
        logger.error("there is no channel %s for %s", operation.channel, operation.id)
        return Outcome.Unknown(raw=None)
    try:
        sends = kind is EffectKind.SEND_OPERATION
        outcome = channel.send(operation) if sends else channel.ask(operation)
    except Exception:
        logger.exception("the channel %s raised about %s", operation.channel, operation.id)
        return Outcome.Unknown(raw=None)
    return outcome
