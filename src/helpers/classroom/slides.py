"""How do the slides of a lesson come about, with figures and sentences taken from the notebooks?

Turns each docs/teaching/slides/*.md into one HTML file that needs nothing beside it: no network, no server.
Not a store of results: a slide names a figure or a sentence of a notebook, and the notebook gives it.
"""

import html
import re
from base64 import b64encode
from pathlib import Path
from string import Template
from typing import Any, NamedTuple

from helpers.data.places import root
from helpers.notebooks.claims import plain
from helpers.notebooks.pages import LINK, headings, is_relative, rebased
from helpers.notebooks.places import read, replace

FOLDER = "docs/teaching/slides"
STYLES = {"library_style": "reveal.css", "style": "look.css"}
SCRIPTS = {"library": "reveal.js", "script": "start.js"}  # put in as base 64: their text holds marks of HTML
ADDRESS = r"\((?:[^()\s]*/)?(?P<stem>\d\d[a-z]?(?:-[a-z0-9]+)+)\.ipynb\)"
FIGURE = re.compile(r"\[Figure (?P<number>\d+) of (?P<short>\d\d[a-z]?)\]" + ADDRESS)
SENTENCE = re.compile(r"\[(?P<section>[^\]]+?) of (?P<short>\d\d[a-z]?): (?P<beginning>[^\]]+?) …\]" + ADDRESS)


class Slide(NamedTuple):
    """A slide in Markdown: its heading, what is seen below it, and what the teacher may say."""

    level: int
    heading: str
    body: str
    notes: str


class Figure(NamedTuple):
    """A figure of a notebook: the picture in base 64, its description, and its badge and caption in Markdown."""

    png: str
    description: str
    caption: str


def build(target: Path) -> list[Path]:
    """Write one HTML file for each deck of slides into a folder, and give their paths.

    Links between pages are kept where the page stands beside the folder, as on the built site; elsewhere only their
    words are kept.

    Parameters
    ----------
    target
        The folder, made if it is not there; on the site it is `slides/`.

    Raises
    ------
    ValueError
        If a slide names a figure or a sentence that its notebook does not have, or is not in order.
    """
    made = []
    for source in sources():
        path = target / f"{source.stem}.html"
        replace(path, page(source.read_text(encoding="utf-8"), name=source.name, site=target.parent))
        made.append(path)
    return made


def sources() -> list[Path]:
    """List the Markdown files of the decks."""
    return sorted((root() / FOLDER).glob("*.md"))


def page(markdown: str, *, name: str, site: Path) -> str:
    """Make the HTML page of a deck; `name` is its file, for messages, and `site` where pages to link to may stand."""
    try:
        parts = slides(markdown)
        shown = "\n".join(_section(slide, number, site) for number, slide in enumerate(parts, start=1))
    except ValueError as error:
        raise ValueError(f"{FOLDER}/{name}: {error}") from error
    player = root() / FOLDER / "player"
    styles = {key: (player / name).read_text(encoding="utf-8") for key, name in STYLES.items()}
    scripts = {key: b64encode((player / name).read_bytes()).decode() for key, name in SCRIPTS.items()}
    frame = Template((player / "page.html").read_text(encoding="utf-8"))
    return frame.substitute(styles, **scripts, title=html.escape(plain(parts[0].heading)), slides=shown)


def slides(markdown: str) -> list[Slide]:
    """Cut a deck into its slides, which are parted by lines of three hyphens.

    The first begins with a heading of level 1, every other with one of level 2. A block quote that begins with
    **Notes.** is for the teacher.

    >>> slides("# Title\\n\\n---\\n\\n## One\\n\\nText.\\n\\n> **Notes.** Wait.")[1]
    Slide(level=2, heading='One', body='Text.', notes='Wait.')
    """
    found: list[Slide] = []
    for part in re.split(r"^---$", markdown, flags=re.MULTILINE):
        level = 1 if not found else 2
        there = headings(part)
        if [heading.level for heading in there] != [level] or not part.strip().startswith("#"):
            raise ValueError(
                f"slide {len(found) + 1} should begin with one heading of level {level} and hold no other; "
                f"it has {[heading.text for heading in there]}. Part slides by a line of three hyphens."
            )
        words = part.strip().partition("\n")[2].strip()
        quoted = re.search(r"^> \*\*Notes\.\*\*(?:.*(?:\n>.*)*)", words, flags=re.MULTILINE)
        notes = re.sub(r"^> ?", "", quoted[0], flags=re.MULTILINE).removeprefix("**Notes.**") if quoted else ""
        body = words.replace(quoted[0], "") if quoted else words
        found.append(Slide(level, there[0].text, body.strip(), notes.strip()))
    return found


def figure(stem: str, number: int) -> Figure:
    """Take a figure from a notebook: the freshly run copy where there is one, else the committed one.

    Raises ValueError where the notebook has no such figure.
    """
    found = []
    for cell in _notebook(stem).cells:
        outputs = [output for output in cell.get("outputs", []) if "data" in output]
        captions = [output["data"]["text/markdown"] for output in outputs if "text/markdown" in output["data"]]
        pictures = [output for output in outputs if "image/png" in output["data"]]
        for picture, caption in zip(pictures, captions, strict=False):
            description = picture["metadata"]["image/png"]["alt"]
            png = "".join(picture["data"]["image/png"].split())
            found.append(Figure(png, description, "".join(caption).split("\n\n")[0]))
    if not 1 <= number <= len(found):
        raise ValueError(f"there is no figure {number} of {stem}; it has {len(found)}. Name one of them.")
    return found[number - 1]


