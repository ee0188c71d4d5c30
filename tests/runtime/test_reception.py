"""What people ask for, through a real store and tracker: done once, within what they may."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.config.rooms import RoomWriting
from bot.domain import agreement, export
from bot.domain.events import Action, MessageDeleted, MessageEdited, Pressed
from bot.domain.options import BY_NAME
from bot.domain.question import State
from bot.domain.room import Purpose
from bot.domain.settings import KeepText, Patience, RoomMode
from bot.domain.views import CardView
from bot.domain.wishes import NAMES, Format
from bot.runtime.ports import RetryLaterError, UndeliverableError, Visitor
from bot.runtime.privacy import Privacy
from bot.runtime.reception import FrontDesk
from storage import open_store
from tests.domain.pagetext import lines_of, text_of
from tests.runtime.house import ADMIN, ROOM, START, House


@pytest.fixture
def url(tmp_path: Path) -> str:
    """A database of one's own; that both kinds do the same is told elsewhere."""
    return f"sqlite+aiosqlite:///{tmp_path / 'heed.db'}"


@pytest.fixture
async def house(url: str) -> AsyncIterator[House]:
    """A room that Heed was asked into."""
    async with open_store(url) as store:
        house = House(store)
        await house.opens()
        yield house


@pytest.fixture
async def meeting(url: str) -> AsyncIterator[House]:
    """A room in a meeting that Cora convenes."""
    async with open_store(url) as store:
        house = House(store)
        await house.begins()
        yield house


# --- help ------------------------------------------------------------------------------------


async def test_help_shows_what_this_person_may(meeting: House) -> None:
    """A convener sees more than a member, an admin something else."""
    member, convener = await meeting.ask("ana", "help"), await meeting.ask("cora", "help")
    admin = await meeting.ask(ADMIN, "help")
    assert "/heed open" not in text_of(member)
    assert "/heed open" in text_of(convener)
    assert "what can be set for this room" not in text_of(convener)
    assert "/heed settings listener" in text_of(convener)
    assert "/heed settings" in text_of(admin)
    assert "/heed settings listener" not in text_of(admin)
    assert all("/heed forget-me" in text_of(each) for each in (member, convener, admin))


async def test_what_is_not_understood_is_answered_with_help(meeting: House) -> None:
    """And with what was probably meant."""
    page = await meeting.ask("ana", "sumary")
    assert page.lines[0] == "Heed doesn't understand “sumary”. Did you mean summary?"
    page = await meeting.ask("ana", "summary since yesterday")
    assert page.lines[:2] == (
        "Heed doesn't understand “yesterday” in summary.",
        "Say: summary, summary meeting, or summary since 2h (30m, 2h or 3d).",
    )


# --- figures ---------------------------------------------------------------------------------


async def test_stats_are_for_conveners_and_name_groups_alone(url: str) -> None:
    """By the groups that the admin lists; one that is too small is said to be so."""
    async with open_store(url) as store:
        house = House(store, groups={"ANA": "Council", "dev": "Charities"})
        await house.begins()
        await house.talk()
        page = await house.ask("cora", "stats")
        assert page.title == "Whose questions are followed in #place"
        assert "Charities and Council" in page.lines[0]
        assert not any(name in text_of(page) for name in ("Ana", "Dev", "surgeries"))
        for who in ("ana", ADMIN):
            refused = await house.ask(who, "stats")
            assert refused.title == "This is for the room's conveners"


async def test_stats_without_groups_say_how_to_list_them(meeting: House) -> None:
    """Rather than nothing."""
    assert "HEED_GROUPS" in text_of(await meeting.ask("cora", "stats"))


# --- exports ---------------------------------------------------------------------------------


