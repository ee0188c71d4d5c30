"""The manifest against the code: nothing that is used is missing, nothing is asked for in vain."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import calling, translate
from adapters.slack.address import OURS
from adapters.slack.manifest import EVENTS, METHODS, SCOPES, manifest
from adapters.slack.shortcuts import COMMAND, Shortcut
from tests import ROOT

FOLDER = ROOT / "adapters" / "slack"
# With an app's own token or none, so no scope of the bot's is needed.
OTHER_TOKENS = {"apps.connections.open", "oauth.v2.access"}
# What the SDK calls for one of its own that is more than a method.
MORE = {
    "files.upload.v2": {"files.getUploadURLExternal", "files.completeUploadExternal"},
}
# What the directory refreshes names from, and what opens App Home.
ELSEWHERE = {
    "app_home_opened",
    "subteam_created",
    "subteam_members_changed",
    "subteam_updated",
    "team_join",
    "user_change",
}


def _trees() -> Iterator[ast.Module]:
    for path in sorted(FOLDER.rglob("*.py")):
        yield ast.parse(path.read_text(encoding="utf-8"))


def _called() -> set[str]:
    """Every method of the Web API that the code calls, by Slack's name for it."""
    names = {each: each.replace("_", ".") for each in dir(AsyncWebClient) if "_" in each}
    found = set()
    for tree in _trees():
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Attribute(attr=name)) if name in names and name[0] != "_":
                    found |= MORE.get(names[name], {names[name]})
                case ast.Call(args=[*_, ast.Constant(value=str(method))]) if method in {
                    "auth.test",
                    *OTHER_TOKENS,
                }:
                    found.add(method)
    return {each for each in found if each != "api.call"}


def _heard() -> set[str]:
    """Every type of event that the code has a place for."""
    return {*translate._HEARD, *calling._CALLED, *ELSEWHERE}


def test_every_method_that_is_called_is_listed() -> None:
    """And no other: a right that nothing uses is one too many."""
    assert _called() - OTHER_TOKENS == set(METHODS)


def test_every_event_that_is_heard_is_subscribed_to() -> None:
    """And no other. Messages are subscribed to by the kind of their channel."""
    subscribed = {each.partition(".")[0] for each in EVENTS}
    assert subscribed == _heard()


def test_every_scope_is_used_and_every_one_that_is_needed_is_asked_for() -> None:
    """By a method, by an event, or by the command."""
    needed = {scope for scopes in (*METHODS.values(), *EVENTS.values()) for scope in scopes}
    assert needed | {"commands"} == set(SCOPES)


def test_the_command_and_the_shortcuts_are_those_that_are_listened_to() -> None:
    """By the names that the listeners go by, and within Slack's limits."""
    features = manifest()["features"]
    assert [each["command"] for each in features["slash_commands"]] == [COMMAND]
    shortcuts = features["shortcuts"]
    assert [each["callback_id"] for each in shortcuts] == list(Shortcut)
    for each in shortcuts:
        assert each["type"] == "message"
        assert len(each["name"]) <= 24
        assert len(each["description"]) <= 150
        assert OURS.match(each["callback_id"])


@pytest.mark.parametrize("url", [None, "https://heed.example.org"])
def test_it_keeps_within_slacks_limits(url: str | None) -> None:
    """Of https://docs.slack.dev/reference/app-manifest."""
    made = manifest(url)
    assert len(made["display_information"]["description"]) <= 140
    assert made["settings"]["interactivity"]["is_enabled"] is True
    assert made["settings"]["socket_mode_enabled"] is (url is None)
    assert made["features"]["app_home"]["home_tab_enabled"] is True
    assert len(made["settings"]["event_subscriptions"]["bot_events"]) <= 100
    assert made["oauth_config"]["scopes"]["bot"] == sorted(SCOPES)


def test_each_scope_has_its_reason_in_the_documents() -> None:
    """Word for word as in the manifest's own table."""
    text = Path(ROOT / "docs" / "slack.md").read_text(encoding="utf-8")
    for scope, reason in SCOPES.items():
        assert f"| `{scope}` | {reason} |" in text
    for event in EVENTS:
        assert f"`{event}`" in text
