"""The SDK's client, but for answers that aren't Slack's: they come to the SDK's own error too."""

from typing import Any

from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse


class UnreadableError(SlackClientError):
    """Something answered, and not as Slack does: a proxy's page, say."""


class Client(AsyncWebClient):
    """Reaches Slack. Whatever comes to nothing is an SlackClientError, or one of aiohttp's."""

    async def api_call(self, api_method: str, **how: Any) -> AsyncSlackResponse:  # noqa: ANN401 - as the SDK takes it
        """Call a method; raises UnreadableError beside what the SDK raises."""
        try:
            return await super().api_call(api_method, **how)
        except (ValueError, AttributeError) as error:
            # The SDK takes every answer for an object in JSON, and stumbles over what is none.
            raise UnreadableError(f"{self.base_url} doesn't answer as Slack does") from error
