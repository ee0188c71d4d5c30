"""What a convener starts from: for their own open cards alone, about what still waits."""

from dataclasses import replace

import pytest

from bot.domain.drafts import draft, hands
from bot.domain.presses import FOLLOW_AT_MOST
from bot.domain.question import Question, State
from bot.domain.room import Card, Member, Purpose, Room, Unposted
from tests.domain.builders import card, meeting_room, question

ASKED = question(state=State.HANGING, text="Who decides about the merch refunds?")
OTHER = question("m2", state=State.HANGING, text="Who pays for the room?", asker="ade")
NUDGE = card(Purpose.NUDGE)


def room_with(of: Card, *asked: Question) -> Room:
    """A room with this card about these."""
    room = meeting_room()
    room.questions = {each.id: each for each in asked or (ASKED,)}
    room.cards = {of.id: of}
    return room


def test_a_follow_starts_from_stems_and_its_label() -> None:
    """Made from the question's own words, without the asker's name."""
    found = draft(room_with(NUDGE), NUDGE.id, "", "moira")
    assert found is not None
    assert (found.question, found.words, found.at_most) == ("m1", "", FOLLOW_AT_MOST)
    assert found.label == "Moira, sent through Heed"
    assert len(found.stems) == 3
    assert "Who decides about the merch refunds?" in found.stems[0].text
    assert all("Maya" not in each.text for each in found.stems)


def test_what_couldnt_be_posted_is_where_one_goes_on() -> None:
    """The words about this question, and no others."""
    unposted = replace(NUDGE, unposted=Unposted(question="m1", text="Let's go back."))
    found = draft(room_with(unposted), NUDGE.id, "", "moira")
    assert found is not None
    assert found.words == "Let's go back."
    elsewhere = replace(NUDGE, unposted=Unposted(question="m2", text="Let's go back."))
    found = draft(room_with(elsewhere), NUDGE.id, "", "moira")
    assert found is not None
    assert found.words == ""


def test_a_card_about_several_says_which_is_meant() -> None:
    """Without that, nothing is guessed."""
    digest = card(Purpose.DIGEST, questions=("m1", "m2"))
    room = room_with(digest, ASKED, OTHER)
    found = draft(room, digest.id, "m2", "moira")
    assert found is not None
    assert found.question == "m2"
    assert draft(room, digest.id, "", "moira") is None
    assert hands(room, digest.id, "", "moira") == ()


@pytest.mark.parametrize(
    ("changed", "asked"),
    [
        (replace(NUDGE, to="ola"), ASKED),
        (replace(NUDGE, closed="Nothing to do."), ASKED),
        (replace(NUDGE, purpose=Purpose.HANDED), ASKED),
        (NUDGE, replace(ASKED, state=State.FOLLOWED)),
        (NUDGE, replace(ASKED, claimed_by="ola")),
        (NUDGE, replace(ASKED, sensitive=True)),
    ],
    ids=["somebody else's", "closed", "handed to them", "picked up", "in hand", "sensitive"],
)
def test_where_nothing_is_to_be_posted_nothing_starts(changed: Card, asked: Question) -> None:
    """Nor is there anybody to hand it to."""
    room = room_with(changed, asked)
    assert draft(room, NUDGE.id, "", "moira") is None
    assert hands(room, NUDGE.id, "", "moira") == ()
    assert draft(room, "no such card", "", "moira") is None


def test_it_can_be_handed_to_those_who_could_take_it() -> None:
    """People in the room by name: neither its asker nor oneself, nobody who left, no bot."""
    room = room_with(NUDGE)
    room.members["tom"] = replace(room.members["tom"], present=False)
    room.members["bot"] = Member(id="bot", name="A bot", bot=True)
    assert [each.name for each in hands(room, NUDGE.id, "", "moira")] == ["Ade", "Jo", "Ola"]
