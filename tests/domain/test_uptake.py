"""Uptake as it runs: which question a message takes up, and what lets one drop."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.bootstrap.tracker import build_hearing, build_tracker
from bot.domain.events import MessagePosted
from bot.domain.question import How, State
from bot.domain.room import Room
from bot.domain.turn import Cue, Turn
from bot.domain.uptake import Verdict
from tests.domain.builders import MONDAY, posted
from tests.domain.talk import KEY, asked, takers, talk
from tests.domain.talk import line as said

_, UPTAKE = build_tracker(KEY)

FENCE = (
    "ade: the fence posts have come",
    "jo: paint is ordered",
    "ade: forty tins of it",
    "jo: the shed is open from nine",
    "ade: gloves are in the shed",
    "jo: and the hammers",
    "ade: see you all there on saturday",
    "jo: bring a flask",
)

TAKEN_UP = [
    (("maya: who signs the lease?", "tom >m1: the trustees sign it, both of them"), How.ANSWER),
    (("maya: is the lease signed?", "tom >m1: yes"), How.ANSWER),
    (("maya: who signs the lease?", "tom #m1: the trustees sign it, both of them"), How.ANSWER),
    (
        ("maya: when does the lease end?", "tom: maya, the lease ends on the 30th of June"),
        How.ANSWER,
    ),
    (("maya: tom, how many chairs have we got?", "tom: forty, ten of them broken"), How.ANSWER),
    (("maya: when does the lease end?", "tom: it ends on the 30th of June"), How.ANSWER),
    (
        (
            "maya: I'm uneasy about signing before the survey",
            "ola: same here, I'd want to see that survey first too",
        ),
        How.FOLLOW,
    ),
    (
        (
            "maya: I don't understand what this panel decides",
            "ola: maya, what would help, shall we write down what the panel decides?",
        ),
        How.FOLLOW,
    ),
    (
        (
            "maya: has anyone asked the tenants?",
            "tom: maya I'll ring two of the tenants tonight and bring you what they say",
        ),
        How.FOLLOW,
    ),
]


PLAINLY_ANSWERED = [
    ("when does the lease end?", "the lease ends on the 30th of June"),
    ("who has the key to the loft?", "the key to the loft is with Pat next door"),
    ("how many seats does the minibus have?", "the minibus has sixteen seats"),
    ("what time does the hall open on Sunday?", "the hall opens at nine on Sunday"),
    ("is the boiler safe to use?", "yes, the boiler is safe, it was checked in March"),
    ("why did we change the supplier?", "we changed supplier because the old one ran late"),
    ("who is taking the minutes tonight?", "I'm taking the minutes tonight"),
    ("do we need a licence for the raffle?", "no, we don't need a licence for so small a raffle"),
    ("sorry, what does CCG stand for?", "CCG stands for clinical commissioning group"),
    ("how do I reset my password?", "go to settings, then security, and press reset password"),
]


@pytest.mark.parametrize(("question", "answer"), PLAINLY_ANSWERED)
def test_a_plain_answer_is_one_though_nobody_thanks_for_it(question: str, answer: str) -> None:
    """What anybody would try first: a question, its plain answer, and the talk goes on."""
    lines = (f"maya: {question}", f"tom: {answer}", *FENCE)
    assert takers(talk(*lines)) == ["m2"]


PLAINLY_DROPPED = [
    ("who decides about the lease in the end?", "ok"),
    ("who decides about the lease in the end?", "let's park that"),
    ("who decides about the lease in the end?", "great question! Item 4, the fence"),
    ("who decides about the lease in the end?", "moving on to the raffle prizes"),
    ("who decides about the lease in the end?", "haha, the lease has a mind of its own 😂"),
    ("I'm not sure I understand why we're doing this at all", "noted"),
    ("I'm not sure I understand why we're doing this at all", "who has the shed key?"),
    ("I'm not sure I understand why we're doing this at all", "love the passion, keep it up"),
    ("who hasn't been asked about the new rota?", "moving on, the hall roof"),
    ("are we sure this is fair on the night staff?", "one for another day I think"),
]


@pytest.mark.parametrize(("question", "line"), PLAINLY_DROPPED)
def test_a_plain_drop_leaves_it_hanging(question: str, line: str) -> None:
    """The other half: a bare nod, a joke, praise, another matter, and the talk goes on."""
    room = talk(f"maya: {question}", f"tom: {line}", *FENCE)
    assert asked(room).state is State.HANGING


@pytest.mark.parametrize(("lines", "how"), TAKEN_UP)
def test_a_pick_up_is_seen(lines: tuple[str, ...], how: How) -> None:
    """Replies, threads, names, the person asked, shared words: each takes the question up."""
    room = talk(*lines)
    assert takers(room) == ["m2"]
    assert asked(room).pick_ups[0].how is how


LET_DROP = [
    "tom: ok",
    "tom: noted",
    "tom >m1: noted, thanks",
    "tom: 👍",
    "tom: haha, you and my mother both 😂",
    "tom >m1: lol",
    "tom: let's park that",
    "tom >m1: let's park that for another day",
    "tom: one for outside the meeting I think",
    "tom: can we stick to the fence please",
    "tom: lovely that you raised it. Fence next",
    "tom: great question! Item 4, the fence",
    "tom: Item 4, the fence",
    "tom: the fence posts have come",
    "tom: jo, have the fence posts come?",
    "tom: morning all",
    "maya: I did read the papers, all forty pages of them",
]


@pytest.mark.parametrize("line", LET_DROP)
def test_what_lets_a_question_drop_is_no_pick_up(line: str) -> None:
    """Acknowledgements, jokes, brush-offs, praise, the next item, the asker's own further line."""
    room = talk("maya: who decides about the lease in the end?", line, *FENCE)
    assert takers(room) == []
    assert asked(room).state is State.HANGING


