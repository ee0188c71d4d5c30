"""The app's manifest: what Slack is told of Heed, with a reason for each right that it asks for.

A test holds it to the code: every method that is called has its scope here, every event that is
heard is subscribed to, and nothing is asked for that isn't used.
"""

from collections.abc import Mapping
from typing import Any, Final

from adapters.slack.http import EVENTS_PATH
from adapters.slack.installing import REDIRECT_PATH
from adapters.slack.shortcuts import COMMAND, TITLES, Shortcut

SCOPES: Final[Mapping[str, str]] = {
    "app_mentions:read": "hears when somebody asks it something in a thread (@Heed summary)",
    "channels:history": "hears what is said in the public channels that it was invited to",
    "channels:read": "knows the names and members of those channels",
    "chat:write": "posts its notice and what a convener posts through it; sends private cards",
    "commands": "offers /heed and the message shortcuts",
    "files:write": "brings an export or a picture to whoever asked for it, directly",
    "groups:history": "hears what is said in the private channels that it was invited to",
    "groups:read": "knows the names and members of those channels",
    "im:history": "hears what people write to it directly; finds its own cards after a failure",
    "im:write": "opens a conversation with a convener, for their private cards",
    "reactions:read": "takes a reaction to a question into account",
    "usergroups:read": (
        "shows the name of a user group that a message mentions; knows who is in those that "
        "`HEED_GROUPS` names"
    ),
    "users:read": "knows people's names, who is a bot, and who runs the workspace",
}
"""Each scope of the bot's token, with what Heed does by it."""

METHODS: Final[Mapping[str, tuple[str, ...]]] = {
    "auth.test": (),
    "bots.info": ("users:read",),
    "chat.getPermalink": (),
    "chat.postEphemeral": ("chat:write",),
    "chat.postMessage": ("chat:write",),
    "chat.update": ("chat:write",),
    "conversations.history": ("im:history",),
    "conversations.info": ("channels:read", "groups:read"),
    "conversations.members": ("channels:read", "groups:read"),
    "conversations.open": ("im:write",),
    "conversations.replies": ("channels:history", "groups:history"),
    "files.completeUploadExternal": ("files:write",),
    "files.getUploadURLExternal": ("files:write",),
    "usergroups.list": ("usergroups:read",),
    "users.conversations": ("channels:read", "groups:read"),
    "users.info": ("users:read",),
    "views.open": (),
    "views.publish": (),
    "views.update": (),
}
"""Each method of the Web API that Heed calls with the bot's token, and the scopes it needs."""

EVENTS: Final[Mapping[str, tuple[str, ...]]] = {
    "app_home_opened": (),
    "app_mention": ("app_mentions:read",),
    "app_uninstalled": (),
    "channel_archive": ("channels:read",),
    "channel_deleted": ("channels:read",),
    "channel_left": ("channels:read",),
    "channel_rename": ("channels:read",),
    "channel_unarchive": ("channels:read",),
    "group_archive": ("groups:read",),
    "group_deleted": ("groups:read",),
    "group_left": ("groups:read",),
    "group_rename": ("groups:read",),
    "group_unarchive": ("groups:read",),
    "member_joined_channel": ("channels:read", "groups:read"),
    "member_left_channel": ("channels:read", "groups:read"),
    "message.channels": ("channels:history",),
    "message.groups": ("groups:history",),
    "message.im": ("im:history",),
    "reaction_added": ("reactions:read",),
    "reaction_removed": ("reactions:read",),
    "subteam_created": ("usergroups:read",),
    "subteam_members_changed": ("usergroups:read",),
    "subteam_updated": ("usergroups:read",),
    "team_join": ("users:read",),
    "tokens_revoked": (),
    "user_change": ("users:read",),
}
"""Each event that the app subscribes to, and the scopes it needs."""

_SHORTCUT_MEANS: Final[Mapping[Shortcut, str]] = {
    Shortcut.LET_GO: "Withdraw your question, privately",
    Shortcut.HEARD_TOO: "Add weight to a question, privately",
    Shortcut.SUMMARY: "What was asked here, for you alone",
}


def manifest(public_url: str | None = None) -> dict[str, Any]:
    """The manifest, as it can be pasted at Slack.

    With a public address it has Slack send events there over HTTP; without one it uses Socket Mode.
    """
    url = f"{public_url}{EVENTS_PATH}" if public_url else None
    oauth: dict[str, Any] = {"scopes": {"bot": sorted(SCOPES)}}
    if public_url:
        oauth = {"redirect_urls": [public_url + REDIRECT_PATH], **oauth}
    return {
        "_metadata": {"major_version": 1},
        "display_information": {
            "name": "Heed",
            "description": "Notices questions left hanging, and quietly tells the convener.",
            "background_color": "#1f4e4a",
        },
        "features": {
            "app_home": {
                "home_tab_enabled": True,
                "messages_tab_enabled": True,
                "messages_tab_read_only_enabled": False,
            },
            "bot_user": {"display_name": "Heed", "always_online": True},
            "shortcuts": [
                {
                    "name": title,
                    "type": "message",
                    "callback_id": shortcut.value,
                    "description": _SHORTCUT_MEANS[shortcut],
                }
                for shortcut, title in TITLES.items()
            ],
            "slash_commands": [_command(url)],
        },
        "oauth_config": oauth,
        "settings": {
            "event_subscriptions": _at(url, {"bot_events": sorted(EVENTS)}),
            "interactivity": _at(url, {"is_enabled": True}),
            "org_deploy_enabled": False,
            "socket_mode_enabled": url is None,
            "token_rotation_enabled": False,
        },
    }


def _command(url: str | None) -> dict[str, Any]:
    command = {
        "command": COMMAND,
        "description": "Questions left hanging: summary, open, meeting, help …",
        "usage_hint": "help | summary | open | meeting start",
        # People and channels come as ids, so that whoever is named is surely meant.
        "should_escape": True,
    }
    return {**command, "url": url} if url else command


def _at(url: str | None, section: dict[str, Any]) -> dict[str, Any]:
    return {"request_url": url, **section} if url else section
