"""Real prices through a workbook: HEDGE_ formulas that `betahedge calc` computes, and statsmodels.

The prices (daily closes in USD, 2023-01-01 to 2024-12-07) are not part of the project.
"""

import csv
import os
from pathlib import Path

import numpy as np
import openpyxl
import pytest
import statsmodels.api as sm
from click.testing import CliRunner

from betahedge.cli import main

COINS = ("ETH", "SOL", "BNB")


@pytest.fixture(scope="module")
def prices():
    folder = os.environ.get("BETAHEDGE_DATA")
    if not folder:
        pytest.skip("BETAHEDGE_DATA is not set: the folder of daily_close_usd.csv")
    with (Path(folder) / "daily_close_usd.csv").open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def sheet(prices, tmp_path_factory):
    path = tmp_path_factory.mktemp("real") / "prices.xlsx"
    book = openpyxl.Workbook()
    data = book.create_sheet("Prices")
    for row in prices:
        data.append([float(row[coin]) for coin in ("BTC", *COINS)])
    table, last = book.worksheets[0], len(prices)
    for number, letter in enumerate("BCD", start=1):
        coin, hedge = f"Prices!{letter}$1:{letter}${last}", f"Prices!A$1:A${last}"
        table[f"A{number}"] = f"=HEDGE_BETA({coin},{hedge})"
        table[f"B{number}"] = f"=HEDGE_MINVAR({coin},{hedge})"
        table[f"C{number}"] = f"=HEDGE_EFFECTIVENESS({coin},{hedge},B{number})"
        table[f"F{10 * number}"] = f"=HEDGE_BETA_STATS({coin},{hedge})"
    table["A5"] = f"=HEDGE_MINVAR(Prices!B1:B{last},Prices!A1:A{last})"
    table["A6"] = f"=HEDGE_MINVAR(Prices!A1:A{last},Prices!B1:D{last})"
    book.save(path)
    result = CliRunner().invoke(main, ["calc", str(path), "-o", str(path), "--force"])
    assert result.exit_code == 0, result.output
    return openpyxl.load_workbook(path, data_only=True).worksheets[0]


def returns(prices, coin):
    series = np.array([float(row[coin]) for row in prices])
    return series[1:] / series[:-1] - 1


@pytest.mark.parametrize(("row", "coin"), list(enumerate(COINS, start=1)))
def test_beta_interval_ratio_and_effectiveness(sheet, prices, row, coin):
    fit = sm.OLS(returns(prices, coin), sm.add_constant(returns(prices, "BTC"))).fit()
    low, high = fit.conf_int()[1]
    ours = {sheet[f"F{n}"].value: sheet[f"G{n}"].value for n in range(10 * row, 10 * row + 7)}
    assert ours["Beta"] == pytest.approx(fit.params[1], rel=1e-10)
    assert ours["Alpha"] == pytest.approx(fit.params[0], rel=1e-10)
    assert ours["Standard error"] == pytest.approx(fit.bse[1], rel=1e-10)
    assert (ours["Low"], ours["High"]) == pytest.approx((low, high), rel=1e-10)
    assert ours["R2"] == pytest.approx(fit.rsquared, rel=1e-10)
    assert ours["Pairs"] == fit.nobs == 706
    assert sheet[f"A{row}"].value == sheet[f"B{row}"].value == pytest.approx(ours["Beta"])
    assert sheet[f"C{row}"].value == pytest.approx(fit.rsquared, rel=1e-10)


def test_several_futures_are_a_multiple_regression(sheet, prices):
    columns = np.column_stack([returns(prices, coin) for coin in COINS])
    fit = sm.OLS(returns(prices, "BTC"), sm.add_constant(columns)).fit()
    assert [cell.value for cell in sheet["A6:C6"][0]] == pytest.approx(
        list(fit.params[1:]), rel=1e-9
    )
