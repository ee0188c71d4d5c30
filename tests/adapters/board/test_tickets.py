"""Tickets: what was signed is read as it was, and nothing else is."""

import pytest

from adapters.board.tickets import AT_MOST, Tickets, tickets
from bot.domain.answers import BOARD_LASTS
from bot.runtime.ports import Pass

NOW = 1_772_442_000.0
PASS = Pass(id="pass-1", room="slack/T1TOWN/C1PLACE", member="U1MAYA", until=NOW + BOARD_LASTS)
KEY = b"k" * 32


def test_a_ticket_is_read_as_it_was_written() -> None:
    """Room, member, and when it ends; from then on it is nothing."""
    made = Tickets(KEY)
    text = made.write(PASS)
    assert made.read(text, NOW) == PASS
    assert made.read(text, NOW + BOARD_LASTS) == PASS
    assert made.read(text, NOW + BOARD_LASTS + 1.0) is None


def test_a_ticket_tells_nothing() -> None:
    """Neither room nor member can be read in it."""
    text = Tickets(KEY).write(PASS)
    assert not any(each in text for each in ("T1TOWN", "C1PLACE", "U1MAYA", "pass-1"))
    assert Tickets(KEY).write(PASS) != text


def test_what_was_changed_is_refused() -> None:
    """Whichever sign of it, cut short or made longer."""
    made = Tickets(KEY)
    text = made.write(PASS)
    for place, sign in enumerate(text):
        changed = text[:place] + ("A" if sign != "A" else "B") + text[place + 1 :]
        assert made.read(changed, NOW) is None, place
    for other in (text[:-1], text + "=", text + "A", text.lower(), f" {text}", text * 20):
        assert made.read(other, NOW) is None


@pytest.mark.parametrize(
    "text", ["", "=", "gAAAA", "é" * 40, "\x00", "A" * AT_MOST, "A" * (AT_MOST + 4), "☃", "%00"]
)
def test_what_is_no_ticket_is_refused(text: str) -> None:
    """Whatever somebody sends."""
    assert Tickets(KEY).read(text, NOW) is None


def test_links_and_cookies_are_not_each_other() -> None:
    """Each kind has a key of its own, made from the installation's secret."""
    links, cookies = tickets(lambda purpose: purpose.encode().ljust(32))
    assert cookies.read(links.write(PASS), NOW) is None
    assert links.read(cookies.write(PASS), NOW) is None
    assert Tickets(b"o" * 32).read(links.write(PASS), NOW) is None
