"""Protects the reader on GitHub: nothing shows raw, is lost or leads nowhere there, and pictures off is no loss."""

import base64
import io
import re

import nbformat
import pages as small
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output
from PIL import Image

from helpers.data import root
from helpers.notebooks.github import all_problems, page_problems, pages, rendered
from helpers.notebooks.github.__main__ import main
from helpers.notebooks.github.links import anchors, link_problem
from helpers.notebooks.github.markdown import sanitised, to_html
from helpers.notebooks.github.mathematics import formula_problems, formulas
from helpers.notebooks.github.notebook import notebook_html, output_html
from helpers.notebooks.github.rules import narrowest, raw_problems, table_problems
from helpers.notebooks.github.seen import read_page

DESCRIPTION = "A bar chart of four numbers by place: they rise in even steps from 4 to 16, and their mean is 10.0."
WORDS = f"**SYNTHETIC** · **The numbers rise by four.** n = 4\n\n{DESCRIPTION}"
GOOD = """# A page

Plain, *slanted*, **bold**, `code with ** and $`, [a link](other.md#two-parts), https://example.org/a_b and \\*stars\\*.

| a | b |
|---|---|
| 1 | $x_1 < 2$ |

- The share is $\\frac{1}{2}$ ($n$ = 4), and from −8 to 15 [−8, 15].

$$r_1 r_2 - \\sqrt{1 - r_1^2},$$

```python
x = "**" + f"{x}"  # $5
```

<!-- a comment -->
"""


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A small collection in which pages are tried; other.md has a heading to link to."""
    monkeypatch.setenv("REAL_KLOUT_DATA", str(small.collection(tmp_path)))
    (tmp_path / "other.md").write_text("# Other\n\n## Two parts\n")
    return tmp_path


def problems(folder, text, name="page.md"):
    (folder / name).write_text(text, encoding="utf-8")
    return page_problems(folder / name)


def picture(width=100, colour=(255, 255, 255, 255)):
    target = io.BytesIO()
    Image.new("RGBA", (width, 10), colour).save(target, "png")
    return target.getvalue()


def figure(content=None, words=WORDS):
    data = {"image/png": base64.b64encode(content or picture()).decode(), "text/plain": DESCRIPTION}
    shown = [new_output("display_data", data), new_output("display_data", {"text/markdown": words, "text/plain": "x"})]
    return [new_markdown_cell("# A notebook"), new_code_cell("show()", outputs=shown)]


def notebook_problems(folder, cells):
    nbformat.write(new_notebook(cells=cells), folder / "notebooks" / "01-a.ipynb")
    return page_problems(folder / "notebooks" / "01-a.ipynb")


# The whole collection


def test_everything_in_the_collection_shows_on_github_as_it_is_meant():
    assert all_problems() == []


def test_no_kind_of_page_is_left_out():
    names = {path.relative_to(root()).as_posix() for path in pages()}
    assert {"README.md", "CONTRIBUTING.md", "notebooks/README.md", "docs/glossary.md", "data/sources.md"} <= names
    assert {"data/sample/people.md", "notebooks/01-who-is-talking.ipynb"} <= names
    assert not [name for name in names if name.startswith("data/external/")]


def test_with_pictures_off_every_figure_of_a_notebook_is_told_in_words():
    told = 0
    for path in pages():
        if path.parent.name == "notebooks" and path.suffix == ".ipynb":
            html = rendered(path).html
            bare = read_page(re.sub(r"<img[^>]*>", "", html))
            text = "\n".join(block.text for block in bare.blocks)
            for output in [output for cell in nbformat.read(path, 4).cells for output in cell.get("outputs", [])]:
                alt = output.get("metadata", {}).get("image/png", {}).get("alt")
                if alt:
                    told += 1
                    assert re.search(rf"(REAL|SYNTHETIC) · [^\n]+\n{re.escape(alt)}", text), alt
            assert read_page(html).pictures and not bare.pictures
    assert told > 30


# What Markdown shows raw


def test_a_good_page_has_no_problem(folder):
    assert problems(folder, GOOD) == []


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a ** word**", "bold signs"),
        ("a __ word__", "bold signs"),
        ("~~gone", "bold signs"),
        ("ends in _like", "italic signs"),
        ("an *open one", "italic signs"),
        ("[a link] (other.md)", None),
        ("[a link](other page.md)", "a link"),
        ("[a link][nowhere]", "a link"),
        ("a note[^1]", "a link"),
        ("> [!NOTE]\n> Look.", "a link"),
        ("- [x] done", "a link"),
        ("see https://example.org/a/long...", "an address cut short"),
        ("an `open code", "a backtick"),
        ("it costs $5", "a dollar sign"),
        ("word$x$", "a dollar sign"),
        ("[what $x$ is](other.md)", "a dollar sign"),
        ("$$\nx\n\ny\n$$", "a dollar sign"),
        ("##No heading", "a heading's #"),
        ("| a | b |\n| 1 | 2 |", "a row of a table"),
        ("text\n\n|---|---|", "a row of a table"),
        (":::{note}\nLook.\n:::", "MyST"),
        ("see {doc}`other`", "MyST"),
        ("(a-target)=", "MyST"),
        (r"the \alpha of it", "TeX"),
        (r"\\(x\\)", "TeX"),
        ("a &amp;nbsp; b", "an entity"),
        ("a &lt;br&gt; b", "a tag"),
    ],
)
def test_what_markdown_does_not_take_is_told(folder, text, told):
    found = problems(folder, f"# A page\n\n{text}\n")
    if told is None:
        assert found == []
    else:
        assert any(line.startswith(f"page.md: shows {told}") for line in found), found


def test_what_is_meant_is_not_raw():
    for text in (
        "`**` and `$x$`",
        r"\*\* \$ \_ \| \[x\](y)",
        "```\n** | $ [x](y)\n```",
        "    ** indented code",
        "2 * 3",
    ):
        assert raw_problems(read_page(to_html(text).html)) == []


def test_a_directive_in_a_fence_is_told(folder):
    assert problems(folder, "```{note}\nLook.\n```") == ["page.md: a MyST directive: '{note}'"]


# Math


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("$x$", ["x"]),
        ("($x$), \"$y$\": $z$.", ["x", "y", "z"]),
        ("$$x + y$$", ["x + y"]),
        ("a$x$ 1$x$ -$x$ $x$a $x$1", []),
        ("$ x$ and $x $", []),
        ("from $20,000 to $30,000", []),
        ("$5 and 6$", ["5 and 6"]),
        (r"US\$5 and US\$6", []),
    ],
)  # fmt: skip
def test_a_dollar_is_math_where_github_says_so(text, found):
    assert [formula.tex for formula in formulas(text)] == found


@pytest.mark.parametrize(
    ("tex", "told"),
    [
        (r"\operatorname{rank} x", "a macro"),
        (r"\newcommand{\x}{y}", "a macro"),
        (r"\sqrt{x", "a brace"),
        (r"\left( x )", r"a \left"),
        ("a<b", "a <"),
        ("5 % of x", "a sign"),
        ("5 for you and 6", "words"),
    ],
)
def test_a_formula_that_github_refuses_is_told(tex, told):
    assert [f" holds {told}" in line for line in formula_problems(tex)].count(True) == 1


def test_simple_formulas_pass():
    for tex in (r"\frac{1}{2}", r"a < b", r"\text{for all people} \quad x", r"\left(x\right) \{y\}", r"r_{12}^{2}"):
        assert formula_problems(tex) == []


@pytest.mark.parametrize("tex", [r"\{a\}", r"\bar{x}_{i} + \bar{y}_{j}", r"x\,y", "a*b*c", "[a](b)"])
def test_signs_that_markdown_takes_out_of_a_formula_are_told(folder, tex):
    assert f"page.md: Markdown takes signs out of the formula ${tex}$" in problems(
        folder, f"# A page\n\nIt is ${tex}$."
    )


def test_math_stops_on_a_page_with_too_much_of_it(folder):
    found = problems(folder, "# A page\n\n" + "$\\frac{1}{2}$ " * 667)
    assert found == ["page.md: 2,001 formulas and braces; GitHub stops showing math after 2,000"]
    assert problems(folder, "# A page\n\n" + "$\\frac{1}{2}$ " * 666) == []


# HTML


@pytest.mark.parametrize(
    ("html", "dropped"),
    [
        ("<iframe></iframe>", ["<iframe>"]),
        ("<script>x()</script>", ["<script>"]),
        ("<style>p {}</style>", ["<style>"]),
        ("<p style='color: red'>x</p>", ["the style of <p>"]),
        ("<a href='file:x'>x</a>", ["the address 'file:x'"]),
        ("<button>x</button>", ["<button>"]),
        ("<svg></svg>", ["<svg>"]),
        ("<details><summary>x</summary><kbd>y</kbd></details><!-- z -->", []),
        ("<style scoped>p {}</style><table><tr style='text-align: right;'><td>1</td></tr></table>", []),
    ],
)
def test_what_the_sanitiser_drops_is_told(html, dropped):
    assert sanitised(html).problems == [f"GitHub drops {name}" for name in dropped]
    assert not re.search("script|style|iframe|button|svg|file:", sanitised(html).html)


def test_html_in_a_page_goes_through_the_sanitiser(folder):
    assert "page.md: GitHub drops <font>" in problems(folder, "# A page\n\n<font>x</font>\n")


# Tables


def test_the_width_of_a_table_is_that_of_its_longest_words():
    assert narrowest([["a b", "four"], ["two words", "x"]]) == pytest.approx((5 + 4) * 8.4 + 2 * 27)


def test_a_table_wider_than_the_column_is_told(folder):
    head, line, row = "| a " * 10 + "|", "|---" * 10 + "|", "| wordsword " * 10 + "|"
    found = problems(folder, f"# A page\n\n{head}\n{line}\n{row}\n")
    assert found == [
        "page.md: table 1: 1026 px at the narrowest, the column has 830; take fewer columns or shorter words"
    ]
    cut = "\n".join(part[: len(part) * 8 // 10] + "|" for part in (head, line, row))
    assert narrowest(read_page(to_html(cut).html).tables[0]) < 830
    assert problems(folder, f"# A page\n\n{cut}\n") == []


def test_rows_of_html_that_do_not_fit_are_told():
    page = read_page("<table><tr><td>1</td><td>2</td></tr><tr><td>3</td></tr></table>")
    assert table_problems(page, ".md") == ["table 1: rows of 1 and 2 cells"]


# Links


def test_headings_get_the_anchors_of_github(folder):
    text = "# A *big* `code` (SEM)!\n\n## Über 2.6 times\n\n## Über 2.6 times\n\n### a_b — c\n\n## [Linked](other.md)\n"
    (folder / "page.md").write_text(text, encoding="utf-8")
    assert anchors(folder / "page.md") == {"a-big-code-sem", "über-26-times", "über-26-times-1", "a_b--c", "linked"}


@pytest.mark.parametrize(
    ("address", "told"),
    [
        ("other.md", ""),
        ("other.md#two-parts", ""),
        ("docs/", ""),
        ("https://example.org", ""),
        ("#here", ""),
        ("other.md#three-parts", "no heading of other.md"),
        ("#there", "no heading of page.md"),
        ("Other.md", "leads nowhere"),
        ("../other.md", "leads nowhere"),
        ("/other.md", "begins at the top"),
        ("build/x.md", "not committed"),
        ("notebooks/01-a.ipynb#data", "leads into a notebook"),
    ],
)
def test_links_work_as_they_do_on_github(folder, address, told):
    (folder / "build").mkdir()
    for name in ("build/x.md", "notebooks/01-a.ipynb"):
        (folder / name).touch()
    (folder / "page.md").write_text("# Here\n")
    found = link_problem(address, folder / "page.md")
    assert told in found and bool(told) == bool(found)


def test_a_heading_of_its_own_cannot_be_linked_in_a_notebook(folder):
    found = notebook_problems(
        folder, [new_markdown_cell("# A\n\n[down](#b) and [good](../other.md#two-parts)\n\n## B")]
    )
    assert len(found) == 1 and "the link #b leads into a notebook" in found[0]


# Notebooks and their figures


def test_a_notebook_with_a_good_figure_has_no_problem(folder):
    assert notebook_problems(folder, figure()) == []


@pytest.mark.parametrize(
    ("content", "words", "told"),
    [
        (picture(width=981), WORDS, "981 px wide, the column has 980"),
        (picture(colour=(255, 255, 255, 254)), WORDS, "not opaque"),
        (None, DESCRIPTION, "no badge and caption to be seen below it"),
        (None, "**SYNTHETIC** · **Four numbers.**", "with pictures off: The description is empty"),
        (None, "**SYNTHETIC** · **Four numbers.**\n\nA bar chart.", "with pictures off: The description has 3 words"),
    ],
)
def test_a_figure_that_not_everybody_can_read_is_told(folder, content, words, told):
    found = notebook_problems(folder, figure(content, words))
    assert len(found) == 1 and f"picture 1: {told}" in found[0]


def test_a_picture_on_a_page_has_a_description_a_caption_and_a_file(folder):
    (folder / "wide.png").write_bytes(picture(width=831))
    caption = "\n\n**REAL** · **Four numbers.** n = 4\n"
    assert problems(folder, f"# A page\n\n![{DESCRIPTION}](wide.png){caption}")[0].endswith(
        "GitHub shrinks its letters"
    )
    (folder / "wide.png").write_bytes(picture(width=830))
    assert problems(folder, f"# A page\n\n![{DESCRIPTION}](wide.png){caption}") == []
    assert "with pictures off" in problems(folder, f"# A page\n\n![a chart](wide.png){caption}")[0]
    assert "no badge and caption" in problems(folder, f"# A page\n\n![{DESCRIPTION}](wide.png)\n")[0]
    assert "the link gone.png leads nowhere" in problems(folder, f"# A page\n\n![{DESCRIPTION}](gone.png){caption}")[0]


@pytest.mark.parametrize(
    ("data", "shown"),
    [
        ({"text/plain": "a", "text/html": "<b>b</b>", "image/png": "Yw==", "text/markdown": "d"}, "<b>b</b>"),
        ({"text/plain": "a", "text/markdown": "*d*", "image/png": "Yw=="}, "<p><em>d</em></p>\n"),
        ({"text/plain": "a", "image/png": "Yw=="}, '<img src="data:image/png;base64,Yw==" alt="">'),
        ({"text/plain": "a < b"}, "<pre>a &lt; b</pre>"),
    ],
)
def test_github_chooses_the_richest_form_of_an_output(data, shown):
    assert output_html(new_output("display_data", data)) == (shown, [])


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (
            {"application/vnd.jupyter.widget-view+json": {}, "text/plain": "IntSlider()"},
            "GitHub does not show application",
        ),
        ({"application/vnd.plotly.v1+json": {}}, "GitHub does not show application"),
        ({"application/javascript": "x()", "text/plain": "x"}, "GitHub does not show application/javascript"),
        ({"image/svg+xml": "<svg/>", "text/plain": "x"}, "GitHub does not show image/svg+xml"),
        ({"video/mp4": ""}, "GitHub shows none of video/mp4"),
        ({"text/html": "<script>draw()</script><div id='plot'></div>"}, "nothing is left of its text/html"),
        ({"text/html": "<table><td style='background: red'>1</td></table>"}, "GitHub drops the style of <td>"),
        ({"text/html": "<style>#T_a td {color: red}</style><table><td>1</td></table>"}, "GitHub drops <style>"),
    ],
)
def test_an_output_that_github_does_not_show_is_told(data, told):
    cell = new_code_cell("x", outputs=[new_output("display_data", data)])
    found = notebook_html(new_notebook(cells=[cell])).problems
    assert f"code cell 1: {told}" in found[0]


def test_text_on_stdout_and_stderr_and_an_error_are_shown_as_they_are():
    outputs = [new_output("stream", name=name, text="1 < 2 ** 3\n") for name in ("stdout", "stderr")]
    outputs.append(new_output("error", ename="ValueError", evalue="no *", traceback=[]))
    shown = notebook_html(new_notebook(cells=[new_code_cell("x", outputs=outputs)])).html
    assert shown.count("<pre>1 &lt; 2 ** 3\n</pre>") == 2 and "<pre>ValueError: no *</pre>" in shown
    assert raw_problems(read_page(shown)) == []


# Looking at it


def test_the_pages_can_be_looked_at_with_pictures_on_and_off(folder, capsys):
    notebook_problems(folder, figure())
    assert main(["01-a"]) == 0
    assert capsys.readouterr().out == "1 pages are in build/github/.\n"
    written = folder / "build" / "github" / "notebooks"
    assert "base64," in (written / "01-a.ipynb.html").read_text()
    bare = (written / "01-a.ipynb.no-pictures.html").read_text()
    assert "base64," not in bare and DESCRIPTION in bare
    assert main(["nothing"]) == 1
