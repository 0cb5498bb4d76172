"""Write the pages as GitHub shows them, to look at: ``python -m helpers.notebooks.github [NAME ...]``.

They go to build/github/, each also without its pictures. Colours and letters are only like GitHub's.
"""

import re
import sys

from helpers.data.places import root
from helpers.notebooks.github import pages, rendered
from helpers.notebooks.github.rules import COLUMN
from helpers.notebooks.places import replace

_LOOK = """body{margin:0 auto;padding:16px;max-width:%dpx;color:#1f2328;background:#fff;
font:16px/1.5 -apple-system,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif}
h1,h2{border-bottom:1px solid #d1d9e0;padding-bottom:.3em} img{max-width:100%%} a{color:#0969da}
table{display:block;width:max-content;max-width:100%%;overflow:auto;border-collapse:collapse}
td,th{padding:6px 13px;border:1px solid #d1d9e0} pre,code{font:13.6px/1.45 ui-monospace,Menlo,monospace}
pre{background:#f6f8fa;padding:16px;overflow:auto} .output pre{background:none;padding:4px 16px}
code{background:#eff1f3;padding:.2em .4em} pre code{background:none;padding:0}
blockquote{border-left:4px solid #d1d9e0;margin:0;padding:0 1em}
[role=math]{font-style:italic}"""


def main(names: list[str]) -> int:
    """Write the pages whose path holds one of the names, or all, and give the exit code."""
    chosen = [path for path in pages() if not names or any(name in path.as_posix() for name in names)]
    for path in chosen:
        name = path.relative_to(root()).as_posix()
        html = rendered(path).html
        look = _LOOK % COLUMN[path.suffix]
        for ending, body in {"": html, ".no-pictures": re.sub(r'<img src="[^"]*"', "<img", html)}.items():
            page = f'<!doctype html><html lang="en"><meta charset="utf-8"><title>{name}</title><style>{look}</style>'
            replace(root() / "build" / "github" / f"{name}{ending}.html", page + body)
    print(f"{len(chosen)} pages are in build/github/.")
    return 0 if chosen else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
