"""Names learnt from Slack when they are needed, kept for a while, and refreshed by its events.

Slack is a small server on loopback here, asked by Slack's own SDK.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
import structlog
from aiohttp import web
from aiohttp.test_utils import TestServer
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import directory as module
from adapters.slack.client import Client
from adapters.slack.directory import FRESH_FOR, SLOW_FOR, UNKNOWN_FOR, Directory, Kind, person
from adapters.slack.ears import hear
from adapters.slack.names import NOBODY, SLACKBOT
from adapters.slack.translate import MalformedError
from bot.domain.events import Event, MemberJoined, MessagePosted
from tests.adapters.slack.payloads import CHANNEL, TEAM, US, Json, message, payload
from tests.runtime.fakes import FakeClock


class Slack:
    """Answers as Slack does, remembers what it was asked, and can be slow or in trouble."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.answers: dict[str, Json] = {
            "users.info U1": {"user": user("U1", "Maya Lund")},
            "users.info U2": {"user": user("U2", "", real_name="Tom Okoye")},
            "users.info U8": {"user": user("U8", "Rota", is_bot=True)},
            "bots.info B8": {"bot": {"id": "B8", "name": "Rota"}},
            "conversations.info C7": {"channel": {"id": "C7", "name": "clinic"}},
            "usergroups.list": {
                "usergroups": [
                    {"id": "S1", "handle": "board", "name": "The board", "users": ["U1", "U2"]},
                    {"id": "S2", "handle": "clinic", "users": []},
                ]
            },
        }
        self.odd: dict[str, tuple[str, str]] = {}
        self.called = asyncio.Semaphore(0)
        self.ready = asyncio.Event()
        self.ready.set()

    async def answer(self, request: web.Request) -> web.Response:
        """One call of one method."""
        given = {**request.query, **await request.post()}
        about = [str(given[key]) for key in ("user", "bot", "channel") if key in given]
        call = " ".join([request.match_info["method"], *about])
        self.asked.append(call)
        self.called.release()
        await self.ready.wait()
        if call in self.odd:
            kind, body = self.odd[call]
            return web.Response(text=body, content_type=kind)
        if call not in self.answers:
            return web.json_response({"ok": False, "error": "user_not_found"})
        return web.json_response({"ok": True, **self.answers[call]})


def user(name: str, display_name: str, **more: object) -> Json:
    """Somebody, as Slack lists them."""
    real_name = str(more.get("real_name", "Somebody"))
    profile = {"display_name": display_name, "real_name": real_name}
    return {"id": name, "name": "login", "is_bot": False, "profile": profile, **more}


@asynccontextmanager
async def serving(slack: Slack) -> AsyncIterator[AsyncWebClient]:
    """A client of that Slack."""
    app = web.Application()
    app.router.add_route("*", "/api/{method}", slack.answer)
    async with TestServer(app) as server:
        yield Client(base_url=str(server.make_url("/api/")))


@pytest.fixture
def slack() -> Slack:
    """A Slack of one's own."""
    return Slack()


@pytest.fixture
async def client(slack: Slack) -> AsyncIterator[AsyncWebClient]:
    """A client of it."""
    async with serving(slack) as found:
        yield found


@pytest.fixture
def clock() -> FakeClock:
    """A clock that a test sets."""
    return FakeClock()


@pytest.fixture
async def directory(clock: FakeClock) -> AsyncIterator[Directory]:
    """An empty directory."""
    found = Directory(clock)
    yield found
    await found.close()


async def test_names_are_those_that_slack_shows(
    directory: Directory, client: AsyncWebClient, slack: Slack
) -> None:
    """Display name, else real name; channels by name, groups by handle, with their members."""
    wanted = [person(each) for each in ("U1", "U2", "U8", "B8", "U9")]
    wanted += [(Kind.CHANNEL, "C7"), (Kind.GROUP, "S1"), (Kind.GROUP, "S2"), (Kind.GROUP, "S9")]
    await directory.learn(client, TEAM, wanted)
    names = directory.names(TEAM)
    people = [names.user(each) for each in ("U1", "U2", "U8", "B8", "U9")]
    assert people == ["Maya Lund", "Tom Okoye", "Rota", "Rota", None]
    assert [names.is_bot(each) for each in ("U1", "U8", "B8", "U9")] == [False, True, True, False]
    assert (names.channel("C7"), names.channel("C8")) == ("clinic", None)
    assert [names.group(each) for each in ("S1", "S2", "S9")] == ["board", "clinic", None]
    assert directory.members_of(TEAM, "S1") == {"U1", "U2"}
    assert directory.members_of(TEAM, "S9") == frozenset()
    assert slack.asked.count("usergroups.list") == 1


async def test_one_workspaces_names_are_not_anothers(
    directory: Directory, client: AsyncWebClient
) -> None:
    """An id that somebody of another workspace types tells them nothing."""
    await directory.learn(client, "T1", [person("U1")])
    assert directory.names("T2").user("U1") is None


