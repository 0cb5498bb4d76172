"""The site: all pages of the collection, built without network from what helpers.notebooks.staging lays out."""

import functools
import sys
from pathlib import Path

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml
from sphinx.search.en import SearchEnglish

from helpers.classroom import slides
from helpers.notebooks import menus
from helpers.notebooks.printed import NUMBERS
from helpers.notebooks.shaping import shaped, with_fields
from helpers.notebooks.staging import stage

sys.modules.setdefault("rfc3987_syntax", None)  # checks addresses in JSON, which no page needs, and loads for 1.3 s

project = "What does a score of 52 mean?"
author = "the authors of real-klout"
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon", "sphinx.ext.githubpages"]
exclude_patterns = [f"{folder}*" for folder in menus.DOWNLOADS]
nb_execution_mode = "off"  # outputs are shown as they were run and compared
nb_render_markdown_format = "commonmark"
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
myst_url_schemes = {"http": None, "https": None, "mailto": None, "built": {"url": "{{path}}"}}
default_role = "code"
suppress_warnings = ["toc.not_included"]  # the licences are reached by their links
autodoc_typehints = "none"
autodoc_mock_imports = ["matplotlib", "narwhals", "scipy", "seaborn", "statsmodels"]  # signatures and words need none
napoleon_google_docstring = False

html_theme = "pydata_sphinx_theme"
html_title = "Real Klout"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_js_files = ["site.js"]
templates_path = ["_templates"]
html_math_renderer = "mathml"  # no script to load
html_copy_source = False
html_show_sourcelink = False
html_search_scorer = str(Path(__file__).with_name("search-order.js"))
html_show_search_summary = False  # would be fetched, which a browser refuses for files on a disk
html_use_index = False
html_domain_indices = False
html_context = {"default_mode": "auto"}
html_theme_options = {
    "navigation_with_keys": False,
    "back_to_top_button": False,  # would cover links
    "show_prev_next": True,
    "navbar_align": "left",
    "navbar_center": ["groups.html"],
    "navbar_end": ["theme-switcher"],
    "primary_sidebar_end": [],
    "footer_start": [],
    "footer_end": [],
    "article_footer_items": [],
    "search_bar_text": "Search these pages",
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}


class English(SearchEnglish):
    """The search of English pages, which finds the stem of a word once for all of them."""

    stem = functools.cache(SearchEnglish.stem)


def _formula(writer, node: nodes.Element) -> None:
    """Write a formula as MathML, which browsers show by themselves; one on its own line can scroll."""
    as_block = isinstance(node, nodes.math_block)
    formula = tex2mathml(node.astext(), as_block=as_block)
    writer.body.append(f'<div class="formula">{formula}</div>' if as_block else formula)
    raise nodes.SkipNode


def _shape(app, doctree: nodes.document, name: str) -> None:
    """Let figures scroll where the screen is narrow, take empty heads of tables away, and let first cells head rows."""
    for picture in list(doctree.findall(nodes.image)):
        holder = picture.parent
        if isinstance(holder, nodes.paragraph):
            holder["classes"].append("figure")
            continue
        after = picture.next_node(descend=False, siblings=True)
        bold = [strong.astext() for strong in after.findall(nodes.strong)] if after is not None else []
        if len(bold) > 1:  # badge and caption; the description is read out below, once
            picture["alt"] = f"{bold[1]} The description follows."
        holder.replace(picture, nodes.container("", picture, classes=["figure"]))
    for head in list(doctree.findall(nodes.thead)):
        if not head.astext().strip():
            head.parent.parent["classes"].append("key-value")
            head.parent.remove(head)
        elif not head.next_node(nodes.entry).astext().strip():
            head.parent.parent["classes"].append("numbered")
    for table in doctree.findall(nodes.tgroup):
        rows = list(table.next_node(nodes.tbody).findall(nodes.row))
        if len(rows[0]) > 1 and all(row[0].astext().strip() for row in rows):
            table.next_node(nodes.colspec)["stub"] = 1
    if name == app.config.root_doc:
        _lay_out_first_page(doctree)


def _lay_out_first_page(doctree: nodes.document) -> None:
    """Put what stands above the second heading side by side: words, then the figure with its caption; doors below."""
    page = doctree[0]
    above = page[1 : page.first_child_matching_class(nodes.section)]
    words, figure = nodes.container(classes=["words"]), nodes.container(classes=["picture"])
    for node in above:
        page.remove(node)
        if isinstance(node, nodes.bullet_list):
            node["classes"].append("doors")
            page.insert(1, [nodes.container("", words, figure, classes=["front"]), node])
        else:
            (figure if len(figure) or "figure" in node.get("classes", []) else words).append(node)


def _is_left_out(app, what: str, name: str, member: object, skip: bool, options: object) -> bool | None:
    """Leave out what Python itself says about the fields of a named tuple."""
    return True if str(getattr(member, "__doc__", "")).startswith("Alias for field number") else None


def _read_docstring(app, what: str, name: str, member: object, options: object, lines: list[str]) -> None:
    """Take the words about a parameter as words; numpydoc's reader would take them as its type."""
    lines[:] = with_fields("\n".join(lines)).split("\n")


def _place(app, name: str, template: str, context: dict, doctree: nodes.document | None) -> None:
    """Say which group a page belongs to and which pages stand beside it, and name the parts of its body."""
    if "body" in context:
        context["body"] = shaped(context["body"])
    context["group"] = menus.group_of(name, context["groups"])
    context["section"] = context["sections"].get(menus.section_of(name), [])
    context["sidebars"] = ["section.html"] if context["section"] else []  # elsewhere code lines need the width
    if context["group"] and not context.get("parents"):
        context["parents"] = [{"title": context["group"]}]
    if name == "docs/number-reader":
        app.add_css_file("number-reader.css")
        for script in (Path(NUMBERS).name, "number-reader.js"):
            app.add_js_file(script, loading_method="defer")


def _finish(app, trouble: Exception | None) -> None:
    """Build the slides of the lessons beside the pages that they lead to, and take away a template of the theme."""
    (Path(app.outdir) / "_static" / "webpack-macros.html").unlink(missing_ok=True)
    if trouble is None:
        slides.build(Path(app.outdir) / "slides")


def setup(app) -> None:
    """Read the pages from where they are staged, shape them, and write formulas without a script."""
    source = Path(app.outdir).parent / "site-source"  # beside the site, so that a test's build disturbs no other
    files = stage(source)
    html_context["groups"] = menus.groups(files)
    html_context["sections"] = {folder: menus.section(folder, files) for folder in menus.SECTIONS}
    if NUMBERS in files:
        html_static_path.append(str(source / Path(NUMBERS).parent))
    app.srcdir = source
    app.add_search_language(English)
    app.add_html_math_renderer("mathml", (_formula, None), (_formula, None))
    app.connect("doctree-resolved", _shape)
    app.connect("autodoc-skip-member", _is_left_out)
    app.connect("autodoc-process-docstring", _read_docstring, priority=400)  # before napoleon, at 500
    app.connect("html-page-context", _place)
    app.connect("build-finished", _finish)
