"""The second listener from end to end: a real store, the real client, a server on loopback."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from bot.domain.events import (
    ConvenerSteppedDown,
    MemberJoined,
    MessageDeleted,
    MessageEdited,
    MessagePosted,
    Paused,
    RoomSet,
)
from bot.domain.listener import WAITS
from bot.domain.question import Kind, State
from bot.domain.settings import KeepText, RoomSettings
from bot.runtime.breaker import FIRST_REST
from bot.runtime.ports import Asked as Ended
from tests.adapters.llm import endpoint as local
from tests.adapters.llm.endpoint import Answer
from tests.runtime.asked import FAINT, LIMITS, ROOM, SET_UP, SURE, Asked, meeting


@pytest.fixture
async def asked(tmp_path: Path) -> AsyncIterator[Asked]:
    """A meeting whose convener agreed."""
    async with meeting(tmp_path) as found:
        yield found


def chat(asked: Asked, number: int = -1) -> dict[str, object]:
    """The chat that the server was shown."""
    body = json.loads(asked.endpoint.seen[number])
    shown: dict[str, object] = json.loads(body["messages"][1]["content"])
    return shown


# --- asked and answered ----------------------------------------------------------------------


async def test_what_is_heard_unsurely_is_asked_about_and_stands_as_it_says(asked: Asked) -> None:
    """It becomes worth a nudge, and is nudged about."""
    asked.endpoint.answer = local.says("concern")
    await asked.says("m1", "ana", FAINT)
    await asked.answered()
    question = await asked.question()
    assert (question.kind, question.confidence) == (Kind.CONCERN, 0.9)
    assert len(asked.endpoint.seen) == 1
    await asked.passes(3000)
    assert asked.cards == ["nudge:m1:cora"]


async def test_what_is_no_question_is_never_nudged_about(asked: Asked) -> None:
    """And its words are gone from the database."""
    asked.endpoint.answer = local.says("no_question")
    await asked.says("m1", "ana", FAINT)
    assert (await asked.question()).text is not None
    await asked.answered()
    question = await asked.question()
    assert (question.tracked, question.text) == (False, None)
    await asked.passes(3000)
    assert asked.cards == []


@pytest.mark.parametrize(("word", "state"), [("neither", State.OPEN), ("answer", State.FOLLOWED)])
async def test_a_reply_is_judged_with_the_talk_before_it(
    asked: Asked, word: str, state: State
) -> None:
    """Names are replaced in it, everywhere the same."""
    asked.endpoint.answer = local.says(word)
    await asked.says("m1", "ana", SURE)
    await asked.says("m2", "ben", "Thanks, ana OKOYE! Write to ana@example.org")
    await asked.says("m3", "dev", "halves:m1 Well, Ben's call on 020 7946 0958")
    await asked.answered()
    assert (await asked.question()).state is state
    assert chat(asked) == {
        "messages": [
            {"n": 1, "who": "P1", "text": SURE},
            {"n": 2, "who": "P2", "text": "Thanks, P1 P1! Write to (address)"},
            {"n": 3, "who": "P3", "text": "halves:m1 Well, P2's call on (number)"},
        ],
        "judge": 3,
        "question": 1,
    }


async def test_a_question_from_longer_ago_is_shown_by_its_kept_words(asked: Asked) -> None:
    """Those alone of what was said then; where none are kept, nothing is asked."""
    await asked.says("m1", "ana", SURE)
    for number in range(2, 16):
        await asked.says(f"m{number}", "ben", f"the clinic times {number}")
    await asked.says("m16", "dev", "halves:m1 it depends")
    await asked.answered()
    shown = chat(asked)["messages"]
    assert isinstance(shown, list)
    assert len(shown) == 13
    assert shown[0] == {"n": 1, "who": "P1", "text": "Who decides?"}
    await asked.happens(
        RoomSet(room=ROOM, at=asked.clock.at, settings=replace(SET_UP, keep_text=KeepText.NONE))
    )
    await asked.says("m17", "ben", "guesses:m1 it depends")
    await asked.answered()
    assert len(asked.endpoint.seen) == 1


async def test_what_is_heard_surely_is_not_asked_about(asked: Asked) -> None:
    """Only the uncertain leaves the server."""
    await asked.says("m1", "ana", SURE)
    await asked.says("m2", "ben", "answers:m1 the board does")
    await asked.answered()
    assert asked.endpoint.seen == []


async def test_told_again_after_a_restart_the_room_comes_to_the_same(asked: Asked) -> None:
    """The answer stands in the journal: what comes late and before it changes nothing of it."""
    asked.endpoint.answer = local.says("concern")
    await asked.says("m1", "ana", FAINT)
    await asked.answered()
    await asked.says("m2", "ben", "the clinic times")
    asked.restart()
    asked.endpoint.answer = local.fails(500)
    late = MessagePosted(room=ROOM, at=asked.clock.at - 8, id="m0", author="dev", text="hello")
    await asked.happens(late)
    assert [each.id for each in (await asked.room()).turns] == ["m0", "m1", "m2"]
    question = await asked.question()
    assert (question.kind, question.confidence, question.awaited) == (Kind.CONCERN, 0.9, ())
    assert len(asked.endpoint.seen) == 1


# --- agreement -------------------------------------------------------------------------------


async def test_without_a_conveners_agreement_nothing_is_sent(tmp_path: Path) -> None:
    """Nor of what was said before it, once it is given."""
    async with meeting(tmp_path, agreed=False) as asked:
        await asked.says("m1", "ana", FAINT)
        await asked.says("m2", "ben", "the zebra")
        await asked.answered()
        assert asked.endpoint.seen == []
        await asked.agrees()
        await asked.says("m3", "dev", FAINT)
        await asked.answered()
        assert len(asked.endpoint.seen) == 1
        assert "zebra" not in asked.endpoint.seen[0]


async def test_nothing_is_sent_once_it_is_ended(asked: Asked) -> None:
    """By a word, by stepping down, or by the admin's setting up another."""
    await asked.agrees(on=False)
    await asked.says("m1", "ana", FAINT)
    await asked.agrees()
    other = RoomSettings(listener="another, at example.org")
    await asked.happens(RoomSet(room=ROOM, at=asked.clock.at, settings=other))
    await asked.says("m2", "ana", FAINT)
    await asked.happens(RoomSet(room=ROOM, at=asked.clock.at, settings=SET_UP))
    await asked.says("m3", "ana", FAINT)
    await asked.agrees()
    await asked.happens(ConvenerSteppedDown(room=ROOM, at=asked.clock.at, member="cora"))
    await asked.says("m4", "ana", FAINT)
    await asked.answered()
    assert asked.endpoint.seen == []


