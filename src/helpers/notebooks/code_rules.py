"""Is the code fit to read aloud: short cells, no installs, no network, nothing silenced, numbers of the prose checked?

The rules for the code cells of a notebook; their outputs have rules of their own.
"""

import ast
import re
from typing import Any

from helpers.notebooks.comparing import code_cells

LONGEST, LONGEST_CHECK = 15, 75  # lines; the last cell, which holds the prose to the run, is not for reading aloud
_NETWORK = {"requests", "urllib", "urllib3", "http", "httpx", "aiohttp", "socket", "ftplib", "pooch"}


def code_problems(notebook: Any) -> list[str]:
    """List what is wrong with the code of a notebook."""
    cells = code_cells(notebook)
    found = [f"code cell {n}: {line}" for n, cell in enumerate(cells, start=1) for line in _cell_problems(cell.source)]
    if not any(_calls(cell.source, "says") for cell in cells):
        found.append("no sentence of the prose is held to the run; end with a cell of says(...) from helpers.notebooks")
    draws = any("image/png" in output.get("data", {}) for cell in cells for output in cell.outputs)
    if draws and not _calls(cells[0].source, "use_style"):
        found.append("code cell 1: the set-up does not call use_style()")
    return found


def _cell_problems(source: str) -> list[str]:
    found = []
    lines, most = len(source.strip().splitlines()), LONGEST_CHECK if _calls(source, "says") else LONGEST
    if lines > most:
        found.append(f"{lines} lines; at most {most}: move what hides the point to a helper")
    magic = re.search(r"^\s*[%!].*", source, re.M)
    if magic or re.search(r"\b(pip|conda|mamba) install\b", source):
        return [*found, f"{magic[0].strip() if magic else 'an install'!r}; plain Python only, no magics, no installs"]
    try:
        tree = ast.parse(source)
    except SyntaxError as error:
        return [*found, f"is not valid Python: {error.msg}"]
    for node in ast.walk(tree):
        found += _node_problems(node)
    return found


def _node_problems(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import | ast.ImportFrom):
        modules = [node.module or ""] if isinstance(node, ast.ImportFrom) else [alias.name for alias in node.names]
        loud = [module for module in modules if module.partition(".")[0] in _NETWORK]
        return [f"imports {module}; notebooks never touch the network" for module in loud]
    if isinstance(node, ast.Constant) and isinstance(node.value, str) and re.match(r"(https?|ftp|s3)://", node.value):
        return [f"holds the address {node.value}; notebooks never touch the network"]
    if isinstance(node, ast.Call):
        name = _name(node.func)
        if name == "fetch":
            return ["calls fetch; notebooks never touch the network"]
        if name in ("filterwarnings", "simplefilter") and len(node.args) + len(node.keywords) < 2:
            return ["silences all warnings; fix the cause, or silence one category with a reason beside it"]
    return []


def _calls(source: str, name: str) -> bool:
    try:
        tree = ast.parse(source)
    except SyntaxError:
        return False
    return any(isinstance(node, ast.Call) and _name(node.func) == name for node in ast.walk(tree))


def _name(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")
