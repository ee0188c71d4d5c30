"""More is told over HTTP than can be taken in: it is sent away, comes again, and isn't lost."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

import pytest
from structlog.testing import capture_logs

from adapters.slack import http
from adapters.slack.flood import Crowd
from adapters.slack.gaps import TOLD_AGAIN_SOON
from bot.domain.question import State
from tests.adapters.slack.local.server import TEAM, Person
from tests.adapters.slack.local.sight import Json, text_of
from tests.adapters.slack.local.town import LENA, MAYA, PLACE, RUTH, Town, signed
from tests.adapters.slack.meetings import ASKED, begun, talk

ANSWER = "Good question, Maya: our partnership is for joining up care, that is what it is for."

over_http = pytest.mark.parametrize("here", ["events"], indirect=True)


@pytest.fixture(autouse=True)
def _one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    """A processor that takes in one event at a time."""
    monkeypatch.setattr(http, "AT_ONCE", 1)


@asynccontextmanager
async def _crowded(here: Town) -> AsyncIterator[None]:
    """One event is being taken in until the block ends, and is heard then."""
    until = here.companion.until = asyncio.Event()
    told = asyncio.create_task(here.happens(_line(here, "the first"), event_id="EvFIRST"))
    try:
        await here.until(lambda: _is_held(here), "an event at work")
        yield
    finally:
        until.set()
        here.companion.until = None
        assert await told


async def _is_held(here: Town) -> bool:
    return here.companion.held > 0


def _line(here: Town, text: str, who: Person = MAYA, **more: str) -> Json:
    ts = f"{here.clock.now():.6f}"
    said = {"type": "message", "user": who.id, "text": text, "ts": ts, "event_ts": ts, **more}
    return {**said, "channel": PLACE.id, "channel_type": "channel"}


@over_http
async def test_what_is_too_much_isnt_acknowledged_and_comes_again(here: Town) -> None:
    """What is at work is heard; one more isn't, until there is room: then each is, once."""
    await begun(here)
    async with _crowded(here):
        second = _line(here, "the second")
        assert not await here.happens(second, event_id="EvSECOND")
    for _ in range(2):
        assert await here.happens(second, event_id="EvSECOND")
    turns = [each.id for each in (await here.look()).turns if each.author == MAYA.id]
    assert len(turns) == 2
    assert turns[-1] == second["ts"]


@over_http
async def test_what_is_told_for_the_last_time_is_taken(here: Town) -> None:
    """Nobody would hear of it any more; before that it is turned away."""
    await begun(here)
    last = _line(here, "the last")
    async with _crowded(here):
        told = asyncio.create_task(here.happens(last, event_id="EvLAST", retry="3"))
        for retry in ("", "1", "2", "many"):
            assert not await here.happens(last, event_id="EvLAST", retry=retry)
        assert not told.done()  # it waits for its turn
    assert await told
    assert [each.id for each in (await here.look()).turns].count(last["ts"]) == 1


@over_http
async def test_what_was_answered_is_no_nudge_though_the_answer_was_turned_away(here: Town) -> None:
    """Slack tells of it again after a minute: nobody is nudged before."""
    await begun(here)
    asked = await here.say(MAYA, ASKED)
    answer = _line(here, ANSWER, who=LENA, thread_ts=asked)
    async with _crowded(here):
        assert not await here.happens(answer, event_id="EvANSWER")
    await here.gaps.look(connected=True)
    await talk(here)
    assert (await here.look()).questions[asked].waiting
    assert await here.happens(answer, event_id="EvANSWER", retry="2")
    await here.pass_time(TOLD_AGAIN_SOON)
    await here.gaps.look(connected=True)
    room = await here.look()
    assert room.behind_since is None
    assert room.questions[asked].state is State.FOLLOWED
    assert not any("worth returning to" in text_of(each) for each in await here.direct(RUTH))


@over_http
async def test_people_arent_turned_away(here: Town) -> None:
    """Of a command Slack doesn't tell again, so it is answered."""
    await begun(here)
    async with _crowded(here):
        assert "summary" in await here.command(LENA, "help")


@over_http
async def test_whoever_is_sent_away_hears_when_to_come_again(here: Town) -> None:
    """A proxy may heed it; the log says what is the matter."""
    body = json.dumps({"type": "event_callback", "team_id": TEAM, "event": {"type": "message"}})
    headers = {**signed(body), "Content-Type": "application/json"}
    url = here.slack.events_url
    await begun(here)
    async with _crowded(here):
        with capture_logs() as logs:
            async with here.slack.session.post(url, data=body, headers=headers) as response:
                assert response.status == 503
                assert response.headers["Retry-After"] == http.TRY_AGAIN_AFTER
    assert "slack.too_much_at_once" in [each["event"] for each in logs]


def test_a_crowd_is_told_of_once_until_half_have_gone() -> None:
    """However many are sent away; whoever leaves makes room, whatever came of them."""
    crowd = Crowd(4)
    with capture_logs() as logs, ExitStack() as all_of_them:
        leaving = [all_of_them.enter_context(ExitStack()) for _ in range(4)]
        for each in leaving:
            assert not crowd.is_full()
            each.enter_context(crowd.joined())
        assert crowd.is_full()
        leaving[0].close()
        assert not crowd.is_full()
        leaving[0].enter_context(crowd.joined())
        assert crowd.is_full()
        assert len(logs) == 1
        for each in leaving[:2]:
            each.close()
        for each in leaving[:2]:
            each.enter_context(crowd.joined())
        assert crowd.is_full()
    assert [each["at_work"] for each in logs] == [4, 4]
    with pytest.raises(KeyError), crowd.joined():
        raise KeyError
    assert not crowd.is_full()
