"""Brings what Heed says to Slack: cards to one person, posts to a channel; each once in effect."""

from collections.abc import Sequence
from typing import Final

from slack_sdk.errors import SlackApiError

from adapters.slack import errors, render
from adapters.slack.ids import Place, card_place, card_ref, place_of
from adapters.slack.permalinks import Permalinks, on_card, on_page
from adapters.slack.posting import CARD, POST, Posts
from adapters.slack.render import Face, Links
from adapters.slack.workspaces import Workspaces
from bot.domain.pages import Page
from bot.domain.views import CardView, FollowView, NoticeView
from bot.runtime.ports import Nonce, RetryLaterError

# The card isn't there any more, or can't be changed any more: there is nothing to correct.
_GONE: Final = frozenset({"message_not_found", "cant_update_message", "edit_window_closed"})


class SlackSender:
    """Implements the Sender port for all workspaces."""

    def __init__(self, workspaces: Workspaces, permalinks: Permalinks) -> None:
        self._workspaces = workspaces
        self._permalinks = permalinks
        self._direct: dict[tuple[str, str], str] = {}
        self._posts = Posts(workspaces)

    async def send_card(self, room: str, to: str, view: CardView, nonce: Nonce) -> str:
        """Send a new card as a direct message; where it stands comes back."""
        team = place_of(room).team
        with errors.told_apart():
            face = await self._card(room, view)
            remembered = (team, to) in self._direct
            channel = await self._conversation(team, to)
            try:
                ts = await self._posts.post(Place(team=team, channel=channel), face, CARD, nonce)
            except SlackApiError as error:
                self._direct.pop((team, to), None)
                if remembered and errors.code(error) == "channel_not_found":
                    raise RetryLaterError("the conversation is to be opened anew", 0.0) from error
                raise
        return card_ref(channel, ts)

    async def find_card(self, room: str, to: str, card: str, nonce: Nonce) -> str | None:  # noqa: ARG002 - of the port
        """A card that an earlier attempt sent, by its mark; None where none did."""
        team = place_of(room).team
        with errors.told_apart():
            channel = await self._conversation(team, to)
            ts = await self._posts.find(Place(team=team, channel=channel), nonce)
        return None if ts is None else card_ref(channel, ts)

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
            return await self._posts.post(place_of(room), render.follow(view), POST, nonce, thread)

    async def post_notice(self, room: str, view: NoticeView, nonce: Nonce) -> str:
        """Post the room's notice; the message's `ts` comes back."""
        with errors.told_apart():
            return await self._posts.post(place_of(room), render.notice(view), POST, nonce)

    async def post_page(self, room: str, page: Page, nonce: Nonce) -> str:
        """Post a public page in the channel; the message's `ts` comes back."""
        with errors.told_apart():
            return await self._posts.post(place_of(room), await self._page(room, page), POST, nonce)

    async def find_page(self, room: str, nonce: Nonce) -> str | None:
        """A page that an earlier attempt posted, by its mark; None where none did."""
        with errors.told_apart():
            return await self._posts.find(place_of(room), nonce)

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
