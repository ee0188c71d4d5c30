"""What a board shows while it is open: what is true now, and nothing that it may not."""

import asyncio
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace
from itertools import count

import pytest

from adapters.board.model import ROWS_AT_MOST
from adapters.board.routes import STREAMS_AT_MOST
from bot.domain.answers import BOARD_LASTS
from bot.domain.events import (
    Action,
    MeetingEnded,
    MessageDeleted,
    MessageEdited,
    OptedOut,
    Pressed,
    RoomSet,
)
from bot.domain.question import Ending
from bot.domain.room import Purpose
from bot.domain.settings import KeepText
from tests.adapters.board import WITHIN, Boarded, Visit, until
from tests.runtime.house import ROOM

ANSWERED = "Who decides which surgeries we start with?"
DROPPED = "If I&#39;m honest, I don&#39;t understand what this group is for."
NAMES = ("Ana", "Ben", "Dev", "Eve", "Cora")
HOSTILE = (
    "<script>document.title=1</script> who decides about this?",
    "Who decides about [this](javascript:alert(1)), javascript:alert(1)?",
    "Who decides about \u202etxet desrever in here?",
    "Who decides about this " + "😀" * 4000 + "?",
    "Who decides about {{ 7*7 }} {% raw %} &lt;b&gt; \" onload='x' ]]> here?",
)

Wishes = Callable[[Boarded], Awaitable[object]]


async def _live(room: Boarded) -> Visit:
    """Cora's board after the talk, with its stream."""
    await room.house.talk()
    cora = (await room.opened()).follow()
    await cora.shows(DROPPED)
    return cora


# --- live ------------------------------------------------------------------------------------


async def test_what_happens_is_there(room: Boarded) -> None:
    """A question when it was asked, where it hangs, and what took it up; with links."""
    cora = (await room.opened()).follow()
    await cora.shows("Nothing waits.")
    await room.house.say("m1", "ana", ANSWERED)
    html = await cora.shows(ANSWERED)
    assert "Only just asked" in html
    await room.house.say("m2", "ben", "The board decides which surgeries we start with.", "m1")
    html = await cora.shows("answered by Ben")
    assert "Only just asked" not in html
    html = await cora.shows('href="https://chat.example.org/m1"')
    assert 'data-said="Nothing waits, 1 followed."' in html


async def test_a_question_is_there_within_a_second(room: Boarded) -> None:
    """The best of three counts, on a machine that may be busy."""
    cora = (await room.opened()).follow()
    await cora.shows("Nothing waits.")
    took = []
    for number in range(3):
        asked = time.monotonic()
        await room.house.say(f"t{number}", "ana", f"Who decides about matter {number}?")
        await cora.shows(f"matter {number}?")
        took.append(time.monotonic() - asked)
        if took[-1] < 1.0:
            break
    assert min(took) < 1.0


async def test_a_page_and_its_stream_say_the_same(room: Boarded) -> None:
    """The page is whole without a script."""
    cora = await _live(room)
    live = await cora.shows("chat.example.org")
    page = await cora.page()
    assert re.sub(r"\s", "", live) in re.sub(r"\s", "", page)


async def test_the_picture_has_no_style_or_script_of_its_own(room: Boarded) -> None:
    """Nor has the page: the policy allows neither."""
    cora = await _live(room)
    page = await cora.page()
    assert "<svg" in page
    assert "<style" not in page
    assert " style=" not in page
    assert not re.search(r"\son[a-z]+=", page)
    assert re.findall(r"<script[^>]*>", page) == [
        '<script type="module" src="/board/static/board.js">'
    ]
    async with cora.session.get(cora.path) as answer:
        policy = answer.headers["Content-Security-Policy"]
        assert "unsafe" not in policy
        assert policy.startswith("default-src 'none'")
        assert answer.headers["Cache-Control"] == "no-store"
        assert answer.headers["X-Frame-Options"] == "DENY"
    async with cora.session.get("/board/static/board.css") as sheet:
        assert ".heed-picture .followed" in await sheet.text()