# --- whose words are never sent ----------------------------------------------------------------


@pytest.mark.parametrize("what", ["opts out", "is forgotten", "deletes", "edits", "pauses"])
async def test_words_that_may_not_be_sent_any_more_are_dropped_at_once(
    asked: Asked, what: str
) -> None:
    """They were in memory alone."""
    await asked.says("m1", "ben", "the zebra")
    match what:
        case "opts out":
            await asked.privacy.opt_out("fake", "ben")
        case "is forgotten":
            await asked.privacy.forget("fake", "ben")
        case "deletes":
            await asked.happens(MessageDeleted(room=ROOM, at=asked.clock.at, id="m1"))
        case "edits":
            text = "about other things"
            await asked.happens(MessageEdited(room=ROOM, at=asked.clock.at, id="m1", text=text))
        case "pauses":
            await asked.happens(Paused(room=ROOM, at=asked.clock.at, by="ana"))
            await asked.agrees()  # nothing comes back by that
    await asked.says("m2", "ana", FAINT)
    await asked.answered()
    assert len(asked.endpoint.seen) == (0 if what == "pauses" else 1)
    assert "zebra" not in "".join(asked.endpoint.seen)


async def test_words_are_gone_with_the_process(asked: Asked) -> None:
    """A restart knows of no talk; what is said then may be asked about."""
    await asked.says("m1", "ben", "the zebra")
    asked.restart()
    await asked.says("m2", "ana", FAINT)
    await asked.answered()
    assert len(asked.endpoint.seen) == 1
    assert "zebra" not in asked.endpoint.seen[0]


