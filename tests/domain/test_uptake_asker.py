"""What the asker's own next lines say about their question."""

import pytest

from bot.domain.question import State
from tests.domain.talk import asked, takers, talk

WITHDRAWN = [
    "maya: nvm, found it",
    "maya: ignore me",
    "maya: scratch that, it's on page 2",
    "maya: as you were",
    "maya: oh it's in my own bag",
    "maya: my bad, looking at the old sheet",
    "maya: never mind",
    "maya: false alarm",
]


@pytest.mark.parametrize("line", WITHDRAWN)
def test_an_asker_takes_a_question_back(line: str) -> None:
    """Found, solved or not meant: it never waits for anybody."""
    assert asked(talk("maya: where is the stop key kept?", line)).state is State.WITHDRAWN


def test_only_the_asker_takes_it_back() -> None:
    """Somebody else's lost and found changes nothing."""
    room = talk("maya: where is the stop key kept?", "tom: nvm, found my glasses")
    assert asked(room).state is not State.WITHDRAWN


def test_the_latest_question_is_the_one_taken_back() -> None:
    """Of two questions by one person the later goes, the earlier stays."""
    room = talk(
        "maya: has anybody asked the tenants?",
        "tom: the fence is painted",
        "maya: where is the stop key kept?",
        "maya: nvm, found it",
    )
    assert asked(room, "m3").state is State.WITHDRAWN
    assert asked(room, "m1").state is not State.WITHDRAWN


def test_a_question_that_was_surely_answered_is_not_taken_back() -> None:
    """Words that come after a sure answer are about something else."""
    room = talk("maya: is the lease signed?", "tom >m1: yes, by both", "maya: forget it then")
    assert asked(room).state is State.FOLLOWED


def test_a_line_that_asks_again_takes_nothing_back() -> None:
    """Asking is not taking back, whatever else the line says."""
    room = talk(
        "maya: where is the stop key?", "maya: not in my bag, has anyone seen the stop key?"
    )
    assert asked(room).state is not State.WITHDRAWN


THANKED = [
    "maya: thanks tom",
    "maya: thank you, that I can live with",
    "maya: ah ok, that makes sense",
    "maya: perfect, ta",
]


@pytest.mark.parametrize("line", THANKED)
def test_thanks_show_that_the_line_before_took_it_up(line: str) -> None:
    """A terse answer that nothing else spoke for counts once its asker is content with it."""
    before = talk("maya: when is the lease due?", "tom: 30 June")
    assert takers(before) == []
    room = talk("maya: when is the lease due?", "tom: 30 June", line)
    assert takers(room) == ["m2"]
    assert asked(room).pick_ups[0].weight > 0.8


def test_thanks_by_name_reach_over_other_lines() -> None:
    """Whoever is thanked by name took it up, even if others have spoken in between."""
    room = talk(
        "maya: when is the lease due?",
        "tom: 30 June",
        "ola: paint is ordered",
        "ade: the shed is open",
        "maya: thanks tom",
    )
    assert takers(room) == ["m2"]


@pytest.mark.parametrize("line", ["tom: lol", "tom: let's park that", "tom: ok", "tom: hi all"])
def test_thanks_for_a_brush_off_are_only_polite(line: str) -> None:
    """Being polite about a joke or a brush-off doesn't make it a pick-up."""
    assert takers(talk("maya: who decides about the lease?", line, "maya: thanks")) == []


def test_thanks_dont_reopen_a_question() -> None:
    """A thank-you after an answer leaves the question closed, and asks nothing itself."""
    room = talk("maya: is the lease signed?", "tom >m1: yes", "maya: thanks, that helps")
    assert asked(room).state is State.FOLLOWED
    assert list(room.questions) == ["m1"]


def test_thanks_make_a_guess_sure() -> None:
    """What was probably a pick-up is one when the asker says that it will do."""
    lines = ("maya: when does the lease end?", "tom: it ends on the 30th of June")
    guessed = asked(talk(*lines)).taken_up
    assert asked(talk(*lines, "maya: thanks tom")).taken_up > guessed


def test_thanks_to_somebody_else_leave_the_guess_a_guess() -> None:
    """Thanking another person says nothing of the one who answered."""
    lines = ("maya: when does the lease end?", "tom: it ends on the 30th of June")
    guessed = asked(talk(*lines, "ola: chairs are out")).pick_ups
    assert asked(talk(*lines, "ola: chairs are out", "maya: thanks ola")).pick_ups == guessed


def test_talking_on_with_the_one_before_shows_an_exchange() -> None:
    """In a small circle an asker who goes on without asking is answering to somebody."""
    lines = ("maya: who looks after the old boiler?", "tom: there was a man called Denny")
    guessed = asked(talk(*lines)).taken_up
    again = asked(talk(*lines, "maya: I remember him from the flood, he had a van"))
    assert again.taken_up > guessed


def test_asking_again_makes_a_pick_up_less_sure() -> None:
    """Who asks the same again hasn't had an answer."""
    lines = ("maya: when does the annexe lease end?", "tom: it ends in June, that boiler contract")
    guessed = asked(talk(*lines)).taken_up
    again = asked(talk(*lines, "maya: no, when does the annexe lease end?"))
    assert again.taken_up < guessed


def test_asking_again_leaves_a_sure_pick_up() -> None:
    """A sure answer is not undone by a repeated question."""
    lines = ("maya: when does the lease end?", "tom >m1: it ends on the 30th of June")
    assert takers(talk(*lines, "maya: when does the lease end, again?")) == ["m2"]
