"""What is asked of Discord: exactly what is used, with reasons, the same in the documents."""

import discord
import pytest

from adapters.discord.permissions import (
    INTENTS,
    PERMISSIONS,
    PRIVILEGED,
    SCOPES,
    intents,
    invite,
    missing,
    permissions,
    switched_off,
)
from tests import ROOT

DOCUMENT = (ROOT / "docs/discord.md").read_text(encoding="utf-8")
NEEDED_FOR = {
    "guild_join": "guilds",
    "guild_channel_update": "guilds",
    "thread_create": "guilds",
    "member_join": "members",
    "message": "guild_messages",
    "raw_message_edit": "guild_messages",
    "raw_reaction_add": "guild_reactions",
    "voice_state_update": "voice_states",
}
"""Happenings that are told with an intent alone."""


def test_the_client_asks_for_these_intents_and_no_others() -> None:
    """None is on that isn't given a reason."""
    assert {name for name, on in intents() if on} == set(INTENTS)
    assert set(PRIVILEGED) <= set(INTENTS)


@pytest.mark.parametrize(("happening", "intent"), NEEDED_FOR.items())
def test_each_intent_is_used(happening: str, intent: str) -> None:
    """Something that comes with it is listened to."""
    folder = ROOT / "adapters/discord/listeners"
    sources = [each.read_text(encoding="utf-8") for each in folder.glob("*.py")]
    assert any(f'"{happening}"' in source for source in sources)
    assert intent in INTENTS


@pytest.mark.parametrize("reason", [*PERMISSIONS.values(), *SCOPES])
def test_the_documents_say_the_same(reason: str) -> None:
    """Each permission with its reason, each scope by its name."""
    assert reason in DOCUMENT


@pytest.mark.parametrize(("intent", "reason"), INTENTS.items())
def test_the_documents_name_each_intent(intent: str, reason: str) -> None:
    """With its reason."""
    title = f"{intent} (privileged)" if intent in PRIVILEGED else intent
    assert f"| {title} | {reason} |" in DOCUMENT


def test_the_link_bears_them() -> None:
    """Permissions as Discord counts them, scopes by name."""
    link = invite(91)
    assert f"permissions={permissions().value}" in link
    assert "scope=bot+applications.commands" in link
    assert "client_id=91" in link


def test_what_is_missing_is_named() -> None:
    """By the library's own names."""
    assert missing(permissions()) == ()
    assert missing(discord.Permissions(view_channel=True)) == tuple(list(PERMISSIONS)[1:])


@pytest.mark.parametrize(
    ("flags", "off"),
    [
        (1 << 15 | 1 << 19, ()),
        (1 << 14 | 1 << 18, ()),
        (1 << 14, ("Message Content Intent",)),
        (1 << 18, ("Server Members Intent",)),
        (0, ("Message Content Intent", "Server Members Intent")),
    ],
)
def test_a_switch_that_is_off_is_named(flags: int, off: tuple[str, ...]) -> None:
    """Small applications have flags of their own for the same switches."""
    application = discord.ApplicationFlags()
    application.value = flags
    assert switched_off(application) == off
