"""Brings what Heed says to Discord: cards to one person, posts to a channel; once in effect.

Discord itself makes a message of the same nonce only once, for some minutes. What was taken up
before is looked for all the same: a card by what its buttons bring back, a page by a mark that
isn't shown, a follow by its words, the notice by its words too where no other notice followed.
"""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final, Protocol

import discord

from adapters.discord import errors, render
from adapters.discord.address import Address, BadAddressError, read
from adapters.discord.ids import Place, card_place, card_ref, place_of
from adapters.discord.permalinks import Permalinks, link, on_card, on_page
from adapters.discord.render import Face
from bot.domain.pages import Page
from bot.domain.views import CardView, FollowView, NoticeView
from bot.domain.wording import LISTENING, STOPPED
from bot.runtime.ports import Nonce

Fallback = Callable[[str], int | None]
"""The channel of a room's conveners, for those who take no direct messages; None without one."""

_LOOKED_THROUGH: Final = 100  # of the latest direct messages; they are ours alone
_LOOKED_THROUGH_IN_ROOMS: Final = 500
_NONCE: Final = 24  # characters; Discord takes one more
_NOTICES: Final = frozenset({f"**{LISTENING}**", f"**{STOPPED}**"})
_SHARED: Final = "shared "
"""Before the reference of a card in the conveners' channel."""
_AS_IT_IS: Final[Mapping[str, Any]] = {"suppress_embeds": True}
"""Nothing that a text links to is unfolded."""

Same = Callable[[discord.Message], bool]
"""Whether a message of ours is the one that is to be sent."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Delivery:
    """A message for a channel, how it is known again, and how far back that may have been.

    `more` is what the library's `send` takes besides. What stands before a message that `outdates`
    it doesn't count.
    """

    channel: int
    face: Face
    nonce: Nonce
    same: Same
    outdates: Same | None = None
    looked_through: int = _LOOKED_THROUGH_IN_ROOMS
    more: Mapping[str, Any] = field(default_factory=dict)

    @property
    def mark(self) -> str:
        return _mark(self.nonce, self.channel)


class Client(Protocol):
    """The library's client, as far as something is sent by it."""

    @property
    def user(self) -> discord.ClientUser | None:
        """Who Heed is."""

    async def create_dm(self, user: discord.abc.Snowflake) -> discord.DMChannel:
        """The channel of the direct messages with somebody."""

    def get_partial_messageable(
        self,
        id: int,  # noqa: A002 - the library's name
        *,
        guild_id: int | None = None,
        type: discord.ChannelType | None = None,  # noqa: A002 - likewise
    ) -> discord.PartialMessageable:
        """A channel by its id alone."""