async def test_one_thing_is_never_fetched_twice_at_once(
    directory: Directory, client: AsyncWebClient, slack: Slack
) -> None:
    """Many messages mention the same people in the same second."""
    slack.ready.clear()
    learning = [
        asyncio.create_task(directory.learn(client, TEAM, [person("U1"), (Kind.GROUP, f"S{n}")]))
        for n in range(5)
    ]
    await slack.called.acquire()
    await slack.called.acquire()
    slack.ready.set()
    await asyncio.gather(*learning)
    assert sorted(slack.asked) == ["usergroups.list", "users.info U1"]


async def test_a_slow_slack_holds_nothing_up(
    directory: Directory,
    client: AsyncWebClient,
    slack: Slack,
    clock: FakeClock,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Hearing goes on without the name, which is known the next time; and it waits once."""
    monkeypatch.setattr(module, "PATIENCE", 0.01)
    slack.ready.clear()
    (event,) = await hear(payload(message()), directory, client, US)
    assert isinstance(event, MessagePosted)
    assert event.name == ""
    monkeypatch.setattr(module, "PATIENCE", 600.0)
    (event,) = await hear(payload(message("and <@U2>?")), directory, client, US)
    assert isinstance(event, MessagePosted)
    assert event.text == "and @U2?"
    slack.ready.set()
    clock.at += SLOW_FOR
    await directory.learn(client, TEAM, [person("U1"), person("U2")])
    (event,) = await hear(payload(message()), directory, client, US)
    assert isinstance(event, MessagePosted)
    assert event.name == "Maya Lund"
    assert sorted(slack.asked) == ["users.info U1", "users.info U2"]


async def test_what_slack_does_not_tell_is_asked_again_later(
    directory: Directory, client: AsyncWebClient, slack: Slack, clock: FakeClock
) -> None:
    """Not for every message; the reason is in the log, and no text."""
    body = payload(message("for <@U9>"))
    with structlog.testing.capture_logs() as logs:
        (event,) = await hear(body, directory, client, US)
    assert isinstance(event, MessagePosted)
    assert event.text == "for @U9"
    assert logs == [
        {
            "event": "slack.names",
            "log_level": "warning",
            "call": "users.info",
            "why": "user_not_found",
        }
    ]
    await hear(body, directory, client, US)
    assert slack.asked.count("users.info U9") == 1
    slack.answers["users.info U9"] = {"user": user("U9", "Bo")}
    clock.at += UNKNOWN_FOR
    (event,) = await hear(body, directory, client, US)
    assert isinstance(event, MessagePosted)
    assert event.text == "for @Bo"


@pytest.mark.parametrize(
    "answer",
    [
        {},
        {"user": None},
        {"user": "Maya"},
        {"user": {"profile": 5}},
        {"user": {"profile": {"display_name": 5}, "name": None}},
        {"user": {"profile": {"display_name": "\x00 \x1b"}}},
    ],
)
async def test_odd_answers_are_no_names(
    directory: Directory, client: AsyncWebClient, slack: Slack, answer: Json
) -> None:
    """Whatever Slack answers, a message is heard."""
    slack.answers["users.info U1"] = answer
    (event,) = await hear(payload(message()), directory, client, US)
    assert isinstance(event, MessagePosted)
    assert event.name == ""


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("text/html", "<h1>Something went wrong</h1>"),
        ("text/plain", "upstream is away"),
        ("application/json", "{"),
        ("application/json", "[]"),
        ("application/json", '["ok"]'),
        ("application/json", "5"),
        ("application/gzip", "zip"),
    ],
)
async def test_answers_that_are_not_slacks(
    directory: Directory, client: AsyncWebClient, slack: Slack, kind: str, body: str
) -> None:
    """A proxy's page, half an answer: the message is heard, and Slack isn't asked at once again."""
    slack.odd["users.info U1"] = (kind, body)
    for _ in range(2):
        (event,) = await hear(payload(message()), directory, client, US)
        assert isinstance(event, MessagePosted)
        assert event.name == ""
    assert slack.asked == ["users.info U1"]


async def test_a_slack_that_is_gone_fails_nobody(directory: Directory) -> None:
    """The connection is refused: ids stay."""
    async with serving(Slack()) as client:
        pass
    await directory.learn(client, TEAM, [person("U1"), (Kind.GROUP, "S1")])
    assert directory.names(TEAM).user("U1") is None
    assert directory.names(TEAM).missing == ()


async def test_names_that_are_old_are_asked_for_again_and_used_meanwhile(
    directory: Directory, client: AsyncWebClient, slack: Slack, clock: FakeClock
) -> None:
    """An event that told of a change may have been missed; a failure loses nothing."""
    await directory.learn(client, TEAM, [person("U1")])
    clock.at += FRESH_FOR
    del slack.answers["users.info U1"]
    names = directory.names(TEAM)
    assert names.user("U1") == "Maya Lund"
    assert names.missing == (person("U1"),)
    await directory.learn(client, TEAM, names.missing)
    names = directory.names(TEAM)
    assert names.user("U1") == "Maya Lund"
    assert names.missing == ()


async def test_only_so_many_names_are_kept_and_the_unused_go_first(
    client: AsyncWebClient, clock: FakeClock
) -> None:
    """A workspace of a hundred thousand people fits too."""
    directory = Directory(clock, kept=2)
    await directory.learn(client, TEAM, [person("U1")])
    await directory.learn(client, TEAM, [person("U2")])
    assert directory.names(TEAM).user("U1") == "Maya Lund"
    await directory.learn(client, TEAM, [person("U8")])
    known = [directory.names(TEAM).user(each) for each in ("U1", "U2", "U8")]
    assert known == ["Maya Lund", None, "Rota"]


async def test_one_message_fetches_so_many_names_and_no_more(
    directory: Directory, client: AsyncWebClient, slack: Slack
) -> None:
    """Somebody who pastes ten thousand mentions doesn't use up what Slack allows."""
    said = message(" ".join(f"<@U{n}>" for n in range(1000, 1100)))
    await hear(payload(said), directory, client, US)
    assert len(slack.asked) == module.AT_ONCE


@pytest.mark.parametrize("kind", ["user_change", "user_profile_changed", "team_join"])
async def test_people_change_their_names(
    directory: Directory, client: AsyncWebClient, kind: str
) -> None:
    """Those that are in use are refreshed; of others nothing is kept."""
    await directory.learn(client, TEAM, [person("U1")])
    for event in ({"type": kind, "user": user("U1", "Maya L")}, {"type": kind, "user": "U1"}):
        assert await hear(payload(event), directory, client, US) == ()
    directory.update(TEAM, {"type": kind, "user": user("U3", "Jo")})
    names = directory.names(TEAM)
    assert (names.user("U1"), names.user("U3")) == ("Maya L", None)


async def test_channels_and_groups_change(directory: Directory, client: AsyncWebClient) -> None:
    """Renamed, made, changed, with other members."""
    await directory.learn(client, TEAM, [(Kind.CHANNEL, "C7"), (Kind.GROUP, "S1")])
    for event in (
        {"type": "channel_rename", "channel": {"id": "C7", "name": "ward"}},
        {"type": "subteam_created", "subteam": {"id": "S3", "handle": "new", "users": ["U5"]}},
        {"type": "subteam_updated", "subteam": {"id": "S1", "handle": "trustees"}},
        {
            "type": "subteam_members_changed",
            "subteam_id": "S1",
            "added_users": ["U3", 4],
            "removed_users": ["U1"],
        },
        {"type": "subteam_members_changed", "subteam_id": "S8", "added_users": ["U3"]},
        {"type": "subteam_updated", "subteam": "broken"},
        {"type": "subteam_updated", "subteam": {"id": "S1"}},
    ):
        directory.update(TEAM, event)
    names = directory.names(TEAM)
    assert (names.channel("C7"), names.group("S1"), names.group("S3")) == (
        "ward",
        "trustees",
        "new",
    )
    assert directory.members_of(TEAM, "S1") == {"U2", "U3"}
    assert directory.members_of(TEAM, "S3") == {"U5"}
    directory.forget(TEAM)
    assert directory.names(TEAM).channel("C7") is None


async def test_what_is_heard_has_names(
    directory: Directory, client: AsyncWebClient, slack: Slack
) -> None:
    """Of the author and of everything mentioned; fetched once, and not at all where known."""
    said = payload(message("<@U2> of <!subteam^S1>, see <#C7>"))
    for _ in range(2):
        (event,) = await hear(said, directory, client, US)
        assert isinstance(event, MessagePosted)
        assert event.name == "Maya Lund"
        assert event.text == "@Tom Okoye of @board, see #clinic"
    assert len(slack.asked) == len(set(slack.asked)) == 4


async def test_who_joins_is_known_as_a_bot(directory: Directory, client: AsyncWebClient) -> None:
    """So that nobody asks it to convene."""
    body = payload(
        {"type": "member_joined_channel", "user": "U8", "channel": CHANNEL, "event_ts": "1.0"}
    )
    events: tuple[Event, ...] = await hear(body, directory, client, US)
    assert [(e.member, e.name, e.bot) for e in events if isinstance(e, MemberJoined)] == [
        ("U8", "Rota", True)
    ]


async def test_slackbot_needs_no_looking_up(directory: Directory) -> None:
    """Slack doesn't call it a bot."""
    assert directory.names(TEAM).is_bot(SLACKBOT)


async def test_what_is_malformed_asks_slack_nothing(
    directory: Directory, client: AsyncWebClient, slack: Slack
) -> None:
    """Nor does what is no event."""
    with pytest.raises(MalformedError):
        await hear(payload(message(ts="never")), directory, client, US)
    assert await hear({"type": "url_verification"}, directory, client, US) == ()
    assert slack.asked == []


def test_nobody_has_no_names() -> None:
    """For readings that need none."""
    assert (NOBODY.user("U1"), NOBODY.channel("C1"), NOBODY.group("S1")) == (None, None, None)
    assert not NOBODY.is_bot("U1")