@pytest.mark.parametrize(
    "line",
    [
        "tom: let's park that",
        "tom >m1: noted",
        "tom >m1: lol",
        "tom: maya you star, love that",
    ],
)
def test_an_answer_that_lets_it_drop_is_a_brush_off(line: str) -> None:
    """It is told apart from talk about something else: the question waits the less long."""
    assert asked(talk("maya: who decides about the lease?", line)).brushed_off == 1


def test_talk_about_something_else_is_no_brush_off() -> None:
    """The flow moving on is nobody's doing."""
    assert asked(talk("maya: who decides about the lease?", *FENCE)).brushed_off == 0


def test_a_bots_reply_is_not_counted() -> None:
    """What a bot replies answers nobody."""
    room = talk("maya: who signs the lease?", "hal >m1: the trustees sign it", bots=("hal",))
    assert asked(room).pick_ups == ()


def test_an_emoji_is_not_a_pick_up() -> None:
    """A raised thumb on the question leaves it waiting."""
    reaction = Turn(
        id="r1", at=MONDAY, seq=2, author="tom", reply_to="m1", cues=frozenset({Cue.REACTION})
    )
    room = talk("maya: who signs the lease?")
    assert UPTAKE.judge(reaction, room) == Verdict()


def test_a_reply_to_something_else_is_not_for_the_question() -> None:
    """An explicit reply belongs to its message, however near the question stands."""
    room = talk(
        "ola: the lease is in the folder",
        "maya: when does the lease end?",
        "tom >m1: yes, the lease is there, it ends on page 9",
    )
    assert takers(room, "m2") == []


def test_who_answers_somebody_else_by_name_doesnt_answer_the_asker() -> None:
    """A name says whom a message is for."""
    room = talk("maya: when does the lease end?", "tom: ola, it opens on the 30th of June")
    assert takers(room) == []


# --- several questions at once ---------------------------------------------------------------


def test_an_answer_goes_to_the_question_it_fits() -> None:
    """Of two waiting questions the one whose words it shares is answered, the other waits."""
    room = talk(
        "maya: where do the visitors park their bicycles?",
        "ola: who has the alarm code for the annexe?",
        "tom: it's on the annexe noticeboard, the alarm code",
    )
    assert takers(room, "m2") == ["m3"]
    assert takers(room, "m1") == []


def test_answers_may_come_crosswise() -> None:
    """Each of two askers is answered by name, in the other order."""
    room = talk(
        "maya: where do the visitors park?",
        "ola: who has the alarm code?",
        "tom: ola, jo has the alarm code",
        "ade: maya, visitors park behind the hall",
    )
    assert takers(room, "m2") == ["m3"]
    assert takers(room, "m1") == ["m4"]


def test_a_late_follow_is_found_minutes_later() -> None:
    """Going back to what somebody said, by name, reaches over everything in between."""
    room = talk(
        "maya: has anybody asked the tenants about the lease?",
        *FENCE,
        "ola: going back to maya's question, I rang three of the tenants and none had heard of it",
    )
    assert takers(room) == ["m10"]
    assert asked(room).pick_ups[0].how is How.FOLLOW


def test_an_old_question_is_reached_by_reply_alone() -> None:
    """However much was said since, an explicit reply finds its question."""
    chatter = tuple(
        f"{'ade' if number % 2 else 'jo'}: tin {number} is open" for number in range(50)
    )
    room = talk("maya: who signs the lease?", *chatter, "tom >m1: the trustees sign it, in May")
    assert takers(room) == ["m52"]


# --- threads ---------------------------------------------------------------------------------


