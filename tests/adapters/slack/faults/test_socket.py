"""The socket breaks in the middle of a burst: nothing said is lost, nothing counts twice."""

import asyncio

from tests.adapters.slack.faults.proxy import Proxy
from tests.adapters.slack.local.server import TEAM
from tests.adapters.slack.local.town import MAYA, PLACE, TOM, Town
from tests.adapters.slack.meetings import begun

SAID = 12


async def _say(here: Town, number: int) -> bool:
    """Slack tells of a message; whether it was acknowledged."""
    at = f"{here.clock.now():.0f}.{number:06d}"
    message = {
        "type": "message",
        "channel": PLACE.id,
        "channel_type": "channel",
        "user": (TOM if number % 2 else MAYA).id,
        "text": f"The caretaker has chair number {number} in the cellar.",
        "ts": at,
        "event_ts": at,
        "team": TEAM,
    }
    return await here.happens(message, event_id=f"EvBURST{number}")


async def test_a_burst_that_the_socket_breaks_in_is_heard_whole(
    by_socket: Town, proxy: Proxy
) -> None:
    """The SDK opens another socket; what wasn't acknowledged is told again, and counts once."""
    here = by_socket
    await begun(here)
    before = (await here.look()).seq
    burst = [asyncio.create_task(_say(here, number)) for number in range(SAID)]
    await burst[0]
    proxy.drop()
    heard = await asyncio.gather(*burst)
    assert not all(heard)
    await here.until(lambda: _reopened(proxy), "another socket")
    assert proxy.calls["apps.connections.open"] == 2
    for number, acknowledged in enumerate(heard):
        if not acknowledged:
            assert await _say(here, number)
    assert (await here.look()).seq - before == SAID
    # Slack may not have heard an acknowledgement that was sent: it tells all of it again.
    for number in range(SAID):
        assert await _say(here, number)
    assert (await here.look()).seq - before == SAID


async def _reopened(proxy: Proxy) -> bool:
    return bool(proxy.sockets)
