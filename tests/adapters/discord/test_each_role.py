"""Whatever can be pressed, chosen or sent in on Discord, by everybody whom it isn't for.

Interactions are made up as far as only Discord itself could: with others' cards, other rooms' ids,
other questions, and values that nobody was offered, on a message that seems to bear them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from simcord.backend import serializers
from simcord.backend.models.channel import Overwrite
from simcord.enums import OverwriteType
from simcord.interactions import base_payload

from adapters.discord.address import WORDS, Address, Do, custom_id, pressed, read
from bot.domain.events import (
    Action,
    ConvenerAccepted,
    ConvenerInvited,
    ConvenerSteppedDown,
    Event,
    OptedOut,
    Role,
)
from bot.domain.room import Room
from tests.adapters.discord.local.sight import Shown, pressables
from tests.adapters.discord.local.town import Town, town
from tests.adapters.discord.meetings import shown

SAID = "I am Ruth, says somebody else"
GIVEAWAYS = ("hard to say", "partnership", "Maya")
VIEW, MANAGE = 1 << 10, 1 << 4  # the permissions to see a channel, and to manage it
BUTTON, SELECT, PEOPLE = 2, 3, 5  # kinds of components
COMPONENT, MODAL = 3, 5  # kinds of interactions

Json = dict[str, Any]


# --- made up ---------------------------------------------------------------------------------


def _where(card: Shown) -> Address:
    return next(read(each["custom_id"]).address for each in pressables(card) if "custom_id" in each)


def _presses(address: Address) -> list[Json]:
    """Each action by its own button, and chosen in a menu; and what stands on a preview."""
    values = {Action.HAND_TO: "1", Action.LATER: "600"}
    found: list[Json] = []
    for action in Action:
        brought = pressed(action, values.get(action, ""))
        button = custom_id(Do.PRESS, address, brought)
        found.append({"custom_id": button, "component_type": BUTTON})
        menu = custom_id(Do.MENU, address)
        found.append({"custom_id": menu, "component_type": SELECT, "values": [brought]})
    stem = custom_id(Do.STEM, address)
    return [
        *found,
        {"custom_id": custom_id(Do.POST_IT, address), "component_type": BUTTON},
        {"custom_id": custom_id(Do.CHANGE_IT, address), "component_type": BUTTON},
        {"custom_id": stem, "component_type": SELECT, "values": ["1"]},
    ]


def _modals(address: Address) -> list[Json]:
    """A follow's words, and a name to hand it to."""
    field = {"type": 4, "custom_id": WORDS, "value": SAID}
    return [
        {"custom_id": custom_id(do, address), "components": [{"type": 1, "components": [field]}]}
        for do in (Do.FOLLOW, Do.HAND_TO)
    ]


def _bearing(here: Town, card: Shown, data: Mapping[str, Any]) -> Json:
    """The message, as if that could be pressed on it, with a preview's words."""
    stored = here.env.backend.get_message(card.channel.id, card.id)
    kind = data["component_type"]
    options = {"options": [{"label": "It", "value": each} for each in data.get("values", [])]}
    item = {"type": kind, "custom_id": data["custom_id"], "label": "It", "style": 1, **options}
    return {
        **serializers.message_payload(here.env.backend, stored),
        "components": [{"type": 1, "components": [item]}],
        "embeds": [{"type": "rich", "description": SAID}],
    }


async def _does(here: Town, who: Any, card: Shown, data: Json) -> str:  # noqa: ANN401 - SimCord's own
    """Somebody does it, on the server or in direct messages; all that they are told comes back."""
    backend = here.env.backend
    on_server = who.id in backend.get_guild(here.guild.id).members
    where = here.harbour.id if on_server else backend.get_dm_channel(who.id).id
    record, payload = base_payload(
        backend,
        type=COMPONENT if "component_type" in data else MODAL,
        channel_id=where,
        guild_id=here.guild.id if on_server else None,
        user_id=who.id,
        data=data,
    )
    if "component_type" in data:
        payload["message"] = _bearing(here, card, data)
        record.source_message_id = card.id
    backend.emit("INTERACTION_CREATE", payload)
    await here.settled()
    there = backend.messages[record.channel_id]
    numbers = [each for each in (record.message_id, *record.followup_ids) if each in there]
    return "\n".join(f"{there[each].content} {there[each].embeds}" for each in numbers)


async def _try_all(here: Town, who: Any, card: Shown, address: Address) -> str:  # noqa: ANN401 - likewise
    said = [await _does(here, who, card, each) for each in (*_presses(address), *_modals(address))]
    return "\n".join(said)


async def _kept(here: Town) -> Room:
    """The room as it is kept, but for what is in memory alone, and for time."""
    room = await here.look()
    room.questions = {
        name: replace(each, moved_on_to="", moved_on_in="") for name, each in room.questions.items()
    }
    room.now = room.seq = 0  # that time passes is nobody's doing
    room.wake_at = None
    return room


async def _noticed(here: Town) -> bool:
    room = await here.look()
    return room.notice_posted == room.notice_wanted


async def _happen(here: Town, *events: Event) -> None:
    for event in events:
        await here.companion.receive(event)

    async def noticed() -> bool:
        return await _noticed(here)

    await here.until(noticed, "the notice anew")


# --- who tries -------------------------------------------------------------------------------


