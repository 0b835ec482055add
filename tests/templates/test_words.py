"""Formulas that draw: a strip of characters."""

import pytest

from betahedge.engine.evaluate import evaluate
from betahedge.templates.words import LOST, line_of, strip


@pytest.mark.parametrize(
    ("ratio", "place"), [(-0.1, 0), (0, 0), (0.55, 11), (0.6, 12), (0.65, 13), (1, 20), (1.4, 20)]
)
def test_the_strip_has_a_character_for_each_5_points(ratio, place):
    formula = strip("0", str(ratio), "0.55", "0.65").replace("strip_steps", "20")
    (((drawn,),), _) = evaluate(f"={formula}")
    assert len(drawn) == 21
    assert drawn.index("●") == place
    assert drawn.count("░") == 3 - (11 <= place <= 13)


@pytest.mark.parametrize(
    ("exposure", "left", "move", "said"),
    [
        (100, 40, -0.2, "costs 8 USD, not 20"),
        (100, 40, 0.2, "earns 8 USD, not 20"),
        (-100, -40, -0.2, "earns 8 USD, not 20"),  # shorts gain in a fall, hedged or not
        (100, -40, -0.2, "earns 8 USD and would cost 20"),  # over-hedged
        (-100, 40, -0.2, "costs 8 USD and would earn 20"),
        (100, 0, -0.2, "costs 0 USD, not 20"),
        (-100, 0, -0.2, "earns 0 USD, not 20"),
        (100, 100, -0.2, "costs 20 USD"),
        (-100, -100, -0.2, "earns 20 USD"),
        (100, -100, -0.2, "earns 20 USD and would cost 20"),
        (0, 0, -0.2, "costs 0 USD"),
    ],
)
def test_what_a_move_does_hedged_and_unhedged_has_its_sign(exposure, left, move, said):
    formula = LOST
    for name, value in (("book_exposure", exposure), ("book_net", left), ("stress_move", move),
                        ("money_places", 0), ("quote_currency", '"USD"')):  # fmt: skip
        formula = formula.replace(name, str(value))
    (((told,),), _) = evaluate(f"={formula}")
    assert told.strip() == said


@pytest.mark.parametrize("name", ["A*", "A?", "A~B", "~*", "A", "CME:MBT", "A~~B"])
def test_a_name_with_signs_of_a_pattern_is_found_as_it_is_written(name):
    names = ["AB", "A*C", "A~B", "A?", "A*", "*", "~*", "CME:MBT", "A", "A~~B"]
    quoted = f'"{name}"'
    listed = ";".join(f'"{each}"' for each in names)
    (((line,),), _) = evaluate(f"={line_of(quoted, f'{{{listed}}}')}")
    assert line == names.index(name) + 1
