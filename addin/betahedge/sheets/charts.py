"""Charts: lines that carry their names, a bridge of bars, columns; ranges are plain cells."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

from openpyxl.chart import BarChart, LineChart, Reference
from openpyxl.chart.data_source import StrRef
from openpyxl.chart.label import DataLabel, DataLabelList
from openpyxl.chart.layout import Layout, ManualLayout
from openpyxl.chart.legend import Legend
from openpyxl.chart.marker import DataPoint, Marker
from openpyxl.chart.series import SeriesLabel
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import (
    CharacterProperties,
    Paragraph,
    ParagraphProperties,
    RegularTextRun,
)
from openpyxl.drawing.text import Font as ChartFont
from openpyxl.utils import get_column_letter

from betahedge.sheets import theme
from betahedge.sheets.blocks import Chart, Line
from betahedge.sheets.items import Here
from betahedge.sheets.layout import POINTS, ROW, Place
from betahedge.sheets.names import Names
from betahedge.sheets.page import Page

EMU = 12_700  # a point
LOOKS = {  # of lines: colour, points, dash
    "unhedged": (theme.COPPER, 1.75, "dash"),
    "hedged": (theme.NAVY, 3.0, None),
    "needed": (theme.NAVY, 2.5, None),
    "posted": (theme.COPPER, 1.75, "dash"),
    "thin": (theme.NAVY, 1.5, "sysDash"),
    "thinner": (theme.SLATE, 1.5, "sysDot"),
    "costs": (theme.COPPER, 1.5, "dash"),
}
BARS = {  # ground, outline
    "before": (theme.BAR, theme.BAR),
    "taken": (theme.WHITE, theme.NAVY),
    "after": (theme.NAVY, theme.NAVY),
    "article": (theme.WHITE, theme.COPPER),
    "part": (theme.MIST, theme.NAVY),
}
KINDS = {"line": "Lines", "columns": "Columns", "bridge": ""}  # a bridge's title has its bars
NEXT = 5  # on a narrow chart every fifth label is shown


@dataclass(frozen=True, slots=True)
class Ground:
    """What a chart is drawn from: its page, the names, and the rows in use by family."""

    page: Page
    here: Here
    names: Names
    used: Mapping[str, int]

    def place(self, name: str) -> Place:
        """Find a column; of a list, the rows in use."""
        found = self.names.place(name, self.here)
        rows = self.used.get(found.family, found.last - found.first + 1)
        return replace(found, last=found.first + max(rows, 1) - 1)


def draw(ground: Ground, block: Chart, row: int) -> None:
    """Draw a chart on its rows."""
    page = ground.page
    chart: Any = LineChart() if block.kind == "line" else BarChart()
    chart.title = _title(block.title)
    over = ground.place(block.over)
    shown, limits = _limits(block)
    for line in shown:
        _series(chart, page, ground.place(line.of), block, line)
    chart.set_categories(_reference(page, over))
    if block.kind == "line":
        for series, line in zip(chart.series, block.lines, strict=True):
            _as_line(series, line.look, over.last - over.first, named=not block.legend)
    else:
        _as_bars(chart, block)
    if limits:
        chart += _lines_over(ground, block, limits, over)
    _axes(chart, block, page)
    _frame(chart, block, page)
    column = page.layout.track(block.at) if block.at else 1
    if page.layout.floats and row >= page.layout.under:
        row += page.layout.floats - page.layout.under
    page.sheet.add_chart(chart, f"{get_column_letter(column)}{row}")
    page.pictures.append(partial(_describe, ground, block))


def _describe(ground: Ground, block: Chart) -> str:
    """Say in words what a chart shows and where its numbers stand: they change, a text does not."""
    places = [ground.place(line.of) for line in block.lines]
    named = [line.name or _head(ground, at) for line, at in zip(block.lines, places)]
    kind = KINDS[block.kind]
    drawn = f"{kind}: {', '.join(dict.fromkeys(named))}. " if kind else ""
    ranges = dict.fromkeys(place.range() for place in (ground.place(block.over), *places))
    return f"{block.title}. {drawn}Numbers: {', '.join(ranges)}"


def _head(ground: Ground, place: Place) -> str:
    """Give the heading of a column, or its letter where a formula makes it."""
    book: Any = ground.page.sheet.parent
    text = str(book[place.sheet].cell(place.head, place.column).value)
    return f"column {place.letter}" if text.startswith("=") else text


def _limits(block: Chart) -> tuple[tuple[Line, ...], tuple[Line, ...]]:
    """Part what is drawn as the chart's kind has it from lines over its columns."""
    if block.kind != "columns":
        return block.lines, ()
    lines = tuple(line for line in block.lines if line.look in LOOKS)
    return tuple(line for line in block.lines if line not in lines), lines


def _lines_over(ground: Ground, block: Chart, lines: tuple[Line, ...], over: Place) -> Any:
    """Draw lines over columns, on the same axes."""
    chart: Any = LineChart()
    for line in lines:
        _series(chart, ground.page, ground.place(line.of), replace(block, kind="line"), line)
        _as_line(chart.series[-1], line.look, over.last - over.first, named=False)
    chart.set_categories(_reference(ground.page, over))
    return chart


def _reference(page: Page, place: Place) -> Reference:
    book: Any = page.sheet.parent
    sheet = book[place.sheet]
    return Reference(sheet, min_col=place.column, min_row=place.first, max_row=place.last)


