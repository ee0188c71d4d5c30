"""Whatever people are called and write: wherever it is shown it is text, and calls nobody.

One room is named, peopled and asked in by somebody hostile. What the core makes of it is rendered
for every platform and page, and everything that comes out is looked at for what mustn't be in it.
Each surface's own tests go further (docs/threat-model.md lists them).
"""

import html
import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final

import pytest
from discord.http import handle_message_parameters

from adapters.board.model import Face, board
from adapters.board.pages import Pages
from adapters.discord import render as on_discord
from adapters.pictures import as_svg
from adapters.slack import render as on_slack
from adapters.slack.address import Address
from bot.cli.text import text_of
from bot.domain import export
from bot.domain.arrangements import notice_words
from bot.domain.chronicle import Span, Viewer, chronicle
from bot.domain.drafts import draft, hands
from bot.domain.pages import Page
from bot.domain.question import How, Kind, PickUp, State
from bot.domain.room import Member, Purpose, Room
from bot.domain.summary import convener_page, room_page
from bot.domain.views import FollowView
from bot.domain.wishes import Format
from bot.domain.wording import card_view, notice_view
from bot.runtime.ports import HomeRoom
from tests.adapters.discord import limits as discord_limits
from tests.adapters.slack import limits as slack_limits
from tests.domain.builders import MONDAY, card, meeting_room, question

HOSTILE: Final = {
    "pings of Slack": "<!channel> <!here> <!everyone> <@U123> <!subteam^S123> <#C123>",
    "pings of Discord": "@everyone @here <@123456789012345678> <@&123456789012345678> <#12345>",
    "pings in pieces": "@\u200beveryone @every\u200bone <\u200b!channel> ＠everyone",
    "links that lie": "[your bank](https://evil.example) <https://evil.example|your bank>",
    "scripts in links": "[click](javascript:alert(1)) <javascript:alert(1)|click> data:text/html,x",
    "markup": "</p><script>alert(1)</script><img src=x onerror=alert(1)>{{7*7}}{% raw %}",
    "marks": "```\n*b* _i_ ~s~ ||hidden|| # head\n> quote\n```",
    "turned": "\u202etxet desrever\u202c \u2066isolated\u2069 \u202daway",
    "unseen": "\u200b\u200c\u200d\u2060\ufeff\u00ad who\u200b asks?",
    "controls": "\x1b]0;title\x07\x1b[2J\x00\x08bell\x85next\u2028line",
    "heaped": "e" + "\u0301" * 3_000,
    "huge": "𒐫" * 4_000 + "👨‍👩‍👧‍👦" * 200,
    "formula": '=HYPERLINK("https://evil.example","click")',
}
_TURNING: Final = re.compile("[\u202a-\u202e\u2066-\u2069]")
_CONTROL: Final = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
ROOM: Final = "slack/T1/C1"


def room_of(said: str) -> Room:
    """A room of that name, in which somebody of that name asks that, and another answers."""
    room = meeting_room("moira")
    room.title = said
    for who in ("maya", "tom", "moira"):
        room.members[who] = Member(id=who, name=f"{said} {who}")
    taken = PickUp(message="2.2", author="tom", at=MONDAY + 9, how=How.FOLLOW, weight=0.9)
    asked = {"text": f"{said} Who decides?", "meeting": "mtg", "kind": Kind.CHALLENGE}
    hanging = question("1.1", state=State.HANGING, hanging_since=MONDAY, **asked)
    hanging = replace(hanging, moved_on_to=said)
    room.questions["1.1"] = hanging
    room.questions["3.3"] = question("3.3", state=State.FOLLOWED, pick_ups=(taken,), **asked)
    made = card(Purpose.NUDGE, questions=("1.1",), shown=True)
    room.cards[made.id] = made
    room.settings = replace(room.settings, safeguarding=said, run_by=said)
    room.notice_wanted = notice_words(room)
    return room


def pages_of(room: Room) -> Iterator[Page]:
    """What conveners and members are told of it."""
    span = Span(since=MONDAY - 60.0, meeting="mtg")
    asked = room.questions.values()
    yield convener_page(room, asked, span, MONDAY + 60.0)
    yield room_page(room, asked, span, MONDAY + 60.0)