async def test_however_much_happens_a_page_gets_the_latest_alone(room: Boarded) -> None:
    """A burst is a few states, the last of them true."""
    cora = (await room.opened()).follow()
    await cora.shows("Nothing waits.")
    before = len(cora.events)
    for number in range(60):
        await room.house.say(f"b{number}", "ana", f"Who decides about bed number {number}?")
    await cora.shows("bed number 59")
    assert len(cora.events) - before < 30


async def test_a_page_is_no_larger_however_much_was_asked(room: Boarded) -> None:
    """Lists and picture have a most; beyond it only numbers change."""
    cora = await room.opened()
    sizes = []
    for numbers in (range(130), range(130, 190)):
        for number in numbers:
            await room.house.say(f"b{number}", "ana", f"Who decides about bed number {number}?")
        page = await cora.page()
        lists = re.findall(r"<ul>.*?</ul>", page, flags=re.DOTALL)
        assert max(each.count("<li ") for each in lists) == ROWS_AT_MOST
        sizes.append(len(page))
    assert sizes[1] < 1.05 * sizes[0]


async def test_two_who_convene_share_one_look_at_the_room(room: Boarded) -> None:
    """It is drawn once for both faces of all."""
    first, second = await room.opened(), await room.opened()
    first.follow()
    second.follow().follow("/presenting")
    await room.house.talk()
    for visit in (first, second):
        await until_shown(visit)


async def until_shown(visit: Visit) -> None:
    """Wait until the talk is on a page."""
    await visit.shows("followed")


# --- what holds when it is shown -------------------------------------------------------------


async def test_an_edit_a_deletion_and_an_opt_out_reach_open_pages(room: Boarded) -> None:
    """Rule 9: words that are no more aren't on the next state."""
    cora = await _live(room)
    at = room.house.clock.at
    edited = "If I'm frank, I don't understand what this partnership is for."
    await room.house.happens(MessageEdited(room=ROOM, at=at, id="m3", text=edited))
    html = await cora.shows("what this partnership is for")
    assert DROPPED not in html
    await room.house.happens(MessageDeleted(room=ROOM, at=at, id="m3"))
    await _gone(cora, "what this partnership is for")
    await room.house.happens(OptedOut(room=ROOM, at=at, member="ana"))
    await _gone(cora, ANSWERED)


async def _gone(visit: Visit, text: str) -> None:
    await until(lambda: visit.last() and text not in visit.last(), f"board without {text!r}")
    assert text not in await visit.page()


async def test_where_no_words_are_kept_none_are_shown(room: Boarded) -> None:
    """Rule 9: a question is its time and its link."""
    cora = await _live(room)
    bare = replace(room.house.start, keep_text=KeepText.NONE)
    await room.house.happens(RoomSet(room=ROOM, at=room.house.clock.at, settings=bare))
    await _gone(cora, DROPPED)
    assert "A question at " in cora.last()


async def test_what_is_too_old_to_be_kept_is_not_shown(room: Boarded) -> None:
    """Rule 9: also before the purge has come by."""
    await room.house.talk()
    await room.house.passes(room.house.start.retention_seconds + 3600.0)
    cora = (await room.opened()).follow()
    await cora.shows("Nothing waits.")
    assert ANSWERED not in await cora.page()


async def test_what_needs_care_is_on_no_board(room: Boarded) -> None:
    """Rule 11: neither its words nor its link nor a mark, nor is it counted."""
    cora = (await room.opened()).follow()
    await cora.shows("Nothing waits.")
    empty = cora.last()
    await room.house.say("s1", "ana", "Sometimes I want to kill myself. Does anyone care?")
    await room.house.say("s2", "ben", "Lunch is at noon.")
    await room.house.passes(600.0)
    assert any(each.sensitive for each in (await room.house.room()).questions.values())
    for path in (cora.path, f"{cora.path}/presenting"):
        page = await cora.page(path)
        assert "kill" not in page
        assert "s1" not in re.findall(r"open-(\w+)", page)
        assert ("Nothing waits." in page) == (path == cora.path)
        assert "<circle" not in page
    assert "kill" not in "".join(data for _, data in cora.events)
    assert 'data-said="Nothing waits, 0 followed."' in empty


