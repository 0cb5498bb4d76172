"""Protects the promise that everyone can read every figure: colours, badge, description, the same bytes each time."""

import io
from itertools import combinations

import matplotlib.pyplot as plt
import numpy as np
import pandas as pd
import pytest
import seaborn as sns
from PIL import Image

from helpers import figures
from helpers.stats import Estimate

DESCRIPTION = "A line chart of the score by year from 1 to 3: it rises in even steps and ends at 9.0."

# Machado, Oliveira and Fernandes 2009, "A physiologically-based model for simulation of color vision deficiency",
# IEEE Transactions on Visualization and Computer Graphics 15(6), severity 1.0; they act on linear RGB.
SIGHT = {
    "all cones": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
    "tritanopia": np.array(
        [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602], [0.004733, 0.691367, 0.303900]]
    ),
}
TO_XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)


@pytest.fixture(autouse=True)
def _style():
    with plt.rc_context():
        figures.use_style()
        yield
    plt.close("all")


def linear(colour: str) -> np.ndarray:
    channels = np.array([int(colour[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)


def lab(rgb: np.ndarray) -> np.ndarray:
    """CIE L*a*b* of linear RGB, white point D65."""
    t = TO_XYZ @ np.clip(rgb, 0, 1) / np.array([0.95047, 1.0, 1.08883])
    f = np.where(t > (6 / 29) ** 3, np.cbrt(t), t / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * f[1] - 16, 500 * (f[0] - f[1]), 200 * (f[1] - f[2])])


def contrast(colour: str, ground: str) -> float:
    """Contrast ratio of WCAG 2."""
    light, dark = sorted((float(linear(c) @ [0.2126, 0.7152, 0.0722]) for c in (colour, ground)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def line_figure():
    fig, ax = plt.subplots()
    ax.plot([1, 2, 3], [3, 6, 9])
    ax.set(title="The score rises with the years", xlabel="year", ylabel="score (1 to 100)")
    return fig


def pixels(picture: bytes) -> np.ndarray:
    with Image.open(io.BytesIO(picture)) as image:
        return np.asarray(image.convert("RGBA")).astype(int)


@pytest.fixture
def shown(monkeypatch):
    outputs = []
    monkeypatch.setattr(
        "helpers.figures.showing.display", lambda data, **more: outputs.append((data, more.get("metadata")))
    )
    return outputs


def test_the_colour_formulas_give_the_known_values():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)
    assert lab(linear("#ffffff")) == pytest.approx([100, 0, 0], abs=0.02)
    assert lab(linear("#ff0000")) == pytest.approx([53.24, 80.09, 67.20], abs=0.02)


@pytest.mark.parametrize("sight", SIGHT)
def test_data_colours_stay_apart_for_every_eye(sight):
    seen = [lab(SIGHT[sight] @ linear(colour)) for colour in figures.PALETTE]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 20


def test_data_colours_stay_apart_in_grey_print():
    lightness = sorted(lab(linear(colour))[0] for colour in figures.PALETTE)
    assert np.diff(lightness).min() > 12


def test_text_and_data_stand_out_from_the_paper():
    assert contrast(figures.INK, figures.GROUND) >= 7
    assert contrast(figures.GREY, figures.GROUND) >= 4.5
    assert contrast(figures.GROUND, figures.BLUE) >= 4.5  # the real badge
    assert contrast(figures.RED, figures.GROUND) >= 4.5  # the synthetic badge
    assert min(contrast(colour, figures.GROUND) for colour in figures.PALETTE) >= 3
    assert contrast(figures.INK, figures.PALE) >= 4.5


def test_the_style_sheet_uses_the_palette_a_font_that_is_everywhere_and_large_letters():
    cycle = plt.rcParams["axes.prop_cycle"].by_key()
    assert cycle["color"] == list(figures.PALETTE)
    assert len(set(cycle["linestyle"])) == len(figures.PALETTE)
    assert plt.rcParams["font.sans-serif"] == ["DejaVu Sans"]
    sizes = ["font.size", "axes.labelsize", "axes.titlesize", "xtick.labelsize", "ytick.labelsize", "legend.fontsize"]
    assert min(plt.rcParams[size] for size in sizes) >= 12
    assert plt.rcParams["figure.facecolor"] == "#ffffff"


def test_the_style_undoes_what_a_reader_has_set():
    plt.rcParams["lines.marker"] = "x"
    figures.use_style()
    assert plt.rcParams["lines.marker"] == "None"


def test_one_call_gives_picture_alt_plain_text_and_visible_words(shown):
    figures.show(line_figure(), caption="It rises.", description=DESCRIPTION, source="real", note="Made up, n = 3")
    (picture, metadata), (words, _) = shown
    assert picture["image/png"].startswith(b"\x89PNG")
    assert metadata == {"image/png": {"alt": DESCRIPTION}}
    assert picture["text/plain"] == DESCRIPTION
    assert words["text/markdown"] == f"**REAL** · **It rises.** Made up, n = 3\n\n{DESCRIPTION}"
    assert words["text/plain"] == f"REAL. It rises. Made up, n = 3\n\n{DESCRIPTION}"
    assert plt.get_fignums() == []


def test_signs_of_markdown_are_shown_as_they_stand(shown):
    figures.show(line_figure(), caption="a_b < *c*", description=DESCRIPTION + " [x] $1", source="both")
    visible = shown[1][0]["text/markdown"]
    assert r"**a\_b \< \*c\***" in visible
    assert r"\[x\] \$1" in visible
    assert visible.startswith("**REAL + SYNTHETIC**")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"source": "mixed"}, "source is 'mixed'"),
        ({"caption": " "}, "caption is empty"),
        ({"description": ""}, "description is empty"),
        ({"description": "A line chart of 3 points."}, "has 6 words"),
        ({"description": " ".join(["word"] * 20)}, "no number"),
        ({"description": DESCRIPTION.replace("9.0", "nan")}, "'nan'"),
        ({"description": DESCRIPTION.replace("9.0", "-inf")}, "'-inf'"),
        ({"description": "It rises!", "caption": "It rises."}, "repeats the caption"),
        ({"description": "The score rises with the years."}, "repeats the caption or title"),
        ({"note": "n = 3, " * 20}, "fit beside the badge"),
    ],
)
def test_a_figure_without_proper_words_is_refused_and_nothing_shown(shown, change, message):
    words = {"caption": "It rises.", "description": DESCRIPTION, "source": "real"} | change
    with pytest.raises(ValueError, match=message):
        figures.show(line_figure(), **words)
    assert shown == []


