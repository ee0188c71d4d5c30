"""The demo's report as a file to keep."""

import io

import pytest
from PIL import Image

from bot.domain.wishes import Format
from tests.adapters.web import Served

ASKED = "Sorry, I'm new here, but I still don't understand who decides about the winter beds."


@pytest.mark.parametrize("form", Format)
async def test_a_convener_downloads_the_report(room: Served, form: Format) -> None:
    """In each format, under a name of its own, with nobody's name in it."""
    ada, cleo = await room.enter("Ada"), await room.enter("Cleo")
    await cleo.convene()
    await ada.say(ASKED)
    await room.demo.ears.tell()
    path = f"/api/export/{form}"
    async with cleo.session.get(path, headers=cleo.headers) as answer:
        assert answer.status == 200
        assert answer.content_disposition is not None
        assert answer.content_disposition.type == "attachment"
        assert str(answer.content_disposition.filename).endswith(f".{form}")
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        data = await answer.read()
    if form is Format.PNG:
        with Image.open(io.BytesIO(data)) as picture:
            assert picture.format == "PNG"
    elif form is Format.SVG:
        assert data.startswith(b"<svg")
    else:
        assert ASKED in data.decode()
        assert "Ada" not in data.decode()


async def test_nobody_else_does(room: Served) -> None:
    """Neither who doesn't convene nor who isn't there; and no format is made up."""
    ada, cleo = await room.enter("Ada"), await room.enter("Cleo")
    await cleo.convene()
    assert (await ada.ask("GET", "/api/export/csv"))[0] == 409
    assert (await room.page().ask("GET", "/api/export/csv"))[0] == 401
    status, said = await cleo.ask("GET", "/api/export/docx")
    assert (status, said["error"]) == (422, "An export is one of md, csv, json, png, svg.")
