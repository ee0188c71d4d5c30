"""Every command, asked by everybody, of the reception itself: it does what the table says."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

import pytest

from bot.domain.events import (
    ConvenerAccepted,
    ConvenerInvited,
    ConvenerSteppedDown,
    MeetingEnded,
    OptedOut,
    Role,
)
from bot.domain.permissions import MAY, Deed, Standing
from storage import open_store
from tests.runtime.house import ADMIN, ROOM, House

# Said as it is typed; of what needs a room between meetings, that is arranged first.
SAID: Final = {
    Deed.HELP: "help",
    Deed.OWN_DATA: "my-data",
    Deed.SUMMARY: "summary",
    Deed.POST: "summary post",
    Deed.OPEN: "open",
    Deed.STATS: "stats",
    Deed.BOARD: "board",
    Deed.EXPORT: "export",
    Deed.SEE_MEETING: "meeting",
    Deed.MEETING: "meeting end",
    Deed.PAUSE_MEETING: "pause",
    Deed.PAUSE_ROOM: "pause",
    Deed.RESUME: "resume",
    Deed.SEE_CONVENERS: "convener",
    Deed.ASK: "convener Ana",
    Deed.REMOVE: "convener Dev remove",
    Deed.STEP_DOWN: "step-down",
    Deed.SEE_SETTINGS: "settings",
    Deed.SETTINGS: "settings patience 9 messages, 9m",
    Deed.SEE_LISTENER: "settings listener",
    Deed.LISTENER: "settings listener on",
}
ELSEWHERE: Final = {
    Deed.WHOLE_SUMMARY: "test_each_sees_their_own_view",
    Deed.OFFER: "test_where_nobody_convenes_a_member_may_offer",
}
"""What is no command of its own, or takes another room: tried in test_reception.py."""
BETWEEN: Final = frozenset({Deed.PAUSE_ROOM})
# Who asks; what they are to the room. Whoever opted out or stepped down is what they are otherwise.
ROLES: Final = {
    "somebody else": ("stranger", Standing.OUTSIDER),
    "an admin who isn't in the room": (ADMIN, Standing.OUTSIDER),
    "a convener who left": ("dev", Standing.OUTSIDER),
    "a member": ("ben", Standing.MEMBER),
    "a member who opted out": ("ana", Standing.MEMBER),
    "a former convener": ("eve", Standing.MEMBER),
    "a deputy": ("jo", Standing.DEPUTY),
    "a convener": ("cora", Standing.CONVENER),
    "an admin": (ADMIN, Standing.ADMIN),
}
_REFUSALS: Final = (
    "This is for the room's",
    "Nothing to step down from",
    "Nobody convenes this room yet",
)


@pytest.fixture(name="house")
async def _house(tmp_path: Path) -> AsyncIterator[House]:
    """A meeting with everybody in it whom the table names."""
    async with open_store(f"sqlite:///{tmp_path}/heed.db") as store:
        made = House(store)
        await made.begins()
        at = made.clock.at
        await made.happens(made.joins("jo"))
        for who, role in (("jo", Role.DEPUTY), ("eve", Role.CONVENER), ("dev", Role.CONVENER)):
            asked = ConvenerInvited(room=ROOM, at=at, member=who, role=role, by="cora")
            await made.happens(asked)
            await made.happens(ConvenerAccepted(room=ROOM, at=at, member=who))
        await made.happens(ConvenerSteppedDown(room=ROOM, at=at, member="eve"))
        await made.happens(OptedOut(room=ROOM, at=at, member="ana"))
        yield made


async def test_every_deed_is_tried() -> None:
    """Here, or where it says."""
    assert {*SAID, *ELSEWHERE} == set(Deed)


@pytest.mark.parametrize("role", ROLES)
async def test_each_role_may_what_the_table_says(house: House, role: str) -> None:
    """Command by command: refused in words, and nothing changed, or answered."""
    who, standing = ROLES[role]
    present = standing is not Standing.OUTSIDER
    for deed, text in SAID.items():
        if deed in BETWEEN:
            continue
        before = await house.room()
        page = await house.ask(who, text, present=present)
        allowed = deed in MAY[standing] | MAY[Standing.OUTSIDER]
        assert page.title.startswith(_REFUSALS) is not allowed, (role, deed)
        if not allowed:
            assert await house.room() == before, (role, deed)
        if standing is Standing.CONVENER and deed is Deed.MEETING:
            await house.ask("cora", "meeting start")
        if deed is Deed.STEP_DOWN and allowed:
            await _back(house, who, Role.DEPUTY if standing is Standing.DEPUTY else Role.CONVENER)


async def _back(house: House, who: str, role: Role) -> None:
    """Whoever stepped down is back, so that what comes next is asked by the same."""
    at = house.clock.at
    again = ConvenerInvited(room=ROOM, at=at, member=who, role=role, by=who, practised=True)
    await house.happens(again)


@pytest.mark.parametrize("role", ROLES)
async def test_between_meetings_a_room_is_paused_by_whom_the_table_says(
    house: House, role: str
) -> None:
    """Anybody ends the listening of a meeting; that of the room, a convener."""
    who, standing = ROLES[role]
    await house.happens(MeetingEnded(room=ROOM, at=house.clock.at))
    page = await house.ask(who, "pause", present=standing is not Standing.OUTSIDER)
    assert page.title.startswith(_REFUSALS) is not (Deed.PAUSE_ROOM in MAY[standing])
    assert (await house.room()).paused is (Deed.PAUSE_ROOM in MAY[standing])