def _roles(here: Town) -> Sequence[tuple[str, Any, Sequence[Event]]]:
    """Each role, who has it, and what makes it theirs, one after another."""
    room, at = here.room, here.clock.now()
    ruth, tom, lena = (str(each.id) for each in (here.ruth, here.tom, here.lena))
    zoe = here.guild.add_member(here.env.create_user("zoe", global_name="Zoe"))
    hidden = Overwrite(target_id=zoe.id, type=OverwriteType.MEMBER, deny=VIEW)
    here.env.backend.set_overwrite(here.place.id, hidden)
    robot = here.guild.add_member(here.env.create_user("robot", bot=True))
    anna = here.guild.add_member(here.env.create_user("anna", global_name="Anna"))
    here.env.backend.set_overwrite(
        here.place.id, Overwrite(target_id=anna.id, type=OverwriteType.MEMBER, allow=MANAGE | VIEW)
    )

    def convenes(role: Role = Role.CONVENER) -> Sequence[Event]:
        asked = ConvenerInvited(room=room, at=at, member=lena, role=role, by=ruth)
        return (asked, ConvenerAccepted(room=room, at=at, member=lena))

    return (
        ("on the server, who can't see the channel", zoe, ()),
        ("not on the server", here.env.create_user("sam"), ()),
        ("whoever asked", here.maya, ()),
        ("a member", here.tom, ()),
        ("a member who opted out", here.tom, (OptedOut(room=room, at=at, member=tom),)),
        ("an admin of the channel", anna, ()),
        ("another convener", here.lena, convenes()),
        ("a former convener", here.lena, (ConvenerSteppedDown(room=room, at=at, member=lena),)),
        ("a deputy", here.lena, convenes(Role.DEPUTY)),
        ("another app", robot, ()),
    )


async def test_nothing_of_a_card_is_for_anybody_but_its_recipient(tmp_path: Path) -> None:
    """By each role, each press, menu and modal: nothing is changed, shown, posted or sent."""
    async with town(tmp_path) as here:
        _, card = await shown(here)
        address = _where(card)
        for role, who, events in _roles(here):
            await _happen(here, *events)
            await here.settled()
            before, said = await _kept(here), len(here.said_in_public())
            told = await _try_all(here, who, card, address)
            assert await _kept(here) == before, role
            assert len(here.said_in_public()) == said, role
            assert not [each for each in GIVEAWAYS if each in told], role
        mine = {"custom_id": _ends(address), "component_type": BUTTON}
        await _does(here, here.ruth, card, mine)
        assert await _kept(here) != before, "for Ruth, the very same does something"


def _ends(address: Address) -> str:
    return custom_id(Do.PRESS, address, pressed(Action.LET_IT_REST))


@pytest.mark.parametrize("made_up", ["room", "card", "question"])
async def test_nor_is_it_for_its_recipient_elsewhere(tmp_path: Path, made_up: str) -> None:
    """Ruth's own press, with another room, card or question in its place: nothing comes of it."""
    async with town(tmp_path) as here:
        _, card = await shown(here)
        own = _where(card)
        other = {
            "room": replace(own, room=here.room_of(here.harbour)),
            "card": replace(own, card=own.card.replace(str(here.ruth.id), str(here.lena.id))),
            "question": replace(own, question="1456074443980800999"),
        }[made_up]
        before = await _kept(here)
        for each in _presses(other):
            if made_up != "question" or not _about_the_card(each):
                await _does(here, here.ruth, card, each)
        assert await _kept(here) == before


def _about_the_card(press: Json) -> bool:
    """Whether it is about the card as a whole, whichever question is named with it."""
    brought = press.get("values", [read(press["custom_id"]).more])[0]
    whole = (Action.SHOW, Action.STEP_DOWN, Action.LATER)
    return any(brought.startswith(pressed(each)) for each in whole)


async def test_a_card_that_was_ones_own_does_nothing_after_stepping_down(tmp_path: Path) -> None:
    """Ruth's card still stands in her messages; what it bears is nobody's any more."""
    async with town(tmp_path) as here:
        _, card = await shown(here)
        address = _where(card)
        await here.command(here.ruth, "step-down")
        await _happen(here)
        before = await _kept(here)
        await _try_all(here, here.ruth, card, address)
        assert await _kept(here) == before
        assert here.public(SAID) is None


async def test_whom_a_press_names_is_a_person_and_nothing_else(tmp_path: Path) -> None:
    """What a menu of people brings back can't say more than one name."""
    async with town(tmp_path) as here:
        _, card = await shown(here)
        before = await _kept(here)
        menu = custom_id(Do.INVITE, Address(room=here.room))
        for chosen in ("1> remove <@2", "me", "", "<@1>", "1 deputy"):
            data = {"custom_id": menu, "component_type": PEOPLE, "values": [chosen]}
            await _does(here, here.ruth, card, {**data, "component_type": SELECT})
        assert await _kept(here) == before


async def test_a_button_of_an_answer_is_asked_of_the_table_again(tmp_path: Path) -> None:
    """Tom presses what a convener and an admin were offered; for him it is refused, each time."""
    wishes = ("open", "summary post", "export", "board", "stats", "meeting end", "settings",
              "settings budget 9 a day", "resume", "settings listener on yes")  # fmt: skip
    async with town(tmp_path) as here:
        _, card = await shown(here)
        before = await _kept(here)
        for wish in wishes:
            button = custom_id(Do.WISH, Address(room=here.room), wish)
            data = {"custom_id": button, "component_type": BUTTON}
            told = await _does(here, here.tom, card, data)
            assert "This is for the room's" in told, wish
            assert not [each for each in GIVEAWAYS if each in told], wish
        assert await _kept(here) == before


async def test_another_custom_id_than_ours_is_nobodys(tmp_path: Path) -> None:
    """One that was changed by a character, or written by somebody else, does nothing."""
    async with town(tmp_path) as here:
        _, card = await shown(here)
        before = await _kept(here)
        own = _ends(_where(card))
        for written in (own[:-1] + "x", own.replace("h1:", "h9:"), "h1:AAAA:p|||", "x" * 100):
            await _does(here, here.ruth, card, {"custom_id": written, "component_type": BUTTON})
        assert await _kept(here) == before
