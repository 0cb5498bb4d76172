"""Does a fresh run give what the committed notebooks show, and do they say what the run gives?

Runs, compares and checks the notebooks: ``python -m helpers.notebooks --help``; in a notebook only `says` is needed.
Not a place for analysis.
"""

from helpers.notebooks.claims import says

__all__ = ["says"]
