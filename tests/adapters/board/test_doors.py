"""Who is let in to a board: by whom they are to the room, by their link, by their cookie."""

import io
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.bootstrap.board import BoardHouse
from bot.domain.answers import BOARD_LASTS, NO_BOARD
from bot.domain.events import ConvenerAccepted, ConvenerInvited, Forgotten, Role
from bot.domain.permissions import Deed, Standing, may
from bot.runtime.ports import Pass
from tests.adapters.board import PUBLIC, Boarded, BoardedHouse, boarded
from tests.domain.pagetext import text_of
from tests.runtime.house import ADMIN, ROOM

CLOSED = "This board is closed"
SOMEBODY = {
    Standing.OUTSIDER: "zoe",
    Standing.MEMBER: "ana",
    Standing.DEPUTY: "dev",
    Standing.CONVENER: "cora",
    Standing.ADMIN: ADMIN,
}


async def _convenes(house: BoardedHouse, who: str, role: Role = Role.CONVENER) -> None:
    """Somebody is asked to convene, and accepts."""
    at = house.clock.at
    await house.happens(ConvenerInvited(room=ROOM, at=at, member=who, role=role, by="cora"))
    await house.happens(ConvenerAccepted(room=ROOM, at=at, member=who))


# --- by whom they are ------------------------------------------------------------------------


@pytest.mark.parametrize("standing", list(Standing))
async def test_a_link_is_for_whom_the_table_says(room: Boarded, standing: Standing) -> None:
    """Cell by cell; somebody else is told why not, and gets no address."""
    await _convenes(room.house, "dev", Role.DEPUTY)
    here = standing is not Standing.OUTSIDER
    page = await room.house.ask(SOMEBODY[standing], "board", present=here)
    assert bool(page.choices) is may(frozenset({standing}), Deed.BOARD)
    assert ("#" in "".join(each.url for each in page.choices)) is (standing is Standing.CONVENER)


@pytest.mark.parametrize("standing", list(Standing))
async def test_a_ticket_opens_for_whom_the_table_says(room: Boarded, standing: Standing) -> None:
    """Cell by cell, whatever they hold: a link, or a cookie that was good once."""
    await _convenes(room.house, "dev", Role.DEPUTY)
    who = SOMEBODY[standing]
    link = await room.house.boards.doors.invite(ROOM, who)
    visit = room.visit()
    answer = await visit.open(link)
    may_see = may(frozenset({standing}), Deed.BOARD)
    assert answer.status == (303 if may_see else 403)

    granted = Pass(id="forged", room=ROOM, member=who, until=room.house.clock.at + BOARD_LASTS)
    await room.house.store.passes.issue(granted)
    assert await room.house.store.passes.enter(ROOM, "forged", room.house.clock.at)
    cookie = {"heed_board": room.house.cookies.write(granted)}
    async with ClientSession(room.server.make_url("/"), cookies=cookie) as session:
        for path in ("", "/presenting", "/stream", "/presenting/stream"):
            async with session.get(f"/board/forged{path}") as answer:
                assert answer.status == (200 if may_see else 403), path


async def test_without_an_address_there_is_no_board(room: Boarded) -> None:
    """The command says so, and what to set."""
    said = text_of(NO_BOARD)
    assert "HEED_PUBLIC_URL=https://" in said
    assert "/heed open" in said
    room.house.reception._boards = None
    assert await room.house.ask("cora", "board") == NO_BOARD
    assert await room.house.ask("cora", "board end") == NO_BOARD
    assert "conveners" in (await room.house.ask("ana", "board")).title


# --- the link --------------------------------------------------------------------------------


async def test_looking_at_a_link_neither_opens_it_nor_uses_it_up(room: Boarded) -> None:
    """Programs that fetch links get the same page, whatever the link; a press still opens it."""
    link = await room.house.link()
    path, _, ticket = link.partition("#")
    assert path == "/board"
    preview = room.visit()
    pages = [await preview.page("/board"), await preview.page(f"/board?ticket={ticket}")]
    assert pages[0] == pages[1]
    assert ticket not in pages[0]
    async with preview.session.head("/board") as answer:
        assert answer.status == 200
    assert not list(preview.session.cookie_jar)
    assert (await room.visit().open(link)).status == 303


async def test_a_link_opens_once(room: Boarded) -> None:
    """Whoever has it after that finds it closed, and the board stays open where it was opened."""
    link = await room.house.link()
    cora, other = room.visit(), room.visit()
    assert (await cora.open(link)).status == 303
    again = await other.open(link)
    assert again.status == 403
    assert CLOSED in await again.text()
    assert "Set-Cookie" not in again.headers
    assert "Timeline" in await cora.page()


