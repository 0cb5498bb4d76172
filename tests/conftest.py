"""What tests in a browser share: the built site of this very collection, and a browser that reaches no other host."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NoReturn

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
COMMANDS = ("google-chrome", "google-chrome-stable", "chromium", "chromium-browser", "chrome", "msedge")
PLACES = {  # where the installers of macOS and Windows put a browser, which is on no PATH
    "/Applications": (
        "Chromium.app/Contents/MacOS/Chromium",
        "Google Chrome.app/Contents/MacOS/Google Chrome",
        "Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    ),
    "PROGRAMFILES": ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"),
    "PROGRAMFILES(X86)": ("Google/Chrome/Application/chrome.exe", "Microsoft/Edge/Application/msedge.exe"),
    "LOCALAPPDATA": ("Google/Chrome/Application/chrome.exe", "Chromium/Application/chrome.exe"),
}
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)
LOCAL = ("file:", "data:", "blob:")


def browser_program() -> Path | None:
    """Find a browser of the Chromium family on this machine, or None.

    One that was installed as a snap is left out: it cannot see the temporary folder that the site is built in.
    """
    on_path = [Path(found) for command in COMMANDS if (found := shutil.which(command))]
    bases = {name: os.environ.get(name, name) for name in PLACES}
    installed = [Path(bases[name]) / place for name, places in PLACES.items() for place in places]
    candidates = [*on_path, *installed]
    return next((path for path in candidates if path.is_file() and path.resolve().name != "snap"), None)


def do_without_browser() -> NoReturn:
    """Skip what needs a browser, or fail where REAL_KLOUT_BROWSER says that one is required."""
    missing = "No Chromium, Chrome or Edge was found on this machine: install one to test the pages in a browser."
    if os.environ.get("REAL_KLOUT_BROWSER") == "required":
        pytest.fail(missing)
    pytest.skip(missing)


@pytest.fixture(scope="session")
def whole_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site of this collection, made as run.py makes it, in a temporary folder."""
    target = tmp_path_factory.mktemp("whole-site") / "site"
    command = [sys.executable, "-m", "sphinx", "-W", "-q", "-b", "html", str(ROOT / "docs"), str(target)]
    surroundings = {name: value for name, value in os.environ.items() if name != "REAL_KLOUT_DATA"}
    done = subprocess.run(command, cwd=ROOT, env=surroundings, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return target


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """A Chromium found on this machine; without one the test is skipped, or fails where a browser is required.

    It lives for one module of tests: while Playwright runs, no other test could start an event loop of its own.
    """
    program = browser_program() or do_without_browser()
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=program, args=list(QUIET))
        yield started
        started.close()


def offline_context(browser: Browser, **options: object) -> tuple[BrowserContext, list[str]]:
    """Open a context that refuses every request to another host, and the list in which the refused ones are kept."""
    refused: list[str] = []

    def only_local(route: Route) -> None:
        if route.request.url.startswith(LOCAL):
            route.continue_()
        else:
            refused.append(route.request.url)
            route.abort()

    context = browser.new_context(**options)  # type: ignore[arg-type]
    context.route("**/*", only_local)
    context.set_default_timeout(10_000)
    return context, refused


@pytest.fixture
def new_context(browser: Browser) -> Iterator[Callable[..., BrowserContext]]:
    """A function that opens contexts with Playwright's options; at the end they must not have asked another host."""
    opened: list[tuple[BrowserContext, list[str]]] = []

    def open_one(**options: object) -> BrowserContext:
        opened.append(offline_context(browser, **options))
        return opened[-1][0]

    yield open_one
    for context, _ in opened:
        context.close()
    assert [address for _, refused in opened for address in refused] == []


@pytest.fixture
def desk(new_context: Callable[..., BrowserContext]) -> Page:
    """An empty page in a wide window."""
    return new_context(viewport={"width": 1280, "height": 900}, reduced_motion="reduce").new_page()
