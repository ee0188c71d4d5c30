"""`python -m bot manifest`: it can be pasted as it is, and the rest is said beside it."""

import json
from pathlib import Path

import pytest
import yaml

from bot.__main__ import main


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_socket_mode_needs_no_address(capsys: pytest.CaptureFixture[str]) -> None:
    """Nothing stands on stdout but the manifest, and there is no address in it."""
    assert main(["manifest", "slack"]) == 0
    out, err = capsys.readouterr()
    made = json.loads(out)
    assert made["settings"]["socket_mode_enabled"] is True
    assert "url" not in out
    assert err == "Slack reaches Heed by Socket Mode.\n"


def test_yaml_says_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    """Slack takes either."""
    assert main(["manifest", "slack"]) == 0
    as_json = json.loads(capsys.readouterr().out)
    assert main(["manifest", "slack", "--yaml"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("_metadata:\n")
    assert yaml.safe_load(out) == as_json


def test_http_has_its_addresses(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Events, presses and commands go to one address, installs come back to another."""
    monkeypatch.setenv("HEED_PUBLIC_URL", "https://heed.example.org")
    assert main(["manifest", "slack"]) == 0
    made = json.loads(capsys.readouterr().out)
    events = "https://heed.example.org/slack/events"
    assert made["settings"]["socket_mode_enabled"] is False
    assert made["settings"]["event_subscriptions"]["request_url"] == events
    assert made["settings"]["interactivity"]["request_url"] == events
    assert [each["url"] for each in made["features"]["slash_commands"]] == [events]
    back = "https://heed.example.org/slack/oauth_redirect"
    assert made["oauth_config"]["redirect_urls"] == [back]


@pytest.mark.parametrize(
    ("token", "option", "socket"),
    [("", "--socket-mode", True), ("xapp-1", "--http", False), ("xapp-1", None, True)],
)
def test_the_way_can_be_chosen(
    token: str,
    option: str | None,
    socket: bool,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """An app-level token means Socket Mode, unless something else is asked for."""
    monkeypatch.setenv("HEED_PUBLIC_URL", "https://heed.example.org")
    monkeypatch.setenv("SLACK_APP_TOKEN", token)
    assert main(["manifest", "slack", *([option] if option else [])]) == 0
    made = json.loads(capsys.readouterr().out)
    assert made["settings"]["socket_mode_enabled"] is socket


def test_http_without_an_address_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    """With what to set, or to do instead."""
    assert main(["manifest", "slack", "--http"]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith("HEED_PUBLIC_URL isn't set, and Slack has to know where to send events.")