async def test_the_address_after_it_opens_nothing(room: Boarded) -> None:
    """It stands in histories and logs: without the cookie it is closed, whatever is below it."""
    cora, other = await room.opened(), room.visit()
    assert cora.path.startswith("/board/")
    assert "cora" not in cora.path
    assert ROOM not in cora.path
    for path in ("", "/presenting", "/stream", "/presenting/stream"):
        status, html = await other.get(f"{cora.path}{path}")
        assert (status, CLOSED in html) == (403, True)
    for path in ("/ask", "/end"):
        assert (await other.post(f"{cora.path}{path}", {"wish": "meeting end"})).status == 403
    assert (await room.house.room()).meeting is not None
    assert "Timeline" in await cora.page()


async def test_the_cookie_is_kept_from_scripts_and_other_sites(tmp_path: Path) -> None:
    """For this path and this server alone, over https where Heed is found by https."""
    async with boarded(tmp_path / "heed.db", url=f"{PUBLIC}/heed") as room:
        link = await room.house.link()
        assert link.startswith(f"{PUBLIC}/heed/board#")
        answer = await room.visit().open(link)
        location = answer.headers["Location"]
        assert location.startswith("/heed/board/")
        kept = answer.cookies["heed_board"]
        assert (kept["httponly"], kept["secure"], kept["samesite"]) == (True, True, "Strict")
        assert kept["path"] == location
        assert 0 < int(kept["max-age"]) <= BOARD_LASTS
        assert not kept["domain"]
    async with boarded(tmp_path / "other.db") as room:
        kept = (await room.visit().open(await room.house.link())).cookies["heed_board"]
        assert (kept["httponly"], kept["secure"], kept["samesite"]) == (True, "", "Strict")


async def test_a_link_ends_after_its_time(room: Boarded) -> None:
    """Unopened or open: both end together, twelve hours after it was asked for."""
    link, late = await room.house.link(), await room.house.link()
    visit = room.visit()
    await room.house.passes(BOARD_LASTS - 60.0)
    assert (await visit.open(link)).status == 303
    assert "Timeline" in await visit.page()
    await room.house.passes(60.0)
    assert (await visit.get())[0] == 403
    assert (await room.visit().open(late)).status == 403
    await room.house.store.purge(room.house.clock.at)
    assert await room.house.store.care.passes_of(ROOM, "cora") == 0


@pytest.mark.parametrize("ticket", ["", "x", "a" * 5000, "\x00", "ünïcødé"])
async def test_what_is_no_ticket_is_refused(room: Boarded, ticket: str) -> None:
    """In a sentence; nothing breaks."""
    answer = await room.visit().post("/board", {"ticket": ticket})
    assert answer.status == 403
    assert CLOSED in await answer.text()
    assert (await room.visit().post("/board", {})).status == 403
    upload = {"ticket": io.BytesIO(b"x")}
    async with room.visit().session.post("/board", data=upload) as odd:
        assert odd.status == 403
    as_foreign = {"Content-Type": "application/x-www-form-urlencoded; charset=none-such"}
    async with room.visit().session.post("/board", data=b"ticket=\xff", headers=as_foreign) as odd:
        assert odd.status == 403


async def test_a_tampered_link_is_refused(room: Boarded) -> None:
    """One changed sign, and the true one still opens."""
    link = await room.house.link()
    middle = len(link) // 2
    changed = link[:middle] + ("A" if link[middle] != "A" else "B") + link[middle + 1 :]
    assert (await room.visit().open(changed)).status == 403
    assert (await room.visit().open(link)).status == 303


# --- the cookie ------------------------------------------------------------------------------


async def test_a_cookie_opens_its_own_board_alone(room: Boarded) -> None:
    """Not that of another person in the room, nor one's own other one."""
    await _convenes(room.house, "ben")
    cora, ben, again = [await room.opened(who) for who in ("cora", "ben", "cora")]
    for path in (ben.path, again.path):
        async with ClientSession(room.server.make_url("/")) as session:
            cookie = {"Cookie": f"heed_board={room.cookie(cora)}"}
            async with session.get(path, headers=cookie) as answer:
                assert answer.status == 403
    assert "Timeline" in await cora.page()


async def test_a_cookie_of_another_room_or_installation_is_refused(
    room: Boarded, tmp_path: Path
) -> None:
    """The pass of one room is none of another's, and other secrets sign nothing here."""
    cora = await room.opened()
    now = room.house.clock.at
    name = cora.path.rpartition("/")[2]
    elsewhere = Pass(id=name, room="fake/other", member="cora", until=now + BOARD_LASTS)
    cookie = {"heed_board": room.house.cookies.write(elsewhere)}
    async with (
        ClientSession(room.server.make_url("/"), cookies=cookie) as session,
        session.get(cora.path) as answer,
    ):
        assert answer.status == 403
    async with boarded(tmp_path / "other.db") as other:
        house = other.house
        keys = BoardHouse("", lambda _: b"o" * 32, house.store.passes, house.companion, house.clock)
        stranger = await keys.doors.invite(ROOM, "cora")
        assert (await room.visit().open(stranger)).status == 403


