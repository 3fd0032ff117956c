"""Channels: whoever moves money outside, as the host's own Python."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Protocol, runtime_checkable

from ._errors import logger
from .commands import CompleteEffect
from .engine import Engine
from .enums import EffectKind
from .errors import InvalidRequest, Missing
from .ids import OperationId
from .records import Operation, Work
from .values import AnyOutcome, Outcome

__all__ = ["Channel", "Reporting", "perform"]


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


@runtime_checkable
class Reporting(Protocol):
    """A channel that may also speak first, as `testing.SimulatedChannel` does.

    A host that hears of outcomes by webhook observes them where it hears of them, with
    `engine.observe_operation`.
    """

    def reports(self) -> Iterable[tuple[OperationId, AnyOutcome]]:
        """What it has to say since it was last asked. Each is told once."""
        ...


def perform(
    engine: Engine,
    channels: Mapping[str, Channel],
    *,
    worker: str,
    most: int = 10,
    lease_seconds: int = 60,
) -> int:
    """Does what is due: claims effects, sends or asks, and brings back what came of each.

    Goes on until nothing is due. After a restart call `engine.recover(worker)` first. Answers how many
    effects were done.

    What came of one is brought back before the next is begun. Where the process ends in between, or Ctrl-C
    comes while a channel works, what was claimed counts as sent: it is asked about after `recover`, or after
    the lease, which `engine.tick()` ends.

    Args:
        engine: The engine.
        channels: By the names that operations call them. One that is missing is an unknown outcome.
        worker: Who does it; the same name after a restart.
        most: How many are claimed at once.
        lease_seconds: How long a claim lasts: longer than the channels take for all that is claimed at once.
            What its turn comes for after the lease is not sent any more, but asked about.

    Raises:
        PaywrightError: An outcome could not be brought back. It is asked for again after the lease.
    """
    done = 0
    while work := engine.claim(worker, most, lease_seconds):
        for each in work:
            until = each.effect.due_at
            if until is not None and engine.now() >= until:
                # Whoever asks by now may hear that it never arrived, and it may be taken another way.
                logger.warning("%s: its lease ended before its turn came", each.operation.id)
                continue
            _bring_back(engine, each, worker, _outcome(channels, each))
            done += 1
        for channel in channels.values():
            if isinstance(channel, Reporting):
                _observe(engine, channel)
    return done


def _outcome(channels: Mapping[str, Channel], work: Work) -> AnyOutcome:
    operation = work.operation
    channel = channels.get(operation.channel)
    if channel is None:
        logger.error("there is no channel %s for %s", operation.channel, operation.id)
        return Outcome.Unknown()
    try:
        sends = work.effect.kind is EffectKind.SEND_OPERATION
        return channel.send(operation) if sends else channel.ask(operation)
    except Exception:
        logger.exception("the channel %s raised about %s", operation.channel, operation.id)
        return Outcome.Unknown()


def _bring_back(engine: Engine, work: Work, worker: str, outcome: AnyOutcome) -> None:
    effect, operation = work
    complete = CompleteEffect(effect.id, worker, outcome, claim=effect.claims)
    try:
        engine.execute(complete)
    except (TypeError, ValueError, InvalidRequest):
        logger.exception("the channel %s answered no outcome about %s", operation.channel, operation.id)
        engine.execute(complete.replace(outcome=Outcome.Unknown()))


def _observe(engine: Engine, channel: Reporting) -> None:
    try:
        reports = list(channel.reports())
    except Exception:
        logger.exception("a channel raised when it was asked for its reports")
        return
    for report in reports:
        try:
            operation, outcome = report
            engine.observe_operation(operation, outcome)
        except (TypeError, ValueError, InvalidRequest, Missing):
            logger.exception("a channel reported what cannot be observed: %r", report)
