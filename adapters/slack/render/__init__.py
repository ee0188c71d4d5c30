"""From what Heed shows to Slack's blocks. Nothing is added there, and nothing left out."""

from adapters.slack.render.answers import page, page_modal, ticked, word_modal
from adapters.slack.render.cards import card
from adapters.slack.render.face import Face, Json, Links
from adapters.slack.render.home import home
from adapters.slack.render.modals import (
    NOTHING_WRITTEN,
    follow_modal,
    follow_preview,
    hand_to_modal,
    later_modal,
)
from adapters.slack.render.posts import follow, greeting, notice

__all__ = [
    "NOTHING_WRITTEN",
    "Face",
    "Json",
    "Links",
    "card",
    "follow",
    "follow_modal",
    "follow_preview",
    "greeting",
    "hand_to_modal",
    "home",
    "later_modal",
    "notice",
    "page",
    "page_modal",
    "ticked",
    "word_modal",
]