@pytest.mark.parametrize("form", Format)
async def test_a_convener_exports_what_the_summary_shows(meeting: House, form: Format) -> None:
    """As a file that is for them; the other formats are one press away."""
    await meeting.talk()
    page = await meeting.ask("cora", f"export meeting {form}")
    (file,) = page.files
    assert file.name.endswith(f".{form}")
    assert page.lines[0] == file.alt
    others = [each.wish.split()[-1] for each in page.choices[:-1]]
    assert others == [each for each in ("md", "csv", "json", "png") if each != form]
    assert not page.public
    again = await meeting.ask("cora", page.choices[0].wish)
    assert again.files[0].name.rpartition(".")[0] == file.name.rpartition(".")[0]
    assert (await meeting.ask("cora", page.choices[-1].wish)).title.startswith("Summary")


async def test_nobody_else_exports(meeting: House) -> None:
    """Neither a member nor an admin who doesn't convene."""
    await meeting.talk()
    for who in ("ana", ADMIN):
        page = await meeting.ask(who, "export")
        assert page.title == "This is for the room's conveners"
        assert not page.files


@pytest.mark.parametrize("names", [False, True])
async def test_people_are_named_in_it_if_the_admin_says_so(meeting: House, names: bool) -> None:
    """Whatever they are called, whoever asks is told."""
    await meeting.talk()
    privacy = Privacy(meeting.companion, meeting.store.care, meeting.clock)
    meeting.reception = FrontDesk(
        meeting.companion, privacy, meeting.start, RoomWriting(), names=names
    )
    page = await meeting.ask("cora", "export csv")
    assert isinstance(page.files[0].content, str)
    assert ("Ana" in page.files[0].content) is names
    assert page.lines[1] == (export.NAMED if names else export.NUMBERED)


async def test_a_deleted_or_forgotten_question_is_in_no_export(meeting: House) -> None:
    """Nor the words of whoever opted out."""
    await meeting.talk()
    page = await meeting.ask("cora", "export csv")
    assert "surgeries" in str(page.files[0].content)
    assert "honest" in str(page.files[0].content)
    await meeting.happens(MessageDeleted(room=ROOM, at=meeting.clock.at, id="m1"))
    await meeting.ask("dev", "opt-out yes")
    page = await meeting.ask("cora", "export csv")
    assert "surgeries" not in str(page.files[0].content)
    assert "honest" not in str(page.files[0].content)


async def test_a_meeting_that_is_not_known_any_more_is_said_so(meeting: House) -> None:
    """Such a button may be years old."""
    page = await meeting.ask("cora", "export meeting @1000.000000 csv")
    assert page.title == "That meeting isn't known any more"


# --- who convenes ----------------------------------------------------------------------------


async def test_where_nobody_convenes_a_member_may_offer(house: House) -> None:
    """The notice is posted, a card to try comes, and the offer is gone for others."""
    page = await house.ask("ana", "convener")
    assert [each.wish for each in page.choices] == ["convener me"]
    page = await house.ask("ana", page.choices[0].wish)
    assert page.lines[0].startswith("You convene it. A card to try comes to you")
    assert house.sender.kinds == ["notice", "card"]
    assert not page.choices
    refused = await house.ask("ben", "convener me")
    assert refused.lines == ("Ask one of its conveners, or an admin. Convening here: Ana.",)


async def test_a_member_whom_heed_has_not_met_may_offer_too(house: House) -> None:
    """That they are in the room is their platform's word."""
    await house.ask("zoe", "convener me")
    room = await house.room()
    assert room.conveners["zoe"].accepted
    assert room.name_of("zoe") == "Zoe"


async def test_somebody_who_is_asked_gets_a_card_and_says_yes_on_it(meeting: House) -> None:
    """The room is told only then, and whoever asked sees it."""
    page = await meeting.ask("cora", "convener @Ben")
    assert page.lines[0] == "Heed asks Ben privately. Until they say yes, nothing changes."
    card = await meeting.card_to("ben", Purpose.INVITED)
    assert "Ben" not in (await meeting.room()).notice_wanted
    await meeting.happens(
        Pressed(room=ROOM, at=meeting.clock.at, card=card, by="ben", action=Action.CONVENE)
    )
    assert lines_of(await meeting.ask("ben", "convener")) == [
        "# Who convenes #place",
        "To ask somebody: /heed convener @someone (add: deputy, or: remove).",
        "## Convening",
        "- Cora",
        "- Ben",
    ]
    assert (await meeting.ask("cora", "convener <@ben>")).lines[0] == "Ben has said yes already."


