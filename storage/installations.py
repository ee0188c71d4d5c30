"""Workspaces that installed Heed for themselves: their tokens, sealed, and installs under way.

A tenant is the path that a workspace's rooms lie beneath, such as `slack/T1`; an install that is
under way belongs to its platform, since nobody knows yet which workspace it will be.
"""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Executable, Row, Select, delete, select

from storage.dialects import insert_new, upsert
from storage.sealing import Sealer
from storage.tables import install_states, tenants

Read = Callable[[Select[*tuple[Any, ...]]], Awaitable[Sequence[Row[*tuple[Any, ...]]]]]
Write = Callable[[Executable], Awaitable[int]]


class Installations:
    """Keeps what a platform gave at an install. Any method may raise StorageError.

    `read` and `write` run one statement each; `write` says how many rows it changed.
    """

    def __init__(self, dialect: str, sealer: Sealer, read: Read, write: Write) -> None:
        self._dialect = dialect
        self._sealer = sealer
        self._read = read
        self._write = write

    async def save(self, tenant: str, installation: Mapping[str, Any]) -> None:
        """Keep an installation (plain JSON values), in place of the tenant's last one."""
        body = self._sealer.seal(json.dumps(dict(installation)).encode())
        row = {"tenant": tenant, "body": body}
        await self._write(upsert(self._dialect, tenants).values(row))

    async def find(self, tenant: str) -> dict[str, Any] | None:
        """The tenant's installation; None where there is none."""
        rows = await self._read(select(tenants.c.body).where(tenants.c.tenant == tenant))
        found: dict[str, Any] | None = json.loads(self._sealer.open(rows[0].body)) if rows else None
        return found

    async def tenants(self) -> Sequence[str]:
        """Who has an installation."""
        rows = await self._read(select(tenants.c.tenant).order_by(tenants.c.tenant))
        return [row.tenant for row in rows]

    async def delete(self, tenant: str) -> None:
        """Delete an installation, if there is one."""
        await self._write(delete(tenants).where(tenants.c.tenant == tenant))

    async def issue(self, platform: str, state: str, until: float) -> None:
        """Remember an install that began, until then (epoch seconds)."""
        row = {"tenant": platform, "state": state, "expires_at": until}
        await self._write(insert_new(self._dialect, install_states).values(row))

    async def consume(self, platform: str, state: str, now: float) -> bool:
        """Whether that install began here and may end now; it may do so once."""
        this = (install_states.c.tenant == platform) & (install_states.c.state == state)
        in_time = install_states.c.expires_at > now
        return await self._write(delete(install_states).where(this, in_time)) == 1
