"""From what Heed shows to Discord's messages and modals. Nothing is added, nothing left out."""

from adapters.discord.render.answers import page, ticked_again, word
from adapters.discord.render.cards import card, shared_card
from adapters.discord.render.face import NOBODY, Attached, Face, Links
from adapters.discord.render.forms import NOBODY as NOBODY_HERE
from adapters.discord.render.forms import (
    NOT_FOUND,
    NOTHING_LEFT,
    NOTHING_WRITTEN,
    follow_modal,
    follow_preview,
    hand_to,
    hand_to_modal,
    hands_fit,
    named,
    stem_of,
)
from adapters.discord.render.posts import follow, greeting, notice, welcome

__all__ = [
    "NOBODY",
    "NOBODY_HERE",
    "NOTHING_LEFT",
    "NOTHING_WRITTEN",
    "NOT_FOUND",
    "Attached",
    "Face",
    "Links",
    "card",
    "follow",
    "follow_modal",
    "follow_preview",
    "greeting",
    "hand_to",
    "hand_to_modal",
    "hands_fit",
    "named",
    "notice",
    "page",
    "shared_card",
    "stem_of",
    "ticked_again",
    "welcome",
    "word",
]
