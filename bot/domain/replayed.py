"""What `replay --json` prints for each message that asks: the row's fields and their meaning."""

from collections.abc import Callable
from typing import Any, Final

from bot.domain import waiting
from bot.domain.question import PickUp, Question, State, sure
from bot.domain.reasons import worded

# A press can't be replayed, so only these four are ever printed; what a convener took away with
# "I'll find out" was picked up.
STATES: Final = {
    State.OPEN: "open",
    State.HANGING: "hanging",
    State.FOLLOWED: "followed",
    State.TAKEN_AWAY: "followed",
    State.WITHDRAWN: "withdrawn",
}


def row(
    room: str, question: Question, score: float, name_of: Callable[[str], str]
) -> dict[str, Any]:
    """One question as a JSON-ready mapping.

    `score` is its hanging score, 0 to 1; times are epoch seconds; `nudged_at` is when policy chose
    to nudge and `held_by` what would have held that back in life (docs/transcripts.md).
    """
    return {
        "room": room,
        "message_id": question.message,
        "author": name_of(question.asker),
        "asked_at": question.asked_at,
        "kind": question.kind.value,
        "confidence": round(question.confidence, 3),
        "tracked": question.tracked,
        "state": STATES[question.state],
        "picked_up_by": []
        if question.waiting
        else [
            {"message_id": each.message, "author": name_of(each.author), "how": each.how.value}
            for each in named(question)
        ],
        "hanging_score": round(score, 3),
        "nudged_at": question.chosen_at,
        "held_by": question.held_by.value if question.held_by else None,
        "why": [
            *worded(question).values(),
            *(waiting.told(question) if question.state is State.HANGING else ()),
        ],
    }


def named(question: Question) -> tuple[PickUp, ...]:
    """The pick-ups that stand by themselves, earliest first; all where only together they do."""
    return sure(question.pick_ups) or question.pick_ups
