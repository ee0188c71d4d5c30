"""The demo room as people use it: in tabs of a real Chromium."""

from pathlib import Path

import pytest
from playwright.async_api import Browser, expect

from adapters.web.understudy import Beats
from tests.adapters.web import Served, served
from tests.browser import PHONE, Tab, Window, window

QUESTION = "Sorry, I'm new here, but I still don't understand who decides about the winter beds."
MOVING_ON = ("The vans are full on Thursday", "Lunch came early today", "Mind the wet floor")
HOSTILE = (
    "<img src=x onerror=\"document.title='broken into'\">",
    "javascript:alert(1)",
    "\u202etxet desrever",
    "w" * 4000,
    "😀" * 2000,
    "مرحبا بالجميع، كيف الحال؟",
)
CONTRAST = (Path(__file__).parent / "contrast.js").read_text("utf-8")


async def _left_hanging(tabs: Window) -> tuple[Tab, Tab, Tab]:
    """Two people and a convener; a question over which the talk closed, and the nudge about it."""
    ada, ben, cleo = [await tabs.enter(name) for name in ("Ada", "Ben", "Cleo")]
    await cleo.convene()
    await ada.say(QUESTION)
    for text in MOVING_ON:
        await ben.say(text)
    tabs.room.hurry()
    await expect(cleo.card()).to_be_visible()
    tabs.room.hurry(1.0)
    return ada, ben, cleo


async def test_a_question_left_hanging_is_followed(tabs: Window) -> None:
    """From the question to the report: the nudge is the convener's alone, the follow their own."""
    ada, ben, cleo = await _left_hanging(tabs)

    for other in (ada, ben):
        assert "worth returning" not in await other.page.content()
        await expect(other.page.locator("#cards .card")).to_have_count(0)
    card = cleo.card()
    discreet = await card.inner_text()
    assert "worth returning to" in discreet
    assert not any(word in discreet for word in ("Ada", "winter", "understand", "unclear"))

    await card.get_by_role("button", name="Show").click()
    await expect(card.locator("blockquote")).to_have_text(QUESTION)
    await expect(card.get_by_text("Ada", exact=True)).to_be_visible()
    stems = card.locator(".stem")
    assert 2 <= await stems.count() <= 3
    stem = await stems.nth(1).locator("label").inner_text()
    assert "Ada" not in stem
    await stems.nth(1).get_by_role("radio").check()

    await card.get_by_role("button", name="Go to the message").click()
    box = cleo.page.get_by_label("Your message")
    await expect(box).to_have_value(stem)
    await expect(box).to_be_focused()
    await expect(cleo.page.locator("#context")).to_contain_text("In reply to Ada")
    await expect(cleo.message(QUESTION)).to_have_class("message here")
    await expect(cleo.message(QUESTION)).to_be_in_viewport()

    await box.press_sequentially(" I don't know it either.")
    await cleo.page.keyboard.press("Enter")
    follow = f"{stem} I don't know it either."
    await expect(ada.message(follow).locator(".answers")).to_contain_text(QUESTION)
    await expect(cleo.card()).to_have_count(0)
    await expect(cleo.page.locator("#cards .nudge.closed")).to_contain_text("picked up")

    await cleo.press("End the meeting")
    report = cleo.page.locator("#report")
    await expect(report.locator("h3", has_text="Followed")).to_be_visible()
    await expect(report.get_by_text(QUESTION)).to_be_visible()
    await expect(report).to_contain_text("by Cleo")
    assert "Followed" not in await ada.page.inner_text("body")


