"""Whatever may have to be shown: views with any words in them, and any number of parts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from hypothesis import strategies as st

from bot.domain.events import Action
from bot.domain.pages import Choice, Line, Page, Section
from bot.domain.room import Purpose
from bot.domain.views import Button, CardView, Details, Move, Stem

WISHES = ["summary post", "summary post yes", "help", "pause", "open", "stats"]


def several(of: st.SearchStrategy[Any], most: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """A few of them."""
    return st.lists(of, max_size=most).map(tuple)


def _unlike(of: Sequence[Button]) -> tuple[Button, ...]:
    """One of each action."""
    return tuple({each.action: each for each in of}.values())


def _once(view: CardView) -> CardView:
    """What is in sight isn't in the menu too."""
    in_sight = {each.action for each in view.buttons}
    return replace(view, menu=tuple(each for each in view.menu if each.action not in in_sight))


def _cards(
    words: st.SearchStrategy[str], ids: st.SearchStrategy[str], card: st.SearchStrategy[str]
) -> st.SearchStrategy[CardView]:
    buttons = st.builds(Button, action=st.sampled_from(Action), label=words, value=st.just("600"))
    details = st.builds(
        Details,
        question=ids,
        message=ids,
        quote=st.none() | words,
        who=words,
        ago=words,
        why=several(words, 5),
        stems=several(st.builds(Stem, move=st.sampled_from(Move), text=words), 3),
        note=words,
        buttons=several(buttons, 3).map(_unlike),
    )
    return st.builds(
        CardView,
        card=card,
        purpose=st.sampled_from(Purpose),
        title=words,
        lines=several(words, 3),
        details=st.lists(details, max_size=12, unique_by=lambda of: of.question).map(tuple),
        buttons=several(buttons, 3).map(_unlike),
        menu=several(buttons, 14),
        target=st.none() | ids,
        closed=st.booleans(),
    ).map(_once)


class Anything:
    """Views on one platform: `ids` are those of its messages, `card` that of a card.

    `hostile` are texts that it might take for something else, or too much.
    """

    def __init__(
        self,
        hostile: Sequence[str],
        ids: st.SearchStrategy[str],
        card: st.SearchStrategy[str],
    ) -> None:
        # Shorter ones, so that a failure can be read.
        words = st.sampled_from([each[:200] for each in hostile]) | st.text(max_size=40)
        target = st.none() | ids
        self.words = words
        self.lines = st.builds(Line, text=words, target=target, note=words)
        self.ticks = st.builds(Line, text=words, target=target, note=words, tick=ids)
        self.choices = st.builds(
            Choice,
            wish=st.sampled_from(WISHES),
            label=words,
            style=st.sampled_from(["", "primary", "danger"]),
        )
        self.cards = _cards(words, ids, card)

    def pages(
        self, of: st.SearchStrategy[Line], *, most: int, choices: int = 0
    ) -> st.SearchStrategy[Page]:
        """Answers with up to `most` such lines in a section, and at least so many `choices`."""
        return st.builds(
            Page,
            title=self.words,
            lines=several(self.words, 4),
            sections=several(st.builds(Section, title=self.words, lines=several(of, most)), 5),
            choices=st.lists(self.choices, min_size=choices, max_size=6).map(tuple),
        )