class DiscordSender:
    """Implements the Sender port for all servers."""

    def __init__(self, client: Client, permalinks: Permalinks, fallback: Fallback) -> None:
        self._client = client
        self._permalinks = permalinks
        self._fallback = fallback

    async def send_card(self, room: str, to: str, view: CardView, nonce: Nonce) -> str:
        """Send a new card as a direct message; where it stands comes back.

        Where somebody takes none, it goes to the conveners' channel, if there is one.
        """
        face = await self._card(room, view)
        with errors.told_apart():
            try:
                return await self._send_directly(room, to, view, face, nonce)
            except discord.HTTPException as error:
                channel = self._fallback(room) if errors.closed(error) else None
                if channel is None:
                    raise
            return await self._share(room, channel, view, nonce)

    async def find_card(self, room: str, to: str, card: str, nonce: Nonce) -> str | None:
        """A card that an earlier attempt sent, directly or to the conveners' channel."""
        if not nonce.again:
            return None
        with errors.told_apart():
            direct = await self._client.create_dm(discord.Object(int(to)))
            for channel, before in ((direct.id, ""), (self._fallback(room), _SHARED)):
                if channel is not None:
                    found = await self._earlier(channel, _is_card(room, card), _LOOKED_THROUGH)
                    if found is not None:
                        return before + card_ref(channel, found)
        return None

    async def update_card(self, room: str, to: str, ref: str, view: CardView) -> None:  # noqa: ARG002 - of the port
        """Change a card where it stands; where it isn't there any more, nothing is to be done."""
        channel, message = card_place(ref.removeprefix(_SHARED))
        shared = ref.startswith(_SHARED)
        face = render.shared_card(room, view) if shared else await self._card(room, view)
        await self._change(channel, message, face)

    async def post_follow(self, room: str, view: FollowView, nonce: Nonce) -> str:
        """Post a convener's words as a reply to the question; the message's id comes back."""
        place = place_of(room)
        channel = int(view.thread or place.channel)
        face = render.follow(view)
        reply = discord.MessageReference(
            message_id=int(view.reply_to), channel_id=channel, guild_id=place.guild
        )
        delivery = _Delivery(
            channel=channel,
            face=face,
            nonce=nonce,
            same=_replies(face, int(view.reply_to)),
            more={"reference": reply, "mention_author": False, **_AS_IT_IS},
        )
        return str(await self._post(delivery))

    async def post_notice(self, room: str, view: NoticeView, nonce: Nonce) -> str:
        """Post the room's notice; the message's id comes back."""
        face = render.notice(view)
        delivery = _Delivery(
            channel=place_of(room).channel,
            face=face,
            nonce=nonce,
            same=_says(face),
            outdates=_is_notice,
            more=_AS_IT_IS,
        )
        return str(await self._post(delivery))

    async def post_page(self, room: str, page: Page, nonce: Nonce) -> str:
        """Post a public page in the channel; the message's id comes back."""
        place = place_of(room)
        face = await self._page(room, page)
        mark = _mark_on_page(place, nonce)
        for first in face.embeds[:1]:
            first.url = mark  # without a title nothing is shown of it
        same = _bears(mark) if face.embeds else _says(face)
        delivery = _Delivery(channel=place.channel, face=face, nonce=nonce, same=same)
        return str(await self._post(delivery))

    async def find_page(self, room: str, nonce: Nonce) -> str | None:
        """A page that an earlier attempt posted, by its mark; None where none did."""
        place = place_of(room)
        if not nonce.again:
            return None
        with errors.told_apart():
            same = _bears(_mark_on_page(place, nonce))
            found = await self._earlier(place.channel, same, _LOOKED_THROUGH_IN_ROOMS)
        return None if found is None else str(found)

    async def update_page(self, room: str, ref: str, page: Page) -> None:
        """Change a posted page where it stands, if it still does."""
        await self._change(place_of(room).channel, int(ref), await self._page(room, page))

    # --- faces -------------------------------------------------------------------------------

    async def _card(self, room: str, view: CardView) -> Face:
        return render.card(room, view, await self._permalinks.find(room, on_card(view)))

    async def _page(self, room: str, page: Page) -> Face:
        about = page.room or room
        return render.page(room, page, await self._permalinks.find(about, on_page(page)))

    # --- Discord -----------------------------------------------------------------------------

    async def _send_directly(
        self, room: str, to: str, view: CardView, face: Face, nonce: Nonce
    ) -> str:
        """Raises what the library raises, for closed direct messages aren't the end of it."""
        direct = await self._client.create_dm(discord.Object(int(to)))
        return await self._send(direct.id, room, view, face, nonce)

    async def _share(self, room: str, channel: int, view: CardView, nonce: Nonce) -> str:
        """In the conveners' channel others read along: nothing is shown in it but on request."""
        face = render.shared_card(room, view)
        return _SHARED + await self._send(channel, room, view, face, nonce)

    async def _send(self, channel: int, room: str, view: CardView, face: Face, nonce: Nonce) -> str:
        delivery = _Delivery(
            channel=channel,
            face=face,
            nonce=nonce,
            same=_is_card(room, view.card) if face.view else _says(face),
            looked_through=_LOOKED_THROUGH,
        )
        return card_ref(channel, await self._deliver(delivery))

    async def _post(self, delivery: _Delivery) -> int:
        with errors.told_apart():
            return await self._deliver(delivery)

    async def _deliver(self, delivery: _Delivery) -> int:
        """Send it, unless an earlier attempt did; the message's id comes back."""
        if delivery.nonce.again:
            earlier = await self._earlier(
                delivery.channel, delivery.same, delivery.looked_through, delivery.outdates
            )
            if earlier is not None:
                return earlier
        there = self._client.get_partial_messageable(delivery.channel)
        sent = await there.send(**delivery.face.new(), nonce=delivery.mark, **delivery.more)
        return sent.id

    async def _earlier(
        self, channel: int, same: Same, looked_through: int, outdates: Same | None = None
    ) -> int | None:
        """What an attempt that ended unclearly sent, if it did."""
        there = self._client.get_partial_messageable(channel)
        us = self._client.user
        async for message in there.history(limit=looked_through):
            if us is None or message.author.id != us.id:
                continue
            if same(message):
                return message.id
            if outdates is not None and outdates(message):
                return None
        return None

    async def _change(self, channel: int, message: int, face: Face) -> None:
        there = self._client.get_partial_messageable(channel)
        with errors.told_apart():
            try:
                await there.get_partial_message(message).edit(**face.instead())
            except discord.HTTPException as error:
                if not errors.gone(error):
                    raise


# --- known again -----------------------------------------------------------------------------


def _mark(nonce: Nonce, channel: int) -> str:
    """A delivery's mark in a channel, where others may read it: it tells them nothing."""
    return hashlib.sha256(f"{nonce.name} {channel}".encode()).hexdigest()[:_NONCE]


def _mark_on_page(place: Place, nonce: Nonce) -> str:
    """The address of a page's first embed, which nobody sees: the room's, and the mark."""
    return f"{link(place, '')}#{_mark(nonce, place.channel)}"


def _is_card(room: str, card: str) -> Same:
    """By what its buttons and menus bring back."""

    def same(message: discord.Message) -> bool:
        found = (_address(each) for each in _custom_ids(message))
        return any(each and (each.room, each.card) == (room, card) for each in found)

    return same


def _bears(mark: str) -> Same:
    """By its mark."""
    return lambda message: any(each.url == mark for each in message.embeds)


def _says(face: Face) -> Same:
    """By its words."""
    return lambda message: message.content == face.content


def _is_notice(message: discord.Message) -> bool:
    """Whether it is a room's notice, whatever it says of who convenes."""
    return message.content.partition("\n")[0] in _NOTICES


def _replies(face: Face, to: int) -> Same:
    """By its words and what they reply to. Whoever sent them may be called otherwise by now."""

    def same(message: discord.Message) -> bool:
        reference = message.reference
        return (
            reference is not None
            and reference.message_id == to
            and _words(message.content) == _words(face.content)
        )

    return same


def _words(follow: str) -> str:
    """A follow without the line that says who sent it."""
    return follow.partition("\n")[2]


def _custom_ids(message: discord.Message) -> Iterator[str]:
    for row in message.components:
        for each in row.children if isinstance(row, discord.ActionRow) else []:
            if isinstance(each, discord.Button | discord.SelectMenu) and each.custom_id:
                yield each.custom_id


def _address(custom_id: str) -> Address | None:
    try:
        return read(custom_id).address
    except BadAddressError:
        return None
