"""`export`: the same bytes as by command, from a database that isn't changed."""

import asyncio
import hashlib
import io
import json
from pathlib import Path

import pytest
from PIL import Image

from bot.__main__ import main
from bot.domain.room import Meeting
from storage import open_store
from tests.domain.builders import MONDAY
from tests.domain.exports import TEXTS, partners
from tests.runtime.fakes import FakeClock
from tests.runtime.house import ROOM, House

AT = MONDAY + 3600.0


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with an .env and a database in which two rooms had a meeting; it is 10:00."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("time.time", lambda: AT)
    (tmp_path / ".env").write_text("DATABASE_URL=sqlite:///heed.db\n")
    asyncio.run(_filled(tmp_path / "heed.db"))
    return tmp_path


async def _filled(file: Path) -> None:
    async with open_store(f"sqlite+aiosqlite:///{file}") as store:
        for name, title in (("slack/T1/C1", "#partners"), ("slack/T1/C2", "#Harbour")):
            async with store.unit(name) as unit:
                room, asked = partners()
                unit.room.title = title
                unit.room.members, unit.room.conveners = room.members, room.conveners
                unit.room.last_meeting = Meeting(id="mtg", started_at=MONDAY, ended_at=AT)
                unit.room.questions = {each.id: each for each in asked}
                unit.room.now = AT
                await unit.commit()


def export(*arguments: str) -> int:
    """Run it."""
    return main(["export", *arguments])


@pytest.mark.parametrize("room", ["partners", "#Partners", "slack/T1/C1"])
def test_a_room_goes_by_its_name_or_its_id(
    here: Path, room: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """What comes out is an export, and nothing else."""
    assert here.exists()
    assert export(room, "--format", "json") == 0
    found = json.loads(capsysbinary.readouterr().out)
    assert found["room"] == "#partners"
    assert [each["asked_by"] for each in found["questions"]] == ["P1", "P2", "P1"]


@pytest.mark.parametrize("form", TEXTS)
async def test_it_is_what_the_command_brings(
    tmp_path: Path, form: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Byte for byte, whoever asks; what the talk moved on to is known to whoever heard it alone."""
    url = f"sqlite+aiosqlite:///{tmp_path / 'heed.db'}"
    async with open_store(url) as store:
        house = House(store)
        await house.begins()
        await house.talk()
        at = house.clock.at
    async with open_store(url) as store:
        page = await House(store, FakeClock(at)).ask("cora", f"export meeting {form}")
    (tmp_path / ".env").write_text("DATABASE_URL=sqlite:///heed.db\n")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("time.time", lambda: at)
    out = tmp_path / f"out.{form}"
    said = await asyncio.to_thread(
        export, ROOM, "--format", str(form), "--meeting", "--out", str(out)
    )
    assert said == 0
    assert out.read_bytes() == str(page.files[0].content).encode()


def test_a_picture_goes_into_a_file(here: Path) -> None:
    """It is its owner's alone."""
    out = here / "out.png"
    assert export("partners", "--format", "png", "--out", str(out)) == 0
    with Image.open(io.BytesIO(out.read_bytes())) as picture:
        assert picture.format == "PNG"
    assert out.stat().st_mode & 0o777 == 0o600


def test_names_are_the_admins_setting(
    here: Path, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    """HEED_EXPORT_NAMES lets them stand in it."""
    with (here / ".env").open("a") as env:
        env.write("HEED_EXPORT_NAMES=true\n")
    assert export("partners") == 0
    assert b"by Maya" in capsysbinary.readouterr().out


def test_nothing_is_changed(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """It may run beside Heed."""
    before = hashlib.sha256((here / "heed.db").read_bytes()).hexdigest()
    export("partners")
    export("nowhere")
    capsys.readouterr()
    assert hashlib.sha256((here / "heed.db").read_bytes()).hexdigest() == before


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("kitchen",), 1, "There is no room kitchen. There are: #partners (slack/T1/C1), #Harbour"),
        (("partners", "--since", "soon"), 2, "Write it like 2h or 7d."),
        (("partners", "--since", "2h", "--meeting"), 2, "not both"),
        (("partners", "--format", "docx"), 2, "docx"),
        (("partners", "--out", "nowhere/out.md"), 1, "there is no folder nowhere"),
        ((), 2, "ROOM"),
    ],
)
def test_what_is_wrong_is_said_with_its_mend(
    here: Path,
    arguments: tuple[str, ...],
    code: int,
    said: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """In a line, and nothing on standard output."""
    assert here.exists()
    assert export(*arguments) == code
    told = capsys.readouterr()
    assert said in told.err
    assert told.out == ""


def test_without_a_database_there_is_nothing_to_export(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """And none is made."""
    monkeypatch.chdir(tmp_path)
    assert export("partners") == 1
    assert "python -m bot db status" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.db"))


def test_two_rooms_of_a_name_are_told_apart(here: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """By their ids."""

    async def renamed() -> None:
        async with (
            open_store(f"sqlite+aiosqlite:///{here / 'heed.db'}") as store,
            store.unit("slack/T1/C2") as unit,
        ):
            unit.room.title = "#partners"
            await unit.commit()

    asyncio.run(renamed())
    assert export("partners") == 1
    assert "slack/T1/C1" in capsys.readouterr().err
