"""What the whole room sees: the greeting, the notice, a follow."""

from typing import Final

from slack_sdk.models.blocks import ButtonElement, UserSelectElement

from adapters.slack.address import Address, Do
from adapters.slack.render import blocks
from adapters.slack.render.face import Face
from bot.domain.views import FollowView, NoticeView

_HELLO: Final = "Heed has joined"
_WHAT: Final = (
    "Heed notices questions that were left hanging, and tells whoever convenes privately, so that "
    "they can return to them. It never answers in anyone's place."
)
_READS_NOTHING: Final = "It reads nothing here yet. First somebody has to convene. Who will?"


def notice(view: NoticeView) -> Face:
    """The room's notice."""
    lines = "\n".join(view.lines)
    shown = [blocks.header(view.title), *([blocks.section(lines)] if lines else [])]
    return Face(text=blocks.alert(view.title, *view.lines), blocks=blocks.drawn(shown))


def follow(view: FollowView) -> Face:
    """A convener's words: who sent them through Heed stands above, and nobody else is named."""
    shown = [blocks.context(view.label), blocks.section(view.text)]
    return Face(text=blocks.alert(f"{view.label}:", view.text), blocks=blocks.drawn(shown))


def greeting(room: str, by: str = "", member: str = "") -> Face:
    """The first words in a room that asked Heed in: `by` is the name of whoever did, if known.

    `member` is their id, which comes back with every press: they may ask somebody to convene.
    """
    asked = f"{by} asked Heed in." if by else "Heed was asked in."
    address = Address(room=room, card=member)
    elements = [
        ButtonElement(
            text=blocks.plain("I'll convene", blocks.LABEL), action_id=Do.CONVENE, style="primary"
        ),
        UserSelectElement(
            placeholder=blocks.plain("Ask somebody to convene", blocks.PLACEHOLDER),
            action_id=Do.INVITE,
        ),
    ]
    shown = [
        blocks.header(_HELLO),
        blocks.section(f"{asked}\n{_WHAT}\n{_READS_NOTHING}"),
        *blocks.row(address, 0, elements),
    ]
    return Face(text=blocks.alert(asked, _READS_NOTHING), blocks=blocks.drawn(shown))
