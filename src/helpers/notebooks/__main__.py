"""Run, compare and check the notebooks: ``python -m helpers.notebooks run|check``.

The exit code is 0 where all is well, 1 where something differs or fails, 2 for wrong usage, 130 after Ctrl-C.
"""

import argparse
import os
import sys

from helpers.notebooks.places import notebooks


def main(arguments: list[str] | None = None) -> int:
    """Do one command and give the exit code."""
    parser = argparse.ArgumentParser(prog="python -m helpers.notebooks", description="Run and check the notebooks.")
    commands = parser.add_subparsers(dest="command", required=True)
    # run.py hands its own commands over to these, so usage is told in its words
    name = "run.py update" if "--update" in (sys.argv[1:] if arguments is None else arguments) else None
    run = commands.add_parser("run", prog=name, help="run in fresh kernels and compare with what is committed")
    run.add_argument("names", nargs="*", metavar="NAME", help="a notebook, or how its name begins; else all")
    run.add_argument("--update", action="store_true", help="write the fresh outputs, the index and the key figure")
    commands.add_parser("check", prog="run.py check", help="check how the notebooks are written; runs nothing")
    chosen, unknown = parser.parse_known_args(arguments)
    if unknown:
        commands.choices[chosen.command].error(f"unrecognized arguments: {' '.join(unknown)}")
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
        if os.environ.get("REAL_KLOUT_STARTED_BY") != "run.py":  # else run.py, which started this, has the last word
            print("\nStopped. Nothing was left half-written.", file=sys.stderr)
        return 130


if __name__ == "__main__":
    sys.exit(main())