async def test_a_meeting_plays_by_itself(browser: Browser, tmp_path: Path) -> None:
    """One press and no typing: question, nudge, follow and report come by themselves."""
    beats = Beats(notice=0.4, practise=0.2, read=0.8, hands=5.0, no_card=10.0)
    async with (
        served(tmp_path / "demo.db", beats=beats) as room,
        window(browser, room) as tabs,
    ):
        tab = await tabs.tab()
        await tab.page.get_by_role("button", name="Play “Home from hospital”").click()
        await expect(tab.page.locator("#chair")).to_contain_text("Ruth's chair")
        await expect(tab.page.locator("#strip")).to_contain_text("15× speed")
        await tab.page.get_by_label("Speed").select_option("60")
        await expect(tab.page.locator("#strip")).to_contain_text("60× speed")
        await expect(tab.card()).to_be_visible()
        await expect(tab.card().locator("blockquote")).to_contain_text("couldn't tell my neighb")
        await expect(tab.page.locator("#cards .nudge.closed")).to_have_count(1)
        answer = "Honestly? I'd say: so that nobody goes home alone to a cold house."
        await expect(tab.words(answer)).to_be_visible()
        await expect(tab.page.locator("#report")).to_be_visible(timeout=30_000)
        await expect(tab.page.locator("#report")).to_contain_text("followed by Ruth")
        await expect(tab.page.locator("#strip")).to_be_hidden()
        await tab.press("Leave the chair")
        await expect(tab.page.locator("#door")).to_be_visible()


async def test_posting_through_heed_is_previewed(tabs: Window) -> None:
    """The stem can be changed before it is posted, and it stands with its label."""
    ada, _, cleo = await _left_hanging(tabs)
    await cleo.card().get_by_role("button", name="Show").click()
    await cleo.card().get_by_role("button", name="Post through Heed…").click()
    dialog = cleo.page.get_by_role("dialog")
    await dialog.get_by_label("What will be posted").fill("What would help us to see it?")
    await expect(dialog.locator(".preview")).to_contain_text("Cleo, sent through Heed")
    await expect(dialog.locator(".preview")).to_contain_text("What would help us to see it?")
    await dialog.get_by_role("button", name="Post", exact=True).click()
    posted = ada.message("What would help us to see it?")
    await expect(posted).to_contain_text("Cleo, sent through Heed")
    await expect(cleo.card()).to_have_count(0)


async def test_handing_on_and_private_wishes(tabs: Window) -> None:
    """A member is picked from a list and asked alone; wishes are answered to whoever has them."""
    ada, ben, cleo = await _left_hanging(tabs)
    more = cleo.card().get_by_role("button", name="More…")
    await cleo.choose(more, "Hand to…")
    await cleo.page.get_by_label("Who could pick it up").select_option("Ben")
    await cleo.press("Ask them")
    await expect(ben.card("handed")).to_be_visible()
    await expect(ada.page.locator("#cards .card")).to_have_count(0)
    about = ada.message(QUESTION)
    await ada.choose(about.get_by_role("button", name="More"), "Let mine go")
    await expect(ada.page.locator("#toasts")).to_contain_text("Let go")
    await expect(ben.card("handed")).to_have_count(0)
    theirs = ben.message(QUESTION)
    await ben.choose(theirs.get_by_role("button", name="More"), "I'd like this heard too")
    await expect(ben.page.locator("#toasts")).to_contain_text("Only Heed knows")


async def test_going_straight_to_the_message_brings_the_first_way_to_begin(tabs: Window) -> None:
    """A card that was not opened still gives words to begin with; they can be copied too.

    However far up the message is, it stays in sight while the box takes its room.
    """
    await tabs.context.grant_permissions(["clipboard-read", "clipboard-write"])
    _, ben, cleo = await _left_hanging(tabs)
    for n in range(25):
        await ben.say(f"And item {n} of the list is done as well")
    await expect(cleo.message(QUESTION)).not_to_be_in_viewport()
    await cleo.card().get_by_role("button", name="Go to the message").click()
    box = cleo.page.get_by_label("Your message")
    await expect(box).not_to_have_value("")
    first = await cleo.card().locator(".stem label").first.inner_text()
    await expect(box).to_have_value(first)
    await expect(cleo.message(QUESTION)).to_be_in_viewport()
    await cleo.card().get_by_role("button", name=f"Copy: {first}").click()
    await expect(cleo.page.locator("#toasts")).to_contain_text("Copied.")
    assert await cleo.page.evaluate("navigator.clipboard.readText()") == first
    await cleo.card().get_by_role("button", name="Hide").click()
    await expect(cleo.card().locator("blockquote")).to_have_count(0)


