"""Every answer as text, for review: `python -m tests.domain.shown` writes answers.txt.

A test holds the committed file to the code.
"""

from dataclasses import replace
from pathlib import Path
from typing import Final

from bot.config.rooms import RoomWriting
from bot.domain import answers, export, summary
from bot.domain.chronicle import Span, Viewer, chronicle
from bot.domain.events import Role
from bot.domain.options import BY_NAME, with_value
from bot.domain.pages import Page
from bot.domain.permissions import Deed, Standing
from bot.domain.question import How, PickUp, State
from bot.domain.room import PublicPage, Purpose, Room
from bot.domain.settings import Patience, RoomMode
from bot.domain.wishes import NAMES, Format, Help, parse
from bot.domain.wording import card_view, notice_view
from tests.domain.builders import HOUR, MONDAY, card, convener, meeting_room, question, ready
from tests.domain.pagetext import text_of

FILE: Final = Path(__file__).with_name("answers.txt")
NOW: Final = MONDAY + HOUR
KNOWN: Final = frozenset(NAMES)
WRITING: Final = RoomWriting()

M: Final = Standing.MEMBER
MEMBER: Final = frozenset({M})
CONVENER: Final = frozenset({M, Standing.CONVENER})
ADMIN: Final = frozenset({M, Standing.ADMIN})
OUTSIDER: Final = frozenset({Standing.OUTSIDER})


def text() -> str:
    """All of them, each under what it answers."""
    return "\n".join(f"=== {what}\n{text_of(page)}\n" for what, page in _pages().items())


def _pages() -> dict[str, Page]:
    room, new = _room(), Room(id="new", title="#new")
    span = Span(since=MONDAY, meeting="mtg")
    asked = tuple(room.questions.values())
    posted = summary.public_page(room, _shared(), asked, NOW)
    assert posted is not None
    return {
        **{f"help, a {name}": answers.help_page(Help(), who) for name, who in _WHO.items()},
        "sumary": answers.help_page(_help("sumary"), MEMBER),
        "meeting begn": answers.help_page(_help("meeting begn"), OUTSIDER),
        "open, by a member": answers.refusal(Deed.OPEN, room, MEMBER),
        "open, where nobody convenes": answers.refusal(Deed.OPEN, new, MEMBER),
        "pause between meetings, by a member": answers.refusal(Deed.PAUSE_ROOM, room, MEMBER),
        "convener @ade, by a member": answers.refusal(Deed.ASK, room, MEMBER),
        "settings, by a convener": answers.refusal(Deed.SEE_SETTINGS, room, CONVENER),
        "step-down, by a member": answers.refusal(Deed.STEP_DOWN, room, MEMBER),
        "summary, by somebody else": answers.refusal(Deed.SUMMARY, room, OUTSIDER),
        "summary, where Heed isn't": answers.not_in_a_room("Not here"),
        "board, by a convener": answers.board_page(room, "https://heed.example.org/board#…"),
        "board end": answers.boards_ended(room, 2),
        "board end, without one": answers.boards_ended(room, 0),
        "board, without an address": answers.NO_BOARD,
        "convener, by a convener": answers.conveners_page(room, "moira", CONVENER),
        "convener, by a member": answers.conveners_page(room, "tom", MEMBER),
        "convener, where nobody does": answers.conveners_page(new, "tom", MEMBER),
        "convener @nobody": answers.unknown_people(["@nobody"]),
        "meeting, by a convener": answers.meeting_page(room, CONVENER),
        "meeting, paused": answers.meeting_page(_paused(), CONVENER),
        "meeting, always on": answers.meeting_page(_always_on(), MEMBER),
        "summary, by a member": summary.room_page(room, asked, span, NOW),
        "summary, by a convener": summary.convener_page(room, asked, span, NOW),
        "summary post": summary.preview_page(room, asked, span, NOW),
        "what is posted": posted,
        "open": summary.open_page(room, asked, NOW),
        "export csv": _export(room, span, Format.CSV),
        "export png": _export(room, span, Format.PNG),
        "settings": answers.settings_page(room, WRITING),
        "settings listener, by a convener": answers.listener_page(_listening(), CONVENER),
        "settings listener on": answers.listener_question(_listening()),
        "settings quiet-hours": answers.settings_page(room, WRITING, only="quiet-hours"),
        "my-data": answers.my_data(["In #partners: your name, Maya."], opted_out=False),
        "forget-me": answers.FORGET_ME,
        "opt-out": answers.OPT_OUT,
        "a card that asks somebody to convene": _card(),
        "the notice": _notice(),
    }


def _export(room: Room, span: Span, form: Format) -> Page:
    told = chronicle(room, room.questions.values(), span, NOW, Viewer.CONVENER)
    file = export.exported(room, told, form, NOW)
    return answers.export_page(room, span, file, names=False)


_WHO: Final = {
    "stranger": OUTSIDER,
    "member": MEMBER,
    "convener": CONVENER,
    "room's admin": ADMIN,
}


def _help(said: str) -> Help:
    wish = parse(said)
    assert isinstance(wish, Help)
    return wish


def _room() -> Room:
    room = meeting_room(
        convener("moira"),
        convener("jo", role=Role.DEPUTY),
        convener("ola", accepted=False),
    )
    patience = Patience(messages=4, seconds=180.0)
    room.settings = with_value(room.settings, BY_NAME["patience"], patience)
    answer = PickUp(message="m9", author="tom", at=MONDAY + 300, how=How.ANSWER, weight=0.9)
    mine = {"meeting": "mtg", "asked_at": MONDAY + 60}
    room.questions = {
        "m1": question("m1", state=State.FOLLOWED, pick_ups=(answer,), **mine),
        "m2": question(
            "m2",
            state=State.HANGING,
            text="Who is missing here?",
            moved_on_to="the clinic times",
            **mine,
        ),
    }
    return room


def _shared() -> PublicPage:
    return PublicPage(
        id="p",
        by="moira",
        at=NOW,
        since=MONDAY,
        meeting=True,
        followed=("m1",),
        ticked=("m2",),
    )


def _paused() -> Room:
    room = ready()
    room.paused = True
    return room


def _listening() -> Room:
    room = ready()
    room.settings = replace(room.settings, listener="llama3.1:8b, on the same server")
    return room


def _always_on() -> Room:
    room = ready()
    room.settings = replace(room.settings, mode=RoomMode.ALWAYS_ON)
    return room


def _card() -> Page:
    view = card_view(ready(), card(Purpose.INVITED, to="tom", questions=()), NOW)
    return Page(title=view.title, lines=(*view.lines, *(f"[{b.label}]" for b in view.buttons)))


def _notice() -> Page:
    view = notice_view(ready())
    return Page(title=view.title, lines=view.lines)


if __name__ == "__main__":
    FILE.write_text(text(), encoding="utf-8")
