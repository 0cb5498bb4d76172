"""What does a class get, and does it work?

The exercises are written once, with their answers, in docs/teaching/solutions/. ``python -m helpers.classroom`` makes
the students' copies and the page of objectives from them. Not a grader: nbgrader takes the sources as they are.
"""

from helpers.classroom.confirming import confirm, fingerprint
from helpers.classroom.copies import student_copy
from helpers.classroom.exercises import KINDS, Exercise, exercises
from helpers.classroom.files import refresh, stale
from helpers.classroom.objectives import objectives_page
from helpers.classroom.teachers import WrongAnswer, wrong_answers
from helpers.classroom.try_it import Listed, try_it
from helpers.classroom.trying import attempt, set_up

__all__ = [
    "KINDS",
    "Exercise",
    "Listed",
    "WrongAnswer",
    "attempt",
    "confirm",
    "exercises",
    "fingerprint",
    "objectives_page",
    "refresh",
    "set_up",
    "stale",
    "student_copy",
    "try_it",
    "wrong_answers",
]
