"""Answers kept in a folder, and given again without a network."""

import json
from pathlib import Path

import pytest

from betahedge.errors import InputError
from betahedge.market.recording import ABOUT
from betahedge.market.recording import ANSWERS as FILE_OF_ANSWERS
from betahedge.market.session import Wish, snapshot
from market.server import Venue
from market.takes import EACH, manners, take
from market.venues import HOUR, MOMENT


@pytest.mark.parametrize(("exchange", "symbol"), EACH)
def test_a_recording_gives_the_same_again_without_a_network(
    venue, tmp_path, monkeypatch, exchange, symbol
):
    span = (MOMENT - 20 * HOUR, MOMENT)
    live = take(venue, exchange, symbol, funding=span, record=tmp_path / "kept")

    def none(*_words, **_more):
        raise AssertionError("a recording needs no network")

    monkeypatch.setattr("socket.getaddrinfo", none)
    again = snapshot(Wish(exchange, [symbol], span, replay=tmp_path / "kept"))
    assert (again.rows, again.funding, again.faults) == (live.rows, live.funding, live.faults)
    monkeypatch.undo()
    server = Venue(json.loads((tmp_path / "kept" / FILE_OF_ANSWERS).read_text("utf-8")))
    try:
        server.answers = {key: json.loads(text) for key, text in server.answers.items()}
        said = manners(server)
        served = snapshot(Wish(exchange, [symbol], span, manners=said))
    finally:
        server.shutdown()
        server.server_close()
    assert served.rows == live.rows


def test_the_recording_among_the_examples_is_what_the_server_of_the_tests_answers(venue, tmp_path):
    kept = Path(__file__).parent.parent.parent / "docs" / "examples" / "binance"
    take(venue, "binance", "BTC/USDT:USDT", "ETH/USDT:USDT", record=tmp_path)
    for path in (tmp_path / FILE_OF_ANSWERS, tmp_path / ABOUT):
        assert path.read_text("utf-8") == (kept / path.name).read_text("utf-8")


def test_what_is_no_answer_does_not_replace_one(venue, tmp_path):
    """Kraken's history is asked for by the same words again, and then there is a page."""
    span = (MOMENT - 20 * HOUR, MOMENT)
    venue.fail("historicalfundingrates", "", "html", "html")
    live = take(venue, "kraken", "PF_XBTUSD", funding=span, record=tmp_path)
    assert len(live.funding) == 3
    assert snapshot(Wish("kraken", ["PF_XBTUSD"], span, replay=tmp_path)).funding == live.funding


@pytest.mark.parametrize(
    ("name", "text"),
    [(ABOUT, "[]"), (ABOUT, "{}"), (ABOUT, '{"exchange": "okx"}'), (ABOUT, "null"),
     (ABOUT, '{"exchange": "okx", "fetched_at": "noon"}'),
     (ABOUT, '{"exchange": "okx", "fetched_at": 5}'), (FILE_OF_ANSWERS, "[]"),
     (FILE_OF_ANSWERS, '{"cut')],
)  # fmt: skip
def test_a_damaged_recording_is_one_line(tmp_path, name, text):
    (tmp_path / FILE_OF_ANSWERS).write_text("{}", "utf-8")
    about = '{"exchange": "okx", "fetched_at": "2026-09-29T08:00:05Z"}'
    (tmp_path / ABOUT).write_text(about, "utf-8")
    (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(InputError, match="holds a damaged recording"):
        snapshot(Wish("okx", ["BTC/USDT:USDT"], replay=tmp_path))
