"""Protects the promise that the committed notebooks are what a fresh run gives, and fit for a stranger."""

import base64
import io
import json
import os
import signal
import subprocess
import sys
import time
from copy import deepcopy
from importlib.metadata import version

import nbformat
import numpy as np
import pages
import pytest
from jupyter_client.kernelspec import KernelSpec
from nbformat.v4 import new_code_cell, new_markdown_cell, new_output
from PIL import Image

from helpers.data.__main__ import main as data_main
from helpers.notebooks import says
from helpers.notebooks.__main__ import main as notebooks_main
from helpers.notebooks.comparing import differences, is_canonical, picture_difference
from helpers.notebooks.index import glance, index_table, key_figure, stale
from helpers.notebooks.linting import check, check_all
from helpers.notebooks.normal import normalised
from helpers.notebooks.pages import between
from helpers.notebooks.places import notebooks, read, replace, write
from helpers.notebooks.report import run_and_report
from helpers.notebooks.running import ENDED_AT_ONCE, NO_ANSWER, run_all
from helpers.stats import Estimate

OFFLINE = """import os, socket, threading, urllib.request
from pathlib import Path
for reach in (
    lambda: urllib.request.urlopen("http://192.0.2.1/"),
    lambda: socket.getaddrinfo("example.org", 80),
    lambda: socket.socket().connect(("192.0.2.2", 80)),
    lambda: socket.socket(type=socket.SOCK_DGRAM).sendto(b"", ("192.0.2.3", 80)),
):
    try:
        reach()
    except RuntimeError as error:
        print(str(error).partition(";")[0])"""
SURROUNDINGS = """here = socket.create_server(("127.0.0.1", 0))
socket.create_connection(here.getsockname()).close()
print(list(Path.cwd().iterdir()), os.environ["PYTHONHASHSEED"], os.environ["OPENBLAS_NUM_THREADS"])
print(object())"""
FIGURE_CELL, MEAN_CELL = 9, 7


@pytest.fixture(scope="module")
def ran(tmp_path_factory):
    """A collection after one update: 01 keeps every rule, 02 tries to reach the network, 03 fails half-way."""
    good = pages.notebook()
    good.metadata["kernelspec"] = {"name": "another", "display_name": "Another"}
    offline = pages.notebook([new_code_cell(OFFLINE), new_code_cell(SURROUNDINGS)])
    broken = pages.notebook([new_code_cell("print('one')"), new_code_cell("1 / 0")])
    folder = pages.collection(
        tmp_path_factory.mktemp("collection"), **{pages.NAME: good, "02_offline": offline, "03_broken": broken}
    )
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("REAL_KLOUT_DATA", str(folder))
        code = run_and_report(notebooks(), update=True)
    return folder, code


@pytest.fixture
def folder(ran, monkeypatch, tmp_path):
    """A copy of the collection after the update, with the good notebook only."""
    copy = pages.collection(tmp_path)
    for name in (f"notebooks/{pages.NAME}.ipynb", "docs/images/key-figure.png"):
        replace(copy / name, (ran[0] / name).read_bytes())
    monkeypatch.setenv("REAL_KLOUT_DATA", str(copy))
    from helpers.notebooks.index import refresh

    refresh()
    return copy


@pytest.fixture
def good(ran):
    return read(ran[0] / "notebooks" / f"{pages.NAME}.ipynb")


def picture(array) -> str:
    target = io.BytesIO()
    Image.fromarray(array.astype("uint8")).save(target, "png")
    return base64.b64encode(target.getvalue()).decode()


# Running


def test_an_update_writes_a_clean_run_and_says_what_failed(ran, good):
    folder, code = ran
    assert code == 1
    verdicts = {row["notebook"]: row["verdict"] for row in json.loads((folder / "build" / "run.json").read_text())}
    assert verdicts[pages.NAME] == "updated"
    assert verdicts["03-broken"] == "code cell 2 raised ZeroDivisionError: division by zero"
    assert [cell.execution_count for cell in good.cells if cell.cell_type == "code"] == [1, 2, 3, 4, 5]
    assert good.cells[MEAN_CELL].outputs[0].text == "The mean is 10.0.\n"
    assert good.metadata.kernelspec.display_name == "Python 3"
    assert all(set(cell.metadata) <= {"tags"} for cell in good.cells)


