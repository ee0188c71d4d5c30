"""Discord from the command line: what stops the start, what `check` says, the invite link."""

from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import discord
import pytest

from adapters.discord.permissions import PERMISSIONS
from bot.__main__ import main
from tests.cli.discord_door import (
    CHANNEL,
    CONTENT_LIMITED,
    GUILD,
    MEMBERS_LIMITED,
    TOKEN,
    DiscordDoor,
    discord_door,
)

Command = Callable[..., tuple[int, str, str]]


@pytest.fixture(name="there")
def _there(monkeypatch: pytest.MonkeyPatch) -> Iterator[DiscordDoor]:
    """Discord's front door, to which the library is pointed for as long as the test runs."""
    monkeypatch.setattr(discord.http.Route, "BASE", discord.http.Route.BASE)
    with discord_door() as made:
        yield made


@pytest.fixture
def command(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    there: DiscordDoor,
) -> Command:
    """Use a command with Discord's token set; gives the exit code, and what it said."""
    monkeypatch.chdir(tmp_path)

    def use(*words: str, lines: tuple[str, ...] = (TOKEN,)) -> tuple[int, str, str]:
        settings = ("HEED_PORT=0", there.setting, "HEED_LOG_LEVEL=error", *lines)
        (tmp_path / ".env").write_text("\n".join(settings), encoding="utf-8")
        code = main(list(words))
        out, err = capsys.readouterr()
        assert "hunter2" not in out + err
        assert "Traceback" not in err
        return code, out, err

    return use


def test_a_wrong_token_is_one_line(command: Command, there: DiscordDoor) -> None:
    """With the file, the setting and the mend."""
    there.refuse()
    code, _, said = command("run")
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith(".env:4: DISCORD_BOT_TOKEN: Discord doesn't know this token (401).")
    assert "not the client secret" in said


@pytest.mark.parametrize(
    ("flags", "named"),
    [
        (MEMBERS_LIMITED, "Message Content Intent is switched off"),
        (CONTENT_LIMITED, "Server Members Intent is switched off"),
        (0, "Message Content Intent and Server Members Intent are switched off"),
    ],
)
def test_a_missing_intent_is_one_line(
    command: Command, there: DiscordDoor, flags: int, named: str
) -> None:
    """Before connecting: which switch to turn, and where it is."""
    there.switch(flags)
    code, _, said = command("run")
    assert (code, said.count("\n")) == (2, 1)
    assert named in said
    assert "page Bot, Privileged Gateway Intents" in said
    assert "/gateway/bot" not in there.asked


def test_discord_out_of_reach_is_one_line(command: Command, there: DiscordDoor) -> None:
    """An address where nobody answers."""
    there.url = "http://127.0.0.1:9/api/v10"
    code, _, said = command("run")
    assert (code, said.count("\n")) == (1, 1)
    assert "Discord can't be reached at http://127.0.0.1:9/api/v10" in said


def test_no_platform_names_discord_too(command: Command) -> None:
    """Where nothing is set, both ways are said."""
    _, _, said = command("run", lines=())
    assert "DISCORD_BOT_TOKEN (docs/discord.md)" in said


def test_the_invite_asks_for_what_is_used_and_no_more(command: Command) -> None:
    """The link bears exactly the permissions and scopes, each of which is explained beside it."""
    code, out, explained = command("invite", "discord")
    asked = parse_qs(urlsplit(out.strip()).query)
    assert code == 0
    assert asked["client_id"] == ["91"]
    assert asked["scope"] == ["bot applications.commands"]
    allowed = discord.Permissions(int(asked["permissions"][0]))
    assert allowed == discord.Permissions(**dict.fromkeys(PERMISSIONS, True))
    for means in PERMISSIONS.values():
        assert means in explained


def test_the_invite_needs_a_token(command: Command) -> None:
    """And says where it is."""
    code, _, said = command("invite", "discord", lines=())
    assert code == 2
    assert "docs/discord.md says where it is" in said


# --- check -----------------------------------------------------------------------------------


def test_check_says_what_is_well(command: Command, there: DiscordDoor) -> None:
    """With a token that is known, and servers."""
    guild = {"id": GUILD, "name": "Town", "icon": None, "owner": False, "permissions": "0"}
    there.answers["/users/@me/guilds"] = (200, [{**guild, "features": []}])
    code, said, _ = command("check")
    assert code == 0
    assert "Discord lets Heed in as heed" in said
    assert "Heed is on 1 server." in said


def test_check_gives_the_link_where_heed_is_nowhere(command: Command) -> None:
    """So that somebody can add it at once."""
    _, said, _ = command("check")
    assert "Heed is on no server yet. Add it with https://discord.com/oauth2/authorize" in said


def test_check_names_the_switch_that_is_off(command: Command, there: DiscordDoor) -> None:
    """Each of the privileged intents."""
    there.switch(MEMBERS_LIMITED)
    code, said, _ = command("check")
    assert code == 1
    assert "Message Content Intent is switched off" in said


def test_check_finds_a_wrong_token(command: Command, there: DiscordDoor) -> None:
    """By asking Discord."""
    there.refuse()
    code, said, _ = command("check")
    assert code == 1
    assert "Discord doesn't know this token (401)" in said
    assert CHANNEL not in said
