"""Answers to what somebody asked for: as a message, or as a modal where lines can be ticked."""

from typing import Final

from slack_sdk.models.blocks import Block, CheckboxesElement, InputBlock, Option
from slack_sdk.models.views import View

from adapters.slack.address import Address, Do, Memory, Modal, block_id, metadata
from adapters.slack.render import blocks
from adapters.slack.render.face import Face, Json, Links
from adapters.slack.render.text import joined
from bot.domain.pages import Line, Page, Section

_MORE: Final = "There is more than fits here."
_TICK: Final = "Post this one too"


def page(room: str, answer: Page, links: Links) -> Face:
    """An answer as a message; `room` is where its choices are about."""
    shown = [*_top(answer), *_sections(answer, links)]
    buttons = blocks.row(Address(room=room), 0, blocks.choices(answer.choices))
    fitting = blocks.within(shown, blocks.MESSAGE - len(buttons), _MORE)
    return Face(text=blocks.alert(answer.title), blocks=blocks.drawn([*fitting, *buttons]))


def ticked(answer: Page) -> bool:
    """Whether it has lines to tick, so that it is to be opened as a modal."""
    return any(each.tick for section in answer.sections for each in section.lines)


def page_modal(room: str, answer: Page, links: Links) -> Json:
    """An answer as a modal. Where lines can be ticked, its first choice is what sends it in."""
    send = answer.choices[0] if answer.choices and ticked(answer) else None
    others = [each for each in answer.choices if each is not send]
    buttons = blocks.row(Address(room=room), 0, blocks.choices(others))
    shown = [*_top(answer), *_ticks(room, answer, links)]
    fitting = blocks.within(shown, blocks.VIEW - len(buttons), _MORE, blocks.VIEW_SIZE)
    return modal(
        Modal.PAGE if send else Modal.WORD,
        "Heed",
        [*fitting, *buttons],
        Memory(room=room, text=send.wish if send else ""),
        submit=send.label if send else None,
    )


def word_modal(text: str) -> Json:
    """A modal that says something, and nothing else."""
    return modal(Modal.WORD, "Heed", [blocks.section(text)], Memory(room=""))


def modal(  # noqa: PLR0913 - all that a modal has
    name: Modal,
    title: str,
    shown: list[Block],
    memory: Memory,
    *,
    submit: str | None = None,
    close: str = "Close",
) -> Json:
    """A modal's view. Raises ValueError where it is to remember more than Slack keeps."""
    return View(
        type="modal",
        callback_id=name,
        title=blocks.plain(title, blocks.TITLE),
        blocks=shown,
        submit=None if submit is None else blocks.plain(submit, blocks.TITLE),
        close=blocks.plain(close, blocks.TITLE),
        private_metadata=metadata(memory),
    ).to_dict()


def below(answer: Page, links: Links) -> list[Block]:
    """An answer without its title and its choices."""
    return [*_lines(answer), *_sections(answer, links)]


def _top(answer: Page) -> list[Block]:
    return [blocks.header(answer.title), *_lines(answer)]


def _lines(answer: Page) -> list[Block]:
    return [blocks.section("\n".join(answer.lines))] if answer.lines else []


def _sections(answer: Page, links: Links) -> list[Block]:
    shown: list[Block] = []
    for each in answer.sections:
        shown += [*_heading(each), *blocks.listed(each.lines, links)]
    return shown


def _heading(section: Section) -> list[Block]:
    return [blocks.divider(), *([blocks.section(section.title)] if section.title else [])]


def _ticks(room: str, answer: Page, links: Links) -> list[Block]:
    """Its sections, with a box to tick below each line that may be."""
    shown: list[Block] = []
    number = 0
    for section in answer.sections:
        shown += _heading(section)
        plain: list[Line] = []
        for each in section.lines:
            if not each.tick:
                plain.append(each)
                continue
            shown += [*blocks.listed(plain, links), _tick(room, each, number)]
            plain = []
            number += 1
        shown += blocks.listed(plain, links)
    return shown


def _tick(room: str, line: Line, number: int) -> Block:
    """A line, whole, and its box."""
    return InputBlock(
        block_id=block_id(Address(room=room, question=line.tick), number),
        label=blocks.plain(joined((line.text, line.note), " · "), blocks.CONTEXT),
        element=CheckboxesElement(
            action_id=f"{Do.TICK}#{number}",
            options=[Option(text=blocks.plain(_TICK, blocks.LABEL), value=line.tick)],
        ),
        optional=True,
    )
