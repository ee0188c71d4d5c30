"""Rule 9: anyone erases their own data, and can opt out."""

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.domain.events import Event, Forgotten, MeetingStarted, MessagePosted, OptedOut
from bot.domain.forgetting import masked
from bot.domain.question import State
from bot.domain.room import Room
from tests.domain.builders import MONDAY, PEOPLE, ROOM, meeting_room, posted
from tests.domain.playbook import playing
from tests.properties.life import Life
from tests.properties.talk import conversations
from tests.rules.seeing import summary_of

START = MeetingStarted(room=ROOM, at=MONDAY, meeting="t1")
people = st.sampled_from(PEOPLE)


def later(events: list[Event]) -> float:
    """A moment after all of them."""
    return max([MONDAY, *(each.at for each in events)]) + 1.0


def named_in(room: Room, member: str) -> bool:
    """Whether somebody's id is anywhere in the room's memory."""
    return f"'{member}'" in repr(room) or f":{member}'" in repr(room)


@settings(deadline=None)
@given(conversations(), people)
def test_whoever_is_forgotten_leaves_no_trace(events: list[Event], member: str) -> None:
    """Neither id nor name nor a word of theirs; and the room goes on."""
    life = Life(meeting_room()).live([START, *events])
    at = later(events)
    life.live([Forgotten(room=ROOM, at=at, member=member)])
    assert not named_in(life.room, member)
    assert life.room.name_of(member) == member
    for event in events:
        if isinstance(event, MessagePosted) and event.author == member:
            assert f"zebra{event.id}" not in repr(life.room)
    life.live([posted("after", "moira", "What should we do about the rota?", at - MONDAY + 9.0)])


@settings(deadline=None)
@given(conversations(), people)
def test_whoever_opts_out_leaves_no_words(events: list[Event], member: str) -> None:
    """And no question that anybody could be asked about; they stay in the room."""
    life = Life(meeting_room()).live([START, *events])
    known = life.room.name_of(member)
    life.live([OptedOut(room=ROOM, at=later(events), member=member)])
    assert all(each.asker != member for each in life.room.questions.values())
    assert not any(turn.words or turn.cues for turn in life.room.turns if turn.author == member)
    for event in events:
        if isinstance(event, MessagePosted) and event.author == member:
            assert f"zebra{event.id}" not in repr(life.room)
    assert life.room.name_of(member) == known


@settings(deadline=None)
@given(conversations(), people)
def test_a_follow_stands_when_its_author_is_forgotten(events: list[Event], member: str) -> None:
    """Other people's questions keep their state: they are no news to anybody."""
    life = Life(meeting_room()).live([START, *events])
    at = later(events)
    life.until(at)
    others = {each.id: each.state for each in life.room.questions.values() if each.asker != member}
    life.feed(Forgotten(room=ROOM, at=at, member=member))
    left = {name: life.room.questions[name].state for name in others if name in life.room.questions}
    assert {name: others[name] for name in left} == left


def test_an_opted_out_member_is_never_asked_about() -> None:
    """What they say arrives unread, so nothing of it is a question."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "", 0, unread=True)
        assert play.room.questions == {}
        assert play.room.turns[-1].words == ()


def test_that_somebody_who_opted_out_took_it_up_is_told_without_their_name() -> None:
    """Neither of what they answered before nor of what they do later; that it was taken up is."""
    life = Life(meeting_room()).live(
        [
            START,
            posted("m1", "maya", "How does the money reach the surgeries?", 0),
            posted(
                "m2", "tom", "The money reaches the surgeries by the council.", 20, reply_to="m1"
            ),
            posted("m3", "maya", "Who decides about the rota for the winter?", 60),
        ]
    )
    assert "'tom'" in repr(summary_of(life.room)) or "Tom" in repr(summary_of(life.room))
    life.live(
        [
            OptedOut(room=ROOM, at=MONDAY + 70.0, member="tom"),
            posted("m4", "tom", "", 80, reply_to="m3", unread=True),
        ]
    )
    asked = life.room.questions
    assert [asked[each].state for each in ("m1", "m3")] == [State.FOLLOWED, State.FOLLOWED]
    told = repr(summary_of(life.room))
    assert "Tom" not in told
    assert "tom" not in told
    assert all(each.author != "tom" for every in asked.values() for each in every.pick_ups)


def test_a_card_about_somebody_who_is_forgotten_says_only_that_it_is_over() -> None:
    """As when a message is deleted: neither who nor why."""
    life = Life(meeting_room()).live(
        [
            START,
            posted("m1", "maya", "How does the money reach the surgeries?", 0),
            *(
                posted(f"n{n}", "tom", "The rota is printed in blue.", 30.0 * n)
                for n in range(1, 30)
            ),
        ]
    )
    assert any(card.sent and card.questions for card in life.room.cards.values())
    life.live([Forgotten(room=ROOM, at=MONDAY + 2_000.0, member="maya")])
    about = [card for card in life.room.cards.values() if "m1" in card.questions]
    assert [card.closed for card in about] == ["The message is no longer there. Nothing to do."]
    assert all(each.state is State.GONE for each in life.room.questions.values())


def test_a_name_is_taken_out_of_other_peoples_words() -> None:
    """In whole, and in the parts that are plainly names; other words stay."""
    name = "Maya El Patel"
    assert masked("Why did MAYA EL PATEL leave?", name) == "Why did somebody leave?"
    assert masked("Maya’s plan, or Patel: which?", name) == "somebody’s plan, or somebody: which?"
    assert masked("El Niño and mayan maps", name) == "El Niño and mayan maps"
    assert masked("", name) == ""