async def test_whoever_was_asked_may_say_yes_by_word_too(meeting: House) -> None:
    """As well as on the card."""
    await meeting.ask(ADMIN, "convener <@ben> deputy")
    page = await meeting.ask("ben", "convener")
    assert [each.wish for each in page.choices] == ["convener me"]
    await meeting.ask("ben", "convener me")
    assert (await meeting.room()).conveners["ben"].accepted


async def test_an_admin_relieves_a_convener(meeting: House) -> None:
    """A convener may not relieve another, but steps down by themself."""
    await meeting.ask("cora", "convener @ben")
    assert (await meeting.ask("cora", "convener @ben remove")).title == (
        "This is for the room's admins"
    )
    page = await meeting.ask(ADMIN, "convener @ben remove")
    assert page.lines[0] == "Ben doesn't convene here any more."
    page = await meeting.ask("cora", "step-down")
    assert page.lines == ("You no longer convene here. Thank you for having done it.",)
    assert not (await meeting.room()).conveners
    assert (await meeting.ask("cora", "step-down")).title == "Nothing to step down from"


async def test_only_members_can_be_asked(meeting: House) -> None:
    """Whoever isn't known here is named."""
    page = await meeting.ask("cora", "convener @nobody <@ana>")
    assert page.lines[0] == "Heed sees nobody here called @nobody."
    assert "ana" not in (await meeting.room()).conveners


async def test_an_asking_that_comes_twice_is_done_once(house: House) -> None:
    """One notice, one card to try, whatever the platform repeats."""
    for _ in range(3):
        await house.ask("cora", "convener me", key="same")
        await house.ask("cora", "meeting start", key="start")
    room = await house.room()
    assert house.sender.kinds == ["notice", "card"]
    assert room.meeting is not None
    for _ in range(2):
        page = await house.ask("cora", "pause", key="pause")
        assert page.title == "Paused"
        assert page.lines


# --- meetings and pauses ---------------------------------------------------------------------


async def test_a_convener_begins_and_ends_a_meeting(house: House) -> None:
    """Twice is once; what may be done next is offered."""
    await house.ask("cora", "convener me")
    page = await house.ask("cora", "meeting")
    assert page.lines == ("Waiting for a meeting to begin.",)
    page = await house.ask("cora", page.choices[0].wish)
    assert (page.title, page.lines) == (
        "The meeting has begun",
        ("A meeting is running since 09:00.",),
    )
    began = (await house.room()).meeting
    await house.passes(60)
    assert (await house.ask("cora", "meeting start")).title == "#place"
    assert (await house.room()).meeting == began
    page = await house.ask("cora", "meeting end")
    assert [each.wish for each in page.choices] == ["summary meeting"]
    assert (await house.room()).meeting is None
    assert (await house.ask("cora", "meeting end")).lines == ("Waiting for a meeting to begin.",)


async def test_a_spoken_meeting_is_begun_as_one(house: House) -> None:
    """By the word for it."""
    await house.ask("cora", "convener me")
    page = await house.ask("cora", "meeting start spoken")
    assert page.lines == ("A meeting is running since 09:00, mostly aloud.",)


