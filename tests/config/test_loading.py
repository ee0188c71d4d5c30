"""From raw settings to Settings: precedence, and every problem at once."""

import re
from pathlib import Path

import pytest
from pydantic import ValidationError

from bot.config import Settings, SettingsError, load, load_traced
from bot.config.model import EXAMPLES
from bot.config.secrets import new_key
from bot.domain.settings import KeepText, RoomMode, RoomSettings
from tests import ROOT

SECRETS = [
    "SLACK_BOT_TOKEN",
    "SLACK_APP_TOKEN",
    "SLACK_SIGNING_SECRET",
    "SLACK_CLIENT_ID",
    "SLACK_CLIENT_SECRET",
    "DISCORD_BOT_TOKEN",
]


def env_file(tmp_path: Path, *lines: str) -> Path:
    """Write a file of settings."""
    file = tmp_path / ".env"
    file.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return file


def problems(env: dict[str, str], file: Path | None = None) -> list[str]:
    """Load settings that can't be used, and give what is said."""
    with pytest.raises(SettingsError) as refused:
        load(env, file)
    return [str(problem) for problem in refused.value.problems]


def test_nothing_set_gives_the_defaults() -> None:
    """An empty environment starts, with the defaults that the documents promise."""
    settings = load({}, None)
    assert (settings.host, settings.port, settings.time_zone) == ("127.0.0.1", 8080, "UTC")
    assert settings.room() == RoomSettings(quiet_hours=settings.quiet_hours)
    assert settings.texts()["HEED_QUIET_HOURS"] == "22:00-07:00"


def test_a_room_starts_as_the_admin_set_it() -> None:
    """Every setting of a room reaches the core."""
    room = load(
        {
            "HEED_PATIENCE": "3 messages, 90s",
            "HEED_NUDGE_BUDGET": "1, 2",
            "HEED_NUDGE_SPACING": "10m",
            "HEED_QUIET_HOURS": "none",
            "HEED_WORKING_HOURS": "8-16",
            "HEED_TIME_ZONE": "Europe/London",
            "HEED_SHOW_AT_ONCE": "yes",
            "HEED_ROOM_MODE": "always on",
            "HEED_RETENTION": "7d",
            "HEED_KEEP_TEXT": "none",
            "HEED_SAFEGUARDING": "Call 4100.",
            "HEED_RUN_BY": "the office",
        },
        None,
    ).room()
    assert (room.patience.messages, room.patience.seconds) == (3, 90)
    assert (room.budget.per_meeting, room.budget.per_day, room.spacing_seconds) == (1, 2, 600)
    assert (room.quiet_hours, room.working_hours.start_minute) == (None, 480)
    assert (room.time_zone, room.show_at_once) == ("Europe/London", True)
    assert (room.mode, room.keep_text) == (RoomMode.ALWAYS_ON, KeepText.NONE)
    assert (room.retention_seconds, room.safeguarding) == (7 * 86_400, "Call 4100.")
    assert room.run_by == "the office"


def test_the_environment_wins_over_the_file(tmp_path: Path) -> None:
    """A name set in both takes the environment's value, and says so."""
    file = env_file(tmp_path, "HEED_PORT=1", "HEED_HOST=localhost")
    loaded = load_traced({"HEED_PORT": "2"}, file)
    assert (loaded.settings.port, loaded.settings.host) == (2, "localhost")
    assert {name: str(origin) for name, origin in loaded.origins.items()} == {
        "HEED_PORT": "environment",
        "HEED_HOST": f"{file}:2",
    }


def test_an_empty_value_means_the_default(tmp_path: Path) -> None:
    """A name set to nothing is as if unset, and in the environment it blanks the file's."""
    file = env_file(tmp_path, "HEED_PORT=1", "HEED_HOST=")
    settings = load({"HEED_PORT": ""}, file)
    assert (settings.port, settings.host) == (8080, "127.0.0.1")


def test_every_problem_is_listed_with_its_place_and_mend(tmp_path: Path) -> None:
    """One start shows all there is to mend, in the order of the file, the environment last."""
    file = env_file(
        tmp_path,
        "HEED_PORT=80x",
        "HEED_PATIENCE=5",
        "HEED_PATINCE=6 messages",
        "HEED_HOST=localhost",
        "HEED_HOST=localhost",
        "HEED_LOG_LEVEL='info",
    )
    assert problems({"HEED_RETENTION": "2 years", "HEED_ROOM_MODE": "loud"}, file) == [
        f"{file}:1: HEED_PORT: '80x' isn't a port. Write a number from 1 to 65535.",
        (
            f"{file}:2: HEED_PATIENCE: '5' is neither a number of messages nor a duration. "
            "Write it like HEED_PATIENCE=6 messages, 5m"
        ),
        f"{file}:3: 'HEED_PATINCE': there is no setting of this name. Did you mean HEED_PATIENCE?",
        f"{file}:5: HEED_HOST: it is set already, at {file}:4. Keep one of the two lines.",
        (
            f"{file}:6: HEED_LOG_LEVEL: the line can't be read. "
            "Write NAME=value, and close every quote."
        ),
        (
            "environment: HEED_ROOM_MODE: 'loud' isn't one of its choices. "
            "Write meetings only or always on."
        ),
        (
            "environment: HEED_RETENTION: '2 years' isn't a duration. "
            "Write a number and its unit: 90s, 5m, 4h or 2d."
        ),
    ]


