"""Installations of workspaces: kept sealed, deleted whole, and an install comes back once."""

from pathlib import Path

from pydantic import SecretStr

from bot.config.secrets import new_key
from storage import open_store
from storage.sealing import Sealer

TOKEN = "xoxb-mulberry"  # noqa: S105 - made up
OLD, NEW = new_key(), new_key()


def _sealer(*keys: str) -> Sealer:
    return Sealer([SecretStr(key) for key in keys])


def _written(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.iterdir())


async def test_the_last_installation_of_a_workspace_counts(database: str) -> None:
    """Installing again replaces it; another workspace's stays as it is; deleted means gone."""
    async with open_store(database) as store:
        kept = store.installations
        await kept.save("slack/T1", {"bot_token": "xoxb-1"})
        await kept.save("slack/T2", {"bot_token": "xoxb-2"})
        await kept.save("slack/T1", {"bot_token": "xoxb-3", "bot_scopes": ["commands"]})
        assert await kept.tenants() == ["slack/T1", "slack/T2"]
        assert await kept.find("slack/T1") == {"bot_token": "xoxb-3", "bot_scopes": ["commands"]}
        await kept.delete("slack/T1")
        await kept.delete("slack/T1")
        assert await kept.find("slack/T1") is None
        assert await kept.tenants() == ["slack/T2"]


async def test_an_install_ends_once_and_in_time(database: str) -> None:
    """Its state is good until then, for one return, on its own platform."""
    async with open_store(database) as store:
        kept = store.installations
        for state in ("used", "late", "elsewhere"):
            await kept.issue("slack", state, until=100.0)
        assert await kept.consume("slack", "used", now=99.0)
        assert not await kept.consume("slack", "used", now=99.0)
        assert not await kept.consume("slack", "late", now=100.0)
        assert not await kept.consume("slack", "never issued", now=1.0)
        assert not await kept.consume("other", "elsewhere", now=1.0)
        assert await kept.consume("slack", "elsewhere", now=1.0)


async def test_installs_that_nobody_came_back_from_are_purged(database: str) -> None:
    """The purge takes those whose time is over, and no other."""
    async with open_store(database) as store:
        await store.installations.issue("slack", "old", until=100.0)
        await store.installations.issue("slack", "new", until=300.0)
        assert await store.purge(200.0) == 1
        assert await store.installations.consume("slack", "new", now=200.0)


async def test_tokens_are_sealed_and_follow_a_change_of_keys(tmp_path: Path) -> None:
    """No token stands in the raw files; after a change, the new key alone opens it."""
    url = f"sqlite:///{tmp_path}/heed.db"
    async with open_store(url, _sealer(OLD)) as store:
        await store.installations.save("slack/T1", {"bot_token": TOKEN})
        written = _written(tmp_path)
        assert b"slack/T1" in written
        assert TOKEN.encode() not in written
    async with open_store(url, _sealer(NEW, OLD)) as store:
        assert await store.care.reseal()
    async with open_store(url, _sealer(NEW)) as store:
        assert await store.installations.find("slack/T1") == {"bot_token": TOKEN}