@pytest.mark.parametrize("how", ["link ticket", "tampered", "nonsense"])
async def test_what_is_no_cookie_is_refused(room: Boarded, how: str) -> None:
    """A link's ticket isn't one either."""
    cora = await room.opened()
    good = room.cookie(cora)
    value = {
        "link ticket": (await room.house.link()).partition("#")[2],
        "tampered": good[:40] + ("A" if good[40] != "A" else "B") + good[41:],
        "nonsense": "x" * 3000,
    }[how]
    async with (
        ClientSession(room.server.make_url("/"), cookies={"heed_board": value}) as session,
        session.get(cora.path) as answer,
    ):
        assert answer.status == 403


async def test_another_sites_form_is_refused(room: Boarded) -> None:
    """Even with the cookie: nobody is logged in, and nothing is done, from elsewhere."""
    cora = await room.opened()
    link = await room.house.link()
    for headers in (
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
    ):
        for path, body in (
            ("/board", {"ticket": link.partition("#")[2]}),
            (f"{cora.path}/ask", {"wish": "meeting end"}),
            (f"{cora.path}/end", {}),
        ):
            async with cora.session.post(path, data=body, headers=headers) as answer:
                assert answer.status == 403
    assert (await room.house.room()).meeting is not None
    assert (await room.visit().open(link)).status == 303


# --- ended -----------------------------------------------------------------------------------


async def test_board_end_ends_all_of_ones_own_and_a_new_one_opens(room: Boarded) -> None:
    """Pages and links; another convener's stay."""
    await _convenes(room.house, "ben")
    cora, ben = await room.opened("cora"), await room.opened("ben")
    unused = await room.house.link()
    ended = await room.house.ask("cora", "board end")
    assert "opens anything now" in text_of(ended)
    assert (await cora.get())[0] == 403
    assert (await room.visit().open(unused)).status == 403
    assert "Timeline" in await ben.page()
    assert "no board open here" in text_of(await room.house.ask("cora", "board end"))
    assert "Timeline" in await (await room.opened("cora")).page()


async def test_closing_the_page_ends_this_one_alone(room: Boarded) -> None:
    """Whoever sits at that computer next finds it closed."""
    here, there = await room.opened(), await room.opened()
    assert (await here.post(f"{here.path}/end", {})).status == 303
    assert (await here.get())[0] == 403
    assert "Timeline" in await there.page()


async def test_whoever_stops_convening_is_shut_out_for_good(room: Boarded) -> None:
    """At once; and who convenes again needs a new link."""
    cora, unused = await room.opened(), await room.house.link()
    await room.house.ask("cora", "step-down")
    assert (await cora.get())[0] == 403
    assert (await room.visit().open(unused)).status == 403
    await room.house.ask("cora", "convener me")
    assert (await cora.get())[0] == 403
    assert (await room.visit().open(unused)).status == 403
    assert "Timeline" in await (await room.opened()).page()


async def test_whoever_leaves_the_room_is_shut_out(room: Boarded) -> None:
    """Their platform says so."""
    cora = await room.opened()
    await room.house.leaves("cora")
    assert (await cora.get())[0] == 403


async def test_a_purged_room_has_no_board(room: Boarded) -> None:
    """Nor passes to one."""
    cora, unused = await room.opened(), await room.house.link()
    await room.house.privacy.purge(ROOM)
    assert (await cora.get())[0] == 403
    assert (await room.visit().open(unused)).status == 403
    assert await room.house.store.care.passes_of(ROOM, "cora") == 0


async def test_forget_me_erases_ones_passes_and_my_data_tells_of_them(room: Boarded) -> None:
    """They are data about a person like others."""
    cora = await room.opened()
    await room.house.link()
    told = text_of(await room.house.ask("cora", "my-data"))
    assert "Links that you have to its board, and pages behind them: 2." in told
    await room.house.ask("cora", "forget-me yes")
    assert await room.house.store.care.passes_of(ROOM, "cora") == 0
    assert (await cora.get())[0] == 403


async def test_forgetting_by_itself_ends_passes_too(room: Boarded) -> None:
    """As any other end of convening does, in the same transaction."""
    await room.opened()
    await room.house.happens(Forgotten(room=ROOM, at=room.house.clock.at, member="cora"))
    assert await room.house.store.care.passes_of(ROOM, "cora") == 0


async def test_opting_out_leaves_a_convener_their_board(room: Boarded) -> None:
    """They convene all the same; it is their own words that aren't read."""
    cora = await room.opened()
    await room.house.ask("cora", "opt-out yes")
    assert (await room.house.room()).conveners["cora"].accepted
    assert "Timeline" in await cora.page()