def test_a_notebook_that_fails_keeps_its_old_outputs_and_leaves_no_executed_copy(ran):
    folder, _ = ran
    assert read(folder / "notebooks" / "03-broken.ipynb").cells[0].outputs == []
    copies = {path.name for path in (folder / "build" / "notebooks").iterdir()}
    assert copies == {f"{pages.NAME}.ipynb", "02-offline.ipynb"}


def test_the_network_is_refused_this_computer_is_not(ran):
    first, second = read(ran[0] / "notebooks" / "02-offline.ipynb").cells
    tried = [line.removeprefix("A notebook tried to reach ") for line in first.outputs[0].text.splitlines()]
    assert tried == ["192.0.2.1", "example.org", "192.0.2.2", "192.0.2.3"]
    assert second.outputs[0].text == "[] 0 1\n<object object at 0x...>\n"


def test_a_figure_arrives_with_alt_text_plain_text_and_visible_words(good):
    figure, words = good.cells[FIGURE_CELL].outputs
    description = figure.metadata["image/png"]["alt"]
    assert "their mean is 10.0" in description
    assert figure.data["text/plain"] == description
    assert words.data["text/markdown"].startswith("**SYNTHETIC** · **The numbers rise by four.** n = 4\n\nA bar chart")


def test_a_second_run_is_the_same_and_a_changed_number_is_told_in_one_line(folder, capsys):
    path = folder / "notebooks" / f"{pages.NAME}.ipynb"
    committed = path.read_bytes()
    assert run_and_report(notebooks("01")) == 0
    assert "  same\n" in capsys.readouterr().out
    path.write_bytes(committed.replace(b"The mean is 10.0.", b"The mean is 10.1."))
    assert run_and_report(notebooks("01")) == 1
    told = capsys.readouterr().out
    assert "1 output differs" in told
    assert "code cell 3: printed text, line 1: committed 'The mean is 10.1.', now 'The mean is 10.0.'" in told
    assert path.read_bytes() == committed.replace(b"The mean is 10.0.", b"The mean is 10.1.")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGINT for one process")
def test_an_interruption_stops_the_kernel_and_leaves_every_file_as_it_was(tmp_path):
    slow = pages.notebook([new_code_cell("import os, pathlib, time"), new_code_cell("time.sleep(60)")])
    slow.cells[0].source += f"\npathlib.Path({str(tmp_path / 'pid')!r}).write_text(str(os.getpid()))"
    folder = pages.collection(tmp_path / "collection", **{"01_slow": slow})
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    command = [sys.executable, "-m", "helpers.notebooks", "run", "--update"]
    process = subprocess.Popen(
        command, env={**os.environ, "REAL_KLOUT_DATA": str(folder), "REAL_KLOUT_STARTED_BY": ""}, stderr=subprocess.PIPE
    )
    deadline = time.monotonic() + 60
    while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text():
        assert time.monotonic() < deadline and process.poll() is None
        time.sleep(0.1)
    process.send_signal(signal.SIGINT)
    _, told = process.communicate(timeout=30)
    assert process.returncode == 130
    assert told == b"\nStopped. Nothing was left half-written.\n"
    assert {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()} == before
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)


def test_a_computer_that_cannot_reach_itself_is_told_at_once(folder, monkeypatch, capsys):
    def refused(*_, **__):
        raise OSError(101, "Network is unreachable")

    monkeypatch.setattr("socket.create_connection", refused)
    assert run_and_report(notebooks("01")) == 1
    (row,) = json.loads((folder / "build" / "run.json").read_text())
    assert row["verdict"].startswith("The notebook's kernel did not answer: a firewall or a broken network set-up")
    assert row["seconds"] < 5
    assert row["verdict"] in capsys.readouterr().out


@pytest.mark.parametrize(("kernel", "told"), [("import time; time.sleep(60)", NO_ANSWER), ("pass", ENDED_AT_ONCE)])
def test_a_kernel_that_cannot_be_used_is_told_in_one_sentence(folder, monkeypatch, kernel, told):
    spec = KernelSpec(argv=[sys.executable, "-c", kernel], display_name="Python 3", language="python")
    monkeypatch.setattr("helpers.notebooks.running._ThisPython.get_kernel_spec", lambda *_: spec)
    monkeypatch.setattr("helpers.notebooks.running.LONGEST_START", 2)
    (run,) = run_all(notebooks("01"))
    assert run.trouble == told
    assert run.seconds < 20


