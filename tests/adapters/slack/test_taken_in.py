"""What Slack tells is taken in before it is acknowledged: nothing is lost, nothing doubled."""

import asyncio
import json
import time
from typing import Any

import pytest
from structlog.testing import capture_logs

from tests.adapters.slack.local.sight import Json, text_of
from tests.adapters.slack.local.town import LENA, MAYA, PLACE, RUTH, TOM, Town, signed
from tests.adapters.slack.meetings import APART, ASKED, ELSEWHERE, begun, shown, talk

FOLLOW = {"heed.words": {"type": "plain_text_input", "value": "What is this partnership for?"}}


def _message(here: Town, who: str, text: str, *, later: float = 0.0) -> Json:
    ts = f"{here.clock.now() + later:.6f}"
    said = {"type": "message", "user": who, "text": text, "ts": ts, "event_ts": ts}
    return {**said, "channel": PLACE.id, "channel_type": "channel"}


async def test_told_thrice_all_happens_once(here: Town) -> None:
    """Every event of a meeting comes three times: one card, one follow, each line counted once."""
    await here.slack.post("/_test/times", {"times": 3})
    asked, card = await shown(here)
    await here.press(RUTH, card, "Post through Heed…")
    await here.modal("Begin with one of these")
    await here.submit(RUTH, FOLLOW)
    await here.modal("This is what the room will see")
    await here.submit(RUTH, {})
    await here.until(lambda: here.public("What is this partnership for?"), "the follow")
    assert len(await here.said_in_public()) == 3, "the greeting, the notice, the follow"
    assert len(await here.direct(RUTH)) == 2, "the practice nudge and this one"
    room = await here.look()
    assert [each.id for each in room.turns if each.author == MAYA.id] == [asked]


async def test_out_of_order_it_is_put_right(here: Town) -> None:
    """What arrives the wrong way round is heard by its own time: the answer comes after it."""
    await begun(here)
    question = _message(here, MAYA.id, "When does the clinic open on Monday?")
    answer = _message(here, TOM.id, "The clinic opens at nine on Monday.", later=10.0)
    await here.pass_time(APART)
    assert await here.happens(answer)
    assert await here.happens(question)
    room = await here.look()
    assert [each.id for each in room.turns] == [question["ts"], answer["ts"]]
    assert [each.message for each in room.questions[question["ts"]].pick_ups] == [answer["ts"]]


async def test_what_cannot_be_kept_is_not_acknowledged(here: Town) -> None:
    """While the database is away Slack hears so, tells again, and then it is heard: once."""
    await begun(here)
    event = _message(here, MAYA.id, ASKED)
    here.companion.falters = True
    heard = asyncio.create_task(here.happens(event, event_id="EvAGAIN"))
    assert not await heard
    here.companion.falters = False
    for _ in range(2):
        assert await here.happens(event, event_id="EvAGAIN")
    turns = [each.id for each in (await here.look()).turns if each.author == MAYA.id]
    assert turns == [event["ts"]]


async def test_a_press_that_cannot_be_kept_says_so(here: Town) -> None:
    """Whoever presses meanwhile is told that nothing was done; pressed again, it is."""
    asked, card = await shown(here)
    here.companion.falters = True
    await here.press(RUTH, card, "Let it rest")
    told = await here.until(lambda: here.told(RUTH, card["channel"]), "an answer")
    assert "can't keep anything just now" in text_of(told[-1])
    here.companion.falters = False
    await here.press(RUTH, card, "Let it rest")
    assert (await here.look()).questions[asked].state.value == "settled"


@pytest.mark.parametrize(
    "event",
    [
        {"type": "message", "channel": PLACE.id, "ts": 7, "text": "secret words"},
        {"type": "message", "channel": PLACE.id, "user": MAYA.id, "text": "secret words"},
        {"type": "reaction_added", "user": MAYA.id, "item": "secret words"},
        {"type": "member_joined_channel", "user": {"secret": "words"}, "channel": PLACE.id},
        {"type": "something_new", "text": "secret words"},
        {"type": ["secret words"]},
    ],
    ids=str,
)
async def test_what_is_malformed_is_acknowledged_and_not_quoted(
    here: Town, event: dict[str, Any], caplog: pytest.LogCaptureFixture
) -> None:
    """Slack needn't tell again what nobody can read; the log says so without its words."""
    await begun(here)
    with capture_logs() as logs:
        assert await here.happens(event)
    assert "secret" not in json.dumps(logs, default=str) + caplog.text


async def test_no_words_reach_the_log(here: Town, caplog: pytest.LogCaptureFixture) -> None:
    """A whole meeting leaves none of its words in any log, at whatever level."""
    caplog.set_level("DEBUG", logger="heed")
    with capture_logs() as logs:
        asked, card = await shown(here)
        await here.edit(MAYA, asked, ASKED.upper())
        await here.command(LENA, "secret words")
        await here.press(RUTH, card, "Let it rest")
    written = (json.dumps(logs, default=str) + caplog.text).casefold()
    for words in ("hard to say", "secret", "clinic", "chairs"):
        assert words not in written


async def test_a_channels_events_are_applied_in_the_order_of_arrival(here: Town) -> None:
    """Told at once, a burst of messages is counted in the order in which it came."""
    await begun(here)
    burst = [
        _message(here, who.id, text, later=number / 100)
        for number, (who, text) in enumerate(ELSEWHERE)
    ]
    await here.pass_time(APART)
    assert all(await asyncio.gather(*(here.happens(each) for each in burst)))
    turns = [each.id for each in (await here.look()).turns]
    assert turns == [each["ts"] for each in burst]


async def test_what_bots_post_is_no_persons_word(here: Town) -> None:
    """Another app's message is heard as a bot's, and asks nothing."""
    await begun(here)
    said = _message(here, "", ASKED)
    del said["user"]
    assert await here.happens({**said, "subtype": "bot_message", "bot_id": "B0OTHER"})
    await talk(here)
    assert said["ts"] not in (await here.look()).questions


# --- over HTTP alone -------------------------------------------------------------------------


@pytest.mark.parametrize("here", ["events"], indirect=True)
@pytest.mark.parametrize("spoilt", ["signature", "time", "missing"])
async def test_what_slack_has_not_signed_is_refused(here: Town, spoilt: str) -> None:
    """A wrong signature, a stale one or none: 401, and nothing is heard."""
    await begun(here)
    event = _message(here, MAYA.id, ASKED)
    envelope = {"type": "event_callback", "event_id": "Ev1", "team_id": "T0TOWN", "event": event}
    body = json.dumps(envelope)
    headers = signed(body)
    if spoilt == "signature":
        headers["X-Slack-Signature"] = "v0=" + "0" * 64
    elif spoilt == "time":
        headers = signed(body, at=time.time() - 600)
    else:
        headers = {}
    async with here.slack.session.post(
        here.slack.events_url, data=body, headers={**headers, "Content-Type": "application/json"}
    ) as response:
        assert response.status == 401
    assert event["ts"] not in (await here.look()).questions


@pytest.mark.parametrize("here", ["socket"], indirect=True)
async def test_a_dropped_socket_is_opened_again(here: Town) -> None:
    """The connection is lost in the middle of a talk; Heed is back by itself and hears on."""
    await begun(here)
    await here.say(MAYA, ASKED)
    await here.slack.post("/_test/drop", {})
    later = _message(here, TOM.id, "The clinic opens at nine on Monday.", later=1.0)

    async def heard() -> bool:
        return await here.happens(later, event_id="EvLATER")

    await here.until(heard, "that Heed hears again")
    assert later["ts"] in [each.id for each in (await here.look()).turns]
