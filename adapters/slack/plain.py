"""A whole message as a person reads it: plain text, and whom it mentions.

Of what people post the words count, and what stands in for them where there are none: a voice
message's transcript, a pasted text, a quoted message, a file's title. What bots post is read as it
is shown: text, blocks, cards.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from adapters.slack import blocks, mrkdwn
from adapters.slack.blocks import Piece, fenced, pieces, text_object, words
from adapters.slack.mrkdwn import quoted
from adapters.slack.names import Names
from adapters.slack.references import References, decoded
from adapters.slack.words import LONGEST, clean

# Types of pasted files that are prose, where others are code.
_PROSE: Final = frozenset({"text", "markdown", "post", "space", "quip", "email"})
_SNIPPETS: Final = frozenset({"snippet", "post", "space", "email"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Plain:
    """A message's text, and the ids of the people it mentions, each once, in order."""

    text: str
    mentions: tuple[str, ...] = ()


def read(message: Piece, names: Names, *, bot: bool) -> Plain:
    """Read a message as Slack has it; never raises, whatever it is made of."""
    refer = References(names)
    own = _own(message, refer)
    if bot:
        own = _below(own, *_cards(message, refer))
    if not own.strip():
        own = _instead(message, refer)
    return Plain(text=clean(own).strip(), mentions=refer.mentions)


def _own(message: Piece, refer: References) -> str:
    """What was written: blocks where there are some, for they are what Slack shows."""
    return blocks.read(message.get("blocks"), refer) or mrkdwn.read(
        words(message, "text")[:LONGEST], refer
    )


def _below(*parts: str) -> str:
    return "\n".join(part for part in parts if part)


def _cards(message: Piece, refer: References) -> Iterator[str]:
    """What a bot attached: title, text and fields of each, or what it says for plain clients."""
    for card in pieces(message.get("attachments")):
        if card.get("from_url"):  # what Slack shows of a link
            continue
        parts = [text_object(card.get(key), refer) for key in ("pretext", "title", "text")]
        for field in pieces(card.get("fields")):
            parts += [text_object(field.get(key), refer) for key in ("title", "value")]
        said = _below(*parts, blocks.read(card.get("blocks"), refer))
        yield said or text_object(card.get("fallback"), refer)


# --- what stands in for words -----------------------------------------------------------------


def _instead(message: Piece, refer: References) -> str:
    shown = [_file(file) for file in pieces(message.get("files"))]
    shared = [_shared(each, refer) for each in pieces(message.get("attachments"))]
    return _below(*shown, *shared)


def _file(file: Piece) -> str:
    """What a file says by itself, where Slack shows it in the talk; else its title."""
    return _spoken(file) or _pasted(file) or decoded(words(file, "title", "name"))


def _spoken(file: Piece) -> str:
    """The transcript of a voice or video message, as far as Slack shows it."""
    transcript = file.get("transcription")
    preview = transcript.get("preview") if isinstance(transcript, dict) else None
    return words(preview, "content") if isinstance(preview, dict) else ""


def _pasted(file: Piece) -> str:
    """The beginning of a pasted text; code is set apart."""
    if words(file, "mode") not in _SNIPPETS:
        return ""
    text = words(file, "preview_plain_text", "preview")
    return text if not text or words(file, "filetype") in _PROSE else fenced(text)


def _shared(attached: Piece, refer: References) -> str:
    """Somebody else's message, passed on; what is shown of a link isn't part of the talk."""
    if attached.get("is_share") is not True and attached.get("is_msg_unfurl") is not True:
        return ""
    text = text_object(attached.get("text"), refer) or decoded(words(attached, "fallback"))
    return quoted(text) if text else ""
