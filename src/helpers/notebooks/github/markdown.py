"""What does GitHub make of a text in Markdown, and what does its sanitiser take out of HTML?

CommonMark with GitHub's tables, strikethrough and links, math by its rules, and the tags that it lets through.
Nothing is looked up; alerts, footnotes, emoji codes and names of people, which GitHub also reads, are left as text.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from html import escape
from html.parser import HTMLParser
from itertools import groupby
from typing import Any, NamedTuple

from helpers.notebooks.github.mathematics import formulas, lost

HIDDEN = "\ufffc"
"""Stands for what is shown as it was meant: code, a formula, a sign behind a backslash."""
TAGS = set(
    "h1 h2 h3 h4 h5 h6 br b i strong em a pre code img tt div ins del sup sub p ol ul table thead tbody tfoot "
    "blockquote dl dt dd kbd q samp var hr ruby rt rp li tr td th s strike summary details caption figure figcaption "
    "abbr bdo cite dfn mark small span time wbr picture source".split()
)
"""What GitHub's sanitiser lets through (the list of html-pipeline, which GitHub published, and pictures by theme)."""
_ATTRIBUTES = {
    "*": set("align alt colspan dir height id lang rowspan scope start title valign width role".split()),
    "a": {"href"},
    "img": {"src"},
}
_ADDRESS = r"https?://[^\s<]*[^\s<.,:;!?\"')\]*_~]"


class Rendered(NamedTuple):
    """HTML as GitHub would send it, and what was lost on the way."""

    html: str
    problems: list[str]


def to_html(text: str) -> Rendered:
    """Render a text in Markdown.

    >>> to_html("A *word* and $x^2$.").html.strip()
    '<p>A <em>word</em> and <span role="math">$x^2$</span>.</p>'
    """
    from markdown_it import MarkdownIt  # late: only the check needs it

    reader = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    reader.core.ruler.before("text_join", "math", _mark)
    for role in ("math", "text"):
        reader.add_render_rule(f"{role}_as_meant", _span)
    tokens = reader.parse(text)
    problems = [f"a MyST directive: {token.info.strip()!r}" for token in tokens if token.info.startswith("{")]
    for token in tokens:
        if token.type == "inline":
            shown = [child.content.strip("$") for child in token.children or [] if child.type == "math_as_meant"]
            problems += [f"Markdown takes signs out of the formula ${tex}$" for tex in lost(token.content, shown)]
    clean = sanitised(reader.renderer.render(tokens, reader.options, {}))
    return Rendered(clean.html, problems + clean.problems)


def sanitised(html: str) -> Rendered:
    """Take out of HTML what GitHub takes out; the grey style of pandas' tables is no loss, all else is told.

    >>> sanitised("<p onclick='x()'>a</p><iframe></iframe>")
    Rendered(html='<p>a</p>', problems=['GitHub drops <iframe>'])
    """
    import nh3  # late: only the check needs it

    clean = nh3.clean(html, tags=TAGS, attributes=_ATTRIBUTES, clean_content_tags={"script", "style"},
                      url_schemes={"http", "https", "mailto"}, link_rel=None)  # fmt: skip
    before, after = _Tags(html).found, _Tags(clean).found
    dropped = sorted(tag for tag in before if before[tag] > after[tag])
    return Rendered(clean, [f"GitHub drops {tag}" for tag in dropped])


class _Tags(HTMLParser):
    """Counts the tags and what matters of their attributes."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: Counter[str] = Counter()
        self.feed(html)

    def handle_starttag(self, tag: str, attributes: Sequence[tuple[str, str | None]]) -> None:
        """Count a tag, the style and the address that it has."""
        told = dict(attributes)
        if tag != "style" or "scoped" not in told:
            self.found[f"<{tag}>"] += 1
        if (told.get("style") or "").strip(" ;") not in ("", "text-align: right", "text-align:right"):
            self.found[f"the style of <{tag}>"] = 1
        for name in ("href", "src"):
            if told.get(name):
                self.found[f"the address {told[name]!r}"] += 1


def _mark(state: Any) -> None:
    """Set math, bare addresses and signs behind a backslash apart in what Markdown has read."""
    for block in state.tokens:
        if block.type == "inline":
            children: list[Any] = []
            inside_link = 0
            for is_text, run in groupby(
                block.children, lambda token: token.type in ("text", "softbreak", "text_special")
            ):
                every = list(run)
                children += _marked(every, inside_link=inside_link > 0) if is_text else every
                inside_link += sum(token.nesting for token in every if token.tag == "a")
            block.children = children


def _marked(run: list[Any], *, inside_link: bool) -> Iterator[Any]:
    """Give the parts of a run of text; in a link GitHub looks for neither math nor addresses."""
    from markdown_it.token import Token

    signs = iter([token.content for token in run if _is_sign(token)])
    text = "".join("\n" if token.type == "softbreak" else HIDDEN if _is_sign(token) else token.content for token in run)
    spans = set() if inside_link else {text[found.start : found.end] for found in formulas(text)}
    forms = [*map(re.escape, sorted(spans)), HIDDEN, r"\n"] + ([] if inside_link else [_ADDRESS])
    for part in re.split(f"({'|'.join(forms)})", text):
        if part in spans:
            yield Token("math_as_meant", "math", 0, content=part)
        elif part == "\n":
            yield Token("softbreak", "br", 0)
        elif part == HIDDEN:
            yield Token("text_as_meant", "text", 0, content=next(signs))
        elif re.fullmatch(_ADDRESS, part) and not inside_link:
            yield Token("link_open", "a", 1, attrs={"href": part})
            yield Token("text", "", 0, content=part)
            yield Token("link_close", "a", -1)
        elif part:
            yield Token("text", "", 0, content=part)


def _is_sign(token: Any) -> bool:
    r"""Tell whether a token is a sign behind a backslash, as in ``\*``; in ``\s`` and ``\\`` there is none."""
    return token.type == "text_special" and token.info == "escape" and not token.content.startswith("\\")


def _span(_: Any, tokens: Sequence[Any], place: int, *rest: Any) -> str:
    return f'<span role="{tokens[place].tag}">{escape(tokens[place].content, quote=False)}</span>'
