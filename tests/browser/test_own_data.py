"""“Your data” in the demo room, in a real Chromium: the menu at one's own name."""

from typing import Any

from playwright.async_api import Browser, expect

from tests.adapters.web import Served
from tests.browser import PHONE, Tab, Window, window

QUESTION = "Sorry, I'm new here, but I still don't understand who decides about the winter beds."
LOOK = "What Heed keeps about me…"
OPT_OUT = "Don’t read what I write"
OPT_IN = "Read what I write again"


async def _wish(tab: Tab, entry: str) -> None:
    """Choose something in the menu at one's own name, by keyboard."""
    await tab.choose(tab.page.locator("#self"), entry)


async def _look(tab: Tab) -> Any:  # noqa: ANN401 - a Locator
    """Open what is kept about oneself."""
    await _wish(tab, LOOK)
    dialog = tab.page.get_by_role("dialog")
    await expect(dialog).to_contain_text("What Heed keeps about you")
    return dialog


async def test_somebody_sees_what_is_kept_of_them_and_has_it_erased(tabs: Window) -> None:
    """It is theirs alone; a press is asked about first, and afterwards nothing is kept."""
    ada, cleo = await tabs.enter("Ada"), await tabs.enter("Cleo")
    await cleo.convene()
    await ada.say(QUESTION)
    kept = await _look(ada)
    await expect(kept).to_contain_text("your name, Ada")
    await expect(kept).to_contain_text(QUESTION)
    await expect(kept).to_contain_text("Kept until")
    await ada.page.keyboard.press("Escape")
    await expect(ada.page.get_by_role("dialog")).to_have_count(0)
    await expect(ada.page.locator("#toasts")).not_to_contain_text("Done")

    kept = await _look(ada)
    await expect(kept).to_contain_text(QUESTION)
    await kept.get_by_role("button", name="Forget me").click()
    await expect(ada.page.locator("#toasts")).to_contain_text("Done: your questions, your name")
    await expect(await _look(ada)).to_contain_text("Heed keeps nothing about you.")
    await expect(cleo.page.locator("#toasts")).not_to_contain_text("Done")
    # The chat is the platform's own, and keeps its messages.
    await expect(cleo.words(QUESTION)).to_be_visible()


async def test_somebody_opts_out_and_in_again(tabs: Window) -> None:
    """Each wish is answered to them; what they write meanwhile is no question to Heed."""
    ada, cleo = await tabs.enter("Ada"), await tabs.enter("Cleo")
    await cleo.convene()
    await _wish(ada, OPT_OUT)
    await expect(ada.page.locator("#toasts")).to_contain_text("neither read nor kept from now on")
    await ada.say(QUESTION)
    kept = await _look(ada)
    await expect(kept).to_contain_text("You opted out: your words aren't read.")
    await expect(kept).not_to_contain_text("winter beds")
    await ada.page.keyboard.press("Escape")
    await _wish(ada, OPT_IN)
    await expect(ada.page.locator("#toasts")).to_contain_text("is heard again")
    await ada.say(f"And again: {QUESTION}")
    kept = await _look(ada)
    await expect(kept).to_contain_text("winter beds")
    await expect(kept).not_to_contain_text("You opted out")


async def test_what_is_kept_is_shown_as_text_and_fits_a_phone(
    browser: Browser, room: Served
) -> None:
    """Whatever somebody is called and asks: its letters, each line by itself, nothing sideways."""
    async with window(browser, room, viewport=PHONE, has_touch=True) as tabs:
        ada, cleo = await tabs.tab(), await tabs.tab()
        await ada.enter("<i>Ada</i> سلمى 🦊")
        await cleo.enter("Cleo")
        await cleo.press("Only you")
        await cleo.convene()
        hostile = f"<b>I still don't understand</b> {'w' * 200} who decides about the beds?"
        await ada.say(hostile)
        kept = await _look(ada)
        await expect(kept).to_contain_text("your name, <i>Ada</i> سلمى 🦊")
        await expect(kept).to_contain_text("<b>I still don't understand</b>")
        assert await kept.locator("b, i").count() == 0
        assert "\n" in await kept.inner_text()
        assert await ada.wide() <= 0
        erase = kept.get_by_role("button", name="Forget me")
        await expect(erase).to_be_in_viewport()
