"""The sheet on paper: how wide a page may be, how many rows it holds, what of a list is printed."""

from collections.abc import Iterator
from dataclasses import dataclass
from math import ceil, floor

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.pagebreak import Break
from openpyxl.worksheet.properties import PageSetupProperties

from betahedge import __version__
from betahedge.sheets.blocks import Chart, Leaf, Table
from betahedge.sheets.layout import ROW, Layout, every
from betahedge.sheets.page import Page

LANDSCAPE, PORTRAIT = 1327, 916  # pixels at a scale of 0.8, at which 10 points print as 8
LEAST = 0.8
HEIGHTS = {False: 527, True: 774}  # points of a page, landscape and portrait
OPEN = 3  # rows that look like inputs beyond those in use
SPARE = 2  # rows printed beyond those in use
MARGINS = {"left": 8, "right": 8, "top": 11, "bottom": 13, "header": 5, "footer": 6}  # mm
FOOTER = "exposure: long +, hedge: short -; cash received +"
UNITS = "; k: thousand, m: million"  # that money on a narrow page may come to have


def pixels(widths: list[float]) -> float:
    """Give the width of columns."""
    return sum(7 * width + 5 for width in widths)


@dataclass(frozen=True)
class Paper:
    """A laid-out sheet on A4."""

    layout: Layout
    used: dict[str, int]  # rows in use, by family

    @property
    def limit(self) -> int:
        """Give the width that prints at 8 points."""
        return PORTRAIT if self.layout.sheet.portrait else LANDSCAPE

    @property
    def scale(self) -> float:
        """Give the scale at which the sheet is printed."""
        widest = max(pixels(self.layout.widths[a - 1 : b]) for a, b in self.columns)
        return min(1.0, LEAST * self.limit / widest)

    @property
    def page_points(self) -> float:
        """Give the height of a page in points of the sheet; LibreOffice scales each page across."""
        narrow = min(pixels(self.layout.widths[a - 1 : b]) for a, b in self.columns)
        return HEIGHTS[self.layout.sheet.portrait] / min(1.0, LEAST * self.limit / narrow)

    @property
    def columns(self) -> list[tuple[int, int]]:
        """Give the first and last column of each page across."""
        widths, table = self.layout.widths, self._list
        if pixels(widths) <= self.limit:
            return [(1, len(widths))]
        if table is not None and table.split:
            place = self.layout.track(f"{table.key}.{table.split}")
            return [(1, place - 1), (place, len(widths))]
        return split_columns(widths, self.limit)

    @property
    def _list(self) -> Table | None:
        """Give the list that the sheet is for; a sheet of one page is for all of its blocks."""
        if self.layout.sheet.one_page:
            return None
        tables = (b for b in every(self.layout.sheet.blocks) if isinstance(b, Table))
        return next((table for table in tables if isinstance(table.rows, str)), None)

    def last_row(self) -> int:
        """Give the last printed row of the blocks above: of a list, of the whole page."""
        layout, table = self.layout, self._list
        end = (layout.under - 2 if layout.under else layout.last) or layout.last
        if table is None:
            return end
        column = table.columns[0].key
        place = layout.places[f"{table.key}.{column}"]
        need = place.first + self.used[place.family] + SPARE - 1
        if layout.sheet.print_rows:
            return min(place.last, place.first + layout.sheet.print_rows - 1)
        return min(self._page_end(need, place.first), max(place.last, need), end)

    @property
    def shown(self) -> int:
        """Give the last row of a list that is seen: printed, and under no chart."""
        return min(self.last_row(), (self.layout.floats or self.last_row() + 2) - 1)

    def float_at(self) -> int:
        """Give the row from which charts below may stand on the list's page; 0 if they do not fit.

        They leave the rows that are open for more.
        """
        layout, table = self.layout, self._list
        charts = [b for b in layout.sheet.below if isinstance(b, Chart)]
        if table is None or not charts or len(charts) < len(layout.sheet.below):
            return 0
        place = layout.places[f"{table.key}.{table.columns[0].key}"]
        top = place.first + self.used[place.family] + OPEN + 1
        rows = sum(layout.ends[chart.key] - layout.tops[chart.key] for chart in charts)
        return top if top + rows <= min(self.last_row(), self._page_end(1, place.first)) else 0

    def _page_end(self, need: int, first: int) -> int:
        """Give the last row of the whole page that holds a row; heads repeat on later pages."""
        rows = floor(self.page_points / ROW) - 1 - 1  # the heads are higher than rows
        last, repeated = rows, first - 7
        while last < need:
            last += rows - max(repeated, 0)
        return last

    def areas(self) -> list[str]:
        """Give the print areas: each page across, then what stands below.

        After the first, a page across has the list alone: what stands in the column that is
        repeated would be cut at its edge.
        """
        first, *more = self.columns
        areas = [_area(*first, 1, self.last_row())]
        areas += [_area(*each, self._titles_at, self.shown) for each in more]
        if self.layout.under and not self.layout.floats:
            last = max(map(self._below, every(self.layout.sheet.below)))
            areas.append(_area(1, self.columns[0][1], self.layout.under, last))
        return areas

    def _below(self, block: Leaf) -> int:
        """Give the last printed row of a block that stands below a list."""
        end = self.layout.ends[block.key] - 1
        if isinstance(block, Table) and block.limit:
            first = self.layout.places[f"{block.key}.{block.columns[0].key}"].first
            return min(end, first + block.limit - 1)
        return end

    @property
    def list_pages(self) -> int:
        """Count the pages that a list takes down."""
        points = self.layout.points(1, self.last_row())
        return ceil(points / self.page_points)

    def set_up(self, page: Page) -> None:
        """Set up printing: A4, every area one page wide."""
        sheet, described = page.sheet, self.layout.sheet
        areas = self.areas()
        sheet.print_area = areas if len(areas) > 1 else areas[0]
        sheet.page_setup.orientation = "portrait" if described.portrait else "landscape"
        sheet.page_setup.paperSize = 9
        sheet.page_setup.fitToWidth = 1
        sheet.page_setup.fitToHeight = 1 if described.one_page else 0
        sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
        for side, length in MARGINS.items():
            setattr(sheet.page_margins, side, length / 25.4)
        self._titles(page)
        self._continued(page)
        for top in (self.layout.tops[key] for key in described.breaks or self._cut()):
            sheet.row_breaks.append(Break(id=top - 1))
        footer = sheet.oddFooter
        assert footer is not None  # noqa: S101 - openpyxl makes one
        unit = UNITS if described.narrow else ""
        footer.left.text = f"&10betahedge {__version__} · {FOOTER}{unit}"
        footer.right.text = "&10&A · page &P of &N"

    def _cut(self) -> Iterator[str]:
        """Name the blocks of a proof that the end of a page would cut: they begin the next one."""
        layout, sheet = self.layout, self.layout.sheet
        start, room = layout.under or 1, self.page_points - OPEN * ROW
        for block in every(sheet.below or sheet.blocks) if sheet.proves else ():
            if layout.points(start, layout.ends[block.key] - 1) > room:
                yield block.key
                start = layout.tops[block.key]

    @property
    def _titles_at(self) -> int:
        """Give the row of the titles over the columns of a list."""
        table = self._list
        return self.layout.places[f"{table.key}.{table.columns[0].key}"].head - 1 if table else 1

    def _continued(self, page: Page) -> None:
        """Head the pages across that have no title of their own."""
        for first, _ in self.columns[1:]:
            if page.sheet.cell(self._titles_at, first).value is None:
                page.put(self._titles_at, first, f"{self.layout.sheet.name}, continued", "group")

    def _titles(self, page: Page) -> None:
        """Repeat the heads, and the asset where there are pages across; freeze both."""
        table = self._list
        if table is None:
            page.sheet.freeze_panes = "A4"
            return
        place = self.layout.places[f"{table.key}.{table.columns[0].key}"]
        if self.list_pages > 1:
            page.sheet.print_title_rows = f"{place.head}:{place.head + 1}"
        if len(self.columns) > 1:
            page.sheet.print_title_cols = f"{place.letter}:{place.letter}"
        after = get_column_letter(place.column + 1)
        page.sheet.freeze_panes = f"{after}{place.first}"


def split_columns(widths: list[float], limit: float) -> list[tuple[int, int]]:
    """Split columns into pages across; the first one is repeated on each."""
    pages, first, used = [], 1, 0.0
    for number, width in enumerate(widths, start=1):
        wide = pixels([width])
        if used + wide > limit:
            pages.append((first, number - 1))
            first, used = number, pixels(widths[:1])
        used += wide
    return [*pages, (first, len(widths))]


def _area(first: int, last: int, top: int, bottom: int) -> str:
    return f"{get_column_letter(first)}{top}:{get_column_letter(last)}{bottom}"
