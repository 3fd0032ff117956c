"""The command `paywright`: looks after databases from a terminal.

What each subcommand needs is loaded when it runs, so that `--help` is quick.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module

from . import ending, options, output

__all__ = ["main"]


def main(arguments: Sequence[str] | None = None) -> int:
    """Does what a command line asks for. Answers the exit code, and never raises."""
    try:
        output.prepare()
        asked = options.read(arguments)
        if asked is None:
            return ending.DONE
        module, function = asked.run
        run = getattr(import_module(f".{module}", __name__), function)
        code: int = run(asked)
        return code
    except KeyboardInterrupt:
        output.say("interrupted")
        return ending.INTERRUPTED
    except BaseException as error:
        code, sentence = ending.of(error)
        output.say(sentence)
        return code
