"""Situations of public reports: each kind has the reported numbers first, then others."""

import math

import numpy as np
from openpyxl.worksheet.formula import ArrayFormula

from engine.case_books import column, sheet
from situations.reported_cases import (
    HC,
    LEFT,
    Case,
    X,
    empty_values,
    in_utf16,
    intersection,
    intersection_error,
    library_array,
    library_zeros,
    linest,
    link,
    matrix,
    named_range,
    old_values,
    omitted,
    other_case,
    over_sheets,
    package_form,
    plain,
    reversed_shared,
    sum_with_error,
    with_backslashes,
    with_macro_sheet,
)

ERROR = "<an error value>"
Y = [0.021, -0.034, 0.015, 0.042, -0.011, 0.027]
PRICES = [60_000 + day for day in range(8)]
DAYS = [45_658 + day for day in range(8)]
RETURNS = [-0.07, -0.05, -0.03, 0.01, 0.02, 0.04]
SMALL = '=AVERAGE(SMALL(A1:A6,ROW(INDIRECT("1:{}"))))'
SIX = column("B", [1, 2, 3, 4, 5, 6])
KINDS = {
    "f01 LINEST, stored": [
        linest(Y, X, {"D1": 1.9735714285714285}),
        linest(Y[::-1], X, {"D1": 9.9}),
        linest([1.0, 2.5, 2.0, 7.0], [3.0, 1.0, 4.0, 9.0], {"D1": 0.1}),
    ],
    "f04 a library's zeros": [
        library_zeros([(3, 65_000, 65_000), (40, 3_500, 3_500)]),
        library_zeros([(7, 120, 60)]),
        library_zeros([(2, 10, 5), (0, 10, 5), (-4, 25, 50), (1.5, 8, 3)]),
    ],
    "f05 a library's zeros in an array": [
        library_array([(3, 65_000), (40, 3_500)]),
        library_array([(1, 2), (3, 4), (5, 6)]),
        library_array([(0.5, 0.25)]),
    ],
    "f06 values older than the inputs": [
        old_values(50, 65, 2),
        old_values(-7, 4, 100),
        old_values(0.25, 0.125, 9),
    ],
    "f08, f09 other cells of an array": [
        matrix([0.5, 0.3, 0.2]),
        matrix([0.5, 0.3, 0.2], "=HEDGE_CONTRACTS(325000,65000,0.5)/5"),
        matrix([0.25, 0.5, 0.25]),
        matrix([0.8, 0.1, 0.1], "=HEDGE_CONTRACTS(4,5)"),
    ],
    "f10 an intersection": [
        intersection(3, 10, 25),
        intersection(4, 12, 65),
        intersection(2, 5, 0),
    ],
    "f11 an intersection's error": [intersection_error(n) for n in (5, 3, 8)],
    "f12 a name of a range": [
        named_range(3, "COS", math.cos(3)),
        named_range(7, "SQRT", math.sqrt(7)),
        named_range(10, "-", -10),
    ],
    "f13 no cell in common": [
        Case(
            sheet({**column("H", range(3)), "I1": 5, "I12": ref, "M12": ref, "A20": HC}),
            {"I12": "#VALUE!", "M12": "#VALUE!", "A20": 2.5, "I13": None},
        )
        for ref in ("=H1:O3", "=OFFSET(A1,0,2,1,3)", "=H1:H3*2")
    ],
    "f14 LINEST": [linest(Y, X), linest(X, Y), linest([1.0, 2.0, 4.0], [1.0, 2.0, 3.0])],
    "f15 an argument left out": [
        omitted("=FIXED(1234.567,,TRUE)", "1234.57"),
        omitted("=ADDRESS(3,2,,TRUE)", "$B$3"),
        omitted("=ADDRESS(3,2,,0)", "R3C2"),
        omitted("=FIXED(-99999.5,,FALSE)", "-99,999.50"),
        omitted(
            "=INDEX(LOGEST(A1:A6,B1:B6,,),1,1)",
            math.exp(np.polyfit(X, np.log([10, 20, 30, 40, 50, 60]), 1)[0]),
        ),
        omitted("=INDEX(LINEST(A1:A6,B1:B6,,),1,2)", np.polyfit(X, [10, 20, 30, 40, 50, 60], 1)[1]),
    ],
    "f16 equal decimals": [
        plain('=IF(SUM(A1:A3)=1,"OK","CHECK")', "OK", column("A", [0.7, 0.2, 0.1])),
        plain('=IF(HEDGE_ROUND(0.6,0.1,"down")=0.6,"OK","CHECK")', "OK"),
        plain("=-50000+36123.95=-13876.05", True),
        plain("=0.1+0.2=0.3", True),
        plain("=1.1*3=3.3", True),
        plain("=0.1+0.2=0.30001", False),
    ],
    "f17 LOOKUP below the first value": [
        plain(
            f"=LOOKUP({day},A1:A8,B1:B8)",
            "#N/A" if day < DAYS[0] else PRICES[day - DAYS[0]],
            {**column("A", DAYS), **column("B", PRICES)},
            "=HEDGE_CONTRACTS(3*E1,65000)",
            "#N/A" if day < DAYS[0] else 3 * PRICES[day - DAYS[0]] / 65_000,
            stored={"E1": "#N/A"},
        )
        for day in (45_656, 1, 45_660)
    ],
    "f18 SMALL of as many": [
        Case(
            sheet(
                {**column("A", RETURNS), "D1": ArrayFormula("D1", SMALL.format(count)), "D9": HC}
            ),
            {"D1": (sum(sorted(RETURNS)[:count]) / count, LEFT), "D9": 2.5},
        )
        for count in (3, 2, 5)
    ],
    "f19 CEILING and FLOOR of negative numbers": [
        plain("=CEILING(-2.5,-2)", -4),
        plain("=FLOOR(-2.5,-2)", -2),
        plain("=CEILING(-2.5,2)", -2),
        plain("=FLOOR(-2.5,2)", -4),
    ],
    "f20 numbers in texts": [
        plain('=VALUE("1,234.50")', 1234.5),
        plain('=VALUE("$1,234")', 1234),
        plain('=INDIRECT("R3C1",FALSE)', 7, {"A3": 7}),
        plain('=VALUE("12%")', 0.12),
        plain('=INDIRECT("R2C2",FALSE)*2', 10, {"B2": 5}),
    ],
    "f21, f22 no finite number": [
        plain("=PV(-1,5,1)", ERROR),
        plain("=FV(-1,-2,1)", ERROR),
        plain("=10^400", ERROR),
        plain("=EXP(1000)-EXP(1000)", ERROR),
    ],
    "f23 a link": [
        link("=[1]Prices!$A$1", 130_000, 65_000),
        link("='[2]Other prices'!B7*2", 90, 45),
        link("=VLOOKUP(3,[1]Prices!$A$1:$C$9,2,0)", 0.5, 0.25),
    ],
    "f23 an empty value": [
        empty_values("=HEDGE_CONTRACTS(325000,65000)", 5),
        empty_values("=B2*3", 21),
        empty_values("=HEDGE_CONTRACTS(B2,14)", 0.5),
    ],
    "f24 to f27 packages": [
        package_form(change, *more)
        for change in (other_case, with_backslashes, in_utf16, with_macro_sheet)
        for more in ((), ("=HEDGE_CONTRACTS(10,4)", 2.5), ("=HEDGE_CONTRACTS(1,4)*2", 0.5))
    ],
    "f28 sheets by INDIRECT": [over_sheets(v) for v in ([100, 200], [10, 20, 30], [90])],
    "f29 an error among summands": [
        sum_with_error(["BTC", "ETH", "BTC"], [2, 40, 1], [65_000, 3_500, "=NA()"], "BTC"),
        sum_with_error(["a", "a", "b", "a"], [1, 2, 3, 4], ["=NA()", 5, 6, 7], "a"),
        sum_with_error(["z", "y"], [1, 1], [8, "=NA()"], "y"),
    ],
    "f30 texts and truth values in SUMPRODUCT": [
        plain("=SUMPRODUCT(A1:A3,B1:B3)", total, {**column("A", a), **column("B", b)})
        for a, b, total in (
            ([2, "3", True], [65_000] * 3, 130_000),
            (["1", 4, 5], [1, 2, 3], 23),
            ([True, False, "x"], [1, 2, 3], 0),
        )
    ],
    "f31 a range from its end": [
        plain("=SUM(B3:B1)", 6, SIX),
        plain("=SUM(B$6:B$4)", 15, SIX),
        plain("=MAX(C3:B1)+INDEX(B6:B1,2)", 5, SIX),
    ],
    "f32 shared ranges from their end": [
        reversed_shared([1, 2, 3, 4, 5, 6], 3),
        reversed_shared([5, -1, 2.5], 1),
        reversed_shared([4, 4, 0, 1], 4),
    ],
    "INDEX gives one value": [
        plain("=ROUND(INDEX(A1:A9,2),0)", 3, column("A", [1.2, 2.7, 9])),
        plain("=MID(INDEX(A1:A3,2),2,3)", "oin", column("A", ["a", "coin", "c"])),
        plain("=ABS(INDEX(A1:B3,3,1))", 4, column("A", [1, 2, -4])),
    ],
}
