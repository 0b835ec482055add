"""Formulas that draw: a strip of characters."""

import pytest

from betahedge.templates.words import strip


@pytest.mark.parametrize(
    ("ratio", "place"), [(-0.1, 0), (0, 0), (0.55, 11), (0.6, 12), (0.65, 13), (1, 20), (1.4, 20)]
)
def test_the_strip_has_a_character_for_each_5_points(ratio, place):
    from betahedge.engine import evaluate

    formula = strip("0", str(ratio), "0.55", "0.65").replace("strip_steps", "20")
    (((drawn,),), _) = evaluate(f"={formula}")
    assert len(drawn) == 21
    assert drawn.index("●") == place
    assert drawn.count("░") == 3 - (11 <= place <= 13)
