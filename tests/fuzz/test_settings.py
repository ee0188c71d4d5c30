"""Settings files and environments: read, or refused line by line; no secret is ever told."""

import atexit
import re
from pathlib import Path
from shutil import rmtree
from tempfile import mkdtemp
from typing import Final

from hypothesis import given

from bot.config import SettingsError
from bot.config.loading import load
from bot.config.model import EXAMPLES
from tests.fuzz.holding import timed
from tests.fuzz.inputs import FUZZED, MARK, Choices, choices

_SECRETS: Final = (
    "SLACK_BOT_TOKEN", "SLACK_APP_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_CLIENT_SECRET",
    "SLACK_CLIENT_ID",
    "DISCORD_BOT_TOKEN", "HEED_ENCRYPTION_KEYS", "HEED_LLM_API_KEY",
)  # fmt: skip
_PLAIN: Final = sorted(set(EXAMPLES) - set(_SECRETS) - {"DATABASE_URL"})
_VALUES: Final = (
    "", "true", "no", "8080", "70000", "127.0.0.1", "::1", "https://heed.example.org/a", "http://x",
    "6 messages, 5m", "5m", "1h30m", "999999999w", "3 a meeting, 5 a day", "22:00-07:00", "none",
    "25:00", "Europe/London", "Mars/Olympus", "a, b, a", "nhs: a, b; council: c", "0-3 of 8", "of",
    "0-99999 of 99999", "<#112233445566778899>", "INFO", "meetings only", "always on", "30d", "9d9",
    "sqlite:///a.db", "gpt-x", "500 a day, 100 a room", "10s", "-1", "1 2", "questions", "in turn",
)  # fmt: skip
_FORMS: Final = (
    "{}={}\n", "export {}={}\n", "{} = '{}'\r\n", '{}="{}"\n', "{}={} # said\n", "{}\n{}\n",
    "{}: {}\n", "\ufeff{}={}\n", "  {}='{}\n", '{}="{}\\"\n', "{}={}",
)  # fmt: skip
_SET: Final = re.compile(
    rf"\s*(?:export )?(?:(?:{'|'.join(_SECRETS)})\s*[=:]|DATABASE_URL.*://heed:{MARK}@)".encode()
)
_FOLDER: Final = Path(mkdtemp(prefix="heed-fuzz-"))
_FILE: Final = _FOLDER / ".env"
atexit.register(rmtree, _FOLDER, ignore_errors=True)


def _value(choices: Choices) -> str:
    if choices.number(2):
        return choices.pick(_VALUES)
    return choices.text().replace("\x00", "").replace(MARK, "")


def _line(choices: Choices) -> str:
    form = choices.pick(_FORMS)
    match choices.number(9):
        case 0:
            name = choices.pick(_SECRETS)
            return form.format(name, f"{choices.short()}{MARK}".replace("\n", ""))
        case 1:
            return form.format(
                "DATABASE_URL", f"postgresql://heed:{MARK}@{choices.short().replace(MARK, '')}"
            )
        case 2:
            return form.format(choices.short().replace(MARK, ""), _value(choices))
    return form.format(choices.pick(_PLAIN), _value(choices))


@FUZZED
@given(choices)
def test_whatever_stands_in_the_settings_is_read_or_refused(choices: Choices) -> None:
    """Settings, or every problem with where it stands; neither tells a secret."""
    lines = "".join(_line(choices) for _ in choices.several(6))
    content = choices.damaged(lines.encode("utf-8", "surrogatepass"))
    _FILE.write_bytes(content)
    name = choices.pick(_PLAIN)
    env = {name: _value(choices)} if choices.number(2) == 0 else {}
    try:
        found = timed(lambda: load(env, _FILE), len(content))
    except SettingsError as error:
        _explains(error)
        _tells_no_secret(str(error), content)
        return
    _tells_no_secret(f"{found!r} {found} {found.texts()}", content)
    written = {name: found.texts()[name] for name in _PLAIN}
    again = load(written, None).texts()
    assert {name: again[name] for name in _PLAIN} == written


def _explains(error: SettingsError) -> None:
    assert error.problems
    assert all(each.what and each.mend for each in error.problems)


def _tells_no_secret(said: str, content: bytes) -> None:
    """Where a secret's line was torn, its rest may stand somewhere else: then nothing is known."""
    marked = [line for line in content.splitlines() if MARK.encode() in line]
    if all(_SET.match(line) for line in marked):
        assert MARK not in said
