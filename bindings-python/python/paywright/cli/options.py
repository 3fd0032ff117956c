"""The command line: what can be asked, and what is said to a question that was not understood."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from datetime import datetime
from typing import NoReturn

from . import ending, output

ENDS = """\
Ends with:
  0    done; of verify: everything stored is as the engine wrote it
  1    refused, and nothing was changed; of verify: something is not as it was written; of bulk:
       rows were refused, each of them named
  2    the question was not understood
  3    a file cannot be read, written or made: it is missing, in the way, damaged, or of a later
       release; or its disk is full; or a server is not there, or does not let you in
  4    a defect of Paywright; please report it
  130  interrupted

Answers go to standard output, everything else to standard error."""


class Parser(argparse.ArgumentParser):
    """A parser that answers what it does not understand with one sentence."""

    def error(self, message: str) -> NoReturn:
        raise ending.Ended(ending.USAGE, f"{message}; `{self.prog} --help` says more")


def read(arguments: Sequence[str] | None) -> argparse.Namespace | None:
    """What is asked; nothing where help was, which is then printed."""
    parser = _parser()
    try:
        return parser.parse_args(arguments)
    except SystemExit:
        output.flush()
        return None


def moment(text: str) -> datetime:
    """A time of the command line. Without a zone nobody could tell whose noon is meant."""
    try:
        # Before 3.11 Python did not read the Z.
        found = datetime.fromisoformat(text[:-1] + "+00:00" if text.endswith(("Z", "z")) else text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        wanted = "a time with its zone is wanted, as 2026-01-31T00:00:00Z"
        raise argparse.ArgumentTypeError(f"{wanted}, not {text}")
    return found


def count(text: str) -> int:
    """A number of things: one at least."""
    if not (text.isascii() and text.isdigit() and len(text) < 11 and 0 < int(text) < 2**32):
        raise argparse.ArgumentTypeError(f"a whole number from 1 on is wanted, not {text}")
    return int(text)


def kind(text: str) -> int:
    """A kind of transfers, as the engine's catalogue or the host numbers them."""
    if not (text.isascii() and text.isdigit() and len(text) < 6 and int(text) < 2**16):
        raise argparse.ArgumentTypeError(f"a number from 0 to 65535 is wanted, not {text}")
    return int(text)


