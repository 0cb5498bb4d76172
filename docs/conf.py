"""The site: all pages of the collection, built without network from what helpers.notebooks.staging lays out."""

from pathlib import Path

from docutils import nodes
from docutils.utils.math.latex2mathml import tex2mathml

from helpers.data import root
from helpers.notebooks.staging import stage

project = "What does a score of 52 mean?"
author = "the authors of real-klout"
language = "en"

extensions = ["myst_nb", "sphinx.ext.autodoc", "sphinx.ext.napoleon"]
nb_execution_mode = "off"  # outputs are shown as they were run and compared
nb_render_markdown_format = "commonmark"
myst_enable_extensions = ["dollarmath"]
myst_heading_anchors = 4
default_role = "code"
suppress_warnings = ["toc.not_included"]  # the licences are reached by their links
autodoc_typehints = "none"
napoleon_google_docstring = False

html_theme = "pydata_sphinx_theme"
html_title = "Real Klout"
html_static_path = ["_static"]
html_css_files = ["site.css"]
html_math_renderer = "mathml"  # no script to load
html_copy_source = False
html_sidebars = {"notebooks/*": [], "docs/*": []}  # code lines need the width; the glossary has nothing to list there
maximum_signature_line_length = 80
html_show_sourcelink = False
html_theme_options = {
    "navigation_with_keys": False,
    "show_prev_next": True,
    "footer_start": [],
    "footer_end": [],
    "article_footer_items": [],
    "header_links_before_dropdown": 6,
    "pygments_light_style": "a11y-high-contrast-light",
    "pygments_dark_style": "a11y-high-contrast-dark",
}


def _formula(writer, node: nodes.Element) -> None:
    """Write a formula as MathML, which browsers show by themselves."""
    as_block = isinstance(node, nodes.math_block)
    writer.body.append(tex2mathml(node.astext(), as_block=as_block))
    raise nodes.SkipNode


def _shape(app, doctree: nodes.document, name: str) -> None:
    """Let figures scroll where the screen is narrow, and take the empty heads of tables away."""
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


def _is_left_out(app, what: str, name: str, member: object, skip: bool, options: object) -> bool | None:
    """Leave out what Python itself says about the fields of a named tuple."""
    return True if str(getattr(member, "__doc__", "")).startswith("Alias for field number") else None


def setup(app) -> None:
    """Read the pages from where they are staged, shape them, and write formulas without a script."""
    source = Path(root()) / "build" / "site-source"
    stage(source)
    app.srcdir = source
    app.add_html_math_renderer("mathml", (_formula, None), (_formula, None))
    app.connect("doctree-resolved", _shape)
    app.connect("autodoc-skip-member", _is_left_out)
