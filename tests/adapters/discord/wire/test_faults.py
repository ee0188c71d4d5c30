"""Faults on purpose, over a real connection: the right answer, nothing lost, nothing doubled."""

import asyncio
from pathlib import Path

import pytest
from simcord.backend import serializers
from simcord.backend.models import Message

from adapters.discord.logins import RefusedError
from tests.adapters.discord.local.server import WRONG_TOKEN, Fault, Op, too_often
from tests.adapters.discord.local.sight import text_of
from tests.adapters.discord.local.wire import Wired, seen, wired
from tests.adapters.discord.meetings import ASKED

MINUTES = 60.0
CHANGED = ASKED.replace("say", "put into words")
NUDGE = "worth returning to"
POSTING = ("POST", "/channels/*/messages")
EDITING = ("PATCH", "/channels/*/messages/*")
TELLING = ("PATCH", "/webhooks/*/messages/@original")
ANSWERING = ("POST", "/interactions/*/callback")


def _nudges(here: Wired) -> list[Message]:
    return [each for each in here.direct(here.ruth) if NUDGE in text_of(seen(each))]


async def _nudged_once(here: Wired) -> None:
    """Ruth's nudge has come, and no second one with it."""
    await here.card(here.ruth, NUDGE)
    await here.until(lambda: not here.server.faults, "the fault")
    await asyncio.sleep(0.1)
    assert len(_nudges(here)) == 1


# --- calls that fail -----------------------------------------------------------------------------


@pytest.mark.parametrize("everywhere", [False, True], ids=["route", "global"])
async def test_asked_too_often_it_waits_and_nudges_once(here: Wired, everywhere: bool) -> None:
    """429: the library waits as long as Discord says, and the nudge comes once."""
    await here.begun()
    here.server.fail(too_often(POSTING, 0.2, everywhere=everywhere))
    await here.left_hanging()
    await _nudged_once(here)


@pytest.mark.parametrize("taken", [False, True], ids=["not taken", "taken all the same"])
async def test_discord_in_trouble_nudges_once(here: Wired, taken: bool) -> None:
    """500, whether or not it did what was asked: the nudge comes once."""
    await here.begun()
    here.server.fail(Fault(call=POSTING, status=500, taken=taken))
    await here.left_hanging()
    await _nudged_once(here)


async def test_a_stop_lets_what_is_on_its_way_arrive(
    here: Wired, capsys: pytest.CaptureFixture[str]
) -> None:
    """Discord wants a moment, and Heed is stopped in it: the nudge comes once, and no fault."""
    await here.begun()
    here.server.fail(too_often(POSTING, 1.0))
    await here.left_hanging()
    await here.until(lambda: not here.server.faults, "the fault")
    await here.stack.aclose()
    assert len(_nudges(here)) == 1
    assert "RuntimeError" not in capsys.readouterr().out
    await here.restart()
    await here.caught_up()
    assert len(_nudges(here)) == 1


async def test_closed_direct_messages_show_at_the_next_command(here: Wired) -> None:
    """403 (50007): what can't be brought to her waits, and shows to her alone at `/heed`."""
    await here.begun()
    here.server.fail(Fault(call=POSTING, status=403, code=50007))
    await here.left_hanging()
    await here.becomes(lambda room: room.conveners[str(here.ruth.id)].away, "out of reach")
    done = here.slash(here.ruth, "help")
    await here.until(lambda: done.followup_ids, "what waits")
    assert "hard to say" in await here.told(done)
    assert done.ephemeral
    assert not _nudges(here)


async def test_a_card_that_she_deleted_is_let_go(here: Wired) -> None:
    """Unknown message (10008): the card isn't there to be corrected, and that is the end of it."""
    await here.begun()
    asked = await here.left_hanging()
    card = await here.card(here.ruth, NUDGE)
    here.server.fail(Fault(call=EDITING, status=404, code=10008))
    here.click(here.ruth, card, "Show")
    await here.until(lambda: not here.server.faults, "the refusal")
    assert "hard to say" in await here.told(here.slash(here.ruth, "open"))
    here.delete(asked)
    await here.until(lambda: here.heard(asked, "MessageDeleted"), "the deletion")
    assert len(_nudges(here)) == 1
    assert not await here.companion.health.failures()


