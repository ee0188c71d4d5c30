"""Permalinks: where a message is to be found, as Slack says it."""

import asyncio
from collections.abc import Iterable
from typing import Final

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack import errors
from adapters.slack.ids import is_ts
from adapters.slack.render.face import Links
from bot.domain.pages import Page
from bot.domain.views import CardView

REMEMBERED: Final = 5_000
AT_ONCE: Final = 5
AT_MOST: Final = 100  # messages: more links than that stand on no page

_NONE: Final = frozenset({"message_not_found", "channel_not_found", "not_in_channel"})


class Permalinks:
    """Asks Slack once for each message, and remembers."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], str] = {}
        self._asking = asyncio.Semaphore(AT_ONCE)

    async def find(self, client: AsyncWebClient, channel: str, messages: Iterable[str]) -> Links:
        """Links to these messages of a channel; None for one that isn't there any more.

        Raises what the SDK raises.
        """
        wanted = [each for each in dict.fromkeys(messages) if is_ts(each)][:AT_MOST]
        found = await asyncio.gather(*(self._find(client, channel, each) for each in wanted))
        return dict(zip(wanted, found, strict=True)).get

    async def _find(self, client: AsyncWebClient, channel: str, ts: str) -> str | None:
        if (channel, ts) in self._known:
            return self._known[channel, ts]
        try:
            async with self._asking:
                answer = await client.chat_getPermalink(channel=channel, message_ts=ts)
        except SlackApiError as error:
            if errors.code(error) in _NONE:
                return None
            raise
        if len(self._known) >= REMEMBERED:
            self._known.clear()
        link = self._known[channel, ts] = str(answer["permalink"])
        return link


def on_card(view: CardView) -> list[str]:
    """The messages that a card links to."""
    targets = [view.target] if view.target else []
    told = on_page(view.page) if view.page else []
    return targets + [each.message for each in view.details if each.message] + told


def on_page(page: Page) -> list[str]:
    """The messages that a page links to."""
    return [line.target for section in page.sections for line in section.lines if line.target]
