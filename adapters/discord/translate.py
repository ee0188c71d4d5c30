"""From what Discord tells to the core's events, and to what somebody wants of Heed. Pure.

What Heed hears, and why: docs/discord-hearing.md. Which happening of discord.py's leads where:

| discord.py | here |
| --- | --- |
| `message` | `posted`, and `called` for commands |
| `raw_message_edit` | `edited(raw.cached_message, raw.message, us)` |
| `raw_message_delete`, `raw_bulk_message_delete` | `deleted` for each id |
| `raw_reaction_add`, `raw_reaction_remove` | `reacted` |
| `member_join`, `raw_member_remove` | `joined`, `left` |
| `member_update`, `user_update` | `changed`, `renamed` |
| `guild_role_update`, `guild_channel_update` | `out_of_sight`; `channel_changed` for the latter |
| `thread_create` | `opened` |
| `thread_update` | `thread_changed`; `retitled` where the name of a post changed |
| `thread_join` | `Gaps.catch_up` of a room that was archived, and so not in the cache |
| `raw_thread_delete` | `thread_deleted` and `said_in_thread` |
| `thread_member_join`, `thread_member_remove` | `thread_joined`, `thread_left` |
| `guild_channel_delete`, `guild_remove` | `channel_deleted`, `server_gone` |
| `guild_unavailable`, `disconnect` | `unheard` |
| `voice_state_update` | `adapters/discord/voice.py` |

Where a happening names a channel by id alone, `Places.find` tells where it belongs.
"""

from adapters.discord.channels import (
    channel_changed,
    channel_deleted,
    heard,
    opened,
    room_named,
    said_in_thread,
    server_gone,
    thread_changed,
    thread_deleted,
    unheard,
)
from adapters.discord.messages import (
    called,
    deleted,
    edit_found,
    edited,
    posted,
    reacted,
    retitled,
)
from adapters.discord.people import (
    changed,
    joined,
    left,
    out_of_sight,
    reads,
    renamed,
    thread_joined,
    thread_left,
)

__all__ = [
    "called",
    "changed",
    "channel_changed",
    "channel_deleted",
    "deleted",
    "edit_found",
    "edited",
    "heard",
    "joined",
    "left",
    "opened",
    "out_of_sight",
    "posted",
    "reacted",
    "reads",
    "renamed",
    "retitled",
    "room_named",
    "said_in_thread",
    "server_gone",
    "thread_changed",
    "thread_deleted",
    "thread_joined",
    "thread_left",
    "unheard",
]