async def test_what_cannot_be_answered_is_not_done(here: Wired) -> None:
    """An expired interaction (10062): Discord told them that it failed, so it didn't happen."""
    await here.begun()
    here.server.fail(Fault(call=ANSWERING, status=404, code=10062))
    here.slash(here.ruth, "pause")
    await here.until(lambda: not here.server.faults, "the refusal")
    assert "Heed" in await here.told(here.slash(here.ruth, "help"))
    assert not [each for each in here.companion.told if "Paused" in type(each).__name__]
    said = here.say("Maya", ASKED)
    await here.taken_in(said)
    assert str(said.id) in (await here.look()).questions


@pytest.mark.parametrize(
    "fault",
    [
        too_often(TELLING, 0.2),
        too_often(TELLING, 0.2, everywhere=True),
        Fault(call=TELLING, status=500),
    ],
    ids=["429", "429 everywhere", "500"],
)
async def test_an_answer_that_fails_comes_once(here: Wired, fault: Fault) -> None:
    """What somebody asked for is done once, and they are told once, if a little later."""
    await here.begun()
    here.server.fail(fault)
    done = here.slash(here.ruth, "pause")
    await here.until(lambda: not here.server.faults, "the fault")
    assert "paused" in (await here.told(done)).casefold()
    assert not done.followup_ids
    assert [type(each).__name__ for each in here.companion.told].count("Paused") == 1


async def test_a_press_that_came_too_late_is_not_done(here: Wired) -> None:
    """The same with a button: the card stays as it was, and can be pressed again."""
    await here.begun()
    asked = await here.left_hanging()
    card = await here.card(here.ruth, NUDGE)
    here.server.fail(Fault(call=ANSWERING, status=404, code=10062))
    here.click(here.ruth, card, "Show")
    await here.until(lambda: not here.server.faults, "the refusal")
    await here.state(asked, "hanging")
    here.click(here.ruth, card, "Show")
    await here.card(here.ruth, "hard to say")


# --- a connection that fails ---------------------------------------------------------------------


async def test_a_connection_lost_in_a_burst_loses_and_doubles_nothing(here: Wired) -> None:
    """The gateway is dropped in the middle of twenty messages; each is taken in once, in order."""
    await here.begun()
    here.server.left = 7
    burst = [here.say("Tom", f"The van is booked until {each}.") for each in range(1, 21)]
    await here.taken_in(*burst)
    await here.caught_up()
    assert "resumed" in here.server.opened
    assert await here.turns() == [each.id for each in burst]


@pytest.mark.parametrize("at_once", [True, False], ids=["told so", "found when resuming"])
async def test_an_invalid_session_is_begun_anew(here: Wired, at_once: bool) -> None:
    """What was said meanwhile is in the history, and is taken in once."""
    await here.begun()
    asked = here.say("Maya", ASKED)
    await here.taken_in(asked)
    if at_once:
        await here.server.order(Op.INVALID_SESSION)
    else:
        here.server.forget()
        here.server.drop()
    missed = here.say("Tom", "The clinic opens at nine on Monday.")
    await here.taken_in(missed)
    await here.caught_up()
    assert here.server.opened[-1] == "identified"
    assert await here.turns() == [asked.id, missed.id]


@pytest.mark.parametrize("code", [1000, 1001, 4000, 4007])
async def test_a_connection_that_discord_closes_is_resumed(here: Wired, code: int) -> None:
    """Whatever the code by which it says that it may be: what was said meanwhile is taken in."""
    await here.begun()
    await here.server.sockets[-1].close(code=code)
    missed = here.say("Tom", "The clinic opens at nine on Monday.")
    await here.taken_in(missed)
    await here.caught_up()
    assert here.server.opened == ["identified", "resumed"]
    assert await here.turns() == [missed.id]


