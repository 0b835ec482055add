"""History: what the hedge would have done at past prices, in the pictures of the report."""

from betahedge.sheets.blocks import Chart, Headline, Line, Sheet, Table
from betahedge.sheets.items import Column
from betahedge.templates.book import Curve, Past, Picture

LOOKS = {"navy": "hedged", "copper": "unhedged", "slate": "thinner"}
PRINTED = 40  # days
PAGE = 100  # width of all columns


def history(past: Past) -> Sheet:
    """Describe the sheet: a picture above another, and their numbers by day."""
    pictures = list(enumerate(past.pictures, start=1))
    columns = [Column("day", "Day", "", 12, past.days, "date", align="left")]
    for number, picture in pictures:
        columns += [_column(number, n, picture, c) for n, c in enumerate(picture.curves, start=1)]
    tracks = tuple(f"t{n}" for n in range(len(columns)))
    groups = {f"p{number}c1": picture.title for number, picture in pictures}
    table = Table("past", tuple(columns), len(past.days), groups={"day": "By day"} | groups,
                  total=False, tracks=tracks, limit=PRINTED)  # fmt: skip
    charts = tuple(_chart(number, picture) for number, picture in pictures)
    headline = Headline("Today's book at past prices: a calculation of the report, not a forecast")
    return Sheet("History", "what the hedge would have done", (headline, *charts), below=(table,),
                 tracks=dict.fromkeys(tracks, PAGE / len(tracks)), portrait=True)  # fmt: skip


def _column(number: int, place: int, picture: Picture, curve: Curve) -> Column:
    form = "ratio" if picture.share else "beta"
    return Column(f"p{number}c{place}", curve.name or "95 % interval",
                  "share" if picture.share else "number", 12, curve.values, form)  # fmt: skip


def _shown(picture: Picture) -> list[str]:
    """Give the names that stand at the ends of curves: none on another's."""
    known = [value for curve in picture.curves for value in curve.values if value is not None]
    room = (max(known) - min(known)) / 12 if known else 0.0
    names, ends = [], list[float]()
    for curve in picture.curves:
        end = curve.values[-1] or 0.0
        free = all(abs(end - other) > room for other in ends)
        names.append(curve.name if free else "")
        ends += [end] if curve.name and free else []
    return names


def _chart(number: int, picture: Picture) -> Chart:
    lines = tuple(
        Line(f"past.p{number}c{place}", LOOKS[curve.colour], name or " ")
        for place, (curve, name) in enumerate(zip(picture.curves, _shown(picture)), start=1)
    )
    form = "ratio" if picture.share else "beta"
    return Chart(f"picture{number}", f"{picture.title}: {picture.note}", "line", "past.day", lines,
                 18.5, 6.8, "mmm yyyy", form, inner=(0.08, 0.14, 0.78, 0.70))  # fmt: skip