async def test_anybody_pauses_a_meeting_and_a_convener_resumes(meeting: House) -> None:
    """Between meetings a pause is the convener's too."""
    page = await meeting.ask("ana", "pause")
    assert page.lines == ("Paused: nothing is read until it is resumed.",)
    assert not page.choices
    assert (await meeting.ask("ana", "resume")).title == "This is for the room's conveners"
    assert (await meeting.ask("cora", "resume")).lines == ("Listening again.",)
    await meeting.ask("cora", "meeting end")
    assert (await meeting.ask("ana", "pause")).title == "This is for the room's conveners"
    page = await meeting.ask("cora", "pause")
    assert [each.wish for each in page.choices] == ["resume"]
    assert (await meeting.room()).paused


# --- summaries -------------------------------------------------------------------------------


async def test_each_sees_their_own_view(meeting: House) -> None:
    """A member what was followed, a convener everything; an admin no more than a member."""
    await meeting.talk()
    followed = [
        "# Summary of #place",
        "The meeting of 2 March, 09:00.",
        "## Raised and followed",
        "- “Who decides which surgeries we start with?” -> m1",
    ]
    assert lines_of(await meeting.ask("ana", "summary")) == followed
    assert lines_of(await meeting.ask("dev", "summary meeting")) == followed
    assert lines_of(await meeting.ask(ADMIN, "summary")) == followed
    whole = text_of(await meeting.ask("cora", "summary"))
    assert "I don't understand what this group is for" in whole
    assert "2 questions noticed, 1 picked up, 1 still waiting." in whole
    assert "answered by Ben after" in whole
    waiting = text_of(await meeting.ask("cora", "open"))
    assert "I don't understand what this group is for" in waiting
    assert "surgeries" not in waiting


async def test_a_time_of_ones_own_is_summarised(meeting: House) -> None:
    """Counted back from now."""
    await meeting.talk()
    await meeting.passes(3600)
    assert not (await meeting.ask("ana", "summary since 30m")).sections
    assert (await meeting.ask("ana", "summary since 2h")).sections


async def test_a_summary_is_posted_after_its_preview_alone(meeting: House) -> None:
    """Once; what hangs is left out unless it was ticked."""
    await meeting.talk()
    assert (await meeting.ask("ana", "summary post")).title == "This is for the room's conveners"
    for typed in ("summary post", "summary post yes"):
        preview = await meeting.ask("cora", typed)
        assert preview.title == "Post this in #place?"
        assert not preview.public
    assert not meeting.public
    (choice,) = preview.choices
    for _ in range(2):
        page = await meeting.ask("cora", choice.wish, key="post")
    assert page.title == "Posted"
    (posted,) = meeting.public
    assert lines_of(posted) == [
        "# What was asked and followed (public)",
        "The meeting of 2 March, 09:00. Shared by Cora, through Heed.",
        "## Raised and followed",
        "- “Who decides which surgeries we start with?” -> m1",
    ]


async def test_what_was_ticked_is_posted_too_and_nothing_else(meeting: House) -> None:
    """A tick that stands for something that wasn't offered counts for nothing."""
    await meeting.talk()
    preview = await meeting.ask("cora", "summary post")
    ticks = tuple(line.tick for each in preview.sections for line in each.lines if line.tick)
    assert ticks == ("m3",)
    await meeting.ask("cora", preview.choices[0].wish, ticked=("m3", "m1", "m7", "nonsense"))
    (posted,) = meeting.public
    assert [[line.target for line in each.lines] for each in posted.sections] == [["m1"], ["m3"]]


async def test_what_is_edited_or_deleted_is_so_in_the_post(meeting: House) -> None:
    """Rule 9: deleted everywhere, in what Heed itself posted too."""
    await meeting.talk()
    preview = await meeting.ask("cora", "summary post")
    await meeting.ask("cora", preview.choices[0].wish, ticked=("m3",))
    edited = "Who decides which of the five surgeries we start with?"
    await meeting.happens(MessageEdited(room=ROOM, at=meeting.clock.at, id="m1", text=edited))
    assert edited in text_of(meeting.public[-1])
    await meeting.happens(MessageDeleted(room=ROOM, at=meeting.clock.at, id="m1"))
    assert "surgeries" not in text_of(meeting.public[-1])
    await meeting.ask("dev", "opt-out yes")
    assert "Nothing of it is left to show." in meeting.public[-1].lines
    refs = {each.ref for each in meeting.sender.deliveries if each.what == "update page"}
    assert refs == {meeting.sender.refs["fake/room post page:t4"]}


