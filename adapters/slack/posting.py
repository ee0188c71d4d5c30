"""Posting once in effect: what ended unclearly is looked for before it is posted anew."""

import hashlib
from collections.abc import Mapping
from typing import Any, Final

from slack_sdk.models.metadata import Metadata

from adapters.slack.ids import Place
from adapters.slack.render import Face
from adapters.slack.workspaces import Workspaces
from bot.runtime.ports import Nonce

CARD: Final = "heed_card"
POST: Final = "heed_post"

# Nothing is unfolded, and nothing in a text made into a mention.
AS_IT_IS: Final[Mapping[str, Any]] = {
    "unfurl_links": False,
    "unfurl_media": False,
    "link_names": False,
    "mrkdwn": False,
    "parse": "none",
}
_LOOKED_THROUGH: Final = 200  # of the latest messages, or of a thread's a page
_PAGES: Final = 5


class Posts:
    """Posts messages. Raises what the SDK raises."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    async def post(
        self, place: Place, face: Face, kind: str, nonce: Nonce, thread: str | None = None
    ) -> str:
        """Post it as this `kind`, unless an earlier attempt did; the message's `ts` comes back."""
        earlier = await self.find(place, nonce, thread)
        if earlier is not None:
            return earlier
        client = await self._workspaces.client(place.team, once=True)
        posted = await client.chat_postMessage(
            channel=place.channel,
            text=face.text,
            blocks=face.blocks,
            thread_ts=thread,
            metadata=Metadata(event_type=kind, event_payload={"nonce": _mark(nonce)}),
            **AS_IT_IS,
        )
        return str(posted["ts"])

    async def find(self, place: Place, nonce: Nonce, thread: str | None = None) -> str | None:
        """What an attempt that ended unclearly posted, if it did: found by its mark."""
        if not nonce.again:
            return None
        mark = _mark(nonce)
        client = await self._workspaces.client(place.team)
        us = self._workspaces.us(place.team).bot_user_id
        pages = (
            await client.conversations_history(
                channel=place.channel, limit=_LOOKED_THROUGH, include_all_metadata=True
            )
            if thread is None
            else await client.conversations_replies(
                channel=place.channel, ts=thread, limit=_LOOKED_THROUGH, include_all_metadata=True
            )
        )
        left = _PAGES if thread else 1
        async for page in pages:
            for message in page["messages"]:
                if message.get("user") == us and _mark_on(message) == mark:
                    return str(message["ts"])
            left -= 1
            if not left:
                break
        return None


def _mark(nonce: Nonce) -> str:
    """A nonce as it stands with a message, where other apps may read it: it tells them nothing."""
    return hashlib.sha256(nonce.name.encode()).hexdigest()[:32]


def _mark_on(message: Mapping[str, Any]) -> object:
    metadata = message.get("metadata") or {}
    return (metadata.get("event_payload") or {}).get("nonce")
