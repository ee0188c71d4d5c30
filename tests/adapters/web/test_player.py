"""Played meetings: by themselves, over a stop, and with somebody in the convener's chair."""

import asyncio
from pathlib import Path
from typing import Any

import pytest

from adapters.web import player
from adapters.web.playing import SPEEDS
from adapters.web.script import Script, bundled
from adapters.web.understudy import Beats
from tests.adapters.web import AT_ONCE, Page, Served, served, until

SCRIPTS = {each.slug: each for each in bundled()}
SLUG = "home-from-hospital"
QUICKER = 180.0
ASKED = {"meeting": SLUG, "speed": QUICKER, "chair": True}
LONG = 60.0
"""Real seconds in which a meeting at that speed is over, on a busy machine too."""


@pytest.fixture(autouse=True)
def _quicker_than_anybody_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    """Allow a speed at which a meeting takes a few seconds."""
    monkeypatch.setattr(player, "SPEEDS", (*SPEEDS, QUICKER))
    monkeypatch.setattr(player, "TICK", 0.05)


async def _take_chair(room: Served, **other: Any) -> Page:  # noqa: ANN401 - fields of the request
    page = room.page()
    return page.sit(await page.done("POST", "/api/play", {**ASKED, **other}))


async def _over(page: Page) -> None:
    await until(lambda: page.items.get(("play", ""), {}).get("scene") == "over", "the end", LONG)


def _script_texts(script: Script) -> list[str]:
    return [line.text for line in script.lines if line.text]


def _follow_of(script: Script) -> tuple[str, str]:
    """The convener's follow, and the question's text."""
    (follow,) = [line for line in script.lines if script.is_follow(line)]
    (asked,) = [line.text for line in script.lines if line.id == follow.reply_to]
    return follow.text, asked


@pytest.mark.parametrize("slug", SCRIPTS)
async def test_the_whole_story_shows_by_itself(room: Served, slug: str) -> None:
    """Question, nudge, follow and report come without a press, each line once and in order."""
    chair = await _take_chair(room, meeting=slug)
    watcher = await room.enter("Somebody")
    script = SCRIPTS[slug]
    await _over(chair)
    assert chair.texts() == _script_texts(script)
    assert watcher.texts() == chair.texts()
    assert watcher.all("card") == []
    follow, asked = _follow_of(script)
    posted = {each["text"]: each for each in chair.messages()}
    assert posted[follow]["reply_to"] == posted[asked]["id"]
    report = await chair.done("GET", "/api/report")
    sections = {each["title"]: each["lines"] for each in report["sections"]}
    assert f"“{asked}”" in [each["text"] for each in sections["Followed"]]
    assert len(sections["Still waiting"]) == 1
    left = [each["name"] for each in watcher.all("person") if each["here"]]
    assert sorted(left) == sorted([script.convener, "Somebody"])


async def test_whoever_sits_in_the_chair_comes_first(file: Path) -> None:
    """Their own follow stands in place of the script's, and the talk answers it."""
    beats = Beats(notice=0.0, practise=0.0, read=LONG, hands=LONG, no_card=LONG)
    script = SCRIPTS[SLUG]
    follow, asked = _follow_of(script)
    async with served(file, beats=beats) as room:
        chair = await _take_chair(room)
        await until(lambda: chair.cards("practice") and chair.cards("practice")[0]["details"], "it")
        await chair.press(chair.cards("practice")[0], "already followed")
        await until(chair.cards, "a nudge", LONG)
        card = chair.cards()[0]
        await chair.press(card, "go to the message")
        question = next(each["id"] for each in chair.messages() if each["text"] == asked)
        assert card["target"] == question
        mine = await chair.say("What would we tell our neighbours? I wonder too.", question)
        await _over(chair)
        assert follow not in chair.texts()
        assert script.lines[-1].text in chair.texts()
        answers = [each["reply_to"] for each in chair.messages()]
        assert mine in answers


async def test_the_talk_waits_for_hands_that_are_busy(file: Path) -> None:
    """After a press of theirs the script doesn't follow in their place."""
    beats = Beats(notice=1.0, practise=0.0, read=0.1, hands=LONG, no_card=LONG)
    async with served(file, beats=beats) as room:
        chair = await _take_chair(room)
        await until(chair.cards, "a nudge", LONG)
        await chair.press(chair.cards()[0], "show")
        await until(lambda: chair.items["play", ""]["scene"] == "waiting", "the talk waits", LONG)
        said = chair.texts()
        await asyncio.sleep(0.5)
        assert chair.texts() == said
        await chair.press(chair.cards()[0], "let it rest")
        await until(lambda: len(chair.texts()) > len(said), "the talk goes on")