@pytest.mark.parametrize("action", [Action.PRIVATELY, Action.LET_IT_REST, Action.NOT_A_QUESTION])
async def test_no_nudge_and_no_press_is_on_a_board(room: Boarded, action: Action) -> None:
    """Rule 3: of what was settled on a card nothing is left to see, for whoever convenes too."""
    await _press(room, Purpose.PRACTICE, Action.ALREADY_FOLLOWED)
    cora = await _live(room)
    await cora.shows("Worth returning to")
    before = await cora.page()
    card = await _press(room, Purpose.NUDGE, action)
    await _gone(cora, DROPPED)
    shown = [before, await cora.page(), *(data for _, data in cora.events)]
    for each in shown:
        text = re.sub(r"<footer.*?</footer>", "", each, flags=re.DOTALL).lower()
        assert "nudge" not in text
        assert card.lower() not in text
        assert not any(ending.value in text for ending in Ending)
        assert "cora" not in text


async def _press(room: Boarded, purpose: Purpose, action: Action) -> str:
    """Cora presses a button of the card for that purpose."""
    card = await room.house.card_to("cora", purpose)
    press = Pressed(room=ROOM, at=room.house.clock.at, card=card, by="cora", action=action)
    await room.house.happens(press)
    return card


@pytest.mark.parametrize("text", HOSTILE)
async def test_what_people_write_is_text_and_nothing_else(room: Boarded, text: str) -> None:
    """On the page and in the stream."""
    cora = (await room.opened()).follow()
    await room.house.say("h1", "ana", text)
    html = await cora.shows("open-h1")
    for each in (html, await cora.page()):
        body = each[each.index('id="head"') :]
        assert "<script" not in body
        assert 'href="javascript' not in body
        assert "<b>" not in body
        assert "49" not in re.sub(r"<svg.*?</svg>", "", body, flags=re.DOTALL)
        assert "onload='x'" not in body


async def test_one_pass_has_so_many_streams_and_no_more(room: Boarded) -> None:
    """Others' pages aren't slowed down by it; and where one is closed, another opens."""
    cora = await room.opened()
    for _ in range(STREAMS_AT_MOST + 1):
        cora.follow()
    await cora.told("refused")
    await until(lambda: len(cora.events) == STREAMS_AT_MOST + 1, "stream")
    assert [data for kind, data in cora.events if kind == "refused"] == ["429"]
    other = (await room.opened()).follow()
    await other.shows("Nothing waits.")
    await cora.hang_up()
    async with asyncio.timeout(WITHIN):
        for number in count():
            if cora.last():
                break
            await room.house.say(f"n{number}", "ana", ANSWERED)  # what is sent finds nobody there
            cora.follow()
            await asyncio.sleep(0.5)


# --- presenting ------------------------------------------------------------------------------


async def test_while_presenting_no_words_names_or_kinds_are_sent(room: Boarded) -> None:
    """Nor links, nor what hangs; neither in the page nor in its stream, whatever happens."""
    await room.house.talk()
    cora = (await room.opened()).follow("/presenting")
    await cora.shows("taken up after")
    await room.house.say("m9", "eve", "Why should we trust Ben's figures at all?")
    await room.house.happens(MeetingEnded(room=ROOM, at=room.house.clock.at))
    await cora.shows("Waiting for a meeting")
    shown = [await cora.page(f"{cora.path}/presenting"), *(data for _, data in cora.events)]
    for each in shown:
        assert not any(name in each for name in NAMES)
        assert not any(word in each for word in ("surgeries", "honest", "group is for", "figures"))
        assert not any(kind in each for kind in ("inquiry", "not_knowing", "challenge", "concern"))
        assert "https://chat" not in each
        assert "hanging" not in each
    assert "Stop presenting" in shown[0]