async def test_everything_can_be_done_by_keyboard(tabs: Window) -> None:
    """Enter sends, the arrows walk, menus and dialogs open and close, the focus comes back."""
    ada = await tabs.enter("Ada")
    keys = ada.page.keyboard
    await expect(ada.page.get_by_label("Your message")).to_be_focused()
    await keys.type("first")
    await keys.press("Enter")
    await keys.type("second")
    await keys.press("Shift+Enter")
    await keys.type("line")
    await keys.press("Enter")
    await expect(ada.words("second\nline")).to_be_visible()
    await expect(ada.page.locator("#messages .words").first).to_have_text("first")

    await keys.press("ArrowUp")
    await keys.press("ArrowUp")
    await expect(ada.message("first")).to_be_focused()
    await keys.press("Tab")
    await expect(ada.message("first").get_by_role("button", name="Reply")).to_be_focused()
    await keys.press("Tab")
    await keys.press("Enter")
    await expect(ada.page.get_by_role("menu")).to_be_visible()
    await keys.press("Escape")
    await expect(ada.page.get_by_role("menu")).to_have_count(0)
    await expect(ada.message("first").get_by_role("button", name="More")).to_be_focused()
    await keys.press("Enter")
    await keys.press("Enter")
    await expect(ada.message("first").locator(".marks")).to_contain_text("👍 1")

    await keys.press("ArrowDown")
    await keys.press("ArrowDown")
    await expect(ada.page.get_by_label("Your message")).to_be_focused()
    await ada.page.get_by_role("button", name="Play a meeting").focus()
    await keys.press("Enter")
    await expect(ada.page.get_by_role("dialog")).to_be_visible()
    await keys.press("Escape")
    await expect(ada.page.get_by_role("dialog")).to_have_count(0)
    await expect(ada.page.get_by_role("button", name="Play a meeting")).to_be_focused()


async def test_changing_and_deleting_by_the_menu(tabs: Window) -> None:
    """One's own words are changed in one's own box, and deleted after a question."""
    ada, ben = await tabs.enter("Ada"), await tabs.enter("Ben")
    await ada.say("helo")
    await ada.choose(ada.message("helo").get_by_role("button", name="More"), "Change")
    await ada.page.get_by_label("Your message").fill("hello")
    await ada.press("Save")
    await expect(ben.message("hello")).to_contain_text("changed")
    await ada.choose(ada.message("hello").get_by_role("button", name="More"), "Delete")
    await ada.page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    await expect(ben.page.locator("#messages")).to_contain_text("This message was deleted.")
    assert "hello" not in await ben.page.content()


async def test_hostile_text_is_text(tabs: Window) -> None:
    """Whatever somebody writes or is called, others see its letters and nothing happens."""
    ada, ben = await tabs.enter("<i>Ada</i> سلمى 🦊"), await tabs.enter("Ben")
    for text in HOSTILE:
        await ada.page.get_by_label("Your message").fill(text)
        await ada.page.keyboard.press("Enter")
        await expect(ben.page.locator("#messages .words").last).to_have_text(text)
        assert await ben.wide() <= 0
    await expect(ben.page.locator("#messages .who").first).to_have_text("<i>Ada</i> سلمى 🦊")
    assert await ben.page.title() == "Heed: the demo room"


async def test_the_page_comes_back_by_itself(browser: Browser, tmp_path: Path) -> None:
    """While the server is away the page says so and keeps what was typed; nothing is lost."""
    file = tmp_path / "demo.db"
    async with served(file) as room, window(browser, room, forgives=True) as tabs:
        port = room.server.port
        ada, ben = await tabs.enter("Ada"), await tabs.enter("Ben")
        await ada.say("before")
        await room.server.close()
        await expect(ada.page.locator("#line")).to_contain_text("can't be reached")
        await ada.page.get_by_label("Your message").fill("while it was away")
        await ada.page.keyboard.press("Enter")
        await expect(ada.page.get_by_label("Your message")).to_have_value("while it was away")
        await _comes_back(file, port, ada, ben)


