"""The board in a real Chromium: opened, live, presented, shut; by keyboard, aloud, on a phone."""

import asyncio
import re
import time
from collections.abc import AsyncIterator, Collection
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Page, expect

from bot.domain.answers import BOARD_LASTS
from bot.domain.events import MeetingEnded
from bot.runtime.ports import StorageError
from tests.adapters.board import Boarded, boarded
from tests.adapters.web import Served
from tests.browser import WITHIN, Window
from tests.runtime.house import ROOM

NARROW: Final = {"width": 320, "height": 568}
DROPPED = "If I'm honest, I don't understand what this group is for."
ASKED = "Who will tell the families about the new visiting hours?"
THREE = (
    ASKED,
    "Who decides which surgeries we start with?",
    "Why is this project still on our list at all?",
)
# Resolves to when a text stands on the board, in epoch milliseconds.
SHOWN_AT = """(text) => new Promise((done) => {
  const board = document.getElementById("board");
  const look = () => board.textContent.includes(text) && done(Date.now());
  new MutationObserver(look).observe(board, {childList: true, subtree: true, characterData: true});
  look();
})"""
CLOSED = "This board is closed"
# What somebody writes, and what of it is to be read on the page.
HOSTILE = (
    (
        "<script>document.title=1</script> who decides about this?",
        "<script>document.title=1</script>",
    ),
    (
        "<img src=x onerror=document.title=1> who decides here?",
        "<img src=x onerror=document.title=1>",
    ),
    ("Who decides about javascript:alert(1) here?", "javascript:alert(1)"),
    ("Who decides about \u202etxet desrever\u202c in here?", "txet desrever"),
    ("Who decides about this " + "😀" * 4000 + "?", "Who decides about this 😀😀😀"),
)
SCHEMES = ("light", "dark")


@dataclass
class Visitor:
    """One browser window of somebody's; remembers what its pages complained of."""

    context: BrowserContext
    room: Boarded
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    async def tab(self, path: str) -> Page:
        """Open a page of the server in a new tab."""
        page = await self.context.new_page()
        page.set_default_timeout(WITHIN)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda asked: self.hosts.add(asked.url.split("/")[2]))
        await page.goto(str(self.room.server.make_url("/")).rstrip("/") + path)
        return page

    def _said(self, message: ConsoleMessage) -> None:
        # A page that is closed says so with its status, of which the browser makes a line.
        if message.type in {"error", "warning"} and " 403 " not in message.text:
            self.complaints.append(message.text)

    async def link(self, who: str = "cora") -> Page:
        """Open the page behind a link of somebody's."""
        return await self.tab(await self.room.house.link(who))

    async def board(self, who: str = "cora") -> Page:
        """Open somebody's board."""
        page = await self.link(who)
        await page.get_by_role("button", name="Open the board").click()
        await expect(page.locator("#line")).to_have_text("Live")
        return page


@pytest.fixture
async def boards(tmp_path: Path) -> AsyncIterator[Boarded]:
    """A room in a meeting that Cora convenes."""
    async with boarded(tmp_path / "heed.db") as served:
        yield served


@asynccontextmanager
async def visiting(
    browser: Browser,
    room: Boarded,
    **how: Any,  # noqa: ANN401 - of a context
) -> AsyncIterator[Visitor]:
    """Open a window; nothing of it may come from elsewhere, and no page may complain."""
    context = await browser.new_context(**how)
    visitor = Visitor(context=context, room=room)
    try:
        yield visitor
    finally:
        await context.close()
    assert visitor.complaints == []
    assert {host.partition(":")[0] for host in visitor.hosts} == {"127.0.0.1"}


@pytest.fixture
async def visitor(browser: Browser, boards: Boarded) -> AsyncIterator[Visitor]:
    """A window of usual size."""
    async with visiting(browser, boards) as opened:
        yield opened


# --- opened ----------------------------------------------------------------------------------


async def test_a_link_is_opened_by_keyboard_and_leaves_no_trace(visitor: Visitor) -> None:
    """What stood behind the `#` is in no address, no history, and no link to it."""
    page = await visitor.link()
    assert "#" not in page.url
    await page.keyboard.press("Tab")
    await expect(page.get_by_role("button", name="Open the board")).to_be_focused()
    await page.keyboard.press("Enter")
    await expect(page.get_by_role("heading", level=1)).to_have_text("#place")
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/board/[\w-]{22}", page.url)
    assert await page.evaluate("document.cookie") == ""
    await page.go_back()
    assert "#" not in page.url
    await expect(page.get_by_text("This address opens nothing by itself")).to_be_visible()
    await page.go_forward()
    await expect(page.locator("#line")).to_have_text("Live")
    await page.reload()
    await expect(page.locator("#line")).to_have_text("Live")


