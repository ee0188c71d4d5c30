"""Hearing a payload: what it says of names is taken in, what it needs of them is learnt."""

from collections.abc import Mapping
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from adapters.slack.directory import Directory
from adapters.slack.ids import Us
from adapters.slack.payload import opened
from adapters.slack.translate import heard
from bot.domain.events import Event


async def hear(
    payload: Mapping[str, Any], directory: Directory, client: AsyncWebClient, us: Us
) -> tuple[Event, ...]:
    """The core events that a payload of the Events API tells, with the names that people see.

    Waits for names that aren't known yet, a second or two at most, and does without them where
    Slack doesn't tell. Raises MalformedError.
    """
    told = opened(payload, us)
    if told is None:
        return ()
    directory.update(told.team, told.event)
    names = directory.names(told.team)
    events = heard(payload, names, us)
    if not names.missing:
        return events
    await directory.learn(client, told.team, names.missing)
    return heard(payload, directory.names(told.team), us)