@pytest.mark.parametrize(
    ("command", "wrong", "told"),
    [
        (notebooks_main, ["run", "--all"], "usage: python -m helpers.notebooks run"),
        (notebooks_main, ["run", "--update", "--all"], "usage: run.py update"),
        (notebooks_main, ["check", "01"], "usage: run.py check"),
        (data_main, ["fetch", "--mirror"], "usage: run.py fetch"),
        (data_main, ["fetch", "--all"], "usage: run.py fetch"),
    ],
)
def test_usage_is_told_in_the_words_of_run_py(command, wrong, told, capsys):
    with pytest.raises(SystemExit, match="2"):
        command(wrong)
    assert capsys.readouterr().err.startswith(told)


@pytest.mark.parametrize(("starter", "said"), [("", "\nStopped. Nothing was left half-written.\n"), ("run.py", "")])
def test_ctrl_c_is_told_once(folder, monkeypatch, capsys, starter, said):
    monkeypatch.setenv("REAL_KLOUT_STARTED_BY", starter)
    monkeypatch.setattr("helpers.notebooks.report.run_all", lambda *_, **__: (_ for _ in ()).throw(KeyboardInterrupt))
    assert notebooks_main(["run"]) == 130
    assert capsys.readouterr().err == said


def test_names_may_be_short_and_an_unknown_one_is_told(folder):
    assert [path.stem for path in notebooks("01")] == [pages.NAME]
    with pytest.raises(ValueError, match=r"No notebook is called '07'; there is 01-does-ten-mean-ten"):
        notebooks("07")


# Comparing


def change_number(nb):
    nb.cells[MEAN_CELL].outputs[0].text = "The mean is 10.1.\n"


def change_table(nb):
    output = nb.cells[5].outputs[0]
    output.data["text/plain"] = output.data["text/plain"].replace("16", "17")


def change_html_only(nb):
    output = nb.cells[5].outputs[0]
    output.data["text/html"] = output.data["text/html"].replace("16", "17")


def swap_picture(nb):
    output = nb.cells[FIGURE_CELL].outputs[0]
    with Image.open(io.BytesIO(base64.b64decode(output.data["image/png"]))) as image:
        pixels = np.asarray(image.convert("RGB"))
    output.data["image/png"] = picture(pixels[:, ::-1])


def stale_description(nb):
    output = nb.cells[FIGURE_CELL].outputs[0]
    output.data["text/plain"] = output.data["text/plain"].replace("10.0", "11.0")


def stale_alt(nb):
    nb.cells[FIGURE_CELL].outputs[0].metadata["image/png"]["alt"] = "something else"


def stale_caption(nb):
    data = nb.cells[FIGURE_CELL].outputs[1].data
    data["text/markdown"] = data["text/markdown"].replace("rise by four", "rise by five")


def unrun_cell(nb):
    nb.cells[MEAN_CELL].execution_count, nb.cells[MEAN_CELL].outputs = None, []


def wrong_order(nb):
    nb.cells[MEAN_CELL].execution_count = 9


def committed_error(nb):
    nb.cells[MEAN_CELL].outputs = [new_output("error", ename="ValueError", evalue="no", traceback=[])]


def lost_output(nb):
    nb.cells[MEAN_CELL].outputs = []


def extra_output(nb):
    nb.cells[MEAN_CELL].outputs.append(new_output("stream", name="stderr", text="a warning\n"))


def other_code(nb):
    nb.cells[MEAN_CELL].source += "\n# more"


CHANGES = {
    change_number: "code cell 3: printed text, line 1: committed 'The mean is 10.1.', now 'The mean is 10.0.'",
    change_table: "code cell 2: table, line 5: committed '3 17', now '3 16'",
    change_html_only: "code cell 2: text/html, line 37: committed '<td>17</td>', now '<td>16</td>'",
    swap_picture: "code cell 4: picture: ",
    stale_description: "code cell 4: figure, line 1: committed ",
    stale_alt: "code cell 4: alt text, line 1: committed ",
    stale_caption: "code cell 4: text/markdown, line 1: committed ",
    unrun_cell: "code cell 3: was not run in the committed file",
    wrong_order: "code cell 3: committed as [9], now [3]",
    committed_error: "code cell 3: committed error, now printed text: 'The mean is 10.0.'",
    lost_output: "code cell 3: printed text not committed: 'The mean is 10.0.'",
    extra_output: "code cell 3: error stream no longer there: 'a warning'",
    other_code: "code cell 3: the two files do not hold the same code",
}


