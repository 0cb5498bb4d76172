"""Run, compare and check the notebooks: ``python -m helpers.notebooks run|check``.

The exit code is 0 where all is well, 1 where something differs or fails, 2 for wrong usage, 130 after Ctrl-C.
"""

import argparse
import sys

from helpers.notebooks.places import notebooks


def main(arguments: list[str] | None = None) -> int:
    """Do one command and give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m helpers.notebooks", description="Run and check the notebooks.")
    commands = parser.add_subparsers(dest="command", required=True)
    run = commands.add_parser("run", help="run in fresh kernels and compare with what is committed")
    run.add_argument("names", nargs="*", metavar="NAME", help="a notebook, or how its name begins; else all")
    run.add_argument("--update", action="store_true", help="write the fresh outputs, the index and the key figure")
    commands.add_parser("check", help="check how the notebooks are written; runs nothing")
    chosen = parser.parse_args(arguments)
    try:
        if chosen.command == "run":
            from helpers.notebooks.report import run_and_report  # late: each command loads only what it needs

            return run_and_report(notebooks(*chosen.names), update=chosen.update)
        from helpers.notebooks.linting import check_all

        problems = check_all()
        print("\n".join(problems) or "The notebooks are written as they should be.")
        return 1 if problems else 0
    except ValueError as error:
        print(error, file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        print("\nStopped. Nothing was left half-written.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
