"""What enters a room's memory leaves it again: it stays bounded however long people talk."""

import sys

from bot.domain.commands import Retired
from bot.domain.noticing import QUESTIONS_KEPT, RETIRE_AFTER
from bot.domain.question import Ending, State
from bot.domain.room import REMEMBERED_TURNS, Room
from bot.domain.settings import RoomMode, RoomSettings
from bot.runtime.playback import Playback
from tests.domain.builders import MONDAY, meeting_room, posted, question, ready, started
from tests.domain.playbook import playing, retired, scripted_tracker
from tests.properties.life import rule_tracker
from tests.properties.talk import SAID


def chatter(first: int, many: int) -> list[tuple[str, float]]:
    """Ids and times of messages."""
    return [(f"x{number}", 100.0 + number) for number in range(first, first + many)]


def test_what_is_over_retires_after_some_messages() -> None:
    """It leaves memory in its last state, once."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "ask:inquiry Where?", 0)
        play >> posted("m2", "tom", "answers:m1", 1)
        for name, at in chatter(0, RETIRE_AFTER - 1):
            play >> posted(name, "maya", "clinic", at)
        assert play.state() is State.FOLLOWED
        play >> posted("last", "maya", "clinic", 500) << retired("m1")


def test_what_is_not_worth_a_follow_retires_though_it_waits() -> None:
    """Greetings don't crowd out what matters."""
    with playing(meeting_room()) as play:
        play >> posted("m1", "maya", "idle:inquiry All well?", 0)
        for name, at in chatter(0, RETIRE_AFTER):
            play >> posted(name, "maya", "clinic", at)
        play >> posted("last", "maya", "clinic", 500) << retired("m1")


def test_of_too_many_that_wait_the_oldest_retires() -> None:
    """A hundred wait in memory, and not one more."""
    room = ready()
    room.questions = {
        f"q{n}": question(f"q{n}", state=State.HANGING, chosen_at=MONDAY) for n in range(100)
    }
    with playing(room) as play:
        play >> started("mtg", 0) << ...
        play >> posted("m1", "maya", "ask:inquiry Where?", 1) << retired("q0")
        assert len(room.questions) == QUESTIONS_KEPT


def test_what_retires_takes_no_others_words_and_nobodys_presses_along() -> None:
    """What the talk moved on to, who pressed and who claimed stay in memory alone."""
    room = meeting_room()
    room.seq = 500
    room.questions["m1"] = question(
        state=State.SETTLED,
        ending=Ending.LET_IT_REST,
        moved_on_to="the zebra",
        moved_on_in="m2",
        heard_too=("ade",),
        claimed_by="moira",
    )
    (command,) = scripted_tracker().handle(room, posted("m9", "tom", "clinic", 1))
    assert isinstance(command, Retired)
    assert not {"zebra", "ade", "moira", "m2"} & set(
        repr(command.question).replace("'", " ").split()
    )


def weight(room: Room) -> int:
    """About how large the room is."""
    return sys.getsizeof(repr(room))


def test_memory_stays_bounded_over_a_hundred_thousand_messages() -> None:
    """Turns, questions and cards alike, in an always-on room that is never quiet."""
    room = ready(settings=RoomSettings(mode=RoomMode.ALWAYS_ON))
    out: list[str] = []
    play = Playback(scripted_tracker(), room, lambda each: out.append(each.id))
    sizes = []
    for number in range(100_000):
        mark = ("ask:challenge", "clinic", f"answers:m{number - 2}", "idle:inquiry", "hm")[
            number % 5
        ]
        play.feed(posted(f"m{number}", f"p{number % 40}", f"{mark} Who decides?", number * 20.0))
        if number % 20_000 == 19_999:
            sizes.append(weight(room))
            assert len(room.questions) <= QUESTIONS_KEPT + RETIRE_AFTER
            assert len(room.turns) == REMEMBERED_TURNS
            assert len(room.cards) <= 10
    assert len(out) > 30_000
    assert max(sizes) < 1.2 * min(sizes)


def test_memory_stays_bounded_with_the_rules_too() -> None:
    """The same for a meeting in the words people use."""
    room = meeting_room()
    play = Playback(rule_tracker(), room, lambda _: None)
    sizes = []
    for number in range(4_000):
        said = SAID[number % len(SAID)].format(word=f"word{number % 97}")
        play.feed(posted(f"m{number}", f"p{number % 7}", said, number * 20.0))
        if number % 1_000 == 999:
            sizes.append(weight(room))
    assert max(sizes) < 1.5 * min(sizes)
    assert len(room.questions) <= QUESTIONS_KEPT + RETIRE_AFTER