async def test_a_post_that_failed_for_now_is_made_once(meeting: House) -> None:
    """Under the same nonce, so that the platform can tell."""
    await meeting.talk()
    preview = await meeting.ask("cora", "summary post")
    meeting.sender.trouble.append(RetryLaterError("slow down", 5.0))
    await meeting.ask("cora", preview.choices[0].wish)
    assert not meeting.public
    await meeting.passes(10)
    (made,) = [each for each in meeting.sender.deliveries if each.what == "page"]
    assert (made.nonce, made.again) == ("fake/room post page:t4", True)


async def test_a_post_that_can_never_be_made_is_told_to_its_convener(meeting: House) -> None:
    """Privately; nobody else hears of it."""
    await meeting.talk()
    preview = await meeting.ask("cora", "summary post")
    meeting.sender.trouble.append(UndeliverableError("archived"))
    await meeting.ask("cora", preview.choices[0].wish)
    told = meeting.sender.deliveries[-1]
    assert (told.to, told.what) == ("cora", "card")
    assert isinstance(told.view, CardView)
    assert told.view.title == "Heed couldn't post the summary in #place"
    assert not meeting.public


async def test_with_nothing_to_post_nothing_is(meeting: House) -> None:
    """And it is said."""
    assert (await meeting.ask("cora", "summary post")).title == "Nothing to post"
    began = f"summary meeting @{meeting.clock.at:.6f} post yes"
    assert (await meeting.ask("cora", began)).title == "Nothing to post"
    assert (await meeting.ask("cora", "summary meeting @5 post yes")).title == (
        "That meeting isn't known any more"
    )
    assert not meeting.public


# --- settings --------------------------------------------------------------------------------


HOW = (
    "To change one: /heed settings patience 6 messages, 5m. "
    "To take it back: /heed settings reset patience."
)
ORIGIN = (
    "    how long before a question may count as left hanging; as Heed was set up (HEED_PATIENCE)"
)


async def test_settings_say_where_they_come_from(house: House) -> None:
    """And how to change one."""
    page = await house.ask(ADMIN, "settings patience")
    assert lines_of(page) == [
        "# Settings of #place",
        HOW,
        "## Now",
        "- patience: 2 messages, 1m",
        ORIGIN,
    ]
    shown = (await house.ask(ADMIN, "settings")).sections[0].lines
    assert [each.text.partition(":")[0] for each in shown] == [*BY_NAME, "listener"]


async def test_a_setting_is_set_and_taken_back(house: House) -> None:
    """Read by the rules of the .env; what was set for the room is told apart."""
    page = await house.ask(ADMIN, "settings patience “4 messages, 3m”")
    assert page.lines[0].startswith("Set.")
    assert page.sections[0].lines[0].note.endswith("; set for this room")
    settings = (await house.room()).settings
    assert settings.patience == Patience(messages=4, seconds=180.0)
    assert settings.chosen == ("patience",)
    await house.ask(ADMIN, "settings mode always-on")
    assert (await house.room()).settings.mode is RoomMode.ALWAYS_ON
    await house.ask(ADMIN, "settings reset patience")
    settings = (await house.room()).settings
    assert (settings.patience, settings.chosen) == (START.patience, ("mode",))


@pytest.fixture
async def asking(url: str) -> AsyncIterator[House]:
    """A meeting where a second listener is set up."""
    async with open_store(url) as store:
        house = House(store, start=replace(START, listener="llama, on the same server"))
        await house.begins()
        yield house


