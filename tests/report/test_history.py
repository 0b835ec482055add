"""The history of a hedge on real prices, against pandas and statsmodels; no look ahead."""

import datetime
import os
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
import statsmodels.api as sm

from betahedge.books.model import Book, Line
from betahedge.books.positions import Position
from betahedge.books.prices import Prices
from betahedge.report.case import Case
from betahedge.report.history import NoHistory, Rates, drawdown, make_history, run_days
from betahedge.report.making import make_report
from betahedge.report.policy import Policy
from betahedge.report.written import write_history

WINDOW = 60
RATES = Rates(0.6, 0.05, 0.0003, 0.0007)


@pytest.fixture(scope="module")
def closes():
    folder = os.environ.get("BETAHEDGE_DATA")
    if not folder:
        pytest.skip("BETAHEDGE_DATA is not set: the folder of daily_close_usd.csv")
    return pd.read_csv(Path(folder) / "daily_close_usd.csv", index_col="Date", parse_dates=True)


@pytest.fixture(scope="module")
def report():
    lines = tuple(
        Line(name, quantity, price, 0.6, contract=f"BINANCE:{name}USDT", contract_size=1.0,
             lot_size=0.001, kind="linear", futures_price=price, funding_rate=0.0001,
             funding_interval=8.0, held=quantity * 0.6)
        for name, quantity, price in (("BTC", 10, 99_000.0), ("ETH", 80, 4_000.0))
    )  # fmt: skip
    day = datetime.datetime(2024, 12, 7)
    return make_report(Case(Book(lines, as_of=day), as_of=day)).report


def prices_of(frame):
    return Prices("p.csv", tuple(frame.index.to_pydatetime()),
                  {name: tuple(frame[name]) for name in frame})  # fmt: skip


@pytest.fixture(scope="module")
def history(closes, report):
    return make_history(report, prices_of(closes), Policy(), WINDOW)


