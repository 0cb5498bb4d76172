"""What do the tests in a browser ask of a page? Each check answers with a list of complaints; an empty list is a pass.

Not the measuring itself, which happens inside the page: browser_measures.js. Not the tests: test_browser.py.
"""

import json
import re
from collections import Counter
from collections.abc import Callable
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from playwright.sync_api import Page

HERE = Path(__file__).resolve().parent
AXE = HERE / "vendor" / "axe-core" / "axe.min.js"
SCRIPTS = AXE.read_text(encoding="utf-8") + "\n" + (HERE / "browser_measures.js").read_text(encoding="utf-8")
STILL = "*, *::before, *::after { transition: none !important; animation: none !important; }"
# Short text and large text are judged like all other text; 24 px for what is touched is not on by itself.
STRICT = {
    "checks": [
        {
            "id": "color-contrast",
            "options": {
                "ignoreLength": True,
                "contrastRatio": {"normal": {"expected": 4.5}, "large": {"expected": 4.5}},
            },
        }
    ],
}
OPTIONS = {"preload": False, "resultTypes": ["violations", "incomplete"], "rules": {"target-size": {"enabled": True}}}
DESK = {"viewport": {"width": 1280, "height": 900}, "reduced_motion": "reduce"}
PHONE = {"viewport": {"width": 400, "height": 800}, "reduced_motion": "reduce", "has_touch": True}
ADDRESSES = {
    "a": ["href"],
    "area": ["href"],
    "link": ["href"],
    "script": ["src"],
    "iframe": ["src"],
    "form": ["action"],
}
ADDRESSES |= {"img": ["src", "srcset"], "source": ["src", "srcset"], "video": ["src", "poster"], "object": ["data"]}


def site_pages(site: Path) -> list[str]:
    """List the pages of a site by their path in it; the theme's own files are no pages."""
    found = (path.relative_to(site).as_posix() for path in site.rglob("*.html"))
    return sorted(name for name in found if not name.startswith("_"))


class Source(HTMLParser):
    """The addresses, the places and the title that stand in the source of a page."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.addresses: list[str] = []
        self.places: list[str] = []
        self.title = ""
        self.language: str | None = None
        self._inside = ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        self._inside = tag
        for attribute in ADDRESSES.get(tag, []):
            value = named.get(attribute) or ""
            parts = value.split(",") if attribute == "srcset" else [value]
            self.addresses += [part.split()[0] for part in parts if part.strip()]
        self.places += [str(named[key]) for key in ("id", "name") if named.get(key) and (key == "id" or tag == "a")]
        if tag == "html":
            self.language = named.get("lang")

    def handle_data(self, data: str) -> None:
        self.title += data if self._inside == "title" and not self.title else ""


def sources(site: Path) -> dict[str, Source]:
    """Read the source of every page."""
    return {name: Source(site / name) for name in site_pages(site)}


def broken_links(site: Path) -> list[str]:
    """Name what leads nowhere: a page, a place in it, a picture, a script or a style, also where a style names it."""
    found = sources(site)
    complaints = []
    for name, source in found.items():
        for address in source.addresses:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue
            target = (site / name).parent / unquote(parts.path) if parts.path else site / name
            place = unquote(parts.fragment)
            inside = target.resolve()
            if not inside.is_file() or not inside.is_relative_to(site.resolve()):
                complaints.append(f"{name}: {address} is no file of the site")
            elif place and inside.suffix == ".html":
                page = inside.relative_to(site.resolve()).as_posix()
                if page in found and place not in found[page].places:
                    complaints.append(f"{name}: {address} leads to no place in that page")
    for style in site.rglob("*.css"):
        text = style.read_text(encoding="utf-8")
        for address in re.findall(r"url\(\s*['\"]?([^'\")]+)", text):
            file = unquote(re.split(r"[?#]", address)[0])
            if not address.startswith(("data:", "#")) and not (style.parent / file).is_file():
                complaints.append(f"{style.relative_to(site).as_posix()}: {address} is no file of the site")
    return complaints


def repeated_places(site: Path) -> list[str]:
    """Name what stands twice as a place in one page, so that a link to it may lead to the wrong one."""
    counted = {name: Counter(source.places) for name, source in sources(site).items()}
    return [f"{name}: #{place}" for name, count in counted.items() for place, times in count.items() if times > 1]


def open_page(page: Page, path: Path) -> list[str]:
    """Open a page, put the measures into it, and say what it complained about itself while it loaded."""
    said: list[str] = []
    listeners: list[tuple[str, Callable]] = [
        ("console", lambda message: said.append(f"console: {message.text}") if message.type == "error" else None),
        ("pageerror", lambda error: said.append(f"error: {error}")),
        ("requestfailed", lambda request: said.append(f"not loaded: {request.url}")),
    ]
    for event, listener in listeners:
        page.on(event, listener)  # type: ignore[call-overload]
    page.goto(path.as_uri(), wait_until="load")
    page.wait_for_timeout(50)  # scripts that wait for the page to be loaded
    for event, listener in listeners:
        page.remove_listener(event, listener)
    page.add_style_tag(content=STILL)
    page.evaluate(SCRIPTS + f"\naxe.configure({json.dumps(STRICT)});")
    return said


def measured(page: Page, what: str) -> Any:
    """Give what one function of browser_measures.js finds."""
    return page.evaluate(f"measures.{what}()")


def lasting(page: Page, what: str) -> list[str]:
    """Give the complaints that are still there after a while, since some pages lay themselves out anew by a script."""
    complaints = measured(page, what)
    for _ in range(5):
        if not complaints:
            break
        page.wait_for_timeout(300)
        complaints = measured(page, what)
    return complaints


def tab_stops(page: Page, *, most: int) -> list[dict]:
    """Press Tab until the content is reached and ten stops further, and give what was met."""
    met: list[dict] = []
    while len(met) < most and sum(stop["isInMain"] for stop in met) < 10:
        page.keyboard.press("Tab")
        stop = measured(page, "focus")
        if stop is None:
            break
        met.append(stop)
    return met


def barriers(page: Page, *, only: tuple[str, ...] = ()) -> list[str]:
    """Say what axe-core calls serious or critical, and the contrast that it could not tell."""
    options = dict(OPTIONS, **({"runOnly": {"type": "rule", "values": list(only)}} if only else {}))
    result = page.evaluate("options => axe.run(document, options)", options)
    wrong = [rule for rule in result["violations"] if rule["impact"] in ("serious", "critical")]
    unclear = [rule for rule in result["incomplete"] if rule["id"] == "color-contrast"]
    faint = [_told(rule, node) for rule in unclear for node in rule["nodes"] if not _is_clear(page, node)]
    return [_told(rule, node) for rule in wrong for node in rule["nodes"]] + faint


def _is_clear(page: Page, node: dict) -> bool:
    """Work out the contrast of a text that axe-core could not judge; on a picture it stays unknown."""
    ratio = page.evaluate("place => measures.contrast(place)", node["target"][-1])
    return ratio is not None and ratio >= 4.5


def _told(rule: dict, node: dict) -> str:
    reasons = [check["message"] for kind in ("any", "all", "none") for check in node[kind]]
    return f"{rule['id']}: {node['target'][-1]}: {'; '.join(reasons)[:200]}"
