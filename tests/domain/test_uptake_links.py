"""Links in a crowd: what a message is likely to reply to, and what platforms know for sure."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from bot.domain.turn import Turn
from bot.domain.uptake.candidates import NAMES, Earlier, candidates
from bot.domain.uptake.circle import CircleUptake
from bot.domain.uptake.learned import LearnedUptake
from bot.domain.uptake.links import EXPLICIT, Links
from bot.weights import load
from tests.domain.builders import MONDAY, question
from tests.domain.talk import remembered, talk

LINKS = Links(load("crowd")["links"])
CHATTER = (
    "ade: paint is ordered",
    "jo: the shed is open from nine",
    "maya: who signs the lease?",
    "ola: forty tins of it",
    "ade: jo, where is the shed",
)


def likely(said: str, *lines: str) -> dict[str, float]:
    """What a line may reply to, after these lines, by message."""
    room = talk(*(lines or CHATTER))
    return by_message(LINKS.likely(replace(remembered(said, room), seq=room.seq + 1), room))


def by_message(found: list[tuple[Earlier, float]]) -> dict[str, float]:
    """The chances by message; old questions by their own names."""
    return {each.id: chance for each, chance in found}


def best(found: dict[str, float]) -> str:
    """The likeliest."""
    return max(found, key=lambda each: found[each])


def begins(said: str) -> float:
    """How surely a line begins a talk of its own, where ten people talk through each other."""
    room = talk(*CHATTER, *(f"x{each}: tin {each} is open" for each in range(8)))
    turn = replace(remembered(said, room), seq=room.seq + 1)
    return LearnedUptake(load("crowd"), CircleUptake(load("circle"))).judge(turn, room).begins


def test_what_begins_a_talk_is_told_from_what_replies() -> None:
    """Somebody who comes in and asks all begins one; who calls somebody by name seldom does."""
    assert begins("kim: hi all, does anybody know where the ladder is?") > 0.5
    assert begins("tom: maya, do the trustees sign the lease?") < 0.5


def test_every_feature_has_a_name_of_its_own() -> None:
    """Weights are kept by name, so no two features share one."""
    assert len(NAMES) == len(set(NAMES))


def test_who_is_called_is_answered() -> None:
    """A name says whose message is replied to, over what stands nearer."""
    assert best(likely("tom: maya, the trustees sign the lease")) == "m3"


def test_shared_words_tell_of_two_messages_which() -> None:
    """Where nobody is called, rare words that both have say most."""
    assert likely("tom: the trustees sign the lease")["m3"] > likely("tom: so it goes").get(
        "m3", 0.0
    )


def test_a_platforms_reply_is_sure() -> None:
    """What an explicit reply points at is what it replies to, and nothing else."""
    assert likely("tom >m1: maya, the trustees sign the lease") == {"m1": EXPLICIT}


def test_a_reply_to_what_is_forgotten_links_nowhere() -> None:
    """Where a reply's message isn't known any more, nothing is guessed instead."""
    assert likely("tom >m99: maya, the trustees sign the lease") == {}


def test_a_thread_holds_together() -> None:
    """A line in a thread replies to something in that thread."""
    lines = ("ade: paint is ordered", "maya: who signs the lease?", "ola #m1: which colour?")
    assert set(likely("tom #m1: the trustees, green", *lines)) <= {"m1", "m3"}


def test_an_old_question_is_found_by_its_askers_name() -> None:
    """A question from before everything remembered is still there for whoever is called."""
    room = talk(*(f"ade{each}: tin {each} is open" for each in range(60)))
    room.questions["old"] = question("old", asker="maya", seq=1, run_seq=1)
    turn = Turn(id="x", at=MONDAY + 1300, seq=61, author="tom", addressed=("maya",))
    assert all(each is None or each.id != "old" for each, _ in candidates(turn, room))
    calls = remembered("tom: maya, the trustees do", room)
    found = [each for each, _ in candidates(replace(calls, seq=61), room)]
    assert "old" in {each.id for each in found if each is not None}


LINES = st.lists(
    st.sampled_from(
        [
            "maya: who signs the lease?",
            "tom: maya, the trustees do",
            "ola: morning all",
            "jo: tom, thanks!",
            "ade #m1: in the thread then",
        ]
    ),
    max_size=12,
)


@given(LINES)
def test_the_chances_come_to_one_at_most(lines: list[str]) -> None:
    """What may be replied to shares one chance with starting something new."""
    room = talk(*lines)
    turn = replace(remembered("tom: maya, it's the trustees", room), seq=room.seq + 1)
    found = [chance for _, chance in LINKS.likely(turn, room)]
    assert all(0.0 < each <= 1.0 for each in found)
    assert sum(found) <= 1.0 + 1e-9
