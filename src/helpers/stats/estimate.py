"""What does an estimate look like? A value that never travels without its interval and its n.

It holds and prints; it computes nothing.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, field, replace


@dataclass(frozen=True)
class Estimate:
    """An estimate with its two-sided interval, the number of rows behind it and how it was made.

    `low` and `high` bound the interval at `confidence` (0.95 for 95 %); `n` counts the rows used after
    those with a missing value were dropped. `se` is the standard deviation of the bootstrap distribution where the
    interval comes from one, else nan; it plays no part in a comparison of two estimates. All numbers are stored as
    plain Python numbers.
    `str()` rounds to two decimals; `format(estimate, ".1f")` takes any number format for the three values.

    Raises
    ------
    ValueError
        bounds in the wrong order, a confidence outside 0 to 1, a negative n or a negative se.

    Examples
    --------
    >>> print(Estimate(0.4512, 0.3391, 0.5478, 238, 0.95, "spearman, bca bootstrap"))
    0.45 [0.34, 0.55], n = 238
    >>> f"{Estimate(3.24, 2.96, 3.51, 2400, 0.95, 'bca bootstrap'):.1f}"
    '3.2 [3.0, 3.5], n = 2,400'
    """

    value: float
    low: float
    high: float
    n: int
    confidence: float
    method: str
    se: float = field(default=math.nan, compare=False)

    def __post_init__(self) -> None:
        """Turn NumPy scalars into plain numbers and check them."""
        for name in ("value", "low", "high", "confidence", "se"):
            object.__setattr__(self, name, float(getattr(self, name)))
        object.__setattr__(self, "n", int(self.n))
        if self.low > self.high:
            raise ValueError(f"Estimate: low must not be above high, got low={self.low}, high={self.high}; swap them")
        if self.n < 0:
            raise ValueError(f"Estimate: n counts rows and must be 0 or more, got {self.n}")
        if self.se < 0:
            raise ValueError(f"Estimate: se must be 0 or more, or nan where there is none, got {self.se}")
        check_confidence(self.confidence)

    def times(self, factor: float) -> Estimate:
        """Give the estimate in another unit: value, interval and standard error times a number above 0.

        ValueError for a factor of 0 or less, or one that is not finite.

        >>> print(format(Estimate(0.656, 0.616, 0.695, 235, 0.95, "concordance").times(100), ".0f"))
        66 [62, 70], n = 235
        """
        if not (math.isfinite(factor) and factor > 0):
            raise ValueError(f"Estimate.times: expected a finite number above 0, got {factor}")
        value, low, high, se = (factor * number for number in (self.value, self.low, self.high, self.se))
        return replace(self, value=value, low=low, high=high, se=se)

    def __format__(self, spec: str) -> str:
        """Write value, interval and n, the three values in the number format `spec` (default two decimals)."""
        spec = spec or ".2f"
        if spec.startswith("."):
            spec = "z" + spec  # no "-0.00"
        return f"{self.value:{spec}} [{self.low:{spec}}, {self.high:{spec}}], n = {self.n:,}"

    def __str__(self) -> str:
        """Write value, interval and n, rounded to two decimals."""
        return format(self, "")


def check_confidence(confidence: float) -> None:
    """Raise ValueError unless `confidence` is a share strictly between 0 and 1.

    >>> check_confidence(0.95)
    """
    if not (math.isfinite(confidence) and 0 < confidence < 1):
        raise ValueError(f"confidence must be a share strictly between 0 and 1, got {confidence}; write 0.95 for 95 %")
