"""The demo's own chat platform: people, messages with edits, deletions and reactions, and cards.

It knows nothing of Heed but where to knock: what happens in the room is queued as happenings, in
the same transaction, as a chat platform queues its events for an app.
"""

from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import Any

from adapters.web.bell import Bell
from adapters.web.model import (
    Message,
    MessageKind,
    Person,
    RefusedError,
    Seat,
    SignedOutError,
    What,
    read_message,
    read_person,
)
from adapters.web.names import clean_text
from adapters.web.shelf import NOBODY, Shelf
from adapters.web.step import Step, fits, opened
from bot.runtime.ports import Clock


class Chat:
    """One room of the demo platform. Raises RefusedError and SignedOutError; UnfitError for texts.

    `changed` rings after every change that pages may want to show, `happened` after every one
    that Heed may want to hear.
    """

    def __init__(self, shelf: Shelf, room: str, clock: Clock) -> None:
        self.room = room
        self.changed = Bell()
        self.happened = Bell()
        self._shelf = shelf
        self._clock = clock

    @asynccontextmanager
    async def at_once(self) -> AsyncIterator[Step]:
        """Do several things in one transaction; whoever listens is woken once it stands."""
        async with self._shelf.change(self.room) as change:
            yield Step(change, self._clock)
        self.changed.ring()
        self.happened.ring()

    # --- people ------------------------------------------------------------------------------

    async def sign_in(self, name: str) -> Seat:
        """Let somebody in under this name, or “Name 2” where it is taken."""
        async with self.at_once() as step:
            person = await step.welcome(name)
            return Seat(person=person, token=await step.new_token(person.id))

    async def take_seat(self, person: str) -> Seat:
        """Give the seat of somebody in a played meeting to whoever watches as them."""
        async with self.at_once() as step:
            token = await step.new_token(person)
            return Seat(person=await step.present(person), token=token)

    async def who(self, token: str) -> Person:
        """Tell whose token this is. Raises SignedOutError for any other."""
        name, secret = opened(token)
        key = await self._shelf.get(self.room, "key", name)
        if not fits(secret, key.body["hash"] if key else ""):
            raise SignedOutError
        person = await self._shelf.get(self.room, "person", name)
        if person is None or not read_person(person.body).here:
            raise SignedOutError
        return read_person(person.body)

    async def leave(self, person: str) -> None:
        """Let somebody go; what they wrote stays."""
        async with self.at_once() as step:
            await step.see_off(person)

    async def people(self) -> Sequence[Person]:
        """Give everybody who is here."""
        everybody = [read_person(each.body) for each in await self._shelf.all(self.room, "person")]
        return [each for each in everybody if each.here]

    async def is_here(self, person: str) -> bool:
        """Whether this person is in the room."""
        return any(each.id == person for each in await self.people())

    # --- messages ----------------------------------------------------------------------------

    async def post(self, author: str, text: str, reply_to: str | None = None) -> Message:
        """Post a message, in reply to another where one is named."""
        async with self.at_once() as step:
            return await step.post(author, text, reply_to)

    async def edit(self, person: str, message: str, text: str) -> None:
        """Change one's own message."""
        kept = clean_text(text)
        async with self.at_once() as step:
            old = await step.own(person, message)
            if old.kind is not MessageKind.MESSAGE:
                raise RefusedError("What was sent through Heed can be deleted, but not changed.")
            await step.keep_message(replace(old, text=kept, edited=True))
            await step.tell(What.EDITED, message=message, text=kept)

    async def delete(self, person: str, message: str) -> None:
        """Delete one's own message: nothing of its words stays."""
        async with self.at_once() as step:
            old = await step.own(person, message)
            bare = replace(old, text="", label="", edited=False, deleted=True, reactions={})
            await step.keep_message(bare)
            await step.tell(What.DELETED, message=message)

    async def react(self, person: str, message: str, emoji: str, *, on: bool) -> None:
        """Put one of the room's emoji on a message, or take it off again."""
        async with self.at_once() as step:
            await step.react(person, message, emoji, on=on)

    # --- what Heed brings --------------------------------------------------------------------

    async def post_as_heed(
        self,
        nonce: str,
        text: str,
        kind: MessageKind,
        **more: Any,  # noqa: ANN401 - Message's own
    ) -> Message:
        """Post something of Heed's own; the same nonce again gives the message that stands."""
        async with self.at_once() as step:
            before = await step.change.get("nonce", nonce)
            if before is not None:
                return await step.standing(before.body["message"])
            message = await step.post_as_heed(text, kind, **more)
            await step.change.put("nonce", nonce, {"message": message.id}, NOBODY)
            return message

    async def posted_before(self, nonce: str) -> str | None:
        """The message that was posted with this nonce, None where none was."""
        found = await self._shelf.get(self.room, "nonce", nonce)
        return str(found.body["message"]) if found else None

    async def change_as_heed(self, message: str, text: str, lines: tuple[str, ...]) -> None:
        """Change something of Heed's own in place."""
        async with self.at_once() as step:
            old = await step.standing(message)
            await step.keep_message(replace(old, text=text, lines=lines))

    async def keep_card(self, card: str, to: str, body: Mapping[str, Any]) -> None:
        """Bring a private card to one person, or change the one that they have.

        When it came, and the message that it was first about, stay with it.
        """
        async with self.at_once() as step:
            before = await step.change.get("card", card)
            first = {"at": self._clock.now(), "about": body["target"]}
            kept = {key: before.body[key] for key in first} if before else first
            await step.change.put("card", card, {**body, **kept, "to": to}, audience=to)

    async def has_card(self, card: str) -> bool:
        """Whether that card was brought to somebody."""
        return await self._shelf.get(self.room, "card", card) is not None

    async def cards(self, person: str) -> Sequence[Mapping[str, Any]]:
        """Give one person's cards, the one changed last at the end."""
        everybodys = await self._shelf.all(self.room, "card")
        return [each.body for each in everybodys if each.body["to"] == person]

    async def forget_cards(self, before: float) -> None:
        """Delete the cards that came before then (epoch seconds): nobody needs them any more."""
        async with self.at_once() as step:
            for card in await step.change.all("card"):
                if card.body["at"] < before:
                    await step.change.drop("card", card.id)

    async def reply_to(self, message: str, *, by: str) -> str | None:
        """Give this person's first reply to this message, their own or through Heed."""
        posted = [read_message(each.body) for each in await self._shelf.all(self.room, "message")]
        replies = [
            each
            for each in posted
            if each.reply_to == message and by in {each.author, each.by} and not each.deleted
        ]
        return min(replies, key=lambda each: each.n).id if replies else None

    async def kept(self, kind: str, name: str = "") -> Mapping[str, Any] | None:
        """Give something that is kept with the room, None where it isn't."""
        item = await self._shelf.get(self.room, kind, name)
        return item.body if item else None

    async def keep_public(self, kind: str, name: str, body: Mapping[str, Any]) -> None:
        """Keep something that every page shows, if it says anything new."""
        before = await self.kept(kind, name)
        if before is None or dict(before) != dict(body):
            async with self.at_once() as step:
                await step.change.put(kind, name, body)
