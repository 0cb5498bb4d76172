"""Are the notebooks written as the collection promises, and does GitHub show them and the pages as they are meant?

Reads files and runs nothing; each problem is one line that says where it is and what to do.
Not a judgement of the argument.
"""

import re
from pathlib import Path

from helpers import classroom
from helpers.data.places import root
from helpers.notebooks.claim_rules import claim_problems
from helpers.notebooks.code_rules import code_problems
from helpers.notebooks.index import stale
from helpers.notebooks.output_rules import output_problems
from helpers.notebooks.places import ORDERLY, notebooks, read
from helpers.notebooks.prose_rules import prose_problems
from helpers.notebooks.term_rules import term_problems

LARGEST = 1_000_000  # bytes; GitHub shows larger notebooks badly


def check_all() -> list[str]:
    """List the problems of all notebooks, of their names, of what is generated from them, and of all on GitHub."""
    from helpers.notebooks.github import all_problems  # late: it needs packages that only `check` and the tests need

    found = name_problems([path.name for path in (root() / "notebooks").glob("*.ipynb")])
    for path in notebooks():
        found += check(path)
    return found + stale() + classroom.stale() + all_problems()


def check(path: Path) -> list[str]:
    """List the problems of one notebook, each line beginning with its name."""
    try:
        notebook = read(path)
    except ValueError as error:
        return [str(error)]
    found = prose_problems(notebook, folder=path.parent) + code_problems(notebook) + output_problems(notebook)
    found += claim_problems(notebook) + term_problems(notebook)
    if path.stat().st_size > LARGEST:
        found.append(f"the file has {path.stat().st_size:,} bytes, more than {LARGEST:,}; show fewer figures")
    return [f"{path.name}: {problem}" for problem in found]


def name_problems(names: list[str]) -> list[str]:
    """List what is wrong with the file names of the notebooks: their form, and gaps or doubles in their numbers.

    >>> name_problems(["01-who-is-talking.ipynb", "03-what-does-52-mean.ipynb"])
    ['notebooks: number 02 is missing; numbers leave no gap']
    """
    form = re.compile(rf"{ORDERLY}\.ipynb")
    found = [f"{name}: expected a name like 03-what-does-52-mean.ipynb" for name in names if not form.fullmatch(name)]
    numbers = sorted(re.split("-", name)[0] for name in names if form.fullmatch(name))
    doubles = sorted({number for number in numbers if numbers.count(number) > 1})
    found += [f"notebooks: number {number} is used twice" for number in doubles]
    main = {int(number) for number in numbers if number.isdigit()}
    missing = sorted(set(range(1, max(main, default=0) + 1)) - main)
    return found + [f"notebooks: number {number:02} is missing; numbers leave no gap" for number in missing]
