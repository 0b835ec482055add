"""What a chart says to a reader of screens: its title, its lines, and where its numbers stand.

Oracle: the chart's own part: the title and the ranges that it draws.
"""

import pytest

from betahedge.xlsx.package import Package
from templates.strategy_books import NAMES, solved

MAIN = "mixed_portfolio"
COUNTS = {MAIN: 6} | dict.fromkeys(NAMES, 2)
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/chart"
ID = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"


@pytest.fixture(scope="module", params=COUNTS)
def charts(request):
    """Give how many charts a template has, and of each the text and the part that is drawn."""
    name = request.param
    main = name == MAIN
    result = request.getfixturevalue("article_book").result if main else solved(name).result
    package, found = Package.read(result.data), []
    for part in (each for each in package.parts if each.startswith("xl/drawings/drawing")):
        drawn = package.related(part, RELATION)
        for frame in package.tree(part).iter("{*}graphicFrame"):
            (said,) = (each.get("descr") for each in frame.iter("{*}cNvPr"))
            (chart,) = (each for each in frame.iter("{*}chart"))
            found.append((said, package.tree(drawn[chart.get(ID)])))
    return COUNTS[name], found


def test_each_says_its_title_its_lines_and_its_ranges(charts):
    count, found = charts
    assert len(found) == count
    for said, chart in found:
        title = "".join(chart.find("{*}chart/{*}title").itertext())
        assert said.startswith(f"{title}. ")
        ranges = {f.text.replace("'", "") for kind in ("val", "cat")
                  for f in chart.iterfind(f".//{{*}}ser/{{*}}{kind}//{{*}}f")}  # fmt: skip
        assert set(said.rpartition("Numbers: ")[2].split(", ")) == ranges
        names = [each.text for each in chart.iterfind(".//{*}ser/{*}tx/{*}v")]
        assert all(name in said for name in names)
