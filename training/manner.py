"""Teaches the manner of messages in a crowd: whose words open a talk, go on, get a reply.

Texts are learned from other days than those that the links are learned from (`crossed`), or else
the links would trust words that were learned by heart.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Final

import numpy as np
from sklearn.linear_model import LogisticRegression

from bot.domain.remembered import Said
from bot.domain.uptake.manner import MODELS, Manner, features
from bot.domain.weights import Weights
from training import linear
from training.chats import Chat

_SEEN: Final = 20  # messages with a feature
_SPREAD: Final = 4  # days with it
_STRENGTH: Final = 0.05
_FAINT: Final = 0.05  # log-odds; weights below are left out

Words = list[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A message's words, and for each of MODELS whether it is so; None where that isn't asked."""

    day: str
    words: Words
    is_so: tuple[bool, bool | None, bool]


def learned(chats: Sequence[Chat]) -> dict[str, Weights]:
    """The weights of MODELS, by the messages of these chats."""
    found = list(chain.from_iterable(map(_labelled, chats)))
    names = _names(found)
    models = {}
    for number, model in enumerate(MODELS):
        asked = [each for each in found if each.is_so[number] is not None]
        rows = linear.table(names, (dict.fromkeys(each.words, 1.0) for each in asked)).rows
        # liblinear goes through the features in a random order, so that order is given.
        fitted = LogisticRegression(C=_STRENGTH, solver="liblinear", random_state=1)
        fitted.fit(rows, np.array([bool(each.is_so[number]) for each in asked]))
        models[model] = Weights(
            bias=round(float(fitted.intercept_[0]), linear.DIGITS),
            of={
                name: round(float(value), linear.DIGITS)
                for name, value in zip(names, fitted.coef_[0], strict=True)
                if abs(value) >= _FAINT
            },
        )
    return models


def crossed(chats: Sequence[Chat]) -> list[Chat]:
    """These chats with the manner of each message, as learned from the other half of them."""
    halves = chats[::2], chats[1::2]
    by_half = [Manner(learned(other)) for other in halves[::-1]]
    return [shown(chat, by_half[number % 2]) for number, chat in enumerate(chats)]


def shown(chat: Chat, manner: Manner) -> Chat:
    """The chat with the manner of each message, by these weights."""
    return replace(
        chat,
        events=tuple(
            replace(each, turn=replace(each.turn, manner=manner.of(chat.texts[each.turn.id])))
            if isinstance(each, Said) and not each.turn.bot
            else each
            for each in chat.events
        ),
    )


def _labelled(chat: Chat) -> list[Labelled]:
    by = {each.turn.id: each.turn.author for each in chat.events if isinstance(each, Said)}
    replied = {
        to
        for name, gold in chat.gold.items()
        for to in gold.replies_to
        if by.get(to, by[name]) != by[name]
    }
    return [
        Labelled(
            day=chat.name,
            words=features(chat.texts[name]),
            is_so=(
                not gold.replies_to,
                any(by.get(to) == by[name] for to in gold.replies_to) if gold.replies_to else None,
                name in replied,
            ),
        )
        for name, gold in chat.gold.items()
    ]


def _names(found: Sequence[Labelled]) -> list[str]:
    """The features that several days share."""
    seen: Counter[str] = Counter()
    days: dict[str, set[str]] = defaultdict(set)
    for each in found:
        seen.update(each.words)
        for word in each.words:
            days[word].add(each.day)
    return sorted(word for word in seen if seen[word] >= _SEEN and len(days[word]) >= _SPREAD)
