"""Modals on a card: writing a follow and seeing it before it is posted, handing on, putting off."""

from collections.abc import Sequence
from typing import Final

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    InputBlock,
    InputInteractiveElement,
    Option,
    PlainTextInputElement,
    RadioButtonsElement,
    StaticSelectElement,
    UserSelectElement,
)

from adapters.slack.address import Address, Do, Memory, Modal, block_id
from adapters.slack.render import blocks
from adapters.slack.render.answers import modal, word_modal
from adapters.slack.render.face import Json
from adapters.slack.render.text import clean, line
from bot.domain.drafts import Draft
from bot.domain.room import Member
from bot.domain.views import Move
from bot.domain.wording import LATER

NOTHING_LEFT: Final = "There is nothing to post about any more. Nothing was posted."
NOTHING_WRITTEN: Final = "There was nothing to post. Write a line, then see it before it is posted."
_NOBODY: Final = "There is nobody else here whom it could be handed to."

_MOVES: Final = {
    Move.REFLECT: "Reflect it back",
    Move.BUILD: "Build on it",
    Move.HONOUR: "Honour it",
}
_BEGIN: Final = "A few words are enough; they needn't hold an answer. Begin with one of these:"
_POSTED: Final = "Heed posts it in the question's thread, labelled “{label}”."
_PREVIEW: Final = "This is what the room will see, in the question's thread:"
_IN_THE_ROOM: Final = "They get a link and some words to begin with, and nobody else is told."
_WORDS_BLOCK: Final = 100  # the first of the numbers that tell the inputs of several stems apart


def follow_modal(address: Address, draft: Draft | None, stem: int = 0) -> Json:
    """Where a follow is written: it begins with a stem, or with what couldn't be posted before."""
    if draft is None:
        return word_modal(NOTHING_LEFT)
    began = draft.words or _stem(draft, stem)
    shown = [*_stems(address, draft, stem), _words(address, draft, began, stem)]
    return modal(
        Modal.FOLLOW,
        "Post through Heed",
        shown,
        _memory(address),
        submit="Preview",
        close="Not now",
    )


def _words_block(address: Address, stem: int = 0) -> str:
    """The block in which the words stand: Slack keeps what stood in one of the same id."""
    return block_id(address, _WORDS_BLOCK + stem)


def follow_preview(address: Address, draft: Draft | None, text: str) -> Json:
    """The words as the room will see them; sending this in posts them."""
    if draft is None:
        return word_modal(NOTHING_LEFT)
    shown = [
        blocks.context(_PREVIEW),
        blocks.divider(),
        blocks.context(draft.label),
        blocks.section(text),
        blocks.divider(),
    ]
    memory = Memory(room=address.room, card=address.card, question=address.question, text=text)
    return modal(
        Modal.PREVIEW, "As it will be posted", shown, memory, submit="Post it", close="Back"
    )


def hand_to_modal(address: Address, hands: Sequence[Member]) -> Json:
    """Who it is to be handed to: the room's members, by name."""
    if not hands:
        return word_modal(_NOBODY)
    asked = InputBlock(
        block_id=block_id(address, 0),
        label=blocks.plain("Who could pick it up?", blocks.CONTEXT),
        element=_picker(hands),
        hint=blocks.plain(_IN_THE_ROOM, blocks.CONTEXT),
    )
    return modal(
        Modal.HAND_TO, "Hand to…", [asked], _memory(address), submit="Ask them", close="Not now"
    )


def later_modal(address: Address) -> Json:
    """When a card is to come back."""
    options = [
        Option(text=blocks.plain(each.label, blocks.LABEL), value=each.value) for each in LATER
    ]
    asked = InputBlock(
        block_id=block_id(address, 0),
        label=blocks.plain("When may it come back?", blocks.CONTEXT),
        element=RadioButtonsElement(action_id=Do.WHEN, options=options, initial_option=options[0]),
    )
    return modal(
        Modal.LATER,
        "Remind me later",
        [asked],
        _memory(address),
        submit="Remind me",
        close="Not now",
    )


def _memory(address: Address) -> Memory:
    return Memory(room=address.room, card=address.card, question=address.question)


def _stem(draft: Draft, number: int) -> str:
    return draft.stems[number].text if number < len(draft.stems) else ""


def _stems(address: Address, draft: Draft, chosen: int) -> list[Block]:
    """The stems to choose among; Slack shows little of each there, and all of it once chosen."""
    if not draft.stems:
        return []
    options = [
        Option(
            text=blocks.plain(_MOVES[each.move], blocks.LABEL),
            description=blocks.plain(line(each.text), blocks.LABEL),
            value=str(number),
        )
        for number, each in enumerate(draft.stems)
    ]
    begun = None if draft.words or chosen >= len(options) else options[chosen]
    picker = RadioButtonsElement(action_id=Do.STEM, options=options, initial_option=begun)
    return [
        blocks.section(_BEGIN),
        ActionsBlock(block_id=block_id(address, 0), elements=[picker]),
    ]


def _words(address: Address, draft: Draft, began: str, stem: int) -> Block:
    """The input, filled in with how it began."""
    return InputBlock(
        block_id=_words_block(address, stem),
        label=blocks.plain("Your words", blocks.CONTEXT),
        element=PlainTextInputElement(
            action_id=Do.WORDS,
            multiline=True,
            max_length=draft.at_most,
            initial_value=clean(began)[: draft.at_most] or None,
        ),
        hint=blocks.plain(_POSTED.format(label=draft.label), blocks.CONTEXT),
    )


def _picker(hands: Sequence[Member]) -> InputInteractiveElement:
    """A select of the members; where Slack takes no more, everybody's, and the core looks."""
    placeholder = blocks.plain("Choose somebody in the room", blocks.PLACEHOLDER)
    if len(hands) > blocks.SELECT:
        return UserSelectElement(placeholder=placeholder, action_id=Do.MEMBER)
    options = [Option(text=blocks.plain(each.name, blocks.LABEL), value=each.id) for each in hands]
    return StaticSelectElement(placeholder=placeholder, action_id=Do.MEMBER, options=options)
