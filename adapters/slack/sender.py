"""Brings what Heed says to Slack: cards to one person, posts to a channel; each once in effect."""

import hashlib
from collections import deque
from collections.abc import Mapping, Sequence
from typing import Any, Final

from slack_sdk.errors import SlackApiError
from slack_sdk.models.metadata import Metadata

from adapters.slack import errors, render
from adapters.slack.ids import Place, card_place, card_ref, place_of
from adapters.slack.permalinks import Permalinks, on_card, on_page
from adapters.slack.render import Face, Links
from adapters.slack.workspaces import Workspaces
from bot.domain.pages import Page
from bot.domain.views import CardView, FollowView, NoticeView
from bot.runtime.ports import Nonce, RetryLaterError

CARD: Final = "heed_card"
POST: Final = "heed_post"

# Nothing is unfolded, and nothing in a text made into a mention.
_AS_IT_IS: Final[Mapping[str, Any]] = {
    "unfurl_links": False,
    "unfurl_media": False,
    "link_names": False,
    "mrkdwn": False,
    "parse": "none",
}
_LOOKED_THROUGH: Final = 200  # of the latest messages, or of a thread's a page
_PAGES: Final = 5
_REMEMBERED: Final = 1_000

# The card isn't there any more, or can't be changed any more: there is nothing to correct.
_GONE: Final = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


class SlackSender:
    """Implements the Sender port for all workspaces."""

    def __init__(self, workspaces: Workspaces, permalinks: Permalinks) -> None:
        self._workspaces = workspaces
        self._permalinks = permalinks
        self._direct: dict[tuple[str, str], str] = {}
        # What Slack surely didn't take when it was last tried here.
        self._unsent: deque[str] = deque(maxlen=_REMEMBERED)

    async def send_card(self, room: str, to: str, view: CardView, nonce: Nonce) -> str:
        """Send a new card as a direct message; where it stands comes back."""
        team = place_of(room).team
        with errors.told_apart():
            face = await self._card(room, view)
            remembered = (team, to) in self._direct
            channel = await self._conversation(team, to)
            try:
                ts = await self._post(Place(team=team, channel=channel), face, CARD, nonce)
            except SlackApiError as error:
                self._direct.pop((team, to), None)
                if remembered and errors.code(error) == "channel_not_found":
                    raise RetryLaterError("the conversation is to be opened anew", 0.0) from error
                raise
        return card_ref(channel, ts)

    async def update_card(self, room: str, to: str, ref: str, view: CardView) -> None:  # noqa: ARG002 - of the port
        """Change a card where it stands; where it isn't there any more, nothing is to be done."""
        channel, ts = card_place(ref)
        with errors.told_apart():
            face = await self._card(room, view)
            await self._change(Place(team=place_of(room).team, channel=channel), ts, face)

    async def post_follow(self, room: str, view: FollowView, nonce: Nonce) -> str:
        """Post a convener's words in the question's thread; the message's `ts` comes back."""
        thread = view.thread or view.reply_to
        with errors.told_apart():
            return await self._post(place_of(room), render.follow(view), POST, nonce, thread)

    async def post_notice(self, room: str, view: NoticeView, nonce: Nonce) -> str:
        """Post the room's notice; the message's `ts` comes back."""
        with errors.told_apart():
            return await self._post(place_of(room), render.notice(view), POST, nonce)

    async def post_page(self, room: str, page: Page, nonce: Nonce) -> str:
        """Post a public page in the channel; the message's `ts` comes back."""
        with errors.told_apart():
            return await self._post(place_of(room), await self._page(room, page), POST, nonce)

    async def update_page(self, room: str, ref: str, page: Page) -> None:
        """Change a posted page where it stands, if it still does."""
        with errors.told_apart():
            await self._change(place_of(room), ref, await self._page(room, page))

    # --- faces -------------------------------------------------------------------------------

    async def _card(self, room: str, view: CardView) -> Face:
        return render.card(room, view, await self._links(room, on_card(view)))

    async def _page(self, room: str, page: Page) -> Face:
        return render.page(room, page, await self._links(room, on_page(page)))

    async def _links(self, room: str, messages: Sequence[str]) -> Links:
        place = place_of(room)
        client = await self._workspaces.client(place.team)
        return await self._permalinks.find(client, place.channel, messages)

    # --- Slack -------------------------------------------------------------------------------

    async def _conversation(self, team: str, member: str) -> str:
        """The channel of the direct messages with somebody."""
        if (team, member) not in self._direct:
            client = await self._workspaces.client(team)
            opened = await client.conversations_open(users=[member])
            self._direct[team, member] = str(opened["channel"]["id"])
        return self._direct[team, member]

    async def _post(
        self, place: Place, face: Face, kind: str, nonce: Nonce, thread: str | None = None
    ) -> str:
        """Post it, unless an earlier attempt did; the message's `ts` comes back."""
        mark = _mark(nonce)
        if nonce.again and mark not in self._unsent:
            earlier = await self._earlier(place, mark, thread)
            if earlier is not None:
                return earlier
        client = await self._workspaces.client(place.team, once=True)
        try:
            posted = await client.chat_postMessage(
                channel=place.channel,
                text=face.text,
                blocks=face.blocks,
                thread_ts=thread,
                metadata=Metadata(event_type=kind, event_payload={"nonce": mark}),
                **_AS_IT_IS,
            )
        except SlackApiError as error:
            if errors.unsent(error):
                self._unsent.append(mark)
            raise
        return str(posted["ts"])

    async def _earlier(self, place: Place, mark: str, thread: str | None) -> str | None:
        """What an attempt that ended unclearly posted, if it did: found by its mark."""
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

    async def _change(self, place: Place, ts: str, face: Face) -> None:
        client = await self._workspaces.client(place.team)
        try:
            await client.chat_update(
                channel=place.channel,
                ts=ts,
                text=face.text,
                blocks=face.blocks,
                link_names=False,
                parse="none",
            )
        except SlackApiError as error:
            if errors.code(error) not in _GONE:
                raise


def _mark(nonce: Nonce) -> str:
    """A nonce as it stands with a message, where other apps may read it: it tells them nothing."""
    return hashlib.sha256(nonce.name.encode()).hexdigest()[:32]


def _mark_on(message: Mapping[str, Any]) -> object:
    metadata = message.get("metadata") or {}
    return (metadata.get("event_payload") or {}).get("nonce")