async def test_a_convener_agrees_to_the_second_listener_once_they_saw_what_leaves(
    asking: House,
) -> None:
    """Asked first, with what it means; then it is on, and the room's notice says so."""
    page = await asking.ask("cora", "settings listener on")
    assert "leave this server" in text_of(page)
    assert [each.wish for each in page.choices] == ["settings listener on yes"]
    assert (await asking.room()).agreement is None
    page = await asking.ask("cora", page.choices[0].wish)
    assert page.lines[0].startswith("Agreed.")
    assert agreement.stands(await asking.room())
    assert "llama" in (await asking.room()).notice_posted
    assert "you agreed to its second listener" in text_of(await asking.ask("cora", "my-data"))
    page = await asking.ask("cora", "settings listener")
    assert "listener: on" in text_of(page)
    page = await asking.ask("cora", page.choices[0].wish)
    assert page.lines[0].startswith("It isn't asked any more.")
    assert (await asking.room()).agreement is None


@pytest.mark.parametrize("text", ["on", "on yes", "off", "reset"])
async def test_an_admin_cannot_agree_in_the_conveners_place(asking: House, text: str) -> None:
    """They set it up; that isn't the room's word. Nor is a member's."""
    await asking.ask("cora", "settings listener on yes")
    for who in (ADMIN, "ana"):
        page = await asking.ask(who, f"settings listener {text}")
        assert page.title == "This is for the room's conveners"
    assert "a convener agreed" in text_of(await asking.ask(ADMIN, "settings"))
    assert agreement.stands(await asking.room())


async def test_it_ends_when_who_agreed_steps_down(asking: House) -> None:
    """And the notice says so."""
    await asking.ask("cora", "convener @ben")
    await asking.ask("ben", "convener me")
    await asking.ask("cora", "settings listener on yes")
    await asking.ask("cora", "step-down")
    room = await asking.room()
    assert room.agreement is None
    assert "llama" not in room.notice_posted


async def test_where_no_second_listener_is_set_up_it_says_so(meeting: House) -> None:
    """To whoever would have it asked."""
    page = await meeting.ask("cora", "settings listener on")
    assert page.lines[0].startswith("No second listener is set up here")
    assert "HEED_LLM_BASE_URL" in text_of(page)
    page = await meeting.ask("cora", "settings listener maybe")
    assert page.lines[0] == "Heed doesn't understand “maybe” in settings."


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("patience soon", "'soon' is neither a number of messages nor a duration. Write it like"),
        ("retention 20", "'20' isn't a duration. Say the unit too: 20s, 20m, 20h or 20d."),
        ("retention 60d", "Heed is set up to keep nothing for longer than 30d."),
        ("retention 400d", "is above the ceiling"),
        ("time zone Europe/Lundon", "Did you mean Europe/London?"),
        ("keep text everything", "Write questions or none."),
    ],
)
async def test_a_value_that_does_not_fit_changes_nothing(house: House, text: str, why: str) -> None:
    """The mend is said; the admin's ceiling can't be exceeded."""
    page = await house.ask(ADMIN, f"settings {text}")
    assert page.lines[0].startswith("Nothing was changed")
    assert why in page.lines[0]
    assert (await house.room()).settings == START


async def test_words_are_not_kept_where_heed_was_set_up_to_keep_none(url: str) -> None:
    """A room can't ask for more."""
    async with open_store(url) as store:
        house = House(store, start=replace(START, keep_text=KeepText.NONE))
        await house.opens()
        page = await house.ask(ADMIN, "settings keep-text questions")
        assert page.lines[0] == "Nothing was changed. Heed is set up to keep nobody's words."


async def test_settings_are_for_admins(meeting: House) -> None:
    """Not even for the convener."""
    for text in ("settings", "settings patience 5m", "settings reset patience"):
        assert (await meeting.ask("cora", text)).title == "This is for the room's admins"


# --- one's own data --------------------------------------------------------------------------