async def _comes_back(file: Path, port: int | None, ada: Tab, ben: Tab) -> None:
    async with served(file, port=port):
        await expect(ada.page.locator("#line")).to_be_hidden()
        await ada.page.get_by_label("Your message").press("Enter")
        await expect(ben.words("while it was away")).to_be_visible()
        await expect(ben.message("before")).to_have_count(1)


async def test_a_phone_shows_all_of_it_without_scrolling_sideways(
    browser: Browser, room: Served
) -> None:
    """The door, the room, the private side and the dialogs fit 375 pixels; the nudge is noticed."""
    async with window(browser, room, viewport=PHONE, has_touch=True) as tabs:
        ada, ben, cleo = [await tabs.tab() for _ in range(3)]
        assert await ada.wide() <= 0
        await ada.enter("A name as long as any that can be taken")
        await ben.enter("Ben")
        await cleo.enter("Cleo")
        await cleo.press("Only you")
        await cleo.convene()
        await cleo.press("The room")
        await ada.say(QUESTION)
        for text in (*MOVING_ON, "one-very-long-word-" * 20):
            await ben.say(text)
        tabs.room.hurry()
        await expect(cleo.page.locator("#peek")).to_contain_text("may be worth returning to")
        tabs.room.hurry(1.0)
        assert await cleo.wide() <= 0
        await cleo.press("Look")
        await cleo.card().get_by_role("button", name="Show").click()
        await expect(cleo.card().locator("blockquote")).to_be_visible()
        assert await cleo.wide() <= 0
        await cleo.card().get_by_role("button", name="Post through Heed…").click()
        assert await cleo.wide() <= 0
        await cleo.press("Cancel")
        await cleo.card().get_by_role("button", name="Go to the message").click()
        await expect(cleo.message(QUESTION)).to_be_in_viewport()
        await expect(cleo.page.get_by_label("Your message")).not_to_have_value("")
        assert await cleo.wide() <= 0
        await cleo.press("Play a meeting")
        assert await cleo.wide() <= 0


async def test_a_tab_out_of_sight_looks_in(tabs: Window) -> None:
    """It holds no connection, and still says in its title that something has come."""
    hidden = "Object.defineProperty(document, 'hidden', { get: () => true })"
    await tabs.context.add_init_script(hidden)
    cleo = await tabs.enter("Cleo")
    await cleo.press("Become the convener")
    await expect(cleo.card("practice")).to_be_visible()
    await expect(cleo.page).to_have_title("(1) Heed: the demo room")
    ben = await tabs.enter("Ben")
    await ben.page.get_by_label("Your message").fill("hello from elsewhere")
    await ben.page.keyboard.press("Enter")
    await expect(cleo.words("hello from elsewhere")).to_be_visible()
    assert len(tabs.room.demo.chat.changed._listeners) <= 1


@pytest.mark.parametrize("scheme", ["light", "dark"])
async def test_every_text_has_contrast(browser: Browser, room: Served, scheme: str) -> None:
    """In both colour schemes all text of the door, the room and the cards reaches AA."""
    async with window(browser, room, color_scheme=scheme) as tabs:
        door = await tabs.tab()
        assert await door.page.evaluate(CONTRAST) == []
        _, _, cleo = await _left_hanging(tabs)
        await cleo.card().get_by_role("button", name="Show").click()
        await expect(cleo.card().locator("blockquote")).to_be_visible()
        await cleo.press("Report")
        await expect(cleo.page.locator("#report")).to_be_visible()
        assert await cleo.page.evaluate(CONTRAST) == []


async def test_tabs_are_people_and_a_reload_keeps_who_one_is(tabs: Window) -> None:
    """The same name in another tab is somebody else; leaving leads back to the door."""
    one, other = await tabs.enter("Ada"), await tabs.enter("Ada")
    await expect(one.page.locator("#self")).to_contain_text("Ada")
    await expect(other.page.locator("#self")).to_contain_text("Ada 2")
    await one.page.reload()
    await expect(one.page.locator("#self")).to_have_text("Ada ▾")
    await expect(one.page.locator("#nothing")).to_contain_text("second tab")
    await one.choose(one.page.locator("#self"), "Leave the room")
    await expect(one.page.locator("#door")).to_be_visible()
    await expect(other.page.locator("#people li")).to_have_count(1)