async def test_while_presenting_nothing_tells_that_something_waits(room: Boarded) -> None:
    """What is asked, and what is settled by a press, changes nothing at the screen (rules 2, 3)."""
    await room.house.talk()
    cora = await room.opened()
    before = await cora.page(f"{cora.path}/presenting")
    at = room.house.clock.at
    await room.house.say("m9", "eve", "Why should we trust Ben's figures at all?")
    assert "figures" in await cora.page()
    room.house.clock.at = at  # the picture's right edge is the present
    after = await cora.page(f"{cora.path}/presenting")
    assert after == before
    assert "waiting" not in after


# --- shut out --------------------------------------------------------------------------------


async def _steps_down(room: Boarded) -> None:
    await room.house.ask("cora", "step-down")


async def _leaves(room: Boarded) -> None:
    await room.house.leaves("cora")


async def _says_so(room: Boarded) -> None:
    await room.house.ask("cora", "board end")


async def _is_purged(room: Boarded) -> None:
    await room.house.privacy.purge(ROOM)


async def _is_removed(room: Boarded) -> None:
    await room.house.ask("adam", "convener @cora remove")


async def _asks_to_be_forgotten(room: Boarded) -> None:
    await room.house.ask("cora", "forget-me yes")


@pytest.mark.parametrize(
    "ends", [_steps_down, _leaves, _says_so, _is_purged, _is_removed, _asks_to_be_forgotten]
)
async def test_an_open_page_is_told_that_it_has_ended(room: Boarded, ends: Wishes) -> None:
    """At once, in both faces, and nothing more comes on them; then the page is closed."""
    cora = await _live(room)
    other = (await room.opened()).follow("/presenting")
    await other.shows("taken up")
    await ends(room)
    for visit in (cora, other):
        await visit.told("ended")  # sooner than any look that time alone brings
        await visit.told("over")
        assert visit.events[-2][0] == "ended"
        assert (await visit.get())[0] == 403


async def test_an_open_page_ends_with_its_time(room: Boarded) -> None:
    """Whatever the browser makes of its cookie."""
    cora = await _live(room)
    await room.house.passes(BOARD_LASTS + 1.0)
    await room.house.say("late", "ana", "Good evening")
    await cora.told("ended")


async def test_who_enters_while_others_look_on_is_not_taken_for_gone(room: Boarded) -> None:
    """What the others see may be from just before."""
    await _live(room)
    for _ in range(3):
        cora = (await room.opened()).follow()
        await cora.shows(DROPPED)
        assert "ended" not in [kind for kind, _ in cora.events]


# --- actions ---------------------------------------------------------------------------------


async def test_a_meeting_is_ended_and_begun_from_the_board(room: Boarded) -> None:
    """As if it had been typed; the page shows what there is to do next."""
    cora = (await room.opened()).follow()
    await cora.shows("End the meeting")
    answer = await cora.post(f"{cora.path}/ask", {"wish": "meeting end"})
    assert (answer.status, answer.headers["Location"]) == (303, cora.path)
    await cora.shows("Start a meeting")
    assert (await room.house.room()).meeting is None
    await room.house.passes(60.0)
    await cora.post(f"{cora.path}/ask", {"wish": "meeting start"})
    await cora.shows("End the meeting")
    assert (await room.house.room()).meeting is not None


@pytest.mark.parametrize(
    "wish", ["step-down", "forget-me yes", "settings patience 1 message, 1m", "meeting start", ""]
)
async def test_nothing_else_can_be_asked_from_it(room: Boarded, wish: str) -> None:
    """Only what its buttons say at that moment."""
    cora = await room.opened()
    before = await room.house.room()
    assert (await cora.post(f"{cora.path}/ask", {"wish": wish})).status == 303
    after = await room.house.room()
    assert (after.conveners, after.settings, after.meeting) == (
        before.conveners,
        before.settings,
        before.meeting,
    )