def sections(stem: str) -> dict[str, str]:
    """Give the Markdown of a notebook's sections by their headings; "In short" is what stands under the title."""
    prose = "\n\n".join(cell.source for cell in _notebook(stem).cells if cell.cell_type == "markdown")
    first, *others = re.split(r"^#{2,3} ", prose, flags=re.MULTILINE)
    return {"In short": first.partition("\n")[2]} | {
        heading.strip(): text for heading, _, text in (part.partition("\n") for part in others)
    }


def sentence(stem: str, section: str, beginning: str) -> str:
    """Take the sentence of a notebook that begins with given words, in Markdown; a point of a list is taken whole.

    Raises ValueError where no sentence, or more than one, begins so.
    """
    parts = sections(stem)
    if section not in parts:
        raise ValueError(f"{stem} has no section {section!r}; it has {', '.join(map(repr, parts))}.")
    found = [one for one in _sentences(parts[section]) if plain(one).startswith(plain(beginning))]
    if len(found) != 1:
        how = "no sentence" if not found else "more than one sentence"
        raise ValueError(
            f"{stem}, section {section!r}: {how} begins with {beginning!r}. "
            "Name the words with which one sentence, or one point of a list, begins."
        )
    return found[0]


def _sentences(markdown: str) -> list[str]:
    found = []
    for paragraph in re.split(r"\n\n+", markdown.strip()):
        points = re.split(r"^- ", paragraph, flags=re.MULTILINE)
        if len(points) > 1:
            found += [" ".join(point.split()) for point in points if point.strip()]
        else:
            text = re.sub(r"^\*\*[^*]+\.\*\* ", "", " ".join(paragraph.split()))
            found += re.split(r"(?<=[.!?]) (?=[A-Z*])", text)
    return found


def _notebook(stem: str) -> Any:
    places = [root() / folder / f"{stem}.ipynb" for folder in ("build/notebooks", "notebooks")]
    path = next((path for path in places if path.is_file()), None)
    if path is None:
        raise ValueError(f"there is no notebook {stem}.ipynb; name it by its file in notebooks/.")
    return read(path)


def _section(slide: Slide, number: int, site: Path) -> str:
    """One slide in HTML."""
    pictures = [_picture(match, site) for match in FIGURE.finditer(slide.body)]
    words = SENTENCE.sub(_quoted, FIGURE.sub("", slide.body)).strip()
    shown = _rendered(words, site)
    body = "".join(pictures) + (f'<div class="words">{shown}</div>' if pictures else shown)
    notes = (
        f'<aside class="notes" role="note" aria-label="Notes">{_rendered(slide.notes, site)}</aside>'
        if slide.notes
        else ""
    )
    kind = "opening" if slide.level == 1 else "pictured" if pictures else "worded"
    name, level = f"slide-{number}", slide.level
    heading = f'<h{level} id="{name}-heading">{_inline(slide.heading)}</h{level}>'
    attributes = f'class="{kind}" aria-labelledby="{name}-heading"'
    return f'<section {attributes}>\n{heading}\n<div class="body">{body}</div>\n{notes}\n</section>'


def _picture(match: re.Match[str], site: Path) -> str:
    found = figure(match["stem"], int(match["number"]))
    link = _linked(f"[Notebook {match['short']}](../../../notebooks/{match['stem']}.ipynb)", site)
    image = f'<img src="data:image/png;base64,{found.png}" alt="{html.escape(found.description)}">'
    caption = _inline(f"{found.caption} · {link}")
    return f'<figure><div class="scroll">{image}</div><figcaption>{caption}</figcaption></figure>'


def _quoted(match: re.Match[str]) -> str:
    said = rebased(sentence(match["stem"], match["section"], match["beginning"]), source="notebooks", target=FOLDER)
    where = f"[Notebook {match['short']}](../../../notebooks/{match['stem']}.ipynb), {match['section'].lower()}"
    return f"\n\n> {said}\n>\n> {where}\n\n"


def _rendered(markdown: str, site: Path) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark").enable("table").render(_linked(markdown, site))).strip()


def _inline(markdown: str) -> str:
    from markdown_it import MarkdownIt

    return str(MarkdownIt("commonmark").renderInline(markdown))


def _linked(markdown: str, site: Path) -> str:
    """Let relative links lead to pages of the site; one whose page is not there leaves its words."""

    def change(match: re.Match[str]) -> str:
        words, address = match[2], match[3]
        if not is_relative(address):
            return match[0]
        path, hash_, rest = rebased(f"[]({address})", source=FOLDER, target="")[3:-1].partition("#")
        place = re.sub(r"\.(md|ipynb)$", ".html", path)
        return f"[{words}](../{place}{hash_}{rest})" if (site / place).is_file() else words

    return LINK.sub(change, markdown)