def _series(chart: Any, page: Page, place: Place, block: Chart, shown: Line) -> None:
    chart.add_data(_reference(page, place), titles_from_data=False)
    series = chart.series[-1]
    head = f"'{place.sheet}'!${place.letter}${place.head}"
    series.tx = SeriesLabel(v=shown.name) if shown.name else SeriesLabel(strRef=StrRef(head))
    if block.kind == "columns":
        ground, outline = BARS[shown.look]
        line = LineProperties(solidFill=outline, w=int(1.25 * EMU))
        series.graphicalProperties = GraphicalProperties(solidFill=ground, ln=line)
        series.invertIfNegative = False


def _as_line(series: Any, look: str, last: int, *, named: bool = True) -> None:
    """Dress a line; it carries its name at its end, where no legend has it."""
    color, points, dash = LOOKS[look]
    line: Any = LineProperties(solidFill=color, w=int(points * EMU))
    if dash:
        line.prstDash = dash
    series.smooth = False
    series.graphicalProperties = GraphicalProperties(ln=line)
    series.marker = Marker(symbol="none")
    if not named:
        return
    label = DataLabel(idx=last, dLblPos="r", **_only("showSerName"))
    label.txPr = _rich(10, color, bold=True)
    series.dLbls = DataLabelList(dLbl=[label], **_only(""))


def _only(shown: str) -> dict[str, bool]:
    kinds = ("showSerName", "showVal", "showCatName", "showLegendKey", "showPercent")
    return {kind: kind == shown for kind in kinds}


def _as_bars(chart: Any, block: Chart) -> None:
    """Dress a bridge: an unseen base, and what stands on it above and below zero."""
    chart.type = "col"
    if block.kind == "columns":
        chart.grouping, chart.gapWidth, chart.overlap = "clustered", 60, 0
        return
    chart.grouping, chart.gapWidth, chart.overlap = "stacked", 45, 100
    base, *shown = chart.series
    base.graphicalProperties = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
    for series in shown:
        line = LineProperties(solidFill=theme.NAVY, w=EMU)
        series.graphicalProperties = GraphicalProperties(solidFill=theme.NAVY, ln=line)
        series.invertIfNegative = False
        series.dPt = [_point(n, *BARS[look]) for n, look in enumerate(("before", "taken"))]


def _point(number: int, ground: str, outline: str) -> DataPoint:
    point = DataPoint(idx=number)
    line = LineProperties(solidFill=outline, w=int(1.25 * EMU))
    point.graphicalProperties = GraphicalProperties(solidFill=ground, ln=line)
    return point


def _axes(chart: Any, block: Chart, page: Page) -> None:
    for axis in (chart.x_axis, chart.y_axis):
        axis.delete, axis.title = False, None
        axis.txPr = _rich(10)
        axis.majorTickMark = axis.minorTickMark = "none"
        axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    grid = LineProperties(solidFill=theme.MIST, w=EMU // 2)
    chart.y_axis.majorGridlines.spPr = GraphicalProperties(ln=grid)
    chart.y_axis.number_format = _axis_format(block.y_form, page)
    form = theme.number_format(block.x_form)
    chart.x_axis.number_format = form if form.startswith("+") else form.split(";")[0]
    chart.x_axis.numFmt.sourceLinked = chart.y_axis.numFmt.sourceLinked = False
    chart.x_axis.tickLblPos = "low"
    zero = LineProperties(solidFill=theme.SLATE, w=int(0.75 * EMU))
    chart.x_axis.graphicalProperties = GraphicalProperties(ln=zero)
    if block.from_zero:
        chart.y_axis.scaling.min = 0
    if block.narrow:
        chart.x_axis.tickLblSkip = NEXT


def _axis_format(form: str, page: Page) -> str:
    money = "money" if form == "cash" else form
    return page.axes.get(form) or theme.number_format(money, page.decimals)


def _frame(chart: Any, block: Chart, page: Page) -> None:
    rows = page.layout.ends[block.key] - page.layout.tops[block.key]
    chart.width = block.width
    chart.height = block.height or rows * ROW / POINTS - 0.3
    chart.legend = None
    shown, limits = _limits(block)
    if block.legend or (block.kind == "columns" and len(shown) > 1 and not limits):
        chart.legend = Legend()
        chart.legend.position = "b"
        chart.legend.txPr = _rich(10)
    x, y, w, h = block.inner
    chart.layout = Layout(
        manualLayout=ManualLayout(
            layoutTarget="inner", xMode="edge", yMode="edge", x=x, y=y, w=w, h=h
        )
    )
    for part in ("graphical_properties", "plot_area.graphicalProperties"):
        owner, _, name = part.rpartition(".")
        nothing = GraphicalProperties(noFill=True, ln=LineProperties(noFill=True))
        setattr(chart.plot_area if owner else chart, name, nothing)
    chart.roundedCorners = False


def _runs(size: int, color: str = theme.SLATE, *, bold: bool = False) -> CharacterProperties:
    font = ChartFont(typeface=theme.FONT)
    return CharacterProperties(sz=size * 100, b=bold, solidFill=color, latin=font)


def _rich(size: int, color: str = theme.SLATE, *, bold: bool = False) -> RichText:
    runs = _runs(size, color, bold=bold)
    return RichText(p=[Paragraph(pPr=ParagraphProperties(defRPr=runs), endParaRPr=runs)])


def _title(text: str) -> Title:
    runs = _runs(11, theme.NAVY, bold=True)
    written = [RegularTextRun(rPr=runs, t=text)]
    paragraph = Paragraph(pPr=ParagraphProperties(defRPr=runs), r=written)
    edge = ManualLayout(xMode="edge", yMode="edge", x=0.0, y=0.01)
    return Title(
        tx=Text(rich=RichText(p=[paragraph])), overlay=False, layout=Layout(manualLayout=edge)
    )