def test_an_unchanged_notebook_passes(good):
    assert differences(good, deepcopy(good)) == []


@pytest.mark.parametrize("exact", [True, False])
@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_each_change_is_told_in_one_line(good, change, exact):
    committed = deepcopy(good)
    change(committed)
    (line,) = differences(committed, good, exact=exact)
    assert line.startswith(CHANGES[change])


def test_one_pixel_counts_on_the_canonical_set_up_and_not_elsewhere():
    white = np.full((80, 160, 3), 255)
    dotted = white.copy()
    dotted[40, 40] = 0
    assert picture_difference(picture(white), picture(dotted)) == "1 of 12,800 pixels differ"
    assert picture_difference(picture(white), picture(dotted), exact=False) == ""


def test_the_tolerance_forgives_a_shift_by_a_pixel_and_no_other_picture(good):
    with Image.open(io.BytesIO(base64.b64decode(good.cells[FIGURE_CELL].outputs[0].data["image/png"]))) as image:
        pixels = np.asarray(image.convert("RGB")).astype(int)
    shifted, cut = np.roll(pixels, 1, axis=1), pixels[:-5]
    assert picture_difference(picture(pixels), picture(shifted)) != ""
    assert picture_difference(picture(pixels), picture(shifted), exact=False) == ""
    assert picture_difference(picture(pixels), picture(cut), exact=False) == ""
    assert "pixels, now" in picture_difference(picture(pixels), picture(pixels[:-20]), exact=False)
    assert "of the picture differs" in picture_difference(picture(pixels), picture(np.roll(pixels, 30, 0)), exact=False)


def test_two_pictures_are_equal_by_their_pixels_not_by_their_bytes():
    array = np.arange(75).reshape(5, 5, 3)
    target = io.BytesIO()
    Image.fromarray(array.astype("uint8")).save(target, "png", compress_level=0)
    assert picture_difference(picture(array), base64.b64encode(target.getvalue()).decode()) == ""


def test_the_canonical_set_up_is_this_python_with_the_matplotlib_of_the_lock(folder, monkeypatch):
    monkeypatch.setattr("sys.platform", "linux")
    monkeypatch.setattr("platform.machine", lambda: "x86_64")
    monkeypatch.setattr("sys.version_info", (3, 11, 0))
    assert not is_canonical()
    (folder / "requirements.lock").write_text(f"matplotlib=={version('matplotlib')} \\\n")
    assert is_canonical()
    (folder / "requirements.lock").write_text("matplotlib==0.1 \\\n")
    assert not is_canonical()
    (folder / "requirements.lock").write_text(f"matplotlib=={version('matplotlib')} \\\n")
    monkeypatch.setattr("sys.version_info", (3, 13, 0))
    assert not is_canonical()


def test_normalising_is_done_once_and_leaves_the_content(good):
    noisy = deepcopy(good)
    noisy.metadata["authors"] = "someone"
    noisy.cells[MEAN_CELL].metadata["execution"] = {"iopub.status.busy": "2026"}
    noisy.cells[FIGURE_CELL].outputs[0].data["image/png"] += "\n"
    assert normalised(noisy) == good
    assert normalised(good) == good
    assert noisy.metadata["authors"] == "someone"


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path, monkeypatch):
    path = tmp_path / "a.txt"
    replace(path, "old")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        replace(path, "new")
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]
    assert path.read_text() == "old"


# Checking


def test_the_good_notebook_keeps_every_rule(folder):
    assert check_all() == []


def text(number, source):
    return lambda nb: nb.cells[number].update(source=source)


def add(number, *cells):
    return lambda nb: nb.cells.__setitem__(slice(number, number), cells)


def more_text(number, words):
    return lambda nb: nb.cells[number].update(source=nb.cells[number].source + "\n\n" + words)


def output(kind, **content):
    return lambda nb: nb.cells[MEAN_CELL].outputs.append(new_output(kind, **content))


def stream(words, name="stdout"):
    return output("stream", name=name, text=words)


def no_alt(nb):
    nb.cells[FIGURE_CELL].outputs[0].metadata.clear()


def no_words(nb):
    del nb.cells[FIGURE_CELL].outputs[1]


