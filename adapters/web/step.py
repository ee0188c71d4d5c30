"""What can be done within one transaction of the room."""

import hashlib
import hmac
import re
import secrets
from dataclasses import replace
from typing import Any

from adapters.web.model import (
    HEED,
    HEED_NAME,
    REACTIONS,
    Happening,
    Message,
    MessageKind,
    Person,
    RefusedError,
    SignedOutError,
    What,
    read_message,
    read_person,
    written,
)
from adapters.web.names import clean_name, clean_text, free_name
from adapters.web.shelf import NOBODY, Change
from bot.runtime.ports import Clock

_TOKEN = re.compile(r"([0-9a-f]{12})\.([\w-]{32})", re.ASCII)


def opened(token: str) -> tuple[str, str]:
    """Give whose token it says it is, and its secret. Raises SignedOutError if it is no token."""
    found = _TOKEN.fullmatch(token)
    if found is None:
        raise SignedOutError
    return found[1], found[2]


def fits(secret: str, kept: str) -> bool:
    """Whether this is the secret whose hash was kept, in a time that tells nothing."""
    return hmac.compare_digest(_hash(secret), kept)


class Step:
    """One transaction on the room, in the words of a chat platform."""

    def __init__(self, change: Change, clock: Clock) -> None:
        self.change = change
        self._clock = clock

    async def welcome(self, name: str, *, played: bool = False) -> Person:
        """Let somebody in under a name that nobody else here has."""
        wanted = clean_name(name)
        people = [read_person(each.body) for each in await self.change.all("person")]
        taken = [each.name for each in people if each.here]
        shown = free_name(wanted, [*taken, HEED_NAME])
        person = Person(id=secrets.token_hex(6), name=shown, n=len(people), played=played)
        await self.change.put("person", person.id, written(person))
        await self.tell(What.CAME, person=person.id, name=person.name)
        return person

    async def see_off(self, person: str) -> None:
        """Let somebody go, and their token with them."""
        gone = replace(await self.present(person), here=False)
        await self.change.put("person", person, written(gone))
        await self.change.put("key", person, {"hash": ""}, NOBODY)
        await self.tell(What.WENT, person=person)

    async def new_token(self, person: str) -> str:
        """Give somebody a new token; an earlier one doesn't work any more."""
        secret = secrets.token_urlsafe(24)
        await self.change.put("key", person, {"hash": _hash(secret)}, NOBODY)
        return f"{person}.{secret}"

    async def present(self, person: str) -> Person:
        """Give somebody who is here."""
        item = await self.change.get("person", person)
        if item is None or not read_person(item.body).here:
            raise SignedOutError
        return read_person(item.body)

    async def standing(self, message: str) -> Message:
        """Give a message that wasn't deleted."""
        item = await self.change.get("message", message)
        if item is None or read_message(item.body).deleted:
            raise RefusedError("That message is no longer here.")
        return read_message(item.body)

    async def own(self, person: str, message: str) -> Message:
        """Give a message of one's own."""
        await self.present(person)
        found = await self.standing(message)
        if person not in {found.author, found.by}:
            raise RefusedError("Only the person who wrote a message can change or delete it.")
        return found

    async def post(self, author: str, text: str, reply_to: str | None = None) -> Message:
        """Post a message of somebody's."""
        person = await self.present(author)
        return await self._post(person.id, person.name, clean_text(text), reply_to=reply_to)

    async def post_as_heed(self, text: str, kind: MessageKind, **more: Any) -> Message:  # noqa: ANN401 - Message's own
        """Post something of Heed's own."""
        return await self._post(HEED, HEED_NAME, text, kind=kind, **more)

    async def _post(self, author: str, name: str, text: str, **more: Any) -> Message:  # noqa: ANN401 - Message's own
        if more.get("reply_to") is not None:
            await self.standing(more["reply_to"])
        n = await self.change.number()
        message = Message(id=f"m{n}", n=n, at=self._clock.now(), author=author, text=text, **more)
        await self.keep_message(message)
        await self.tell(
            What.POSTED,
            person=author,
            name=name,
            message=message.id,
            text=text,
            reply_to=message.reply_to,
            bot=author == HEED,
        )
        return message

    async def keep_message(self, message: Message) -> None:
        """Keep a message as it now is."""
        await self.change.put("message", message.id, written(message))

    async def react(self, person: str, message: str, emoji: str, *, on: bool) -> None:
        """Put an emoji on a message, or take it off again; what is so already changes nothing."""
        if emoji not in REACTIONS:
            raise RefusedError(f"Please choose one of {' '.join(REACTIONS)}.")
        await self.present(person)
        old = await self.standing(message)
        there = old.reactions.get(emoji, ())
        if (person in there) is on:
            return
        theirs = (*there, person) if on else tuple(each for each in there if each != person)
        reactions = {key: who for key, who in {**old.reactions, emoji: theirs}.items() if who}
        await self.keep_message(replace(old, reactions=reactions))
        await self.tell(What.REACTED, person=person, message=message, emoji=emoji, removed=not on)

    async def tell(self, what: What, **about: Any) -> None:  # noqa: ANN401 - Happening's own
        """Queue what happened, for Heed to hear."""
        await self.change.tell(written(Happening(what=what, at=self._clock.now(), **about)))


def _hash(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