def test_a_thread_takes_up_only_its_own_question() -> None:
    """A message in another thread is another talk, whatever words it shares."""
    room = talk(
        "ola: lease papers here",
        "maya: when does the lease end?",
        "tom #m1: the lease ends on the 30th of June",
    )
    assert takers(room, "m2") == []


def test_from_another_thread_the_askers_name_reaches() -> None:
    """Naming the asker reaches out of a thread."""
    room = talk(
        "ola: lease papers here",
        "maya: when does the lease end?",
        "tom #m1: maya, the lease ends on the 30th of June",
    )
    assert takers(room, "m2") == ["m3"]


def test_the_rooms_talk_doesnt_reach_into_a_thread() -> None:
    """A neighbour in the room is no neighbour of a question in a thread."""
    room = talk(
        "ola: lease papers here",
        "maya #m1: when does the lease end?",
        "tom: it ends on the 30th of June",
    )
    assert takers(room, "m2") == []


def test_a_broadcast_is_heard_in_the_room() -> None:
    """A thread reply shown to the whole room can take up the room's question."""
    room = talk("ola: lease papers here", "maya: when does the lease end?")
    shown = posted(
        "m3",
        "tom",
        "it ends on the 30th of June, the lease",
        60.0,
        thread="m1",
        broadcast=True,
    )
    assert judged(room, shown).links


def judged(room: Room, message: MessagePosted) -> Verdict:
    """What one more message means for the room."""
    turn = build_hearing(KEY).remember(message, room.seq + 1, room)
    return UPTAKE.judge(turn, room)


# --- taken away, and the score ---------------------------------------------------------------


def test_a_conveners_promise_takes_the_question_away() -> None:
    """What a convener will find out is carried, and is a follow all the same."""
    room = talk("maya: I don't understand what the panel decides", "moira: maya, I'll find out")
    assert asked(room).state is State.TAKEN_AWAY
    assert takers(room) == ["m2"]
    assert asked(room).pick_ups[0].how is How.FOLLOW


def test_anybody_elses_promise_is_a_follow() -> None:
    """Who doesn't convene carries nothing for the room, and follows nevertheless."""
    room = talk("maya: I don't understand what the panel decides", "tom: maya, I'll find out")
    assert asked(room).state is State.FOLLOWED


def test_what_was_taken_up_is_not_dropped() -> None:
    """The surer the pick-up, the lower the score."""
    room = talk("maya: is the lease signed?", "tom >m1: yes", *FENCE)
    waiting = talk("maya: is the lease signed?", "tom: noted", *FENCE)
    assert UPTAKE.hanging_score(asked(room), room) < 0.25
    assert UPTAKE.hanging_score(asked(waiting), waiting) > 0.6


# --- what it costs, and what it keeps --------------------------------------------------------


LINES = st.sampled_from(
    [
        "maya: who signs the lease?",
        "tom: the trustees sign it",
        "ola: maya, it's in the folder",
        "tom: noted",
        "maya: thanks tom",
        "ola: I'm uneasy about the stairs",
        "jo: same here, I'd ask the builder",
        "maya: nvm, found it",
        "ade: Item 4, the fence",
        "moira: I'll find out",
    ]
)


@given(st.lists(LINES, max_size=14))
def test_a_verdict_speaks_only_of_what_it_may(lines: list[str]) -> None:
    """Links are to known questions of others, weighing 0 to 1; nobody follows themself."""
    room = talk(*lines)
    turn = build_hearing(KEY).remember(said(99, "tom: maya, I'll ask them", 900.0), 99, room)
    verdict = UPTAKE.judge(turn, room)
    for link in verdict.links:
        assert 0 < link.weight <= 1
        assert room.questions[link.question].asker != "tom"
    for each in room.questions.values():
        assert all(pick_up.author != each.asker for pick_up in each.pick_ups)


@given(st.lists(LINES, max_size=10), st.permutations(["maya", "tom", "ola", "jo", "ade", "moira"]))
def test_who_is_listed_first_doesnt_matter(lines: list[str], order: list[str]) -> None:
    """A verdict doesn't hang on the order in which the room lists its members."""
    room = talk(*lines)
    message = said(99, "tom: maya, I'll ask them", 900.0)
    before = judged(room, message)
    room.members = {name: room.members[name] for name in order}
    assert judged(room, message) == before


def test_judging_changes_nothing() -> None:
    """Uptake only says what a message means: asked twice, it says the same."""
    room = talk("maya: who signs the lease?", "tom: let me see")
    message = said(3, "ola: maya, the trustees sign it, all of them", 60.0)
    before = dict(room.questions)
    assert judged(room, message) == judged(room, message)
    assert room.questions == before