def test_rolling_beta_and_its_interval_are_those_of_statsmodels(closes, history):
    value = 10 * closes.BTC + 80 * closes.ETH
    ys, xs = value.pct_change(), closes.BTC.pct_change()
    for day in history.days[:: len(history.days) // 7]:
        end = closes.index.get_loc(day.date)  # the day itself is not in the window
        y, x = ys.iloc[end - WINDOW : end], xs.iloc[end - WINDOW : end]
        fit = sm.OLS(y.to_numpy(), sm.add_constant(x.to_numpy())).fit()
        low, high = fit.conf_int()[1]
        assert (day.beta, day.low, day.high) == pytest.approx((fit.params[1], low, high), rel=1e-9)


def test_pnl_drawdown_var_and_es_are_those_of_pandas(closes, history):
    days = pd.DataFrame(
        [(d.date, d.short, d.hedged) for d in history.days], columns=["date", "short", "pnl"]
    )
    days.index = pd.to_datetime(days.date)
    value = 10 * closes.BTC + 80 * closes.ETH
    before = closes.BTC.shift(1).reindex(days.index)
    gain = -days.short * closes.BTC.diff().reindex(days.index)
    traded = days.short.diff().fillna(days.short.iloc[0]).abs() * before
    daily = 0.0001 * 3
    expected = (value.diff().reindex(days.index) + gain + days.short * before * daily
                - traded * 0.0007)  # fmt: skip
    assert np.allclose(days.pnl, expected, rtol=1e-9)
    returns = days.pnl / value.shift(1).reindex(days.index)
    assert history.risk.var_hedged == pytest.approx(-np.percentile(returns, 5), rel=1e-9)
    path = value.shift(1).reindex(days.index).iloc[0] + days.pnl.cumsum()
    path = pd.concat([pd.Series([value.shift(1).reindex(days.index).iloc[0]]), path])
    assert history.risk.drawdown_hedged == pytest.approx((1 - path / path.cummax()).max(), rel=1e-9)
    ordered = np.sort(returns)
    count = 0.05 * len(ordered)
    whole = int(count)
    mean = (ordered[:whole].sum() + (count - whole) * ordered[whole]) / count
    assert history.risk.es_hedged == pytest.approx(-mean, rel=1e-6)


def test_effectiveness_is_that_of_numpy(closes, history, report):
    value = (10 * closes.BTC + 80 * closes.ETH).pct_change().dropna()
    hedge = closes.BTC.pct_change().dropna()
    hedged = value - report.totals.ratio * hedge
    assert history.effectiveness == pytest.approx(1 - hedged.var() / value.var(), rel=1e-9)


def ratios(values, futures, lag):
    dates = [datetime.date.fromordinal(738_000 + n) for n in range(len(values))]
    return [day.short for day in run_days(dates, values, futures, RATES, 20, lag)]


def looks_ahead(lag):
    """Tell a run whose decisions for a day change when that day's own price does."""
    draw = np.random.default_rng(3)
    futures = list(np.cumprod(1 + draw.normal(0, 0.03, 80)) * 100)
    values = [30 * price * (1 + draw.normal(0, 0.02)) for price in futures]
    whole = ratios(values, futures, lag)
    for day in range(30, 79):
        moved = [*values[:day], values[day] * 3.0, *values[day + 1 :]]
        if ratios(moved, futures, lag)[:day] != whole[:day]:
            return True
    return False


def test_no_ratio_knows_the_day_it_is_used_on():
    assert not looks_ahead(lag=1)


def test_the_test_finds_a_look_ahead():
    assert looks_ahead(lag=0)


def test_a_gap_in_prices_and_a_coin_without_prices(closes, report):
    frame = closes[["BTC"]].copy()
    frame.iloc[100, 0] = np.nan
    columns = {"BTC": tuple(None if np.isnan(p) else p for p in frame.BTC)}
    prices = Prices("p.csv", tuple(frame.index.to_pydatetime()), columns)
    found = make_history(report, prices, Policy())
    assert found.missing == ("ETH",)
    assert all(np.isfinite(day.hedged) for day in found.days)


def test_too_few_prices_are_no_history_and_say_so(report):
    days = tuple(datetime.datetime(2026, 1, n) for n in range(1, 11))
    few = Prices("p.csv", days[:5], {"BTC": (1.0,) * 5})
    said = r"^p\.csv: has 5 days with a price of BTC; a history takes 10, so there is none$"
    with pytest.raises(NoHistory, match=said):
        make_history(report, few, Policy())
    with pytest.raises(NoHistory, match=r"^p\.csv: has no coin of the book"):
        make_history(report, Prices("p.csv", days, {"XRP": (1.0,) * 10}), Policy())
    rising = Prices("p.csv", days, {"BTC": tuple(100.0 + n % 3 for n in range(10))})
    assert make_history(report, rising, Policy()).days


START = datetime.datetime(2026, 1, 1)


def over(moments, report):
    """Run the book over prices of bitcoin alone that go up and down, at some moments."""
    draw = np.random.default_rng(7)
    path = 90_000 * np.cumprod(1 + draw.normal(0, 0.03, len(moments)))
    prices = Prices("p.csv", tuple(moments), {"BTC": tuple(map(float, path))})
    return make_history(report, prices, Policy()), path


def test_funding_over_a_gap_is_of_all_its_days_and_its_move_is_no_days_risk(report):
    """Oracle: 0.03 % a day on the short at the price before, three days over a week's end."""
    moments = [START + datetime.timedelta(n) for n in range(120)]
    history, path = over([each for each in moments if each.weekday() < 5], report)
    mondays = [datetime.date.fromisoformat(day.date).weekday() == 0 for day in history.days]
    assert [day.span for day in history.days] == [3 if monday else 1 for monday in mondays]
    before = path[-len(history.days) - 1 : -1]
    paid = [day.short * price * 0.0003 * day.span for day, price in zip(history.days, before)]
    assert history.funding == pytest.approx(sum(paid), rel=1e-9)
    moves = [day.unhedged / (10 * price)
             for day, price in zip(history.days, before) if day.span == 1]  # fmt: skip
    assert history.risk.var_unhedged == pytest.approx(-np.percentile(moves, 5), rel=1e-9)


def test_of_many_prices_a_day_the_last_counts(report):
    hours = [START + datetime.timedelta(hours=n) for n in range(24 * 30)]
    history, path = over(hours, report)
    assert [day.date for day in history.days] == sorted({day.date for day in history.days})
    moves = np.diff(path[23::24]) * 10
    assert [day.unhedged for day in history.days] == pytest.approx(moves[-len(history.days) :])


def test_prices_of_weeks_are_no_history_of_days(report):
    said = r"^p\.csv: has a price every 7 days; a history takes one a day, so there is none$"
    with pytest.raises(NoHistory, match=said):
        over([START + datetime.timedelta(7 * n) for n in range(60)], report)


def test_a_run_of_gaps_has_no_risk_of_a_day(report):
    days = [*range(8), *range(14, 42, 7)]
    history, _ = over([START + datetime.timedelta(n) for n in days], report)
    assert [day.span for day in history.days] == [1, 7, 7, 7, 7]
    assert history.risk.var_unhedged is history.risk.es_hedged is None
    assert history.risk.drawdown_unhedged > 0


def test_effectiveness_takes_the_share_of_the_value_that_is_sold():
    """A coin at beta 1.5, 60 % of its exposure sold: 90 % of its value."""
    line = Line("DOT", 10_000, 5.0, 0.6, 1.5, contract="X:Y", contract_size=0.001, lot_size=1.0,
                kind="linear", futures_price=50_000.0, held=900.0)  # fmt: skip
    days = tuple(START + datetime.timedelta(n) for n in range(90))
    draw = np.random.default_rng(9)
    btc = np.cumprod(1 + draw.normal(0, 0.03, 90)) * 50_000
    dot = np.cumprod(1 + 1.5 * np.diff(btc, prepend=50_000) / btc + draw.normal(0, 0.01, 90)) * 5
    prices = Prices("p.csv", days, {"BTC": tuple(map(float, btc)), "DOT": tuple(map(float, dot))})
    made = make_report(Case(Book((line,), as_of=days[-1]), as_of=days[-1]))
    found = make_history(made.report, prices, Policy())
    hedge = {"BTC": btc, "DOT": dot}[found.hedge]
    spot, future = np.diff(dot) / dot[:-1], np.diff(hedge) / hedge[:-1]
    assert found.effectiveness == pytest.approx(
        1 - np.var(spot - 0.9 * future) / np.var(spot), rel=1e-9
    )


def test_drawdown():
    assert drawdown([100, 120, 90, 130, 117]) == pytest.approx(0.25)
    assert drawdown([100, 101]) == 0


def short_and_long(quantity):
    """Run a book of one coin over 40 prices that rise far and fall little, unhedged."""
    days = tuple(datetime.datetime(2026, 1, 1) + datetime.timedelta(n) for n in range(40))
    path = np.cumprod([100.0, *(1.08 if n % 5 == 0 else 0.99 for n in range(39))])
    line = Line("BTC", quantity, 100.0, 0.0, contract="X:Y", contract_size=1.0)
    case = Case(Book((line,), as_of=days[-1]), as_of=days[-1])
    prices = Prices("p.csv", days, {"BTC": tuple(map(float, path))})
    return make_history(make_report(case).report, prices, case.policy), path


def test_a_short_book_loses_when_prices_rise():
    """Oracle: NumPy on the moves of the price with their sign turned."""
    history, path = short_and_long(-10)
    moves = -np.diff(path) / path[:-1]
    assert history.risk.var_unhedged == pytest.approx(-np.percentile(moves, 5), rel=1e-9)
    assert history.risk.var_unhedged == pytest.approx(0.08)
    worth = 1_000 - 10 * (path - path[0])
    high = np.maximum.accumulate(worth)
    assert history.risk.drawdown_unhedged == pytest.approx(((high - worth) / high).max(), rel=1e-9)
    assert history.pnl_unhedged == pytest.approx(-10 * (path[-1] - path[0]))


def test_the_pictures_of_a_short_book_fall_when_prices_rise(report):
    """By hand: a book of -10 coins at 100 that are at p loses 10 (p - 100) of 1,000."""
    history, path = short_and_long(-10)
    *_, gained, fallen = write_history(history, report)["charts"]
    assert gained["lines"][0]["values"] == pytest.approx(list(1 - path[1:] / 100))
    assert min(fallen["lines"][0]["values"]) == pytest.approx(-history.risk.drawdown_unhedged)


def test_a_book_of_nothing_has_no_history_and_says_so():
    with pytest.raises(NoHistory, match="is worth 0 on 2026-01-01, so there is no history"):
        short_and_long(0)


def over_forty_days(line, held, **ends):
    """Run a book of one line, and what is held, over 40 days; ends: how coins end of 100."""
    days = tuple(START + datetime.timedelta(n) for n in range(40))
    draw = np.random.default_rng(11)
    paths = {}
    for name, last in ends.items():
        bridge = draw.normal(0, 0.03, 40).cumsum()
        bridge += np.linspace(-bridge[0], np.log(last / 100) - bridge[-1], 40)
        paths[name] = tuple(map(float, 100 * np.exp(bridge)))
    case = Case(Book(line, as_of=days[-1]), as_of=days[-1], positions=held)
    return make_history(make_report(case).report, Prices("p.csv", days, paths), case.policy)


@pytest.mark.parametrize(("last", "offset"), [(150.0, 0.6), (98.5, 0.6), (100.5, None)])
def test_a_book_that_ends_where_it_began_has_no_offset(last, offset):
    """By hand: 6 of 10 coins sold give back 60 %; under 1 % of a move says nothing."""
    line = Line("BTC", 10.0, 100.0, 0.6, contract="X:Y", contract_size=1.0, held=6.0)
    found = over_forty_days((line,), (), BTC=last).dollar_offset
    assert found == (None if offset is None else pytest.approx(offset))


@pytest.mark.parametrize(("ether", "hedge"), [(1_700.0, "BTC"), (1_900.0, "ETH")])
def test_the_hedge_is_in_the_coin_of_which_most_is_held_in_all_contracts(ether, hedge):
    """By hand: 2 of 5 BTC and 80 of 0.1 are 18 BTC at 100: 1,800, less alone."""
    lines = (
        Line("ETH", 40.0, 100.0, contract="X:E", contract_size=1.0),
        Line("BTC", 30.0, 100.0, contract="CME:BTC+CME:MBT", futures_price=100.0),
    )
    held = (Position("X:E", ether / 100), Position("CME:BTC", 2.0), Position("CME:MBT", 80.0))
    assert over_forty_days(lines, held, ETH=120.0, BTC=130.0).hedge == hedge