def _parser() -> Parser:
    parser = Parser(
        prog="paywright",
        description="Looks after Paywright's databases.",
        epilog=ENDS,
        allow_abbrev=False,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    # Asked of the package only when it is wanted; both halves are of one version.
    parser.add_argument("--version", action=_Version, nargs=0, help="print the version")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    _of_files(commands)
    _of_lists(commands)
    _of_bulk(commands)
    return parser


class _Version(argparse.Action):
    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from .._native import __version__

        print(f"paywright {__version__}")
        parser.exit()


def _command(
    commands: argparse._SubParsersAction[Parser], name: str, about: str, run: tuple[str, str]
) -> Parser:
    command = commands.add_parser(name, help=about, description=f"{about}.", allow_abbrev=False)
    command.set_defaults(run=run)
    return command


def _of_files(commands: argparse._SubParsersAction[Parser]) -> None:
    init = _command(commands, "init", "Make a new database", ("files", "init"))
    _place(init, "where; nothing may be there yet")

    about = "Show what is in a database: accounts, trial balance, lanes, what waits, sizes"
    inspect = _command(commands, "inspect", about, ("inspect", "inspect"))
    _database(inspect)
    inspect.add_argument("--json", action="store_true", help="print one JSON object")

    about = "Check everything stored against the journal; names each row that is not as written"
    verify = _command(commands, "verify", about, ("verify", "verify"))
    _database(verify)
    verify.add_argument(
        "--cut",
        metavar="TEXT",
        help="a cut that was kept elsewhere: tells whether the journal was rewritten",
    )
    verify.add_argument("--json", action="store_true", help="print one JSON object")

    about = "Write the whole journal as lines of JSON, from which the same books can be made"
    export = _command(commands, "export", about, ("files", "export"))
    _database(export)
    export.add_argument("to", metavar="TO", help="a new file, or - for standard output")

    about = "Copy one moment into a new file while payments go on, and verify the copy"
    backup = _command(commands, "backup", about, ("files", "backup"))
    _database(backup)
    backup.add_argument("to", metavar="TO", help="a new file")


def _of_lists(commands: argparse._SubParsersAction[Parser]) -> None:
    about = "Show an account's statement: its lines by time, each with the balance after it"
    statement = _command(commands, "statement", about, ("lists", "statement"))
    _database(statement)
    statement.add_argument("account", metavar="ACCOUNT", help="the account's id: acc_...")
    _times(statement, "recorded")
    statement.add_argument("--kind", metavar="NUMBER", type=kind, help="only transfers of this kind")
    statement.add_argument(
        "--all", action="store_true", help="also what was held, voided and expired"
    )
    _list(statement)

    payments = _command(commands, "payments", "Payments", ("lists", "payments"))
    listed = payments.add_subparsers(metavar="list", required=True)
    command = _command(listed, "list", "List payments", ("lists", "payments"))
    _database(command)
    one = command.add_mutually_exclusive_group()
    one.add_argument("--order", metavar="ID", help="only those of this order")
    one.add_argument("--payer", metavar="ID", help="only those of this user, by time")
    command.add_argument(
        "--state", metavar="STATE", action="append", help="only in this state; may be given again"
    )
    _times(command, "started")
    _list(command)

    accounts = _command(commands, "accounts", "Accounts", ("lists", "accounts"))
    listed = accounts.add_subparsers(metavar="list", required=True)
    command = _command(listed, "list", "List accounts with what they hold", ("lists", "accounts"))
    _database(command)
    command.add_argument("--owner", metavar="ID", help="only of this user, merchant, or `platform`")
    command.add_argument("--purpose", metavar="PURPOSE", help="only for this purpose")
    command.add_argument("--state", metavar="STATE", help="only in this state")
    _list(command, newest_first=False)


def _of_bulk(commands: argparse._SubParsersAction[Parser]) -> None:
    about = "Do a command for each row of a table; the same table again finishes what was cut short"
    bulk = _command(commands, "bulk", about, ("bulk", "bulk"))
    _place(bulk, "the database; it must be there")
    bulk.add_argument(
        "table",
        metavar="FILE",
        help="a .csv file in UTF-8, its first line the columns' names; or a .parquet file",
    )
    bulk.add_argument("--command", metavar="NAME", required=True, help="such as place_order")
    bulk.add_argument("--currency", metavar="CODE", help="of amounts without a column for theirs")
    bulk.add_argument(
        "--key-prefix", metavar="TEXT", help="rows without a column `key` get this and their number"
    )
    bulk.add_argument("--actor", metavar="WHO", help="who asks: user:usr_..., merchant:mch_...")
    bulk.add_argument(
        "--rows-per-commit",
        metavar="NUMBER",
        type=count,
        default=1_000,
        help="1,000 where it is left out",
    )
    _forms(bulk)


def _database(command: Parser) -> None:
    _place(command, "the database; it must be there, and is only read")


def _place(command: Parser, about: str) -> None:
    command.add_argument(
        "file",
        metavar="DATABASE",
        help=f"a file, or the address of a PostgreSQL server, postgres://user:password@host/name: {about}",
    )
    command.add_argument("--schema", metavar="NAME", help="of a server: `paywright` where it is left out")
    command.add_argument(
        "--root-certificates", metavar="FILE", help="of a server: the authorities that signed its certificate"
    )


def _times(command: Parser, what: str) -> None:
    since, before = f"only {what} at this time or later", f"only {what} before this time"
    command.add_argument("--since", metavar="TIME", type=moment, help=since)
    command.add_argument("--before", metavar="TIME", type=moment, help=before)


def _list(command: Parser, newest_first: bool = True) -> None:
    if newest_first:
        command.add_argument("--newest-first", action="store_true", help="from the other end")
    command.add_argument("--limit", metavar="NUMBER", type=count, help="at most so many")
    _forms(command)


def _forms(command: Parser) -> None:
    form = command.add_mutually_exclusive_group()
    command.set_defaults(form="text")
    for name, about in (("json", "print one JSON array"), ("csv", "print CSV with a header")):
        form.add_argument(f"--{name}", dest="form", action="store_const", const=name, help=about)
