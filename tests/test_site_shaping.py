"""Protects what the site does for reading on a phone and by ear: named code, row heads, words about parameters."""

import textwrap

import pandas as pd
import pytest

from helpers.notebooks.shaping import LONG, shaped, with_fields


def code_cell(lines):
    """A code cell as Sphinx writes it."""
    text = "x = 1\n" * lines
    code = f'<div class="highlight-python"><div class="highlight"><pre><span></span>{text}</pre></div>\n</div>'
    return f'<div class="cell docutils container">\n<div class="cell_input docutils container">\n{code}\n</div>\n</div>'


def table_heads(table):
    """The text between the first and the last head of a table that pandas wrote, without white space."""
    html = shaped(table.to_html())
    return "".join(html.partition("<thead>")[2].partition("</thead>")[0].split())


def test_short_code_is_a_group_with_a_name():
    html = shaped(code_cell(LONG))
    assert '<div role="group" aria-label="Code" class="cell_input docutils container">' in html
    assert "<details" not in html
    assert html.count("<div") == html.count("</div>") == 4


def test_long_code_says_how_long_it_is_and_is_open():
    html = shaped(code_cell(LONG + 1))
    assert f'<details open class="code" aria-label="Code">\n<summary>Code, {LONG + 1} lines</summary>' in html
    assert html.count("<div") == html.count("</div>") == 4
    assert html.index("</details>") < html.rindex("</div>")


def test_each_cell_is_named_by_its_own_length():
    html = shaped(code_cell(2) + code_cell(20) + code_cell(3) + code_cell(30))
    assert html.count('<div role="group" aria-label="Code"') == 2
    assert "Code, 20 lines" in html and "Code, 30 lines" in html


def test_what_a_cell_printed_is_a_group_with_a_name():
    assert shaped('<div class="output stream highlight">') == (
        '<div role="group" aria-label="Output" class="output stream highlight">'
    )


def test_the_first_cell_of_a_row_heads_it():
    assert shaped('<th class="stub"><p>File</p></th>') == '<th scope="row" class="stub"><p>File</p></th>'


def test_a_corner_without_words_is_no_head():
    assert shaped("<th></th><th class='head'><p></p></th><th>a</th>") == "<td></td><td></td><th>a</th>"


@pytest.mark.parametrize(
    ("index", "columns", "heads"),
    [
        (pd.Index([1, 2], name="year"), ["a", "b"], "<tr><th>year</th><th>a</th><th>b</th></tr>"),
        (
            pd.Index([1, 2], name="year"),
            pd.Index(["a", "b"], name="kind"),
            "<tr><th>year/kind</th><th>a</th><th>b</th></tr>",
        ),
        (
            pd.MultiIndex.from_tuples([(1, 2), (1, 3)], names=["year", "month"]),
            ["a", "b"],
            "<tr><th>year</th><th>month</th><th>a</th><th>b</th></tr>",
        ),
    ],
)
def test_the_names_of_the_rows_stand_beside_those_of_the_columns(index, columns, heads):
    assert table_heads(pd.DataFrame([[1, 2], [3, 4]], index=index, columns=columns)) == heads


@pytest.mark.parametrize("pairs", [[("a", 1), ("a", 2)], [("a", 1), ("b", 2)]], ids=["shared", "apart"])
def test_columns_of_two_levels_keep_both(pairs):
    columns = pd.MultiIndex.from_tuples(pairs, names=["kind", "place"])
    assert table_heads(pd.DataFrame([[1, 2]], columns=columns)).count("<tr") == 2


# Docstrings

SHORT_FORM = """Give what was asked.

Parameters
----------
low, high : both ends, as `float`:
    in points.
**names : one of "a", "b".

Returns one row: a, b, c.

>>> 1 + 1
2

Raises
------
ValueError
    If there is none.
"""


def test_words_about_parameters_stay_words_and_what_follows_stays_below():
    assert with_fields(SHORT_FORM) == textwrap.dedent("""\
        Give what was asked.

        :param low: both ends, as `float`:
            in points.
        :param high: both ends, as `float`:
            in points.
        :param \\*\\*names: one of "a", "b".

        Returns one row: a, b, c.

        >>> 1 + 1
        2

        Raises
        ------
        ValueError
            If there is none.
        """)


def test_the_form_with_words_on_their_own_line_is_left_alone():
    long_form = "Parameters\n----------\nfig\n    A figure : with axes.\nnote\n    Optional.\n"
    assert with_fields(long_form) == long_form


def test_prose_about_what_is_returned_is_not_a_type():
    prose = "Returns\n-------\nA row per rival: order,\nand gain.\n\nRaises\n------\nValueError\n    If none.\n"
    said = with_fields(prose)
    assert said == ":returns: A row per rival: order,\n    and gain.\n\nRaises\n------\nValueError\n    If none.\n"
    typed = "Returns\n-------\nDataFrame\n    A row per rival.\n"
    assert with_fields(typed) == typed