async def test_a_token_that_is_reset_while_it_runs_is_said(
    here: Wired, capsys: pytest.CaptureFixture[str]
) -> None:
    """4004: nothing is heard any more, which readiness and the log say; the room waits."""
    await here.begun()
    await here.server.sockets[-1].close(code=WRONG_TOKEN)
    await here.becomes(lambda room: room.behind_since is not None, "behind")
    await here.until(
        lambda: "discord.connection_ended" in capsys.readouterr().out, "the log's line"
    )
    assert await here.connection.problems() == [
        "Discord has ended the connection; the log says why"
    ]


async def test_what_is_told_twice_counts_once(here: Wired) -> None:
    """Duplicates of a message, an edit and a deletion change nothing."""
    await here.begun()
    asked, other = here.say("Maya", ASKED), here.say("Tom", "The leaflets are here.")
    here.edit(asked, CHANGED)
    here.delete(other)
    session = here.server.session
    assert session is not None
    for frame in session.told[-4:]:
        session.tell(frame["t"], frame["d"])
    end = here.say("Lena", "The van is booked until ten.")
    await here.taken_in(end)
    assert await here.turns() == [asked.id, end.id]
    assert [each.text for each in (await here.look()).questions.values()] == [CHANGED]


async def test_events_out_of_order_come_to_the_same(here: Wired) -> None:
    """A deletion before its message leaves nothing of it, an older message after a newer one."""
    await here.begun()
    session = here.server.session
    assert session is not None
    later = here.backend.create_message(
        here.place.id, here.people["Tom"].id, "The van is booked.", broadcast=False
    )
    here.pass_time(1)
    newer = here.say("Lena", "I'll fetch the chairs with the van.")
    session.tell("MESSAGE_CREATE", _as_told(here, later))
    gone = here.backend.create_message(
        here.place.id, here.people["Maya"].id, ASKED, broadcast=False
    )
    created = _as_told(here, gone)
    here.delete(gone)
    session.tell("MESSAGE_CREATE", created)
    await here.taken_in(newer, later, gone)
    assert set(await here.turns()) == {newer.id, later.id}
    assert not [each for each in (await here.look()).questions.values() if each.text]


async def test_ten_minutes_away_with_messages_edits_and_deletions(here: Wired) -> None:
    """Neither gateway nor calls for ten minutes: what is found afterwards is as it is by then."""
    await here.begun()
    kept, changed, gone = (
        here.say("Maya", ASKED),
        here.say("Tom", "The clinic opens at nine on Monday."),
        here.say("Lena", "Who has the key to the cellar, does anybody know?"),
    )
    await here.taken_in(kept, changed, gone)
    here.server.away = True
    here.server.forget()
    here.server.drop()
    await here.until(lambda: _kinds(here).count("FellBehind"), "that it is cut off")
    here.pass_time(5 * MINUTES)
    here.edit(changed, "The clinic opens at ten on Tuesday.")
    here.delete(gone)
    missed = here.say("Tom", "The caretaker has the chairs in the cellar.")
    fleeting = here.say("Lena", "Never mind.")
    here.delete(fleeting)
    here.pass_time(5 * MINUTES)
    assert not _nudges(here), "time decides nothing while it can't hear"
    here.server.away = False
    await here.taken_in(missed)
    await here.caught_up()
    assert await here.turns() == [kept.id, changed.id, missed.id]
    assert here.heard(changed, "MessageEdited")[-1].text == "The clinic opens at ten on Tuesday."
    assert not here.heard(fleeting)
    room = await here.look()
    assert str(gone.id) not in room.questions or room.questions[str(gone.id)].text is None


# --- a login that fails --------------------------------------------------------------------------


async def test_an_intent_that_is_refused_by_the_gateway(tmp_path: Path) -> None:
    """4014, where the application's flags didn't say so: the switches are named."""
    async with wired(tmp_path) as here:
        await here.stack.aclose()
        here.server.allowed.message_content = False
        with pytest.raises(RefusedError, match=r"4014.*Privileged Gateway Intents"):
            await here.restart()


def _as_told(here: Wired, message: Message) -> dict[str, object]:
    payload = dict(serializers.message_payload(here.backend, message))
    return {**payload, "guild_id": str(here.guild.id)}


def _kinds(here: Wired) -> list[str]:
    return [type(each).__name__ for each in here.companion.told]