async def test_a_preview_without_a_press_uses_nothing_up(visitor: Visitor) -> None:
    """Even one by a program that runs scripts."""
    link = await visitor.room.house.link()
    await visitor.tab(link)
    page = await visitor.tab(link)
    await page.get_by_role("button", name="Open the board").click()
    await expect(page.locator("#line")).to_have_text("Live")


@pytest.mark.parametrize(
    "what", ["used", "expired", "tampered", "revoked", "somebody else's", "another room's"]
)
async def test_a_link_that_is_none_is_refused(visitor: Visitor, what: str) -> None:
    """In words that say what to do."""
    house = visitor.room.house
    link = await house.link()
    match what:
        case "used":
            await visitor.room.visit().open(link)
        case "expired":
            await house.passes(BOARD_LASTS)
        case "tampered":
            link = link[:40] + ("A" if link[40] != "A" else "B") + link[41:]
        case "revoked":
            await house.ask("cora", "board end")
        case "somebody else's":
            link = await house.boards.doors.invite(ROOM, "ana")
        case "another room's":
            async with house.store.unit("fake/other") as unit:
                await unit.commit()
            link = await house.boards.doors.invite("fake/other", "cora")
    page = await visitor.tab(link)
    await page.get_by_role("button", name="Open the board").click()
    await expect(page.get_by_role("heading", name=CLOSED)).to_be_visible()
    await expect(page.get_by_text("/heed board")).to_be_visible()
    assert "Timeline" not in await page.content()


async def test_an_address_that_is_shared_opens_nothing(browser: Browser, visitor: Visitor) -> None:
    """Nor does the cookie of another board."""
    page = await visitor.board()
    async with visiting(browser, visitor.room) as other:
        theirs = await other.tab(page.url.partition("/board")[1] + page.url.partition("/board")[2])
        await expect(theirs.get_by_role("heading", name=CLOSED)).to_be_visible()
        await other.board()
        foreign = await other.tab("/board" + page.url.partition("/board")[2])
        await expect(foreign.get_by_role("heading", name=CLOSED)).to_be_visible()


# --- live ------------------------------------------------------------------------------------


async def test_a_question_is_seen_within_a_second(visitor: Visitor) -> None:
    """By the page's own clock; the best of three counts, on a machine that may be busy."""
    page = await visitor.board()
    took = []
    for number, text in enumerate(THREE):
        shown = asyncio.create_task(page.evaluate(SHOWN_AT, text))
        asked = time.time()
        await visitor.room.house.say(f"t{number}", "ana", text)
        took.append(await shown / 1000.0 - asked)
        if took[-1] < 1.0:
            break
    assert min(took) < 1.0


async def test_what_happens_is_seen(visitor: Visitor) -> None:
    """Asked, answered, deleted; a screen reader is told, and nobody's place is lost."""
    house = visitor.room.house
    page = await visitor.board()
    await house.say("m1", "ana", ASKED)
    line = page.locator("#open").get_by_text(ASKED)
    await expect(line).to_be_visible()
    await expect(page.get_by_role("status")).to_have_text("1 waiting, 0 followed.")
    link = page.locator("#open-m1").get_by_role("link", name="Go to the message")
    await link.focus()
    await house.say("m2", "dev", "Why is this project still on our list at all?")
    await expect(page.locator("#open li")).to_have_count(2)
    await expect(link).to_be_focused()
    await house.say("m3", "ben", "The ward sisters will tell the families on Friday.", "m1")
    await expect(page.locator("#open").get_by_text(ASKED)).to_have_count(0)
    await expect(page.locator("#summary")).to_contain_text("answered by Ben")
    # What had the focus has gone: it is with the board, not lost at the top of the page.
    await expect(page.locator("main")).to_be_focused()


async def test_a_picture_grows_with_the_talk(visitor: Visitor) -> None:
    """It says in words what it shows, and its marks have the numbers of the lists."""
    page = await visitor.board()
    picture = page.get_by_role("img", name="no question to show")
    await expect(picture).to_be_visible()
    await visitor.room.house.talk()
    picture = page.get_by_role("img", name="2 questions, 1 followed, 1 left hanging")
    await expect(picture).to_be_visible()
    number = await page.locator("#open li .number").inner_text()
    marks = await page.locator("svg text").all_text_contents()
    assert number.split()[-1] in marks


