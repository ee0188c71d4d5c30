"""No secret is shown: not by a settings object, an error, a traceback or a start that fails."""

import ast
import copy
import json
import pickle
import traceback
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from pathlib import Path
from typing import Final

import pytest
from cryptography.fernet import Fernet

from adapters.board.tickets import Tickets
from adapters.slack.ids import Us
from adapters.slack.logins import SignedIn
from adapters.slack.workspaces import Login
from bot.__main__ import main
from bot.config import SettingsError, load, load_traced
from bot.config.model import EXAMPLES, Settings
from bot.config.platforms import ways
from bot.config.second import listener_way
from bot.domain.answers import board_page
from bot.domain.room import Room
from storage.database import connect
from storage.sealing import Sealer
from tests import ROOT

KEY: Final = urlsafe_b64encode(b"hunter2-hunter2-hunter2-hunter2-").decode()[:44]
DISCORD: Final = "hunter2hunter2hunter2hun.hunter.hunter2hunter2hunter2hunter"
SECRETS: Final = {
    "SLACK_BOT_TOKEN": "xoxb-hunter2",
    "SLACK_APP_TOKEN": "xapp-hunter2",
    "SLACK_SIGNING_SECRET": "hunter2hunter2hunter2hunter2hunter2",
    "SLACK_CLIENT_ID": "1111.2222",
    "SLACK_CLIENT_SECRET": "hunter2hunter2hunter2hunter2hunter2",
    "DISCORD_BOT_TOKEN": DISCORD,
    "DATABASE_URL": "postgresql://heed:hunter2@127.0.0.1:1/heed",
    "HEED_ENCRYPTION_KEYS": KEY,
    "HEED_LLM_API_KEY": "sk-hunter2",
}
"""Each setting that holds a secret, with one."""
FREE: Final = {"HEED_SAFEGUARDING", "HEED_RUN_BY", "HEED_CONVENERS", "HEED_GROUPS"}
"""Settings that take any words, which the room or the admin is meant to read."""


def _hides(said: object) -> bool:
    text = str(said)
    return "hunter2" not in text and KEY not in text


def _whole() -> Mapping[str, str]:
    more = {
        "HEED_LLM_BASE_URL": "http://127.0.0.1:1/v1",
        "HEED_LLM_MODEL": "a-model",
        "HEED_PUBLIC_URL": "https://heed.example.org",
    }
    return {**SECRETS, **more}


def _secretive() -> set[str]:
    """The settings of which a text is hidden, by their own types."""
    found = set()
    for name in EXAMPLES:
        values = dict(_whole()) | {name: SECRETS[name]} if name in SECRETS else _whole()
        value = load(values, None).texts()[name]
        if "hidden" in value or "***" in value:
            found.add(name)
    return found


def test_every_secret_is_tried_here() -> None:
    """A secret that is added to the settings is added above."""
    assert _secretive() == set(SECRETS)


# --- objects ---------------------------------------------------------------------------------


def test_no_settings_object_shows_a_secret() -> None:
    """However it is written: repr, str, format, as a list of what is set, or as JSON."""
    loaded = load_traced(_whole(), None)
    settings, reached, second = loaded.settings, ways(loaded), listener_way(loaded)
    for each in (loaded, settings, reached, reached.slack, second):
        assert _hides(f"{each!r} {each!s} {each}")
        assert _hides(vars(each) if hasattr(each, "__dict__") else "")
    assert _hides(settings.texts())
    assert _hides(settings.model_dump())
    assert _hides(reached.texts())


@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_what_holds_secrets_is_never_written_down(protocol: int) -> None:
    """Nor copied: it says why, without them."""
    loaded = load_traced(_whole(), None)
    for each in (loaded.settings, ways(loaded), ways(loaded).slack, listener_way(loaded)):
        with pytest.raises(TypeError) as refused:
            pickle.dumps(each, protocol)
        assert _hides(refused.value)
    with pytest.raises(TypeError):
        copy.copy(ways(loaded))


def test_parts_that_carry_secrets_hide_them() -> None:
    """Logins, sealers, tickets, connections to a database, and pages with a board's link."""
    us = Us(bot_user_id="U1")
    login = Login(token="xoxb-hunter2", us=us)  # noqa: S106 - made up
    settings = load(SECRETS, None)
    parts = (
        login,
        SignedIn(team="T1", team_name="Town", login=login, scopes=None),
        Sealer(settings.encryption_keys),
        Tickets(b"hunter2-hunter2-hunter2-hunter2-"),
        Fernet(KEY),
        connect(settings.database_url),
        board_page(Room(id="r"), "https://heed.example.org/board#hunter2"),
    )
    for each in parts:
        assert _hides(f"{each!r} {each!s}"), type(each)


