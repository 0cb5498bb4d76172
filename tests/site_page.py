"""What a page of the built site asks for, shows and says; shared by the tests of the site."""

import re
from html.parser import HTMLParser


class Page(HTMLParser):
    """What a page asks for, shows and says."""

    def __init__(self, path):
        super().__init__()
        self.loaded, self.pictures, self.levels, self.words = [], [], [], ""
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        if tag in ("script", "img", "iframe", "source"):
            self.loaded.append(named.get("src") or "")
        if tag == "link" and named.get("rel") in ("stylesheet", "preload", "icon", "preconnect", "dns-prefetch"):
            self.loaded.append(named["href"])
        if re.fullmatch(r"h[1-6]", tag):
            self.levels.append(int(tag[1]))
        if tag == "img":
            self.pictures.append((named.get("src"), named.get("alt")))

    def handle_data(self, data):
        self.words += data
