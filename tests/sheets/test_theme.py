"""Colours that mean something: readable, and told apart by whoever sees few colours or none.

Oracles: CIE L* and WCAG 2's contrast, and the matrices of Machado, Oliveira and Fernandes (2009)
for the three kinds of colour blindness, at their full strength, on linear RGB.
"""

from itertools import combinations

import numpy as np
import pytest

from betahedge.sheets import theme
from betahedge.sheets.blocks import Chart, Panel, Table
from betahedge.sheets.charts import BARS, LOOKS
from betahedge.sheets.facts import Facts
from betahedge.sheets.items import Call
from betahedge.sheets.layout import every
from betahedge.templates.mixed_portfolio import MIXED_PORTFOLIO
from betahedge.templates.strategies import NAMES, strategy_named

APART = 15  # of L*, which goes from 0 for black to 100 for white
READABLE = 4.5  # WCAG 2, level AA
SEEN = {
    "as most do": np.eye(3),
    "protanopia": [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216],
                   [-0.003882, -0.048116, 1.051998]],
    "deuteranopia": [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413],
                     [-0.011820, 0.042940, 0.968881]],
    "tritanopia": [[1.255528, -0.076749, -0.178779], [-0.078411, 0.930809, 0.147602],
                   [0.004733, 0.691367, 0.303900]],
}  # fmt: skip
STYLES = {style.name.removeprefix("hedge "): style for style in theme.styles()}


def luminance(colour, seen):
    """Give the light of a colour, from 0 to 1, as somebody sees it."""
    share = np.array([int(colour[-6:][n : n + 2], 16) / 255 for n in (0, 2, 4)])
    linear = np.where(share <= 0.04045, share / 12.92, ((share + 0.055) / 1.055) ** 2.4)
    return float(np.array([0.2126, 0.7152, 0.0722]) @ np.clip(np.array(SEEN[seen]) @ linear, 0, 1))


def lightness(colour, seen):
    light = luminance(colour, seen)
    return 116 * light ** (1 / 3) - 16 if light > 0.008856 else 903.3 * light


def apart(one, other):
    """Tell that two colours differ in lightness for everybody."""
    return all(abs(lightness(one, seen) - lightness(other, seen)) >= APART for seen in SEEN)


SHEETS = [
    *(sheet(Facts()) if callable(sheet) else sheet for sheet in MIXED_PORTFOLIO.sheets),
    *(strategy_named(name).page for name in NAMES),
]
BLOCKS = [block for sheet in SHEETS for block in every((*sheet.blocks, *sheet.below))]


@pytest.mark.parametrize(
    "chart", [b for b in BLOCKS if isinstance(b, Chart)], ids=lambda chart: chart.key
)
def test_what_a_chart_draws_is_told_apart_without_colour(chart):
    looks = dict.fromkeys(line.look for line in chart.lines)
    for one, other in combinations([look for look in looks if look in LOOKS], 2):
        (colour, _, dash), (second, _, dashed) = LOOKS[one], LOOKS[other]
        assert dash != dashed or apart(colour, second), (one, other)
    for one, other in combinations([look for look in looks if look in BARS], 2):
        assert apart(BARS[one][0], BARS[other][0]), (one, other)


@pytest.mark.parametrize("seen", SEEN)
@pytest.mark.parametrize("name", STYLES)
def test_every_text_is_readable_on_its_ground(name, seen):
    style = STYLES[name]
    ground = style.fill.start_color.rgb if style.fill.fill_type else theme.WHITE
    light, dark = sorted((luminance(c, seen) for c in (style.font.color.rgb, ground)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= READABLE


def test_kinds_of_cells_are_told_apart_without_colour():
    """An input alone has a box; the ink of a link is lighter than that of what is calculated."""
    sides = {name: style.border.left for name, style in STYLES.items()}
    assert [name for name, side in sides.items() if side and side.style == "thin"] == ["input"]
    ink = {name: STYLES[name].font.color.rgb for name in ("calculation", "link", "function")}
    assert apart(ink["link"], ink["calculation"])
    assert apart(ink["link"], ink["function"])


def test_a_function_has_a_word_beside_its_ground():
    """Its heading, or the title of its block, ends with "fx"."""
    said = [(column.heading, block.title, column.what) for block in BLOCKS
            if isinstance(block, Table) for column in block.columns]  # fmt: skip
    said += [(item.label, block.title, item.what) for block in BLOCKS
             if isinstance(block, Panel) for item in block.items]  # fmt: skip
    calls = [texts for *texts, what in said if isinstance(what, Call)]
    assert len(calls) > 30
    for texts in calls:
        assert any(text.rstrip('"').endswith(" fx") for text in texts), texts
