"""For hosts that test how they use Paywright: a channel that behaves as badly as real ones do, and a clock
that stands until it is set.

    clock = ManualClock(datetime(2026, 11, 23, 9, tzinfo=timezone.utc))
    engine = pw.open(":memory:", clock=clock, entropy=1)
    ...
    drive(engine, "till-1", SimulatedChannel(seed=7))
"""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Lock

from . import _native
from ._base import Word, whole
from .engine import Engine
from .ids import OperationId
from .records import Operation
from .values import AnyOutcome

__all__ = ["Behaviour", "ManualClock", "SimulatedChannel", "drive"]


class Behaviour(Word):
    """How a channel treats one operation."""

    APPROVE = "approve"
    """Does it and says so."""
    DECLINE = "decline"
    """Refuses it and says so."""
    TIME_OUT_AFTER_CHARGING = "time_out_after_charging"
    """Does it, and the answer is lost: only who asks learns of it."""
    ANSWER_LATE = "answer_late"
    """Does it, is silent at first, and reports it on its own later."""
    ANSWER_TWICE = "answer_twice"
    """Does it, says so, and reports it on its own once more."""


_BEHAVIOURS = tuple(Behaviour)


class SimulatedChannel:
    """A channel for `channel.perform` whose answers follow from its seed, its weights and the operation's id.

    So another process, or the same after a crash, asks what became of an operation and hears the same. In
    the usual mix six of ten operations are approved, and each other behaviour meets one of ten. What it
    reports on its own waits in `reports`.
    """

    __slots__ = ("_channel", "_lock", "_reports")

    def __init__(self, seed: int) -> None:
        self._begin(_native.SimulatedChannel(whole("seed", seed, 2**64 - 1), False))

    @classmethod
    def approving(cls, seed: int) -> SimulatedChannel:
        """Approves everything, until other behaviours are weighed in; approving itself then weighs 1."""
        return cls._of(_native.SimulatedChannel(whole("seed", seed, 2**64 - 1), True))

    @classmethod
    def _of(cls, channel: _native.SimulatedChannel) -> SimulatedChannel:
        made = cls.__new__(cls)
        made._begin(channel)
        return made

    def _begin(self, channel: _native.SimulatedChannel) -> None:
        self._channel = channel
        self._lock = Lock()
        self._reports: list[tuple[OperationId, AnyOutcome]] = []

    def weigh(self, behaviour: Behaviour, weight: int) -> SimulatedChannel:
        """A channel with this weight of a behaviour among the others; 0 rules it out."""
        place = _BEHAVIOURS.index(Behaviour(behaviour))
        return self._of(self._channel.weigh(place, whole("weight", weight)))

    def behaviour(self, operation: OperationId) -> Behaviour:
        """How it treats the operation with this id."""
        return _BEHAVIOURS[self._channel.behaviour(operation)]

    def send(self, operation: Operation) -> AnyOutcome:
        """Does it. Silence is `Outcome.Unknown`; what is reported later is told by `reports`."""
        first, later = self._channel.send(operation.id)
        with self._lock:
            self._reports.extend((operation.id, outcome) for outcome in later)
        return first

    def ask(self, operation: Operation) -> AnyOutcome:
        """The truth about an operation, whatever was answered when it was sent."""
        return self._channel.ask(operation.id)

    def reports(self) -> list[tuple[OperationId, AnyOutcome]]:
        """What the channel has to say on its own since it was last asked, in order."""
        with self._lock:
            reports, self._reports = self._reports, []
        return reports


class ManualClock:
    """A clock that stands until it is set: for `open(..., clock=...)`."""

    __slots__ = ("_now",)

    def __init__(self, at: datetime) -> None:
        self.set(at)

    def __call__(self) -> datetime:
        return self._now

    def set(self, to: datetime) -> None:
        """Stands at this moment from now on.

        An engine refuses to write once its clock is more than a day behind its last entry.
        """
        if not isinstance(to, datetime):
            raise TypeError(f"a time is a datetime, not {type(to).__name__}")
        if to.utcoffset() is None:
            raise ValueError("a time says its zone, such as datetime.now(timezone.utc); this one has none")
        self._now = to

    def advance(self, by: timedelta) -> None:
        """Stands so much later from now on; earlier, if negative."""
        self.set(self._now + by)


def drive(engine: Engine, worker: str, channel: SimulatedChannel) -> int:
    """Performs all that is due at this channel, whichever channel it is for. Answers how many effects.

    It does what `channel.perform` does, in the engine and many outcomes a commit: for tests and examples with
    many payments. Call `engine.recover(worker)` first after a restart.
    """
    return _native.drive(engine._handle, worker, channel._channel)