def described_by_its_caption(nb):
    figure, below = nb.cells[FIGURE_CELL].outputs
    figure.data["text/plain"] = figure.metadata["image/png"]["alt"] = "The numbers rise by four. n = 4"
    below.data["text/markdown"] = f"**SYNTHETIC** · {figure.data['text/plain']}\n\n{figure.data['text/plain']}"


def see_through(nb):
    nb.cells[FIGURE_CELL].outputs[0].data["image/png"] = picture(np.zeros((9, 9, 4)))


def second_figure(nb):
    nb.cells.insert(FIGURE_CELL + 1, deepcopy(nb.cells[FIGURE_CELL]))
    nb.cells[FIGURE_CELL + 1].id = "second"


WIDE = "<table><tbody>" + "<tr>" + "<td>1</td>" * 8 + "</tr></tbody></table>"
RULES = [
    (text(0, "Does ten mean ten?"), "0 headings of level 1"),
    (text(0, "# Means\n\nTen."), "the title 'Means' is neither a question nor a claim"),
    (more_text(2, "# Another title of some length"), "2 headings of level 1"),
    (more_text(2, "#### Deep"), "the heading 'Deep' skips a level"),
    (text(12, "## In short\n\n- Ten."), "no section '## Summary'"),
    (lambda nb: nb.cells.insert(12, nb.cells.pop(13)), "the sections are not in this order"),
    (text(1, pages.GLANCE.replace("| Minutes | read 1, run 1 |\n", "")), "has no row 'Minutes'"),
    (add(8, *[new_markdown_cell("Words.") for _ in range(16)]), "31 cells; at most 30"),
    (more_text(2, "word " * 3000), "words; at most 3,000"),
    (add(8, *[new_code_cell("1") for _ in range(3)]), "more than 3 code cells without prose"),
    (add(8, new_markdown_cell(" ")), "an empty cell"),
    (second_figure, "two figures without words between them"),
    (more_text(2, "See [this](../data/nothing.md)."), "the link ../data/nothing.md leads nowhere"),
    (more_text(2, "See [this](../docs/glossary.md#median)."), "leads to no heading of glossary.md"),
    (more_text(2, "See [this](../../elsewhere.md)."), "leads nowhere"),
    (more_text(2, "```{note}\nText\n```"), "a MyST directive"),
    (more_text(2, ":::{note}\nText\n:::"), "a MyST directive"),
    (more_text(2, "See {ref}`there`."), "a MyST role"),
    (more_text(2, "(place)=\n"), "a MyST target"),
    (more_text(2, "<details>more</details>"), "raw HTML: '<details>'"),
    (text(0, pages.OPENING.replace("[mean](../docs/glossary.md#mean)", "mean")), "the term 'mean' is used before it"),
    (text(1, pages.GLANCE.replace("read 1", "read 16")), "16 minutes to read; at most 15"),
    (more_text(2, "word " * 300), "1 minutes for"),
    (text(MEAN_CELL, "\n".join("x = 1" for _ in range(16))), "16 lines; at most 15"),
    (text(MEAN_CELL, "%matplotlib inline"), "no magics"),
    (text(MEAN_CELL, "!ls"), "no magics"),
    (text(MEAN_CELL, "run('pip install seaborn')"), "no installs"),
    (text(MEAN_CELL, "import requests"), "imports requests; notebooks never touch the network"),
    (text(MEAN_CELL, "from urllib.request import urlopen"), "imports urllib.request"),
    (text(MEAN_CELL, "pd.read_csv('https://example.org/a.csv')"), "holds the address https://example.org/a.csv"),
    (text(MEAN_CELL, "helpers.data.fetch('x')"), "calls fetch"),
    (text(MEAN_CELL, "warnings.filterwarnings('ignore')"), "silences all warnings"),
    (text(MEAN_CELL, "for"), "is not valid Python"),
    (text(11, "print(mean)"), "no sentence of the prose is held to the run"),
    (more_text(0, "And 7 more."), "the first lines: no says(...) holds the number 7 to the run"),
    (text(1, pages.GLANCE.replace("Yes: a mean of", "It is")), "the short answer: no says(...) holds the number 10.0"),
    (more_text(12, "Seven or 8."), "the summary: no says(...) holds the number 8"),
    (text(3, pages.SET_UP.replace("use_style()", "")), "does not call use_style()"),
    (unrun_cell, "code cells 3 were not run"),
    (wrong_order, "the cells were not run in order, once"),
    (committed_error, "an error: ValueError"),
    (stream("a warning", "stderr"), "text on stderr"),
    (stream("/home/someone/data.csv"), "a path of this computer"),
    (stream(r"C:\Users\someone"), "a path of this computer"),
    (stream("<object at 0x7f3a2c01d5b0>"), "a memory address"),
    (stream("<object at 0x...>"), "a memory address"),
    (stream("run on 2026-11-23"), "a date of the run"),
    (output("display_data", data={"application/javascript": "1"}), "the kind application/javascript"),
    (output("display_data", data={"text/html": WIDE}), "a table of 1 rows and 8 columns"),
    (lambda nb: nb.metadata.update(authors="x"), "its metadata are not the constant ones"),
    (lambda nb: nb.cells[0].metadata.update(x=1), "more metadata than tags"),
    (no_alt, "a figure without description"),
    (stale_alt, "a figure without description"),
    (no_words, "a figure without visible badge, caption and description"),
    (described_by_its_caption, "repeats the caption"),
    (see_through, "ground is not opaque and light"),
]


