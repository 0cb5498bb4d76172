"""What could the people do whom nobody measured? Worst-case bounds of a concordance, from counts alone.

The bounds grant the unmeasured everything. Where they are wide, only knowledge about the unmeasured can narrow them.
"""

from __future__ import annotations

import math

from helpers.stats import Estimate


def worst_case_concordance(
    found: Estimate | float, measured: int, unmeasured: int, *, tied: float = 0.0
) -> tuple[float, float]:
    """Lowest and highest concordance of everybody, when `unmeasured` people have neither score nor outcome on record.

    `found` is the concordance (0 to 1) among the `measured` people: of an Estimate the lower bound starts from the low
    end of its interval and the upper bound from the high end, so that sampling error is in them. `tied` is the share of
    the measured pairs that have equal outcomes and count for nothing. The bounds are exact: people can be made up
    for whom they are reached. Where one of the two columns of the unmeasured is known after all, they are still true
    and could be narrower.

    Raises
    ------
    ValueError
        a concordance or a share outside 0 to 1, fewer than 2 measured people, a count below 0, or all pairs tied.

    Notes
    -----
    With M usable pairs of the measured and N pairs that hold an unmeasured person: from C M / (M + N) to
    (C M + N) / (M + N). Without ties and with many people that is C (1 - m)^2 up to 1 - (1 - C) (1 - m)^2, with m the
    share that is unmeasured. Source: Manski (1989), Journal of Human Resources 24, 343-360, for a mean with missing
    outcomes; that a concordance is a mean over pairs is all we add.

    Examples
    --------
    >>> [round(bound, 2) for bound in worst_case_concordance(0.63, 900, 100)]
    [0.51, 0.7]
    """
    low, high = _ends("worst_case_concordance", found)
    _check_counts("worst_case_concordance", measured=measured, unmeasured=unmeasured)
    if measured < 2 or not 0 <= tied < 1:
        raise ValueError(
            f"worst_case_concordance: expected 2 measured people or more and a share of ties from 0 to below 1, got "
            f"{measured} and {tied}; without a pair there is no concordance"
        )
    known = (1 - tied) * measured * (measured - 1) / 2
    new = measured * unmeasured + unmeasured * (unmeasured - 1) / 2
    return _spread(low, high, known, known + new)


def worst_case_auc(found: Estimate | float, yes: int, no: int, unmeasured: int) -> tuple[float, float]:
    """Lowest and highest concordance of everybody with an outcome of yes and no, when `unmeasured` people are unknown.

    `yes` and `no` count the measured people with each outcome. Else as `worst_case_concordance`. The unmeasured do most
    harm if they fall so that both outcomes are as equally frequent as can be, for that makes the most new pairs.

    Raises
    ------
    ValueError
        a concordance outside 0 to 1, a count below 0, or nobody measured with one of the outcomes.

    Notes
    -----
    With a yes, b no and k unmeasured of whom j are yes: from C a b / ((a + j) (b + k - j)), and the same from above, at
    the j that makes the product largest. Source: as `worst_case_concordance`.

    Examples
    --------
    >>> [round(bound, 2) for bound in worst_case_auc(0.75, 50, 50, 20)]
    [0.52, 0.83]
    """
    low, high = _ends("worst_case_auc", found)
    _check_counts("worst_case_auc", yes=yes, no=no, unmeasured=unmeasured)
    if not (yes and no):
        raise ValueError(f"worst_case_auc: expected people with each outcome, got {yes} yes and {no} no")
    even = min(max((no + unmeasured - yes) // 2, 0), unmeasured)
    return _spread(low, high, yes * no, (yes + even) * (no + unmeasured - even))


def share_that_tips(found: float, *, null: float = 0.5) -> float:
    """Share of all people who must be unmeasured before the worst case reaches `null`, a coin's 0.5 unless told.

    `found` is the concordance of the measured. Many people, no ties in the outcome. ValueError unless
    0 < null <= found <= 1 (turn a score that runs the other way round first).

    1 - sqrt(null / C): the lower bound of `worst_case_concordance`, solved for the share.

    >>> round(share_that_tips(0.63), 3)
    0.109
    """
    if not 0 < null <= found <= 1:
        raise ValueError(f"share_that_tips: expected 0 < null <= found <= 1, got null = {null} and found = {found}")
    return 1 - math.sqrt(null / found)


def _ends(function: str, found: Estimate | float) -> tuple[float, float]:
    low, high = (found.low, found.high) if isinstance(found, Estimate) else (found, found)
    if not (0 <= low and high <= 1):
        raise ValueError(f"{function}: expected a concordance from 0 to 1, got {found}; divide pairs of 100 by 100")
    return float(low), float(high)


def _check_counts(function: str, **counts: int) -> None:
    for name, count in counts.items():
        if count < 0 or count != int(count):
            raise ValueError(f"{function}: expected {name} as a whole number of people, 0 or more, got {count}")


def _spread(low: float, high: float, known: float, every: float) -> tuple[float, float]:
    return low * known / every, 1 - (1 - high) * known / every