def _unhidden(path: Path) -> list[str]:
    """Fields of dataclasses that are called like a secret, are texts, and are shown by `repr`."""
    found = []
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.AnnAssign(target=ast.Name(id=name), annotation=ast.Name(id="str" | "bytes")):
                called = name.casefold().strip("_")
                is_one = called.endswith(("token", "secret", "password", "key")) and called != "key"
                if is_one and "repr=False" not in ast.unparse(node):
                    found.append(name)
    return found


def test_no_field_that_is_called_a_secret_is_shown() -> None:
    """A new one has to be hidden, or be called something else."""
    folders = (ROOT / "adapters", ROOT / "bot", ROOT / "storage")
    files = [each for folder in folders for each in folder.rglob("*.py")]
    found = {str(each.relative_to(ROOT)): said for each in files if (said := _unhidden(each))}
    assert found == {}


# --- errors ----------------------------------------------------------------------------------


@pytest.mark.parametrize("name", EXAMPLES)
@pytest.mark.parametrize("secret", SECRETS.values(), ids=SECRETS)
def test_a_secret_in_the_wrong_line_is_not_repeated(name: str, secret: str) -> None:
    """Pasted into any other setting, it is refused without being quoted, or taken as it is."""
    try:
        load({name: secret}, None)
    except SettingsError as error:
        told = f"{''.join(traceback.format_exception(error))} {error.problems!r}"
        hidden = _hides(told)
    else:
        plain = secret.startswith(("hunter2hunter2hunter2hunter2", "1111"))  # as a name might be
        hidden = name in {*FREE, *SECRETS} or (plain and name in {"HEED_HOST", "HEED_LLM_MODEL"})
    assert hidden


@pytest.mark.parametrize("name", SECRETS)
def test_no_line_of_the_file_is_repeated_that_may_hold_one(name: str, tmp_path: Path) -> None:
    """An open quote, a name without a value, and one that is set twice."""
    file = tmp_path / ".env"
    for text in (f'{name}="{SECRETS[name]}', f"{name}={SECRETS[name]}\n{name}={SECRETS[name]}"):
        file.write_text(text, encoding="utf-8")
        with pytest.raises(SettingsError) as refused:
            load({}, file)
        assert _hides("".join(traceback.format_exception(refused.value)))


def test_an_error_of_the_library_that_reads_them_hides_what_it_read() -> None:
    """Should one ever come through: neither its text nor its traceback shows a value."""
    unknown = {"HEED_NOTHING": SECRETS["SLACK_BOT_TOKEN"]}
    with pytest.raises(ValueError, match="1 validation error") as refused:
        Settings.model_validate({**SECRETS, **unknown})
    assert _hides("".join(traceback.format_exception(refused.value)))


# --- commands --------------------------------------------------------------------------------

COMMANDS: Final = (
    ("run",),
    ("check",),
    ("demo", "--port", "0"),
    ("db", "status"),
    ("db", "rekey"),
    ("db", "backup", "copy.db"),
    ("export", "slack/T1/C1"),
    ("invite",),
)


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("level", ["debug", "info"])
def test_no_command_that_fails_says_a_secret(
    command: tuple[str, ...],
    level: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """Every secret is set, and nothing that they lead to is there: at whatever level it logs."""
    monkeypatch.chdir(tmp_path)
    lines = {
        **_whole(),
        "HEED_LOG_LEVEL": level,
        "HEED_PORT": "0",
        "HEED_SLACK_API_URL": "http://127.0.0.1:1/api",
        "HEED_DISCORD_API_URL": "http://127.0.0.1:1/api",
    }
    if command[0] == "demo":  # it would serve: a host that isn't this machine's ends it
        command = (*command, "--host", "203.0.113.1")
    file = tmp_path / ".env"
    file.write_text("\n".join(f"{name}={text}" for name, text in lines.items()), encoding="utf-8")
    code = main(list(command))
    out, err = capsys.readouterr()
    assert code != 0
    assert _hides(out + err)
    assert "Traceback" not in out + err
    for line in err.splitlines():
        if line.startswith("{"):
            assert _hides(json.loads(line))
