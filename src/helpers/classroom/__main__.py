"""Make the students' copies and the table of objectives: ``python -m helpers.classroom [check]``.

The exit code is 0 where all is well, 1 where a source breaks its form or, for ``check``, something is stale.
"""

import argparse
import sys

from helpers.classroom.files import refresh, stale
from helpers.data.places import root


def main(arguments: list[str] | None = None) -> int:
    """Write what is made from the exercises, or only say what is stale, and give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m helpers.classroom", description="Make what a class gets.")
    parser.add_argument("command", nargs="?", choices=["check"], help="only say what is stale; write nothing")
    if parser.parse_args(arguments).command is None:
        for path in refresh():
            print(f"renewed {path.relative_to(root()).as_posix()}")
    problems = stale()
    print("\n".join(problems) or "The exercises are as they should be.")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