async def test_the_message_is_one_press_away(visitor: Visitor) -> None:
    """In a tab of its own that knows nothing of this one."""
    await visitor.room.house.talk()
    page = await visitor.board()
    link = page.locator("#open").get_by_role("link", name="Go to the message")
    await expect(link).to_have_attribute("href", "https://chat.example.org/m3")
    assert await link.get_attribute("target") == "_blank"
    assert await link.get_attribute("rel") == "noopener noreferrer"


async def test_a_meeting_is_ended_and_begun_by_keyboard(visitor: Visitor) -> None:
    """The page follows without being loaded anew."""
    page = await visitor.board()
    await page.evaluate("window.same = true")
    await page.get_by_role("button", name="End the meeting").press("Enter")
    begin = page.get_by_role("button", name="Start a meeting")
    await expect(begin).to_be_visible()
    assert (await visitor.room.house.room()).meeting is None
    await visitor.room.house.passes(60.0)
    await begin.press("Enter")
    await expect(page.get_by_role("button", name="End the meeting")).to_be_visible()
    assert await page.evaluate("window.same")


async def test_a_board_is_closed_by_whoever_has_it(visitor: Visitor) -> None:
    """For good: it doesn't come back with the page before."""
    page = await visitor.board()
    address = page.url
    await page.get_by_role("button", name="Close the board").click()
    await expect(page.get_by_role("heading", name=CLOSED)).to_be_visible()
    await page.goto(address)
    await expect(page.get_by_role("heading", name=CLOSED)).to_be_visible()


async def test_whoever_stops_convening_is_shut_out_while_they_look(visitor: Visitor) -> None:
    """Whatever stood there goes, and the page says so."""
    await visitor.room.house.talk()
    page = await visitor.board()
    await expect(page.get_by_text(DROPPED).first).to_be_visible()
    await visitor.room.house.ask("cora", "step-down")
    # Sooner than any look that time alone brings.
    await expect(page.get_by_role("heading", name=CLOSED)).to_be_visible(timeout=10_000.0)
    assert DROPPED not in await page.content()


@pytest.mark.parametrize(("text", "shown"), HOSTILE, ids=range(len(HOSTILE)))
async def test_what_people_write_is_shown_as_text(visitor: Visitor, text: str, shown: str) -> None:
    """Its letters, live and after a reload; nothing runs, nothing leads away, nothing is wide."""
    page = await visitor.board()
    await visitor.room.house.say("h1", "ana", text)
    words = page.locator("#open-h1 .words")
    await expect(words).to_contain_text(shown)
    for _ in range(2):
        assert await page.title() == "#place · Heed"
        assert await page.locator("main script, main img, main iframe").count() == 0
        assert await page.locator('a[href^="javascript" i]').count() == 0
        assert await wide(page) <= 0
        await page.reload()
        await expect(words).to_contain_text(shown)


# --- presenting ------------------------------------------------------------------------------


async def test_presenting_hides_words_and_names_at_once_and_stays(visitor: Visitor) -> None:
    """Over reloads and over what happens; the step back doesn't bring them again."""
    house = visitor.room.house
    await house.talk()
    page = await visitor.board()
    await expect(page.get_by_text(DROPPED).first).to_be_visible()
    await page.get_by_role("link", name="Present").press("Enter")
    for _ in range(2):
        await expect(page.get_by_role("link", name="Stop presenting")).to_be_visible()
        await expect(page.locator("#line")).to_have_text("Live")
        html = await page.content()
        assert not any(each in html for each in ("honest", "surgeries", "Ana", "Ben", "Dev"))
        assert await page.locator("main a").count() == 0
        await page.reload()
    await house.say("m9", "eve", ASKED)
    await house.happens(MeetingEnded(room=ROOM, at=house.clock.at))
    await expect(page.get_by_text("Waiting for a meeting to begin.")).to_be_visible()
    assert "families" not in await page.content()
    assert await page.locator(".count").count() == 0
    await page.go_back()
    assert "honest" not in await page.content()
    await page.go_forward()
    await page.get_by_role("link", name="Stop presenting").click()
    await expect(page.get_by_text(ASKED).first).to_be_visible()


# --- for everybody ---------------------------------------------------------------------------


async def wide(page: Page) -> int:
    """By how many pixels the page is wider than what can be seen of it."""
    grown: int = await page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    return grown


async def test_it_fits_a_phone_and_its_fingers(browser: Browser, boards: Boarded) -> None:
    """320 pixels wide, nothing sideways; what is pressed is large enough (WCAG 2.2, 2.5.8)."""
    await boards.house.talk()
    async with visiting(browser, boards, viewport=NARROW, has_touch=True) as visitor:
        page = await visitor.board()
        assert await wide(page) <= 0
        for each in await page.locator("main button, header button, header nav a").all():
            box = await each.bounding_box()
            assert box is not None
            assert min(box["width"], box["height"]) >= 24
        await page.get_by_role("link", name="Present").tap()
        await expect(page.get_by_role("link", name="Stop presenting")).to_be_visible()
        assert await wide(page) <= 0