async def test_a_question_let_rest_takes_its_conversation_with_it(file: Path) -> None:
    """Where the convener ends it otherwise, nobody answers a follow that never came."""
    beats = Beats(notice=LONG, practise=0.0, read=0.0, hands=LONG, no_card=LONG)
    script = SCRIPTS[SLUG]
    async with served(file, beats=beats) as room:
        chair = await _take_chair(room)
        await until(lambda: chair.cards("practice"), "a practice card")
        await chair.press(chair.cards("practice")[0], "already followed")
        await until(chair.cards, "a nudge", LONG)
        await chair.press(chair.cards()[0], "let it rest")
        await _over(chair)
    expected = [line.text for line in script.lines if line.text and not line.after]
    expected.remove(_follow_of(script)[0])
    assert chair.texts() == expected


async def _watch_until(file: Path, seat: dict[str, str], lines: int) -> None:
    """Serve the room until so many lines were said, then stop."""
    async with served(file) as room:
        chair = room.page().sit(seat)
        await until(lambda: len(chair.texts()) >= lines, f"{lines} lines", LONG)


async def test_a_meeting_goes_on_after_a_stop(file: Path) -> None:
    """Stopped three times in the middle, every line still comes once and in order."""
    async with served(file) as room:
        chair = await _take_chair(room)
        seat = {"id": chair.id, "name": chair.name, "token": chair.token}
    for lines in (4, 10, 20):
        await _watch_until(file, seat, lines)
    async with served(file) as room:
        chair = room.page().sit(seat)
        await _over(chair)
        assert chair.texts() == _script_texts(SCRIPTS[SLUG])
        times = [each["at"] for each in chair.messages()]
        assert times == sorted(times)
        nudges = [each["about"] for each in chair.all("card") if each["purpose"] == "nudge"]
        assert len(nudges) == len(set(nudges)) == 2


async def test_time_stands_still_while_nobody_serves_a_played_meeting(file: Path) -> None:
    """After a stop the clock goes on where it was, not where the wall's clock is."""
    async with served(file) as room:
        chair = await _take_chair(room)
        await until(lambda: len(chair.texts()) >= 3, "some lines")
        before = chair.messages()[-1]["at"]
    async with served(file) as room:
        assert 0 <= room.demo.tempo.clock.now() - before < 60


async def test_one_meeting_at_a_time_and_it_can_be_stopped(room: Served) -> None:
    """A second is refused while one runs; a stopped one ends with its report and its people go."""
    chair = await _take_chair(room)
    await until(lambda: len(chair.texts()) >= 2, "some lines")
    status, answer = await room.page().ask("POST", "/api/play", ASKED)
    assert (status, "already" in answer["error"]) == (409, True)
    await chair.done("PATCH", "/api/play", {"speed": 1.0})
    await until(lambda: chair.items["play", ""]["speed"] == 1.0, "the other speed")
    await chair.done("DELETE", "/api/play")
    await _over(chair)
    assert (await chair.done("GET", "/api/report"))["title"]
    said = len(chair.texts())
    second = await _take_chair(room, meeting="the-friday-release")
    await until(lambda: len(second.texts()) > said, "the other meeting")
    assert (await chair.ask("GET", "/api/report"))[0] == 401
    here = [each["name"] for each in second.all("person") if each["here"]]
    assert "Ruth" not in here


async def test_a_chair_that_is_left_ends_the_meeting(room: Served) -> None:
    """Without its convener a played meeting is over."""
    chair = await _take_chair(room)
    watcher = await room.enter("Somebody")
    await until(lambda: len(watcher.texts()) >= 2, "some lines")
    await chair.done("DELETE", "/api/people/me")
    await _over(watcher)
    await until(lambda: watcher.state["meeting"] is None, "no meeting")


async def test_two_may_have_the_same_name(room: Served) -> None:
    """Somebody who is called like one of the script keeps the name; the other is the second."""
    ruth = await room.enter("Ruth")
    await _take_chair(room)
    await until(lambda: [p for p in ruth.all("person") if p["name"] == "Ruth 2"], "the other Ruth")


def test_the_usual_beats_leave_time_to_read() -> None:
    """The story is over within a minute, and everything stays long enough to be read."""
    beats = Beats()
    assert beats.notice >= 2
    assert beats.read >= 5
    assert beats.hands >= 30
    assert AT_ONCE.no_card < beats.no_card