@pytest.mark.parametrize(("change", "message"), RULES, ids=[f"{i}: {rule[1]}" for i, rule in enumerate(RULES)])
def test_each_broken_rule_is_told(folder, good, change, message):
    change(good)
    path = folder / "notebooks" / f"{pages.NAME}.ipynb"
    write(path, good)
    problems = check(path)
    assert any(message in problem for problem in problems), problems
    assert all(problem.startswith(f"{path.name}: ") for problem in problems)


def test_code_may_hold_what_prose_may_not(folder, good):
    more_text(2, "Write `<b>` or `{ref}` in code; 3 < 4 > 2; see <https://example.org>.")(good)
    path = folder / "notebooks" / f"{pages.NAME}.ipynb"
    write(path, good)
    assert check(path) == []


def test_a_large_notebook_and_one_that_is_none_are_told(folder, good):
    path = folder / "notebooks" / f"{pages.NAME}.ipynb"
    good.cells[MEAN_CELL].outputs[0].text = "a" * 1_000_001
    write(path, good)
    assert any("more than 1,000,000" in problem for problem in check(path))
    path.write_text("{")
    assert "cannot be read as a notebook" in check(path)[0]


def test_an_older_version_in_the_table_is_told(folder, good):
    (folder / "requirements.lock").write_text("pandas==3.1.1\n")
    path = folder / "notebooks" / f"{pages.NAME}.ipynb"
    text(1, pages.GLANCE.replace("the locked versions", "Python 3.11, pandas 3.0.0"))(good)
    write(path, good)
    assert "last run with pandas 3.0.0, but the lock has 3.1.1" in check(path)[0]


def test_names_leave_no_gap_and_say_the_question(folder):
    write(folder / "notebooks" / "04-what-is-left.ipynb", pages.notebook([]))
    write(folder / "notebooks" / "Untitled.ipynb", pages.notebook([]))
    problems = check_all()
    assert "Untitled.ipynb: expected a name like 03-what-does-52-mean.ipynb" in problems
    assert "notebooks: number 02 is missing; numbers leave no gap" in problems


# Index and key figure


def test_the_index_is_made_from_the_table_of_the_notebook(folder, good):
    assert glance(good)["Short answer"] == "Yes: a mean of 10.0 it is *(synthetic)*"
    row = index_table().splitlines()[2]
    assert row == (
        "| 01 | [Does a mean of ten mean ten?](01-does-ten-mean-ten.ipynb) | Yes: a mean of 10.0 it is *(synthetic)* "
        "| read 1, run 1 | [numbers](../data/numbers.md) |"
    )
    readme = between((folder / "README.md").read_text(), "index")
    assert "(notebooks/01-does-ten-mean-ten.ipynb)" in readme
    assert "data/numbers.md" not in readme  # the first page leaves the data out, to stay short


def test_the_key_figure_is_the_tagged_one_with_its_description(folder, good):
    figure = key_figure()
    assert figure.picture == base64.b64decode(good.cells[FIGURE_CELL].outputs[0].data["image/png"])
    assert (folder / "docs" / "images" / "key-figure.png").read_bytes() == figure.picture
    block = between((folder / "README.md").read_text(), "key-figure")
    assert block.startswith(f"![{figure.description}](docs/images/key-figure.png)")
    assert "**SYNTHETIC** · **The numbers rise by four.**" in block


