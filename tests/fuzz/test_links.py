"""Links to boards and their cookies: nothing is let in that wasn't written for it, and in time."""

from base64 import urlsafe_b64encode
from typing import Final

from hypothesis import given

from adapters.board.tickets import Tickets, tickets
from bot.domain.answers import BOARD_LASTS
from bot.runtime.ports import Pass
from tests.fuzz.holding import timed
from tests.fuzz.inputs import FUZZED, Choices, choices

_NOW: Final = 1_772_442_000.0
_ROOMS: Final = ("slack/T1/C1", "slack/T1/C2", "discord/1/2")
_PEOPLE: Final = ("U1", "U2", "ana")
_PASSES: Final = [
    Pass(id=f"pass-{number}", room=room, member=member, until=_NOW + BOARD_LASTS)
    for number, (room, member) in enumerate((room, who) for room in _ROOMS for who in _PEOPLE)
]
_LINKS, _COOKIES = tickets(lambda purpose: purpose.encode().ljust(32))
_OTHERS: Final = Tickets(b"o" * 32)
# What was written, by whom, for whom.
_WRITTEN: Final = {
    (kind, each.id): kind.write(each) for kind in (_LINKS, _COOKIES, _OTHERS) for each in _PASSES
}
_LETTERS: Final = "ABCZabcz0189-_= \x00é+/%"
_LATER: Final = (0.0, 1.0, BOARD_LASTS, BOARD_LASTS + 1, 1e9, 1e12, -1.0, -61.0, -BOARD_LASTS)


def _changed(text: str, choices: Choices) -> str:
    """A ticket with a few bits flipped, signs changed, cut short, doubled or put together anew."""
    for _ in choices.several(3):
        place = choices.number(len(text))
        match choices.number(7):
            case 0:
                text = text[:place] + choices.pick(_LETTERS) + text[place + 1 :]
            case 1:
                text = text[:place] + choices.pick(_LETTERS) + text[place:]
            case 2:
                text = text[:place]
            case 3:
                text = text[place:] + text[:place]
            case 4:
                text += text[:place]
            case 5 if place < len(text):
                flipped = chr(ord(text[place]) ^ 1 << choices.number(7))
                text = text[:place] + flipped + text[place + 1 :]
            case 6:
                other = choices.pick(list(_WRITTEN.values()))
                text = text[:place] + other[place:]
            case _:
                text = (
                    choices.text()
                    if choices.number(1)
                    else urlsafe_b64encode(text.encode("utf-8", "replace")).decode()
                )
    return text


@FUZZED
@given(choices)
def test_only_what_was_written_for_it_and_in_time_opens_a_board(choices: Choices) -> None:
    """A ticket is its pass, or nothing; a link's is no cookie, another installation's nothing."""
    kind = choices.pick((_LINKS, _COOKIES))
    writer = choices.pick((_LINKS, _COOKIES, _OTHERS))
    written = _WRITTEN[writer, choices.pick(_PASSES).id]
    now = _NOW + choices.pick(_LATER)
    text = _changed(written, choices)
    found = timed(lambda: kind.read(text, now), len(text))
    ours = {ticket: name for (wrote, name), ticket in _WRITTEN.items() if wrote is kind}
    if text not in ours:
        assert found is None
        return
    granted = next(each for each in _PASSES if each.id == ours[text])
    in_time = -60 <= now - _NOW <= BOARD_LASTS
    assert found == (granted if in_time else None)