async def test_own_data_is_everybodys_wherever_they_are(meeting: House) -> None:
    """In the room or not, where Heed is or isn't."""
    await meeting.talk()
    for room, present in ((ROOM, True), (ROOM, False), ("fake/elsewhere", False)):
        page = await meeting.ask("dev", "my data", room=room, present=present)
        assert "I don't understand what this group is for" in text_of(page)
        assert [each.wish for each in page.choices] == ["forget-me", "opt-out"]


async def test_forgetting_asks_to_be_confirmed(meeting: House) -> None:
    """Then all is gone."""
    await meeting.talk()
    page = await meeting.ask("dev", "forget me")
    assert [(each.wish, each.style) for each in page.choices] == [("forget-me yes", "danger")]
    assert (await meeting.room()).questions["m3"].state is State.HANGING
    page = await meeting.ask("dev", page.choices[0].wish)
    assert page.lines[0].startswith("Done")
    assert (await meeting.ask("dev", "my-data")).lines == ("Heed keeps nothing about you.",)


async def test_opting_out_asks_to_be_confirmed_and_is_taken_back_at_once(meeting: House) -> None:
    """Nothing they say is read in between."""
    page = await meeting.ask("dev", "opt-out")
    await meeting.ask("dev", page.choices[0].wish)
    await meeting.talk()
    assert "m3" not in (await meeting.room()).questions
    page = await meeting.ask("dev", "my-data")
    assert [each.wish for each in page.choices] == ["forget-me", "opt-in"]
    await meeting.ask("dev", "opt-in")
    await meeting.say("m20", "dev", "If I'm honest, I don't understand what this group is for.")
    assert "m20" in (await meeting.room()).questions


# --- who isn't there -------------------------------------------------------------------------


async def test_who_is_not_in_the_room_gets_help_and_their_own_data_alone(meeting: House) -> None:
    """Whatever they are elsewhere; and in a room that Heed isn't in, everybody."""
    for name in set(NAMES) - {"help"}:
        own = name in {"my-data", "forget-me", "opt-out", "opt-in"}
        page = await meeting.ask(ADMIN, name, present=False)
        assert (page.title == "This is for the room's members") is not own
        page = await meeting.ask("cora", name, room="fake/elsewhere")
        assert (page.title == "Not here") is not own
    assert (await meeting.ask(ADMIN, "help", present=False)).sections


# --- home ------------------------------------------------------------------------------------


async def test_home_shows_each_what_is_theirs(meeting: House) -> None:
    """A convener what waits, an admin the settings, a member how it stands."""
    await meeting.talk()
    rooms = [ROOM, "fake/unknown"]
    found = {}
    for who in ("cora", "ana", ADMIN):
        visitor = Visitor(member=who, admin=who == ADMIN)
        (found[who],) = await meeting.reception.home(visitor, rooms, at=meeting.clock.at)
    assert {each.state for each in found.values()} == {"A meeting is running since 09:00."}
    assert [each.role for each in found.values()] == ["You convene it.", "", ""]
    assert [len(each.waiting) for each in found.values()] == [1, 0, 0]
    assert [len(each.settings) for each in found.values()] == [0, 0, len(BY_NAME) + 1]
    assert [each.wish for each in found["cora"].choices] == ["meeting end"]
    assert found["ana"].title == "#place"


async def test_home_offers_to_convene_where_nobody_does(house: House) -> None:
    """To anybody who is in the room."""
    (shown,) = await house.reception.home(Visitor(member="ana"), [ROOM], at=house.clock.at)
    assert shown.state == "Nobody convenes it yet, so nothing is read."
    assert [each.wish for each in shown.choices] == ["convener me"]


async def test_every_answer_is_short_and_says_something(meeting: House) -> None:
    """For everybody, whatever they ask for."""
    await meeting.talk()
    for who in ("ana", ADMIN, "cora"):
        for name in NAMES:
            page = await meeting.ask(who, name)
            assert page.title
            assert page.lines or page.sections
            assert all(0 < len(line) <= 200 for line in page.lines)
