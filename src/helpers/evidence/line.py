"""What does one line of evidence hold? A quantity, its estimate, and the digits it is worth.

It computes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from helpers.stats import Estimate

FEWEST = 20
"""Fewest people that a published aggregate may rest on."""


@dataclass(frozen=True)
class Line:
    """One line of evidence; without an Estimate it is a plain number of n people, with no interval.

    ValueError for fewer than 20 people.
    """

    quantity: str
    found: Estimate | float
    digits: int
    n: int
    method: str

    def __post_init__(self) -> None:
        """Refuse a cell of fewer than 20 people."""
        if self.n < FEWEST:
            raise ValueError(
                f"{self.quantity}: expected {FEWEST} people or more behind a published aggregate, got {self.n}"
            )

    def row(self) -> tuple[str, float, float | None, float | None, int, float | None, str]:
        """The line as it stands in the table, rounded.

        >>> Line("share", 0.12345, 2, 150, "count").row()
        ('share', 0.12, None, None, 150, None, 'count')
        """
        if isinstance(self.found, Estimate):
            value, low, high = (
                round(number, self.digits) + 0.0 for number in (self.found.value, self.found.low, self.found.high)
            )
            return self.quantity, value, low, high, self.n, self.found.confidence, f"{self.method}; {self.found.method}"
        return self.quantity, round(float(self.found), self.digits) + 0.0, None, None, self.n, None, self.method


def line(quantity: str, found: Estimate, digits: int, method: str) -> Line:
    """A line with interval, its n taken from the estimate."""
    return Line(quantity, found, digits, found.n, method)
