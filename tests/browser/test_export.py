"""The demo's report, kept as a file by a browser."""

from pathlib import Path

import pytest
from playwright.async_api import expect

from tests.browser import Window


@pytest.mark.parametrize(("label", "ending"), [("Table", "csv"), ("Picture", "png")])
async def test_the_report_is_downloaded(
    tabs: Window, tmp_path: Path, label: str, ending: str
) -> None:
    """By a press, under a name of its own; the page's policy lets that through."""
    cleo = await tabs.enter("Cleo")
    await cleo.convene()
    await cleo.press("End the meeting")
    await expect(cleo.page.locator("#report .keeping")).to_be_visible()
    async with cleo.page.expect_download() as coming:
        await cleo.press(f"Download as {label}")
    file = await coming.value
    assert file.suggested_filename.endswith(f".{ending}")
    await file.save_as(tmp_path / "kept")
    assert (tmp_path / "kept").stat().st_size > 100