def test_what_is_generated_and_stale_is_told(folder, good):
    path = folder / "notebooks" / f"{pages.NAME}.ipynb"
    text(1, pages.GLANCE.replace("mean of 10.0", "mean of 10.2"))(good)
    write(path, good)
    assert [line.partition(":")[0] for line in stale()] == ["notebooks/README.md", "README.md"]
    swap_picture(good)
    write(path, good)
    assert any(line.startswith("docs/images/key-figure.png") for line in stale())


def test_a_missing_or_double_key_figure_and_a_missing_place_are_told(folder, good):
    path = folder / "notebooks" / f"{pages.NAME}.ipynb"
    second_figure(good)
    write(path, good)
    (problem,) = stale()
    assert problem.startswith("2 figures are tagged key-figure")
    for cell in good.cells:
        cell.metadata.pop("tags", None)
    write(path, good)
    assert any("no notebook has a cell tagged key-figure" in line for line in stale())
    (folder / "README.md").write_text("# A collection\n")
    assert any("README.md: no place for the index" in line for line in stale())


# Claims


@pytest.mark.parametrize(
    ("prose", "template", "value"),
    [
        ("A **52** sits above\n96.1 % of *all*.", "52 sits above {:.1f} % of all", 96.13),
        ("> The `score` is [0.45](card.md).", "The score is {:.2f}.", 0.45),
        ("It fell by \u221212.2 points.", "fell by {:.1f} points", -12.2),
        ("Of 100\u00a0258 people.", "Of 100 {} people", 258),
        ("score_2011 is 5", "score_2011 is {}", 5),
    ],
)
def test_prose_that_says_what_the_run_gives_passes(folder, prose, template, value):
    (folder / "README.md").write_text(prose)
    says("README.md", template, value)


@pytest.mark.parametrize(
    ("prose", "template", "value", "message"),
    [
        ("52 sits above 96.1 % of all.", "52 sits above {:.1f} % of all", 97, "says: '52 sits above 96.1 % of all'"),
        ("The score is 52.", "The score is {}", 5, "The prose says: 'The score is 52.'"),
        ("It is 0.5 here.", "{} here", 5, "gives: '5 here'"),
        ("It is -5 here.", "{} here", 5, "gives: '5 here'"),
        ("Nothing.", "The score is {}", 5, "no such sentence"),
    ],
)
def test_prose_that_says_something_else_is_told(folder, prose, template, value, message):
    (folder / "README.md").write_text(prose)
    with pytest.raises(AssertionError) as told:
        says("README.md", template, value)
    assert message in str(told.value)


def test_what_is_said_twice_must_be_right_in_both_places(folder):
    prose = "It puts 63 of 100 pairs in order. So it puts 64 of 100 pairs in order. And 5 here, 6 here."
    (folder / "README.md").write_text(prose)
    with pytest.raises(AssertionError, match=r"puts 63 of 100.*The prose says: 'puts 64 of 100"):
        says("README.md", "puts {:.0f} of 100 pairs in order", 63)
    says("README.md", "{} here", 5)


def test_an_estimate_stands_for_its_value_and_both_ends(folder):
    (folder / "README.md").write_text("It puts 63 [47, 80] of 100 pairs in order, n = 5.")
    pairs = Estimate(63.2, 46.8, 80.1, 5, 0.95, "pooled")
    says("README.md", "puts {:.0f} [{:.0f}, {:.0f}] of 100 pairs in order, n = {}", pairs, 5)
    with pytest.raises(AssertionError, match=r"the run gives: 'puts 63 \[47, 81\]"):
        says("README.md", "puts {:.0f} [{:.0f}, {:.0f}] of 100", Estimate(63.2, 46.8, 81.1, 5, 0.95, "pooled"))


def test_code_and_outputs_of_a_notebook_are_not_its_prose(folder):
    says(pages.NAME, "the mean of the four numbers is {:.1f}", 10)
    with pytest.raises(AssertionError):
        says(pages.NAME, "The mean is {:.1f}.", 10)
    with pytest.raises(FileNotFoundError, match=r"no notebook 02-nothing\.ipynb"):
        says("02-nothing", "x")


# The collection itself


def test_the_notebooks_of_the_collection_keep_every_rule():
    assert check_all() == []


def test_every_code_cell_id_is_of_the_notebook_format(good):
    nbformat.validate(good)
