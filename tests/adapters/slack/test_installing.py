"""Any workspace may install Heed: Bolt's own flow, with a Slack that answers, on our database."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from aiohttp import web
from aiohttp.test_utils import TestClient, TestServer
from slack_sdk.oauth.installation_store import Installation

from adapters.slack.http import install_routes
from adapters.slack.installing import (
    INSTALL_PATH,
    REDIRECT_PATH,
    TAKES,
    Installations,
    ManyLogins,
    States,
    flow,
    installed,
)
from adapters.slack.manifest import SCOPES
from storage import SqlStore, open_store
from tests.runtime.fakes import FakeClock

# The SDK signs in to oauth.v2.access in a way that aiohttp is going to drop.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

URL = "https://heed.example.org"
TOKEN = "xoxb-of-t1"  # noqa: S105 - made up


@dataclass
class Place:
    """Heed's server, its store and its clock; `told` are the teams that were installed."""

    client: TestClient[web.Request, web.Application]
    store: SqlStore
    clock: FakeClock
    told: list[str] = field(default_factory=list)

    async def begin(self) -> tuple[str, str]:
        """Open the page of the install; the state, and the cookie that goes with it."""
        answer = await self.client.get(INSTALL_PATH)
        assert answer.status == 200
        page = await answer.text()
        address = (
            page.partition('href="https://slack.com')[2].partition('"')[0].replace("&amp;", "&")
        )
        asked = {name: one for name, (one,) in parse_qs(urlsplit(address).query).items()}
        assert set(asked["scope"].split(",")) == set(SCOPES)
        assert asked["redirect_uri"] == URL + REDIRECT_PATH
        return asked["state"], answer.headers["Set-Cookie"].partition(";")[0]

    async def come_back(self, state: str, cookie: str) -> int:
        """Come back from Slack; how that was answered."""
        there = f"{REDIRECT_PATH}?code=a-code&state={state}"
        answer = await self.client.get(there, headers={"Cookie": cookie})
        return answer.status


async def _slack(request: web.Request) -> web.Response:
    answers: dict[str, dict[str, Any]] = {
        "oauth.v2.access": {
            "app_id": "AHEED",
            "access_token": TOKEN,
            "bot_user_id": "UHEED",
            "scope": ",".join(SCOPES),
            "team": {"id": "T1", "name": "Town"},
            "authed_user": {"id": "U1", "access_token": "xoxp-a-persons"},
        },
        "auth.test": {"bot_id": "BHEED"},
    }
    return web.json_response({"ok": True, **answers[request.match_info["method"]]})


@pytest.fixture
async def place(tmp_path: Path) -> AsyncIterator[Place]:
    """Heed's server, where workspaces install it."""
    slack = web.Application()
    slack.router.add_route("*", "/api/{method}", _slack)
    clock = FakeClock(1_000.0)
    told: list[str] = []
    async with TestServer(slack) as api, open_store(f"sqlite:///{tmp_path}/heed.db") as store:
        oauth = flow(
            Installations(store.installations, told.append),
            States(store.installations, clock),
            client_id="1.2",
            client_secret="a secret",  # noqa: S106 - made up
            scopes=sorted(SCOPES),
            public_url=URL,
            api_url=str(api.make_url("/api/")),
        )
        app = web.Application()
        app.add_routes(install_routes(oauth))
        async with TestClient(TestServer(app)) as client:
            yield Place(client, store, clock, told)


async def test_a_workspace_installs_it(place: Place) -> None:
    """Its token is kept, and a login made of it; no person's token is."""
    assert await place.come_back(*await place.begin()) == 200
    assert place.told == ["T1"]
    assert await installed(place.store.installations) == ["T1"]
    login = await ManyLogins(place.store.installations).find("T1")
    assert login is not None
    assert (login.token, login.us.bot_user_id, login.us.app_id) == (TOKEN, "UHEED", "AHEED")
    kept = await place.store.installations.find("slack/T1")
    assert kept is not None
    assert "xoxp" not in str(kept)
    assert await ManyLogins(place.store.installations).find("T2") is None


async def test_an_install_comes_back_once_in_time_to_the_browser_that_began_it(
    place: Place,
) -> None:
    """Anything else is refused, and keeps nothing."""
    state, cookie = await place.begin()
    assert await place.come_back("another-state", cookie) == 400
    assert await place.come_back(state, "no=cookie") == 400
    place.clock.at += TAKES
    assert await place.come_back(state, cookie) == 401
    assert await installed(place.store.installations) == []
    state, cookie = await place.begin()
    assert await place.come_back(state, cookie) == 200
    assert await place.come_back(state, cookie) == 401


def _installation(**more: Any) -> Installation:  # noqa: ANN401 - the SDK's own fields
    given = {"team_id": "T1", "user_id": "U1", "bot_token": TOKEN, "bot_id": "B", **more}
    return Installation(**{"bot_user_id": "UHEED", "installed_at": 1.0, **given})


async def test_a_renewed_token_takes_the_place_of_the_old_one(place: Place) -> None:
    """Who installed it stays as it was."""
    kept = Installations(place.store.installations, lambda _team: None)
    await kept.async_save(_installation())
    await kept.async_save_bot(_installation(bot_token="xoxb-new").to_bot())  # noqa: S106 - made up
    found = await kept.async_find_installation(enterprise_id=None, team_id="T1", user_id="U1")
    assert found is not None
    assert (found.bot_token, found.user_id) == ("xoxb-new", "U1")
    other = await kept.async_find_installation(enterprise_id=None, team_id="T1", user_id="U2")
    assert other is None


async def test_an_organisations_install_is_its_own(place: Place) -> None:
    """It is found under the organisation, not under one of its workspaces."""
    kept = Installations(place.store.installations, lambda _team: None)
    await kept.async_save(
        _installation(enterprise_id="E1", team_id=None, is_enterprise_install=True)
    )
    whole = await kept.async_find_bot(enterprise_id="E1", team_id="T1", is_enterprise_install=True)
    assert whole is not None
    assert await kept.async_find_bot(enterprise_id="E1", team_id="T1") is None


async def test_deleted_means_gone(place: Place) -> None:
    """Of one person nothing is kept, so that alone deletes nothing."""
    kept = Installations(place.store.installations, lambda _team: None)
    await kept.async_save(_installation())
    await kept.async_delete_installation(enterprise_id=None, team_id="T1", user_id="U1")
    assert await installed(place.store.installations) == ["T1"]
    await kept.async_delete_all(enterprise_id=None, team_id="T1")
    assert await installed(place.store.installations) == []


async def test_installs_at_the_same_time_dont_disturb_each_other(place: Place) -> None:
    """Each has its own state."""
    begun = [await place.begin() for _ in range(3)]
    answers = await asyncio.gather(*(place.come_back(*each) for each in begun))
    assert answers == [200, 200, 200]
