"""Files on Discord: below an answer that only whoever asked sees."""

import io
from typing import Any

import pytest
from PIL import Image

from adapters.discord.answering import NO_FILE
from bot.domain.wishes import Format
from tests.adapters.discord.local.sight import Shown, text_of
from tests.adapters.discord.local.town import Town
from tests.adapters.discord.meetings import ASKED, left_hanging


def _read(here: Town, shown: Shown) -> bytes:
    """What is in the one file below an answer."""
    (file,) = shown.message.attachments
    found = here.env.backend.cdn.get(file.url)
    assert isinstance(found, bytes)
    return found


async def _asked(here: Town, form: Format) -> Any:  # noqa: ANN401 - SimCord's own
    typed: dict[str, Any] = {"as": form.value}  # a word of Python's, and so no keyword
    return await here.slash(here.ruth, "export", **typed)


@pytest.mark.parametrize("form", Format)
async def test_each_format_is_attached_to_the_private_answer(here: Town, form: Format) -> None:
    """Nobody else sees it; its alternative text says what it is."""
    await left_hanging(here)
    public = len(here.said_in_public())
    done = await _asked(here, form)
    assert done.response.ephemeral
    (file,) = done.response.message.attachments
    assert file.filename.endswith(f".{form}")
    assert file.description in text_of(done.response).replace("\\", "")
    data = _read(here, done.response)
    if form is Format.PNG:
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.format == "PNG"
    elif form is Format.SVG:
        assert data.startswith(b"<svg")
    else:
        assert ASKED in data.decode()
        assert "maya" not in data.decode().casefold()
    assert len(here.said_in_public()) == public


async def test_the_summary_has_a_button_for_its_picture(here: Town) -> None:
    """The picture takes the answer's place; going back, it is gone."""
    await left_hanging(here)
    done = await here.slash(here.ruth, "summary")
    pressed = await here.press(here.ruth, done.response, "Picture")
    shown = pressed.response
    assert shown.message.attachments[0].content_type == "image/png"
    back = await here.press(here.ruth, shown, "Summary")
    assert "Summary of" in text_of(back.response)
    assert not back.response.message.attachments


async def test_who_does_not_convene_gets_no_file(here: Town) -> None:
    """They are told whom it is for."""
    await left_hanging(here)
    done = await here.slash(here.tom, "export")
    assert "for the room's conveners" in text_of(done.response)
    assert not done.response.message.attachments


async def test_a_file_that_discord_refuses_leaves_the_answer(here: Town) -> None:
    """The person is told why, and what works instead."""
    await left_hanging(here)
    here.env.inject_error(
        "PATCH", "/webhooks/*/*/messages/@original", status=403, code=50013, times=1
    )
    done = await _asked(here, Format.PNG)
    said = text_of(done.response)
    assert NO_FILE.replace("*", "") in said.replace("*", "")
    assert "Export of" in said
    assert not done.response.message.attachments