def link(message: str) -> str | None:
    """Where a message is."""
    return f"https://example.slack.com/archives/C1/p{message}"


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
def test_on_slack(said: str) -> None:
    """Cards, answers, modals, App Home, the notice, the greeting and what is posted."""
    room = room_of(said)
    view = card_view(room, next(iter(room.cards.values())), MONDAY + 60.0)
    begun = draft(room, view.card, "1.1", "moira")
    address = Address(room=ROOM, card=view.card, question="1.1")
    faces = [on_slack.card(ROOM, view, link), on_slack.greeting(ROOM, said)]
    faces.append(on_slack.notice(notice_view(room)))
    label = begun.label if begun else said
    follow = FollowView(by="moira", label=label, text=said, reply_to="1.1", thread=None)
    faces.append(on_slack.follow(follow))
    views = [
        on_slack.hand_to_modal(address, hands(room, view.card, "1.1", "moira")),
        on_slack.follow_modal(address, begun),
        on_slack.follow_preview(address, begun, " ".join(said.split())[:400]),
        on_slack.word_modal(said),
    ]
    for page in pages_of(room):
        faces.append(on_slack.page(ROOM, page, link))
        views.append(on_slack.page_modal(ROOM, page, link))
    home = HomeRoom(room=ROOM, title=said, state=said, role=said, waiting=(), settings=())
    views.append(on_slack.home((home,), lambda _: link))
    for face in faces:
        slack_limits.check_face(face)
    for each in views:
        slack_limits.check_view(each)
    _harmless(json.dumps([face.blocks for face in faces], ensure_ascii=False), links="https://ex")


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
def test_on_discord(said: str) -> None:
    """The same; and no message of ours may mention anybody, whatever it says."""
    room = room_of(said)
    view = card_view(room, next(iter(room.cards.values())), MONDAY + 60.0)
    where = "https://discord.com/channels/1/2/3"
    faces = [on_discord.card("discord/1/2", view, lambda _: where)]
    faces += [on_discord.greeting("discord/1/2", said), on_discord.notice(notice_view(room))]
    faces.append(on_discord.word(said))
    for page in pages_of(room):
        faces.append(on_discord.page("discord/1/2", page, lambda _: where))
    for face in faces:
        discord_limits.check_face(face)
        with handle_message_parameters(**face.new()) as params:
            assert params.payload is not None
            assert params.payload["allowed_mentions"] == {"parse": []}


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
def test_on_pages_and_pictures(said: str) -> None:
    """The board, in both faces, and the timeline as SVG."""
    room = room_of(said)
    pages = Pages("", lambda picture: as_svg(picture, style=False))
    for face in Face:
        told = board(room, list(room.questions.values()), MONDAY + 60.0, link, face)
        page = pages.live(told)
        assert not re.search(r"<(?:script|img|iframe|object|style)\b", page)
        assert not re.search(r"\son\w+=", re.sub(r">[^<]*<", "><", page))
        for target in re.findall(r'(?:href|src|action|xlink:href)="([^"]*)"', page):
            assert target.startswith(("https://example.slack.com/", "/", "#")), target
        assert "{{" not in page or "{{7*7}}" in html.unescape(page), "no template of theirs is run"


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
@pytest.mark.parametrize("form", [Format.MARKDOWN, Format.CSV, Format.JSON])
def test_in_exports(said: str, form: Format) -> None:
    """With names in them: nothing turns, nobody is called, no cell is a formula."""
    room = room_of(said)
    span = Span(since=MONDAY - 60.0, meeting="mtg")
    told = chronicle(room, room.questions.values(), span, MONDAY + 60.0, Viewer.CONVENER)
    file = export.exported(room, told, form, MONDAY + 60.0, names=True)
    content = str(file.content)
    assert re.fullmatch(r"[\w.-]+", file.name), file.name
    if form is Format.JSON:
        json.loads(content)
        return
    assert not _TURNING.search(content)
    assert not _CONTROL.search(content.replace("\r", ""))
    if form is Format.MARKDOWN:  # of these files alone a part may be pasted into a chat
        assert not re.search(r"@(?:everyone|here)\b", content)
        assert not re.search(r"(?<!\\)<(?:script|img)", content)
    else:
        assert not re.search(r'(?:^|,)"[=+@]', content, re.MULTILINE)


@pytest.mark.parametrize("said", HOSTILE.values(), ids=HOSTILE)
def test_in_a_terminal(said: str) -> None:
    """What `replay` prints moves no cursor, sets no title and turns nothing."""
    for page in pages_of(room_of(said)):
        shown = text_of(page)
        assert not _TURNING.search(shown)
        assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f]", shown)


def _harmless(written: str, links: str) -> None:
    """Every address that is led to is one of ours."""
    for target in re.findall(r'"url": "([^"]*)"', written):
        assert target.startswith(links), target
