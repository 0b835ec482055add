"""Dates as files write them: the day is certain, or there is none.

Oracle: the calendar, which wrote them.
"""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from betahedge.books.dates import day_first, read_date

CERTAIN = ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%d.%m.%Y", "%d %B %Y", "%d-%b-%Y", "%B %d, %Y")
DAYS = st.dates(datetime.date(2000, 1, 1), datetime.date(2099, 12, 31))


@pytest.mark.parametrize("form", CERTAIN)
@given(day=DAYS)
def test_a_form_that_leaves_no_doubt_is_read(form, day):
    assert read_date(day.strftime(form)) == datetime.datetime.combine(day, datetime.time())


@pytest.mark.parametrize("form", ["%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y", "%m-%d-%Y"])
@given(day=DAYS)
def test_a_form_with_two_readings_is_read_where_both_give_the_day(form, day):
    certain = day.day > 12 or day.day == day.month
    wanted = datetime.datetime.combine(day, datetime.time()) if certain else None
    assert read_date(day.strftime(form)) == wanted


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2026-09-30T16:00Z", (2026, 9, 30, 16)),
        ("2026-09-30 16:00:05.250 UTC", (2026, 9, 30, 16, 0, 5, 250_000)),
        ("2026-09-30T16:00:00+02:00", (2026, 9, 30, 14)),
        ("2026-09-30T23:30:00-0100", (2026, 10, 1, 0, 30)),
        ("31.12.2025 08:15", (2025, 12, 31, 8, 15)),
        ("20260930;163005", (2026, 9, 30, 16, 30, 5)),  # IBKR
        ("2026-09-30;16:30:05", (2026, 9, 30, 16, 30, 5)),
        ("30 Sep 2026 16:30:05", (2026, 9, 30, 16, 30, 5)),
        ("12/31/2025, 12:05 AM", (2025, 12, 31, 0, 5)),
        ("2025-12-31 8:05", (2025, 12, 31, 8, 5)),
        ("2025-3-4", (2025, 3, 4)),
        ("12/31/2025 - 08:15:30", (2025, 12, 31, 8, 15, 30)),
        ("Dec 31, 2025, 8:15:30 PM", (2025, 12, 31, 20, 15, 30)),
        ("12/31/2025 12:05:09 pm", (2025, 12, 31, 12, 5, 9)),
        ("20260930", (2026, 9, 30)),
        ("25DEC26", (2026, 12, 25)),
    ],
)
def test_times_are_in_utc(text, wanted):
    assert read_date(f" {text} ") == datetime.datetime(*wanted)


@pytest.mark.parametrize(
    "value",
    [
        *("", "x", "2026-02-30", "31.02.2026", "99/99/2026", "2026-09-30 25:00", "30 Foo 2026"),
        *("12/31/2025 12:05 XM", "２０２６-09-30", "2026-09-30T16:00+99:00", 46_000, 4.5, None),
    ],
)
def test_what_is_no_date_is_none(value):
    assert read_date(value) is None


def test_dates_of_cells_are_taken_as_they_are():
    zone = datetime.timezone(datetime.timedelta(hours=2))
    assert read_date(datetime.date(2026, 9, 30)) == datetime.datetime(2026, 9, 30)
    assert read_date(datetime.datetime(2026, 9, 30, 16, tzinfo=zone)) == datetime.datetime(
        2026, 9, 30, 14
    )


@pytest.mark.parametrize(("form", "first"), [("%d/%m/%Y", True), ("%m/%d/%Y", False)])
@given(days=st.lists(DAYS, min_size=1))
def test_one_day_above_12_tells_how_all_of_its_column_are_meant(form, first, days):
    texts = [day.strftime(form) for day in days]
    proven = any(day.day > 12 for day in days)
    assert day_first(texts) is (first if proven else None)
    if proven:
        wanted = [datetime.datetime.combine(day, datetime.time()) for day in days]
        assert [read_date(text, first) for text in texts] == wanted


def test_dates_that_contradict_one_another_prove_nothing():
    assert day_first(["31/12/2025", "12/31/2025", None, 4.0]) is None


@given(st.datetimes(datetime.datetime(2002, 1, 1), datetime.datetime(2033, 1, 1)))
def test_seconds_and_milliseconds_since_1970_are_times(time):
    time = time.replace(microsecond=0)
    seconds = int(time.replace(tzinfo=datetime.UTC).timestamp())
    assert read_date(str(seconds)) == read_date(f"{seconds}000") == read_date(seconds * 1e3) == time


@pytest.mark.parametrize(
    "value",
    [
        *("2026-09-30T16:00:00Z", "2026-09-30 18:00+02:00", "30.09.2026 16:00 UTC", "1790784000"),
        datetime.datetime(2026, 9, 30, 16, tzinfo=datetime.UTC),
    ],
)
def test_the_zone_beside_a_time_goes_before_that_of_its_heading(value):
    ahead = datetime.timedelta(hours=8)
    assert read_date(value, None, ahead) == datetime.datetime(2026, 9, 30, 16)
    assert read_date("2026-09-30 16:00", None, ahead) == datetime.datetime(2026, 9, 30, 8)
