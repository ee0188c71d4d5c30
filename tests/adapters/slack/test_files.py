"""Files on Slack: brought to whoever asked, into the direct conversation and nowhere else."""

import io

import pytest
from PIL import Image

from adapters.slack.files import BROUGHT
from bot.domain.wishes import Format
from tests.adapters.slack.local.server import BOT_TOKEN, Person
from tests.adapters.slack.local.sight import Json, pressable, text_of
from tests.adapters.slack.local.town import MAYA, RUTH, TOM, Town
from tests.adapters.slack.meetings import ASKED, left_hanging


async def _brought(here: Town, who: Person) -> list[Json]:
    """The files that Heed has brought somebody directly, the oldest first."""
    return [file for message in await here.direct(who) for file in message.get("files") or []]


async def _bytes(here: Town, file: Json) -> bytes:
    """What a file holds; nobody gets it without a token."""
    address = file["url_private_download"]
    async with here.slack.session.get(address) as refused:
        assert refused.status == 403
    token = {"Authorization": f"Bearer {BOT_TOKEN}"}
    async with here.slack.session.get(address, headers=token) as answer:
        assert answer.ok
        return await answer.read()


async def test_each_format_comes_directly_and_to_nobody_else(here: Town) -> None:
    """The answer in the channel, which they alone see, says where it is."""
    await left_hanging(here)
    public = await here.said_in_public()
    for form in Format:
        assert BROUGHT in await here.command(RUTH, f"export meeting {form}")
    found = await _brought(here, RUTH)
    assert [each["name"].rpartition(".")[2] for each in found] == list(Format)
    assert all(each["is_public"] is False and not each["channels"] for each in found)
    assert not await _brought(here, MAYA)
    assert await here.said_in_public() == public
    assert not any(each.get("files") for each in await here.messages())
    texts = [(await _bytes(here, each)).decode() for each in found[:3]]
    assert all(ASKED in each and "Maya" not in each for each in texts)
    with Image.open(io.BytesIO(await _bytes(here, found[3]))) as picture:
        assert picture.format == "PNG"
    assert (await _bytes(here, found[4])).startswith(b"<svg")


async def test_the_summary_has_a_button_for_its_picture(here: Town) -> None:
    """Pressed in the answer that only the convener sees, it brings the timeline."""
    await left_hanging(here)
    await here.command(RUTH, "summary")
    answer = (await here.told(RUTH))[-1]
    await here.press(RUTH, answer, "Picture")
    await here.until(lambda: _brought(here, RUTH), "the picture")
    (file,) = await _brought(here, RUTH)
    assert file["mimetype"] == "image/png"
    assert pressable(answer["blocks"], "Picture")


async def test_asked_in_direct_messages_it_comes_there(here: Town) -> None:
    """As everything else does."""
    await left_hanging(here)
    channels = (await here.slack.get("/_control/state"))["channels"]
    direct = next(each for each in channels if each["is_im"] and RUTH.id in each["members"])
    await here.say(RUTH, "export json", channel=direct["id"])
    await here.until(lambda: _brought(here, RUTH), "the file")
    assert len(await _brought(here, RUTH)) == 1


@pytest.mark.parametrize("wish", ["export", "export png"])
async def test_who_does_not_convene_gets_no_file(here: Town, wish: str) -> None:
    """They are told whom it is for."""
    await left_hanging(here)
    assert "for the room's conveners" in await here.command(TOM, wish)
    assert not await _brought(here, TOM)
    assert not any("files" in text_of(each) for each in await here.told(TOM))
