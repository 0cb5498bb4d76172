"""What can be done with the data from a shell? `python -m helpers.data fetch` and `python -m helpers.data cards`.

Fetching is for readers who want the real data; the cards are for authors.
"""

from __future__ import annotations

import argparse
import sys

from helpers.data.cards import write_cards
from helpers.data.fetching import fetch, is_fetched
from helpers.data.places import DataError
from helpers.data.schemas import FETCHED, MINORS

ASK = "holds data about minors. Fetch it? Type yes to go on: "


def main(arguments: list[str] | None = None) -> int:
    """Run one command and give the exit code: 0 done, 1 refused or failed, 130 stopped by the reader."""
    description = "Fetch the real data, or write the data cards."
    parser = argparse.ArgumentParser(prog="python -m helpers.data", description=description)
    commands = parser.add_subparsers(dest="command", required=True)
    fetching = commands.add_parser(
        "fetch", prog="run.py fetch", help="download, check, reduce; without names all but the data about minors"
    )
    fetching.add_argument("names", nargs="*", metavar="NAME", help=f"one of {', '.join(FETCHED)}")
    fetching.add_argument("--mirror", help="folder or address that holds the files, instead of the pinned addresses")
    fetching.add_argument(
        "--minors", action="store_true", help=f"say yes to data about minors: {', '.join(sorted(MINORS))}"
    )
    commands.add_parser("cards", help="write the generated parts of the data cards")
    chosen, unknown = parser.parse_known_args(arguments)
    if unknown:
        commands.choices[chosen.command].error(f"unrecognized arguments: {' '.join(unknown)}")
    try:
        return _fetch_all(chosen.names, chosen.mirror, chosen.minors) if chosen.command == "fetch" else _cards()
    except KeyboardInterrupt:
        print("\nstopped; nothing is left half-written", file=sys.stderr)
        return 130


def _fetch_all(names: list[str], mirror: str | None, minors: bool) -> int:
    failed = 0
    wanted = names or [name for name in FETCHED if minors or name not in MINORS]
    for name in wanted:
        try:
            if name in FETCHED and is_fetched(name):
                print(f"{name}: already here")
                continue
            agreed = minors or (name in MINORS and _agrees(name))
            path = fetch(name, mirror, minors=agreed, progress=sys.stderr.isatty())
            print(f"{name}: written to data/external/{path.name}", flush=True)
        except DataError as error:
            failed += 1
            print(f"{name}: {error}" if not str(error).startswith(name) else str(error), file=sys.stderr, flush=True)
    left = [name for name in FETCHED if name not in wanted and name in MINORS]
    if not names and left:
        print(f"left out, about minors: {', '.join(left)} (add --minors to fetch)")
    return 1 if failed else 0


def _agrees(name: str) -> bool:
    return sys.stdin.isatty() and input(f"{name} {ASK}").strip().lower() == "yes"


def _cards() -> int:
    for path in write_cards():
        print(f"written: {path}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
