"""Domain values as rows of their tables."""

from dataclasses import replace
from typing import Any

from sqlalchemy import Row

from bot.domain.question import Question
from bot.domain.room import Card, Member, Room
from bot.domain.turn import Turn
from bot.runtime.ports import Errand, Parcel
from storage.codec import pack
from storage.lifetimes import card_expires_at, private_until
from storage.sealing import Sealer
from storage.tables import WAITING

Values = dict[str, Any]


def sealed(values: Values, sealer: Sealer) -> Values:
    """The same row as it is written down: whatever in it may hold words or names is sealed."""
    row = dict(values)
    if "body" in row:
        row["body"] = sealer.seal(row["body"])
    if "text" in row:
        row["text"] = sealer.seal_text(row["text"])
    return row


def member_row(room: Room, ordinal: int, member: Member) -> Values:
    """A row of `members`."""
    return {"room": room.id, "id": member.id, "ordinal": ordinal, "body": pack(member)}


def turn_row(room: Room, ordinal: int, turn: Turn) -> Values:
    """A row of `turns`: the features of a message, never its words."""
    return {
        "room": room.id,
        "id": turn.id,
        "ordinal": ordinal,
        "at": turn.at,
        "body": pack(turn),
    }


def question_row(room: Room, ordinal: int, question: Question, *, in_play: bool = True) -> Values:
    """A row of `questions`."""
    return {
        "room": room.id,
        "id": question.id,
        "message": question.message,
        "ordinal": ordinal,
        "state": question.state.value,
        "asked_at": question.asked_at,
        "meeting": question.meeting,
        "in_play": in_play,
        "private_until": private_until(room, question),
        "body": pack(storable(question)),
    }


def storable(question: Question) -> Question:
    """The question with such words alone as may be written down: its own, if it is tracked.

    What the talk moved on to are somebody else's words; they live in memory (rule 9).
    """
    text = question.text if question.tracked else None
    return replace(question, text=text, moved_on_to="")


def card_row(room: Room, ordinal: int, card: Card) -> Values:
    """A row of `cards`."""
    return {
        "room": room.id,
        "id": card.id,
        "ordinal": ordinal,
        "meeting": card.meeting,
        "expires_at": card_expires_at(room, card),
        "body": pack(card),
    }


def parcel_row(room: Room, number: int, parcel: Parcel) -> Values:
    """A row of `parcels`; `number` is its turn among the room's."""
    return {
        "room": room.id,
        "id": parcel.id,
        "number": number,
        "errand": parcel.errand.value,
        "recipient": parcel.to,
        "card": parcel.card,
        "question": parcel.question,
        "text": parcel.text,
        "due_at": parcel.due_at,
        "attempts": parcel.attempts,
        "state": WAITING,
        "ref": "",
        "posted_at": parcel.posted_at,
        "trace": parcel.trace,
    }


def parcel_of(row: Row[*tuple[Any, ...]], sealer: Sealer) -> Parcel:
    """The parcel in a row of `parcels`."""
    return Parcel(
        room=row.room,
        id=row.id,
        errand=Errand(row.errand),
        due_at=row.due_at,
        to=row.recipient,
        card=row.card,
        question=row.question,
        text=sealer.open_text(row.text),
        attempts=row.attempts,
        posted_at=row.posted_at,
        trace=row.trace,
    )
