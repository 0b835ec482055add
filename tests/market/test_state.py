"""What was broken at the last look: one small file."""

import pytest


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"watch": 2, "broken": []}', "nonsense"])
def test_another_file_is_not_taken_for_the_state(desk, text):
    state = desk.folder / "state.json"
    state.write_text(text, "utf-8")
    result = desk(1.5, 0.0001, 1.0, "--state", str(state))
    assert result.exit_code == 2
    assert "is no file of betahedge watch" in result.stderr
    assert state.read_text("utf-8") == text
