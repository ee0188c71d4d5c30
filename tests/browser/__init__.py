"""The demo room in a real Chromium: tabs, and what people do in them."""

import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any, Final, Self

from playwright.async_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    async_playwright,
    expect,
)

from tests.adapters.web import Served

CHROMIUM: Final = shutil.which("chromium")
QUIETLY: Final = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--disable-lcd-text",  # letters without coloured edges make small pictures
)
WITHIN: Final = 15_000.0
"""Milliseconds in which whatever is to come has come, on a busy machine too."""
PHONE: Final = {"width": 375, "height": 667}

expect.set_options(timeout=WITHIN)


@asynccontextmanager
async def chromium() -> AsyncIterator[Browser]:
    """Start the machine's own Chromium; it fetches nothing from anywhere."""
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=CHROMIUM, args=list(QUIETLY))
        try:
            yield browser
        finally:
            await browser.close()


@dataclass
class Window:
    """One browser window with its tabs; remembers what the pages complained of and asked for."""

    context: BrowserContext
    room: Served
    complaints: list[str] = field(default_factory=list)
    hosts: set[str] = field(default_factory=set)

    @property
    def address(self) -> str:
        """Where the room is."""
        return str(self.room.server.make_url("/"))

    async def tab(self) -> "Tab":
        """Open the room's page in a new tab."""
        page = await self.context.new_page()
        page.set_default_timeout(WITHIN)
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", lambda asked: self.hosts.add(asked.url.split("/")[2]))
        await page.goto(self.address)
        return Tab(page=page)

    def _said(self, message: ConsoleMessage) -> None:
        if message.type in {"error", "warning"}:
            self.complaints.append(message.text)

    async def enter(self, name: str) -> "Tab":
        """Open a tab and come in, by keyboard."""
        tab = await self.tab()
        return await tab.enter(name)


@asynccontextmanager
async def window(
    browser: Browser,
    room: Served,
    *,
    forgives: bool = False,
    **how: Any,  # noqa: ANN401 - of a context
) -> AsyncIterator[Window]:
    """Open a window; nothing of it may come from elsewhere, and no page may complain.

    `forgives`: the room goes away meanwhile, so pages will complain.
    """
    context = await browser.new_context(**how)
    opened = Window(context=context, room=room)
    try:
        yield opened
    finally:
        await context.close()
    assert forgives or opened.complaints == []
    assert {host.partition(":")[0] for host in opened.hosts} == {"127.0.0.1"}


@dataclass
class Tab:
    """One tab, as whoever sits before it uses it."""

    page: Page

    async def enter(self, name: str) -> Self:
        """Type a name, and Enter."""
        await self.page.get_by_label("Your name").fill(name)
        await self.page.keyboard.press("Enter")
        await expect(self.page.locator("#room")).to_be_visible()
        return self

    async def say(self, text: str) -> None:
        """Type a line, and Enter."""
        await self.page.get_by_label("Your message").fill(text)
        await self.page.keyboard.press("Enter")
        await expect(self.page.get_by_label("Your message")).to_have_value("")
        await expect(self.words(text)).to_be_visible()

    async def press(self, name: str) -> None:
        """Press the button of this name."""
        await self.page.get_by_role("button", name=name, exact=True).click()

    async def convene(self) -> None:
        """Become the convener, and try the practice card."""
        await self.press("Become the convener")
        card = self.card("practice")
        await card.get_by_role("button", name="Show").click()
        await expect(card.locator("blockquote")).to_be_visible()
        await card.get_by_role("button", name="Already followed").click()
        await expect(self.page.locator("#standing")).to_contain_text("Meeting")

    async def choose(self, button: Any, entry: str) -> None:  # noqa: ANN401 - a Locator
        """Open a menu, and choose an entry of it."""
        await button.press("Enter")
        await self.page.get_by_role("menuitem", name=entry, exact=True).press("Enter")

    def card(self, purpose: str = "nudge") -> Any:  # noqa: ANN401 - a Locator
        """The open card of this purpose."""
        return self.page.locator(f"#cards .card.{purpose}:not(.closed)")

    def message(self, text: str) -> Any:  # noqa: ANN401 - a Locator
        """The message with these words."""
        exact = re.compile(f"^{re.escape(text)}$")
        return self.page.locator("#messages .message", has=self.page.get_by_text(exact))

    def words(self, text: str) -> Any:  # noqa: ANN401 - a Locator
        """The words themselves of that message."""
        return self.message(text).locator(".words").last

    async def wide(self) -> int:
        """By how many pixels the page is wider than what can be seen of it."""
        grown: int = await self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        return grown
