"""Brings what Heed says to the demo room: public posts, and cards to one person's pages alone."""

from adapters.web import render
from adapters.web.chat import Chat
from adapters.web.model import MessageKind, RefusedError
from bot.domain.pages import Page
from bot.domain.views import CardView, FollowView, NoticeView
from bot.runtime.ports import Nonce, RetryLaterError, StorageError, UndeliverableError


class WebSender:
    """Implements the Sender port for the one room of the demo."""

    def __init__(self, chat: Chat) -> None:
        self._chat = chat

    async def send_card(self, room: str, to: str, view: CardView, nonce: Nonce) -> str:  # noqa: ARG002 - of the port
        """Bring a new card; its own name is its reference, so that it is there at most once."""
        await self._keep(to, view)
        return view.card

    async def find_card(self, room: str, to: str, card: str, nonce: Nonce) -> str | None:  # noqa: ARG002 - of the port
        """Its own name, if it is there."""
        try:
            return card if await self._chat.has_card(card) else None
        except StorageError as error:
            raise RetryLaterError(str(error)) from error

    async def update_card(self, room: str, to: str, ref: str, view: CardView) -> None:  # noqa: ARG002 - of the port
        """Change a card in place."""
        await self._keep(to, view)

    async def _keep(self, to: str, view: CardView) -> None:
        try:
            await self._chat.keep_card(view.card, to, render.card(view))
        except StorageError as error:
            raise RetryLaterError(str(error)) from error

    async def post_follow(self, room: str, view: FollowView, nonce: Nonce) -> str:  # noqa: ARG002 - of the port
        """Post a convener's words in reply to the question."""
        return await self._post(
            nonce.name,
            view.text,
            MessageKind.FOLLOW,
            reply_to=view.reply_to,
            by=view.by,
            label=view.label,
        )

    async def post_notice(self, room: str, view: NoticeView, nonce: Nonce) -> str:  # noqa: ARG002 - of the port
        """Post the room's notice."""
        return await self._post(nonce.name, view.title, MessageKind.NOTICE, lines=view.lines)

    async def post_page(self, room: str, page: Page, nonce: Nonce) -> str:  # noqa: ARG002 - of the port
        """Post a public page."""
        return await self._post(nonce.name, page.title, MessageKind.PAGE, lines=render.lines(page))

    async def find_page(self, room: str, nonce: Nonce) -> str | None:  # noqa: ARG002 - of the port
        """The message of that nonce."""
        try:
            return await self._chat.posted_before(nonce.name)
        except StorageError as error:
            raise RetryLaterError(str(error)) from error

    async def update_page(self, room: str, ref: str, page: Page) -> None:  # noqa: ARG002 - of the port
        """Change a posted page in place."""
        try:
            await self._chat.change_as_heed(ref, page.title, render.lines(page))
        except RefusedError as error:
            raise UndeliverableError(str(error)) from error
        except StorageError as error:
            raise RetryLaterError(str(error)) from error

    async def _post(self, nonce: str, text: str, kind: MessageKind, **more: object) -> str:
        try:
            return (await self._chat.post_as_heed(nonce, text, kind, **more)).id
        except RefusedError as error:
            raise UndeliverableError(str(error)) from error
        except StorageError as error:
            raise RetryLaterError(str(error)) from error
