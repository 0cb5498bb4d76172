"""What kind of presence is it? The 4 x 4 style of Klout, which named a manner and gave no points.

The sixteen names and the axis words are published; the place of each name in the grid is inferred from the order of a
list, and how an account is put on an axis is ours.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from helpers.score.rules import require


def style(posts: pd.DataFrame, interactions: pd.DataFrame, matrix: pd.DataFrame) -> pd.DataFrame:
    """Place each person who posted or reacted on the grid and name the style.

    Parameters
    ----------
    posts : person; interactions : actor, target, kind; both already cut to the window. Self-reactions are dropped.
    matrix : row, column, style; 1-4 from listening to participating, and from sharing to creating
        (data/published/style_matrix).

    Returns one row per person in sorted order: creating (own posts as a share of own posts and reshares given),
    participating (own posts and replies and mentions given, per like given, on a log scale), row and column (quartile
    of each among these people, 1-4; ties share the lower quartile) and style.
    """
    require(posts, ["person"], 'load("sample/posts")')
    require(interactions, ["actor", "target", "kind"], 'load("sample/interactions")')
    require(matrix, ["row", "column", "style"], 'load("published/style_matrix")')
    given = interactions[interactions["actor"] != interactions["target"]]
    kinds = pd.crosstab(given["actor"], given["kind"]).rename_axis("person")
    people = sorted(set(posts["person"]) | set(kinds.index))
    kinds = kinds.reindex(index=people, columns=["like", "reply", "mention", "reshare"], fill_value=0)
    own = posts.groupby("person").size().reindex(people, fill_value=0)
    result = pd.DataFrame(
        {
            "creating": (own + 1) / (own + kinds["reshare"] + 2),
            "participating": np.log((own + kinds["reply"] + kinds["mention"] + 1) / (kinds["like"] + 1)),
        }
    )
    result["row"] = _quartile(result["participating"])
    result["column"] = _quartile(result["creating"])
    return result.merge(matrix[["row", "column", "style"]], on=["row", "column"], how="left").set_index(result.index)


def _quartile(values: pd.Series) -> pd.Series:
    return np.ceil(values.rank(method="min") / len(values) * 4).clip(1, 4).astype(int)