@pytest.mark.parametrize(
    ("name", "mend"),
    [
        ("HEED_PATINCE", "Did you mean HEED_PATIENCE?"),
        ("heed_port", "Did you mean HEED_PORT?"),
        ("HEED_TIMEZONE", "Did you mean HEED_TIME_ZONE?"),
        ("HEED_SERVICE_HOST", "enableServiceLinks"),
    ],
)
def test_an_unknown_name_stops_the_start(name: str, mend: str) -> None:
    """A name that begins as ours and isn't one is told the nearest, or to be taken out."""
    (problem,) = problems({name: "1"})
    assert mend in problem


def test_names_of_others_are_left_alone(tmp_path: Path) -> None:
    """The file may hold other programs' names, even twice."""
    file = env_file(tmp_path, "POSTGRES_PASSWORD=a", "POSTGRES_PASSWORD=b")
    assert load_traced({"PATH": "/bin"}, file).lookalikes == ()


def test_a_misspelt_token_is_noticed(tmp_path: Path) -> None:
    """A name of the platforms' that is nearly right doesn't stop the start, but is told."""
    file = env_file(tmp_path, "SLACK_BOT_TOKN=x")
    ((origin, name, near),) = load_traced({}, file).lookalikes
    assert (origin.line, name, near) == (1, "SLACK_BOT_TOKN", "SLACK_BOT_TOKEN")


@pytest.mark.parametrize("name", SECRETS)
def test_secrets_are_never_shown(name: str) -> None:
    """Neither the settings' own text nor the list of what is set holds a secret."""
    settings = load({name: "hunter2"}, None)
    assert "hunter2" not in f"{settings!r} {settings} {settings.texts()}"
    assert "hidden" in settings.texts()[name]


def test_encryption_keys_are_never_shown() -> None:
    """Neither by the settings' own text nor by the list of what is set."""
    key = new_key()
    settings = load({"HEED_ENCRYPTION_KEYS": f"{key},{new_key()}"}, None)
    assert key not in f"{settings!r} {settings} {settings.texts()}"
    assert settings.texts()["HEED_ENCRYPTION_KEYS"] == "2 set (hidden)"


def test_a_database_password_is_never_shown() -> None:
    """A good address is shown without its password, a bad one not at all."""
    settings = load({"DATABASE_URL": "postgres://u:hunter2@host/heed"}, None)
    assert "hunter2" not in f"{settings!r} {settings.texts()}"
    (problem,) = problems({"DATABASE_URL": "oracle://u:hunter2@host/heed"})
    assert "hunter2" not in problem


def test_settings_never_change() -> None:
    """Settings are a value: nothing can be set on them afterwards."""
    settings = load({}, None)
    with pytest.raises(ValidationError):
        settings.port = 1  # type: ignore[misc]  # that it can't be done is the test


def test_what_is_shown_can_be_written_back() -> None:
    """The texts of settings, loaded again, give the same settings."""
    env = {name: example for name, example in EXAMPLES.items() if "…" not in example}
    settings = load(env, None)
    shown = {name: text for name, text in settings.texts().items() if "hidden" not in text}
    assert load(shown, None) == settings


def test_the_example_file_lists_every_setting_once() -> None:
    """Names in .env.example are those of the settings, in any order, without repetition."""
    named = re.findall(r"^#([A-Z_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE)
    assert sorted(named) == sorted(field.alias or "" for field in Settings.model_fields.values())


def test_the_example_file_shows_the_defaults(tmp_path: Path) -> None:
    """With every line taken in, what isn't marked as an example is the default."""
    file = tmp_path / ".env"
    lines = (ROOT / ".env.example").read_text()
    file.write_text(re.sub(r"^#(?=[A-Z_]+=)", "", lines, flags=re.MULTILINE))
    examples = set(re.findall(r"Examples?:\n(?:#([A-Z_]+)=.*\n)(?:#([A-Z_]+)=.*\n)?", lines))
    marked = {name for names in examples for name in names}
    shown, defaults = load({}, file).texts(), load({}, None).texts()
    differing = {name for name in shown if shown[name] != defaults[name]}
    assert differing == marked - {""}


def test_a_missing_file_is_said(tmp_path: Path) -> None:
    """A file that was named and isn't there stops the start."""
    (problem,) = problems({}, tmp_path / "none.env")
    assert "the file can't be read" in problem
