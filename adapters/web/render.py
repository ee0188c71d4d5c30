"""From the core's views to what a page shows, as JSON. Nothing is added, nothing left out."""

from collections.abc import Mapping
from typing import Any

from bot.domain.pages import Page
from bot.domain.room import Room
from bot.domain.saying import minutes
from bot.domain.settings import Patience
from bot.domain.views import Button, CardView, Details

Json = dict[str, Any]


def card(view: CardView) -> Json:
    """A private card."""
    return {
        "card": view.card,
        "purpose": view.purpose.value,
        "title": view.title,
        "lines": list(view.lines),
        "details": [_details(each) for each in view.details],
        "page": page(view.page) if view.page else None,
        "buttons": [_button(each) for each in view.buttons],
        "menu": [_button(each) for each in view.menu],
        "target": view.target,
        "closed": view.closed,
    }


def _details(details: Details) -> Json:
    return {
        "question": details.question,
        "message": details.message,
        "quote": details.quote,
        "who": details.who,
        "ago": details.ago,
        "why": list(details.why),
        "stems": [{"move": each.move.value, "text": each.text} for each in details.stems],
        "note": details.note,
        "buttons": [_button(each) for each in details.buttons],
    }


def _button(button: Button) -> Json:
    return {
        "action": button.action.value,
        "label": button.label,
        "value": button.value,
        "question": button.question,
    }


def page(view: Page) -> Json:
    """An answer, or what stands on a card behind *Show*; what can be pressed there isn't here."""
    return {
        "title": view.title,
        "lines": list(view.lines),
        "sections": [
            {
                "title": section.title,
                "lines": [
                    {"text": each.text, "note": each.note, "target": each.target}
                    for each in section.lines
                ],
            }
            for section in view.sections
        ],
    }


def lines(page: Page) -> tuple[str, ...]:
    """A public page below its title, line by line."""
    listed = (
        line
        for section in page.sections
        for line in (
            section.title,
            *(" · ".join(filter(None, (each.text, each.note))) for each in section.lines),
        )
    )
    return (*page.lines, *listed)


def state(room: Room) -> Json:
    """What everybody may see of how Heed stands in the room: what its notice says, and no more."""
    meeting = room.meeting
    return {
        "conveners": [each.member for each in room.conveners.values() if each.accepted],
        "meeting": meeting.id if meeting else None,
        "paused": room.paused or bool(meeting and meeting.paused),
        "patience": patience(room.settings.patience),
    }


def meetings(room: Room) -> Mapping[str, Json]:
    """The running meeting and the last one, by id: when each began and ended (epoch seconds)."""
    known = [each for each in (room.last_meeting, room.meeting) if each]
    return {each.id: {"started_at": each.started_at, "ended_at": each.ended_at} for each in known}


def patience(allowed: Patience) -> str:
    """Patience, as a person says it."""
    count = f"{allowed.messages} message{'' if allowed.messages == 1 else 's'} by others"
    return f"{count} or {minutes(allowed.seconds)}"
