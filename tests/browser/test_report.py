"""The report of `replay` in a real browser: readable by everybody, and nothing in it runs."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.async_playwright import Axe
from playwright.async_api import Browser, Page, ViewportSize

from bot.__main__ import main
from tests import ROOT
from tests.cli.test_report import hostile

MEETINGS = sorted((ROOT / "adapters" / "web" / "meetings").glob("*.jsonl"))
PHONE = ViewportSize(width=320, height=640)
SERIOUS = {"serious", "critical"}


@pytest.fixture
def report(tmp_path: Path) -> str:
    """The address of a report with hostile words in it."""
    out = tmp_path / "out.html"
    paths = [hostile(tmp_path), *MEETINGS]
    assert main(["replay", "--names", "--report", str(out), *map(str, paths)]) == 0
    return out.as_uri()


@pytest.fixture(params=["light", "dark"])
async def opened(
    browser: Browser, report: str, request: pytest.FixtureRequest
) -> AsyncIterator[Page]:
    """It on a phone, in either scheme; whatever runs or is fetched fails the test."""
    amiss: list[Any] = []
    page = await browser.new_page(viewport=PHONE, color_scheme=request.param)
    page.on("dialog", lambda each: amiss.append(each))  # noqa: PLW0108 - Playwright binds no builtin
    page.on("pageerror", lambda each: amiss.append(each))  # noqa: PLW0108 - Playwright binds no builtin
    page.on("console", lambda each: amiss.append(each))  # noqa: PLW0108 - Playwright binds no builtin
    page.on("request", lambda each: amiss.append(each) if each.url != report else None)
    await page.goto(report)
    yield page
    assert not amiss
    await page.close()


async def test_axe_finds_nothing(opened: Page) -> None:
    """Of axe-core's rules, none is broken seriously or critically."""
    found = await Axe().run(opened)
    broken = [each for each in found.response["violations"] if each["impact"] in SERIOUS]
    assert not broken, [(each["id"], each["nodes"][0]["html"][:200]) for each in broken]


async def test_a_phone_shows_all_of_it(opened: Page) -> None:
    """Nothing is wider than the page, thousands of emoji and the pictures included."""
    wider = await opened.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    assert wider <= 0
    sizes = await opened.evaluate(
        """[...document.querySelectorAll("svg text")].map(
            each => parseFloat(getComputedStyle(each).fontSize)
                * each.ownerSVGElement.getBoundingClientRect().width / 340)"""
    )
    assert sizes
    assert min(sizes) >= 9.0  # pixels


async def test_the_pictures_follow_the_scheme(opened: Page) -> None:
    """Paper and page are of the same brightness."""
    colours = await opened.evaluate(
        """[getComputedStyle(document.body).backgroundColor,
            getComputedStyle(document.querySelector("svg .paper")).fill]"""
    )
    assert colours[0] == colours[1]