@pytest.mark.parametrize("text", ["I want to kill myself", "faint:concern I could harm myself"])
async def test_what_is_sensitive_is_never_sent(asked: Asked, text: str) -> None:
    """Neither asked about nor shown beside other words (rule 11)."""
    await asked.says("m1", "ben", text)
    await asked.says("m2", "ana", FAINT)
    await asked.answered()
    assert len(asked.endpoint.seen) == 1
    assert "myself" not in asked.endpoint.seen[0]


async def test_what_bots_say_is_not_sent(asked: Asked) -> None:
    """Nobody in the room has agreed to what they carry."""
    await asked.happens(
        MemberJoined(room=ROOM, at=asked.clock.at, member="bot", name="Rota Bot", bot=True)
    )
    await asked.happens(
        MessagePosted(
            room=ROOM, at=asked.clock.at, id="m1", author="bot", text="the zebra", bot=True
        )
    )
    await asked.says("m2", "ana", FAINT)
    await asked.answered()
    assert "zebra" not in asked.endpoint.seen[0]


# --- what goes wrong ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    "answer",
    [
        local.fails(500),
        local.fails(429, Retry_After="60"),
        local.writes("{"),
        local.says("Certainly: challenge"),
        local.says("neither"),
        local.echoes,
        local.never_ends,
    ],
    ids=["500", "429", "broken", "chatty", "of another asking", "echoes", "huge"],
)
async def test_whatever_goes_wrong_the_local_decision_stands(asked: Asked, answer: Answer) -> None:
    """And the log says how it ended, without a word of anybody's."""
    asked.endpoint.answer = answer
    with capture_logs() as logs:
        await asked.says("m1", "ana", "faint:challenge Who is missing here, zebra? inquiry")
        await asked.answered()
    question = await asked.question()
    assert (question.kind, question.confidence, question.tracked) == (Kind.CHALLENGE, 0.3, True)
    (line,) = [each for each in logs if each["event"] == "second listener"]
    assert set(line) == {"event", "log_level", "outcome", "about", "seconds"}
    assert line["outcome"] != "answered"
    assert asked.ended(Ended.FAILED) + asked.ended(Ended.UNFIT) == 1
    assert "zebra" not in str(logs)
    assert "k-secret" not in str(logs)


async def test_a_slow_one_is_given_up_and_its_answer_not_heard(tmp_path: Path) -> None:
    """The time limit is for the whole of an asking."""
    event = asyncio.Event()
    async with meeting(tmp_path, limits=replace(LIMITS, seconds=0.05)) as asked:
        asked.endpoint.answer = local.waits_for(event, "concern")
        await asked.says("m1", "ana", FAINT)
        await asked.answered()
        event.set()
        assert (await asked.question()).kind is Kind.CHALLENGE
        assert asked.ended(Ended.TOO_SLOW) == 1


async def test_an_answer_that_comes_too_late_changes_nothing(asked: Asked) -> None:
    """By the room's clock: the nudge has long gone out by the local decision, or hasn't."""
    event = asyncio.Event()
    asked.endpoint.answer = local.waits_for(event, "no_question")
    await asked.says("m1", "ana", FAINT)
    await asked.endpoint.asked()
    await asked.passes(WAITS + 1)
    event.set()
    await asked.answered()
    assert (await asked.question()).tracked


