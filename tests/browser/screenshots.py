"""Takes the pictures that stand in the documents: `make screenshots`."""

import asyncio
import tempfile
from dataclasses import replace
from pathlib import Path
from typing import Any

from playwright.async_api import Browser, expect

from adapters.pictures import Scheme, as_png
from bot.cli.demo import DEMO_DEFAULTS
from bot.domain.question import State
from bot.domain.settings import RoomSettings
from bot.domain.timeline import timeline
from tests import ROOT
from tests.adapters.web import Page, Served, served, until
from tests.browser import Tab, Window, chromium, window
from tests.domain.chronicles import busy, entry, told
from tests.domain.test_timeline import clock

SETTINGS = replace(
    RoomSettings(), **{key: value for each in DEMO_DEFAULTS.values() for key, value in each.items()}
)
IMAGES = ROOT / "docs" / "images"
DESK = {"width": 1120, "height": 700}
PHONE = {"width": 375, "height": 720}
QUESTION = (
    "Can I say something daft? This is my fifth meeting, and I still couldn't tell my neighbours "
    "what this partnership is actually for."
)
FOLLOW = (
    "I'd like to go back to what we would tell our neighbours. I'm not sure that I could say it in "
    "one sentence either. What would each of you say?"
)


async def _talk(people: dict[str, Page]) -> None:
    """What was said before the picture: a question, and how the talk closed over it."""
    asked = await people["Tunde"].say("How long does a handrail take, from asking to the wall?")
    await people["Dev"].say("Nine working days on average. In spring it was fifteen", asked)
    await people["Elsie"].say(QUESTION)
    joke = await people["Dev"].say("Free biscuits, Elsie 😄")
    laugh = {"emoji": "😄", "on": True}
    await people["Marit"].done("POST", f"/api/messages/{joke}/reactions", laugh)
    await people["Marit"].say("Back to handrails: the van could carry a few of the standard ones")
    await people["Joan"].say(
        "We have a dry lock-up behind the station, you'd be welcome to a shelf"
    )
    await people["Dev"].say("That would save a drive. I'll come and measure on Thursday")


async def _people(room: Served) -> dict[str, Page]:
    return {name: await room.enter(name) for name in ("Tunde", "Dev", "Marit", "Joan", "Elsie")}


async def _nudged(tabs: Window, people: dict[str, Page]) -> Tab:
    """The convener's tab, with the nudge just come."""
    ruth = await tabs.enter("Ruth")
    await ruth.convene()
    await _talk(people)
    await expect(ruth.page.locator("#messages .message")).to_have_count(7)
    tabs.room.hurry(60.0)
    await expect(ruth.page.locator("#cards .nudge")).to_have_count(1)
    tabs.room.hurry(1.0)
    return ruth


async def _id_of(page: Page, text: str) -> str:
    found: str = await until(
        lambda: next((each["id"] for each in page.messages() if each["text"] == text), None), text
    )
    return found


async def _shoot(tab: Tab, name: str) -> None:
    await tab.page.evaluate("document.getElementById('own').scrollTop = 0")
    await tab.page.wait_for_timeout(500)  # until nothing moves any more
    await tab.page.screenshot(path=IMAGES / f"{name}.png")


async def _at_a_desk(browser: Browser, room: Served, scheme: Any) -> None:  # noqa: ANN401 - a literal of Playwright's
    async with window(browser, room, viewport=DESK, color_scheme=scheme) as tabs:
        people = await _people(room)
        ruth = await _nudged(tabs, people)
        if scheme == "light":
            await _shoot(ruth, "demo-nudge")
        await ruth.card().get_by_role("button", name="Show").click()
        await ruth.card().get_by_role("button", name="Go to the message").click()
        box = ruth.page.get_by_label("Your message")
        await expect(box).not_to_have_value("")
        await box.fill(FOLLOW)
        await _shoot(ruth, f"demo-follow-{scheme}")
        await ruth.page.keyboard.press("Enter")
        await expect(ruth.card()).to_have_count(0)
        follow = await _id_of(people["Marit"], FOLLOW)
        await people["Marit"].say("So that nobody goes home alone to a cold house", follow)
        await people["Dev"].say(
            "I'd have said shorter waits. But yours is the better reason", follow
        )
        await expect(ruth.page.locator("#messages .message")).to_have_count(10)
        await ruth.press("End the meeting")
        await expect(ruth.page.locator("#report h3").first).to_be_visible()
        if scheme == "light":
            await _shoot(ruth, "demo-report")


async def _on_a_phone(browser: Browser, room: Served) -> None:
    async with window(browser, room, viewport=PHONE, has_touch=True) as tabs:
        door = await tabs.tab()
        await _shoot(door, "demo-phone-door")
        people = await _people(room)
        ruth = await tabs.enter("Ruth")
        await ruth.press("Only you")
        await ruth.convene()
        await ruth.press("The room")
        await _talk(people)
        room.hurry(60.0)
        await expect(ruth.page.locator("#peek")).to_contain_text("worth returning")
        room.hurry(1.0)
        await _shoot(ruth, "demo-phone-nudge")
        await ruth.press("Look")
        await ruth.card().get_by_role("button", name="Show").click()
        await expect(ruth.card().locator("blockquote")).to_be_visible()
        await _shoot(ruth, "demo-phone-card")


QUIET = told(
    entry(1, 240, State.FOLLOWED, 420),
    entry(2, 900, State.HANGING),
    entry(3, 1500, State.FOLLOWED, 2400),
    entry(4, 2000, State.TAKEN_AWAY, 2060),
    seconds=3000,
)
MEETINGS = {"quiet": QUIET, "busy": busy(60, 5400.0, seed=7, before=2), "empty": told()}


def _draw_timelines() -> None:
    """Pictures of made-up meetings, by the painter that chats get theirs from."""
    for name, meeting in MEETINGS.items():
        for scheme in Scheme:
            picture = as_png(timeline(meeting, clock), scheme)
            (IMAGES / f"timeline-{name}-{scheme}.png").write_bytes(picture)


async def _board(browser: Browser, room: Served, scheme: Any) -> None:  # noqa: ANN401 - a literal of Playwright's
    async with window(browser, room, viewport=DESK, color_scheme=scheme) as tabs:
        people = await _people(room)
        ruth = await tabs.enter("Ruth")
        await ruth.convene()
        async with tabs.context.expect_page() as opening:
            await ruth.press("Board")
        board = await opening.value
        await board.get_by_role("button", name="Open the board").click()
        room.hurry(60.0)
        await _talk(people)
        await expect(board.locator("#open")).to_contain_text("Worth returning to")
        await people["Joan"].say("Who keeps the key to the lock-up when I'm away?")
        await expect(board.locator("#open li")).to_have_count(2)
        room.hurry(1.0)
        await board.screenshot(path=IMAGES / f"board-{scheme}.png")


async def main() -> None:
    """Take them all."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    _draw_timelines()
    async with chromium() as browser:
        for take in (_light, _dark, _on_a_phone, _board_light):
            with tempfile.TemporaryDirectory() as folder:
                async with served(Path(folder) / "demo.db", settings=SETTINGS) as room:
                    await take(browser, room)


async def _light(browser: Browser, room: Served) -> None:
    await _at_a_desk(browser, room, "light")


async def _dark(browser: Browser, room: Served) -> None:
    await _at_a_desk(browser, room, "dark")


async def _board_light(browser: Browser, room: Served) -> None:
    await _board(browser, room, "light")


if __name__ == "__main__":
    asyncio.run(main())
