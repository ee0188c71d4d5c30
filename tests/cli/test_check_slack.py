"""`python -m bot check` with Slack's settings: what Slack says, and the step that mends it."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TypeAlias

import pytest

from bot.__main__ import main
from bot.bootstrap import build_tracker
from bot.domain.events import ConvenerInvited, RoomNamed
from bot.runtime.companion import Companion
from storage import open_store
from tests.cli.door import APP, BOT, Door, door
from tests.runtime.fakes import FakeClock, FakeSender

Check: TypeAlias = Callable[..., tuple[int, str]]


@pytest.fixture(name="slack")
def _slack() -> Iterator[Door]:
    """Slack's front door."""
    with door() as made:
        yield made


@pytest.fixture
def check(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    slack: Door,
) -> Check:
    """Run the check against that door; gives the exit code and all that was said."""
    monkeypatch.chdir(tmp_path)

    def run(*lines: str) -> tuple[int, str]:
        settings = ("HEED_PORT=0", slack.setting, *lines)
        (tmp_path / ".env").write_text("\n".join(settings), encoding="utf-8")
        code = main(["check"])
        out, err = capsys.readouterr()
        assert "hunter2" not in out + err
        return code, out + err

    return run


def test_all_is_well_with_all_that_it_needs(check: Check) -> None:
    """Tokens, scopes, the socket and a channel: each is said to be there."""
    code, said = check(BOT, APP)
    assert code == 0
    assert "Slack is reached by Socket Mode, one workspace, by its token." in said
    assert "Slack opens a socket for the app (Socket Mode)." in said
    assert "Slack lets Heed into Town." in said
    assert "Heed is in 1 channel." in said
    assert "aren't in this version yet" not in said


@pytest.mark.parametrize(
    ("method", "error", "said"),
    [
        ("auth.test", "invalid_auth", "SLACK_BOT_TOKEN: Slack doesn't know this token"),
        ("auth.test", "account_inactive", "account in the workspace is switched off"),
        ("auth.test", "token_revoked", "this token has been revoked"),
        ("apps.connections.open", "invalid_auth", "SLACK_APP_TOKEN: Slack doesn't know this token"),
        ("apps.connections.open", "missing_scope", "lacks the scope connections:write"),
        ("users.conversations", "missing_scope", "Slack doesn't say which channels Heed is in"),
        ("auth.test", "fatal_error", "Slack answers fatal_error to SLACK_BOT_TOKEN"),
    ],
)
def test_each_refusal_is_one_problem_with_its_mend(
    check: Check, slack: Door, method: str, error: str, said: str
) -> None:
    """Slack's own word for it stands beside what it means."""
    slack.refuse(method, error)
    code, output = check(BOT, APP)
    problems = [row for row in output.splitlines() if row.startswith("  problem")]
    assert (code, len(problems)) == (1, 1)
    assert said in problems[0]
    assert error in problems[0]
    assert problems[0].count(". ") >= 1


def test_a_missing_scope_is_named_with_what_it_is_for(check: Check, slack: Door) -> None:
    """And with the events that don't come without it; one too many is worth a note."""
    scopes = (slack.scopes or "").split(",")
    slack.scopes = ",".join([each for each in scopes if each != "groups:history"] + ["files:read"])
    code, said = check(BOT, APP)
    assert code == 1
    assert "lacks the scope groups:history, by which Heed hears what is said in the priv" in said
    assert "nor the events message.groups. Add it at Slack on OAuth & Permissions" in said
    assert "scopes that Heed doesn't use: files:read." in said


def test_a_slack_that_names_no_scopes_is_no_problem(check: Check, slack: Door) -> None:
    """A local server doesn't; that is said."""
    slack.scopes = None
    code, said = check(BOT, APP)
    assert code == 0
    assert "Slack doesn't say which scopes the token has." in said


def test_no_channel_yet_is_worth_a_note(check: Check, slack: Door) -> None:
    """With the step that is next."""
    slack.answers["users.conversations"] = {"ok": True, "channels": []}
    code, said = check(BOT, APP)
    assert code == 0
    assert "Heed is in no channel yet. Type /invite @Heed in one." in said


def test_a_room_that_it_was_taken_from_and_a_closed_door_are_problems(
    check: Check, slack: Door, tmp_path: Path
) -> None:
    """Of the rooms that the database knows: whose channel is gone, who can't be messaged."""
    asyncio.run(_convened(tmp_path, "C2"))
    slack.refuse("conversations.open", "user_disabled")
    code, said = check(BOT, APP)
    assert code == 1
    assert "Heed isn't in #place any more, or it is archived. Type /invite @Heed there." in said
    assert "Ruth, a convener, can't be messaged. Slack says: " in said
    assert "(user_disabled)" in said


async def _convened(folder: Path, channel: str) -> None:
    """A room is in the database in which Ruth was asked to convene."""
    room = f"slack/T1/{channel}"
    async with open_store(f"sqlite:///{folder}/heed.db") as store:
        tracker, _ = build_tracker()
        companion = Companion(store, tracker, FakeClock(), {"slack": FakeSender()})
        await companion.receive(RoomNamed(room=room, at=1.0, title="#place"))
        await companion.receive(ConvenerInvited(room=room, at=2.0, member="Ruth"))


def test_http_needs_an_address_to_be_said_at_slack(check: Check) -> None:
    """Without it somebody has to write it there by hand; with it, it is named."""
    secret = "SLACK_SIGNING_SECRET=hunter2"  # noqa: S105 - made up
    code, said = check(BOT, secret)
    assert code == 0
    assert "HEED_PUBLIC_URL isn't set, so the manifest can't say where Slack is to send" in said
    _, said = check(BOT, secret, "HEED_PUBLIC_URL=https://heed.example.org")
    assert "Slack has to reach https://heed.example.org/slack/events" in said


def test_many_workspaces_are_asked_after_one_by_one(check: Check, tmp_path: Path) -> None:
    """None yet is worth a note; those that are there are tried with their own tokens."""
    many = (APP, "SLACK_CLIENT_ID=1.2", "SLACK_CLIENT_SECRET=hunter2")
    url = "HEED_PUBLIC_URL=https://heed.example.org"
    code, said = check(*many, url)
    assert code == 0
    assert "No workspace has installed Heed yet. Open https://heed.example.org/slack/inst" in said
    asyncio.run(_installed(tmp_path))
    code, said = check(*many, url)
    assert code == 0
    assert "Slack lets Heed into Town." in said


async def _installed(folder: Path) -> None:
    async with open_store(f"sqlite:///{folder}/heed.db") as store:
        kept = {
            "bot_token": "xoxb-hunter2",
            "bot_id": "BHEED",
            "bot_user_id": "UHEED",
            "bot_scopes": [],
            "user_id": "U1",
            "team_id": "T1",
            "installed_at": 1.0,
        }
        await store.installations.save("slack/T1", kept)


def test_nothing_of_slack_is_worth_a_note(check: Check, slack: Door) -> None:
    """Slack isn't asked anything then."""
    code, said = check()
    assert code == 0
    assert "Slack isn't set up: none of its tokens is set." in said
    assert slack.asked == []


def test_half_of_the_settings_is_a_problem_before_slack_is_asked(check: Check, slack: Door) -> None:
    """What is missing is named."""
    code, said = check(BOT)
    assert code == 1
    assert "SLACK_APP_TOKEN: Slack's events have no way in" in said
    assert slack.asked == []