async def test_nothing_moves_for_whoever_wants_none(browser: Browser, boards: Boarded) -> None:
    """No animation runs, whatever comes."""
    async with visiting(browser, boards, reduced_motion="reduce") as visitor:
        page = await visitor.board()
        await boards.house.talk()
        await expect(page.get_by_text(DROPPED).first).to_be_visible()
        assert await page.evaluate("document.getAnimations().length") == 0


async def test_it_can_be_walked_by_keyboard_alone(visitor: Visitor) -> None:
    """First a way past the bar, then everything in the order in which it is read."""
    await visitor.room.house.talk()
    page = await visitor.board()
    order = []
    for _ in range(6):
        await page.keyboard.press("Tab")
        order.append(await page.evaluate("document.activeElement.textContent.trim()"))
    assert order == [
        "Skip to the board",
        "Present",
        "Close the board",
        "End the meeting",
        "Go to the message",
        "Go to the message",
    ]
    await page.keyboard.press("Shift+Tab")
    headings = await page.get_by_role("heading").all_inner_texts()
    assert [each.split("\n")[0] for each in headings[:2]] == ["#place", "Open"]


class _Away:
    """Passes in a database that can't be reached."""

    async def valid(self, _room: str, _now: float) -> Collection[str]:
        """Not now."""
        raise StorageError("the database is away")


async def _pages(visitor: Visitor) -> AsyncIterator[tuple[str, Page]]:
    """Each page that there is."""
    yield "link", await visitor.link()
    yield "link without a ticket", await visitor.tab("/board")
    yield "closed", await visitor.tab("/board/nothing")
    yield "empty", await visitor.board()
    await visitor.room.house.talk()
    page = await visitor.board()
    await expect(page.locator("#summary")).to_contain_text("Followed")
    yield "board", page
    await page.get_by_role("link", name="Present").click()
    await expect(page.locator("#summary")).to_contain_text("taken up after")
    yield "presenting", page
    doors = visitor.room.house.boards.doors
    passes, doors._passes = doors._passes, _Away()  # type: ignore[assignment]
    visitor.complaints.clear()
    broken = await visitor.tab("/board" + page.url.partition("/board")[2])
    await expect(broken.get_by_role("heading", name="Not just now")).to_be_visible()
    yield "error", broken
    doors._passes = passes
    visitor.complaints[:] = [each for each in visitor.complaints if " 503 " not in each]


@pytest.mark.parametrize("scheme", SCHEMES)
async def test_axe_finds_nothing_serious(browser: Browser, boards: Boarded, scheme: Any) -> None:  # noqa: ANN401 - a literal of Playwright's
    """On every page, in both colour schemes."""
    looked = []
    async with visiting(browser, boards, color_scheme=scheme) as visitor:
        async for name, page in _pages(visitor):
            found = (await Axe().run(page)).response["violations"]
            grave = [each for each in found if each["impact"] in {"serious", "critical"}]
            assert [(each["id"], each["nodes"][0]["html"]) for each in grave] == [], name
            looked.append(name)
    assert len(looked) == 7


# --- the demo room ---------------------------------------------------------------------------


async def test_the_demo_rooms_convener_has_the_same_board(tabs: Window) -> None:
    """One press away; and its links lead back to the tab that it was opened from."""
    ada, cleo = await tabs.enter("Ada"), await tabs.enter("Cleo")
    await cleo.convene()
    async with tabs.context.expect_page() as opening:
        await cleo.press("Board")
    board = await opening.value
    await board.get_by_role("button", name="Open the board").click()
    await expect(board.locator("#line")).to_have_text("Live")
    await ada.say(ASKED)
    await expect(board.locator("#open").get_by_text(ASKED)).to_be_visible()
    await board.locator("#open").get_by_role("link", name="Go to the message").click()
    await expect(cleo.message(ASKED)).to_have_class("message here")
    assert "#" not in cleo.page.url
    await expect(ada.page.get_by_role("button", name="Board")).to_have_count(0)


async def test_nobody_else_in_the_demo_room_is_given_a_link(room: Served) -> None:
    """Whatever their page asks for."""
    ada = await room.enter("Ada")
    status, answer = await ada.ask("POST", "/api/board")
    assert (status, "url" in answer) == (409, False)