async def test_it_is_left_alone_after_failures_and_tried_again(asked: Asked) -> None:
    """Three in a row open the breaker; one trial after a rest closes it, or doubles the rest."""
    asked.endpoint.answer = local.fails(500)
    number = 0

    async def asks() -> int:
        nonlocal number
        number += 1
        await asked.says(f"m{number}", "ana", FAINT)
        await asked.answered()
        return len(asked.endpoint.seen)

    assert [await asks() for _ in range(5)] == [1, 2, 3, 3, 3]
    assert (asked.second.rests, asked.ended(Ended.FAILED)) == (True, 3)
    await asked.passes(FIRST_REST)
    assert [await asks() for _ in range(2)] == [4, 4]
    await asked.passes(FIRST_REST)
    assert await asks() == 4
    await asked.passes(FIRST_REST)
    asked.endpoint.answer = local.says("concern")
    assert [await asks() for _ in range(3)] == [5, 6, 7]
    assert (asked.second.rests, asked.ended(Ended.FAILED)) == (False, 4)
    assert asked.ended(Ended.ANSWERED) == 3


async def test_one_that_is_down_is_left_alone_too(asked: Asked) -> None:
    """The meeting goes on as if there were none."""
    asked.endpoint.answer = local.fails(429, Retry_After="600")
    await asked.says("m1", "ana", FAINT)
    await asked.answered()
    asked.endpoint.answer = local.says("concern")
    await asked.passes(500)
    await asked.says("m2", "ana", FAINT)
    await asked.answered()
    assert len(asked.endpoint.seen) == 1


@pytest.mark.parametrize("limits", [{"a_day": 2}, {"a_room_a_day": 2}])
async def test_the_budget_of_a_day_is_kept_across_restarts(
    tmp_path: Path, limits: dict[str, int]
) -> None:
    """It is in the database, and a new day has its own."""
    async with meeting(tmp_path, limits=replace(LIMITS, **limits)) as asked:
        for number in range(1, 5):
            await asked.says(f"m{number}", "ana", FAINT)
            await asked.answered()
            asked.restart()
        assert len(asked.endpoint.seen) == 2
        assert asked.ended(Ended.BUDGET_SPENT) == 2
        await asked.passes(86_400)
        await asked.says("m9", "ana", FAINT)
        await asked.answered()
        assert len(asked.endpoint.seen) == 3


# --- waiting -----------------------------------------------------------------------------------


async def nudge_is_due(asked: Asked) -> asyncio.Event:
    """A question about to be nudged, and a reply to be judged: its answer waits for the event."""
    event = asyncio.Event()
    await asked.says("m1", "ana", SURE)
    await asked.says("m2", "ben", "the clinic times")
    await asked.says("m3", "dev", "the clinic times")
    while (due := (await asked.room()).wake_at) is not None and due - asked.clock.at > 10:
        asked.clock.at += 1
    asked.endpoint.answer = local.waits_for(event, "neither")
    await asked.says("m4", "ben", "guesses:m1 perhaps")
    await asked.endpoint.asked()
    return event


async def test_a_restart_while_it_is_waited_for_loses_the_answer_and_no_nudge(
    asked: Asked,
) -> None:
    """The deadline is a row: the next process wakes the room by it."""
    await nudge_is_due(asked)
    await asked.companion.stop()
    asked.restart()
    await asked.passes(400)
    assert asked.cards == ["nudge:m1:cora"]


async def test_a_stop_does_not_wait_for_it(asked: Asked) -> None:
    """Whatever is under way is given up."""
    await nudge_is_due(asked)
    async with asyncio.timeout(2):
        await asked.companion.stop()


async def test_an_unknown_room_is_nobodys(asked: Asked) -> None:
    """A room that was erased while the answer was waited for stays erased."""
    event = asyncio.Event()
    asked.endpoint.answer = local.waits_for(event, "concern")
    await asked.says("m1", "ana", FAINT)
    await asked.endpoint.asked()
    await asked.privacy.purge(ROOM)
    event.set()
    await asked.answered()
    assert await asked.store.look(ROOM) is None