def test_finance_and_nanometres_are_words_not_missing_numbers():
    assert figures.description_problem(DESCRIPTION + " In finance and nanometres: infinite.") == ""


@pytest.mark.parametrize("source", figures.BADGES)
def test_the_badge_never_sits_on_the_figure(source):
    fig = line_figure()
    fig.canvas.draw()
    bare = pixels(figures.render(fig, source=source))
    height = round(fig.get_size_inches()[1] * 110)
    upper, strip = bare[:height], bare[height:]
    other = "real" if source != "real" else "synthetic"
    assert (upper == pixels(figures.render(fig, source=other))[:height]).all()
    assert (strip[..., :3] < 200).any()


def test_the_three_badges_differ_in_shape_and_words_not_in_colour_alone():
    grey = [pixels(figures.render(line_figure(), source=source))[..., :3].mean(axis=2) for source in figures.BADGES]
    strips = [picture[-60:] for picture in grey]
    for one, other in combinations(strips, 2):
        assert (np.abs(one - other) > 60).sum() > 200


def test_the_picture_is_opaque_light_free_of_program_names_and_the_same_each_time():
    first, second = (figures.render(line_figure(), source="real", note="n = 3") for _ in range(2))
    assert first == second
    assert pixels(first)[..., 3].min() == 255
    assert pixels(first)[0, 0].tolist() == [255, 255, 255, 255]
    with Image.open(io.BytesIO(first)) as image:
        assert set(image.info) == {"dpi"}
        assert image.width == 770


def test_what_stands_out_of_the_figure_is_not_cut_off():
    fig = line_figure()
    fig.subplots_adjust(right=0.95)
    figures.label_line(fig.axes[0], 3, 9, "a label that is far too long for the page", right=60)
    wide = pixels(figures.render(fig, source="real"))
    assert wide.shape[1] > 900
    assert (wide[:, -4:] == 255).all()


def test_seaborn_grids_keep_their_layout_and_warn_of_nothing():
    data = pd.DataFrame({"x": [1, 2, 3, 4], "y": [1, 4, 2, 3], "kind": list("aabb")})
    grid = sns.relplot(data=data, x="x", y="y", hue="kind", col="kind")
    before = [ax.get_position().bounds for ax in grid.axes.flat]
    assert figures.render(grid.figure, source="both").startswith(b"\x89PNG")
    assert [ax.get_position().bounds for ax in grid.axes.flat] == before


# A forest of estimates


def estimates(**columns):
    return pd.DataFrame(columns, index=["sport", "science"])


def test_a_forest_puts_every_estimate_where_it_belongs():
    sport, science = Estimate(0.6, 0.5, 0.7, 95, 0.95, ""), Estimate(0.55, 0.52, 0.58, 900, 0.95, "")
    fig, ax = plt.subplots()
    figures.forest(ax, estimates(score=[sport, science], followers=[None, sport]), reference=0.5)
    spans = [line.get_xdata() for line in ax.lines[1:] if len(line.get_xdata()) == 2]
    assert [list(span) for span in spans] == [[0.5, 0.7], [0.52, 0.58], [0.5, 0.7]]
    marks = [(line.get_marker(), line.get_color()) for line in ax.lines[1:] if len(line.get_xdata()) == 1]
    assert len(set(marks)) == 2, "columns differ in shape and in colour"
    top, bottom = (
        line.get_ydata()[0] for line in ax.lines[1:] if len(line.get_xdata()) == 1 and line.get_marker() == "o"
    )
    low, high = ax.get_ylim()
    assert top < bottom and low > high, "the first row stands on top"
    assert list(ax.lines[0].get_xdata()) == [0.5, 0.5]
    plt.close(fig)


@pytest.mark.parametrize(
    ("table", "told"),
    [
        (estimates(score=[0.6, None]), "expected an Estimate in row 'sport', column 'score', got 0.6"),
        (estimates(**{name: [None, None] for name in "abcde"}), "up to 4 columns, got 5"),
    ],
)
def test_a_forest_of_something_else_is_refused(table, told):
    fig, ax = plt.subplots()
    with pytest.raises(ValueError, match=told):
        figures.forest(ax, table, reference=0.5)
    plt.close(fig)
