"""Files for one person alone.

No file on Slack is seen by one member of a channel only, so it goes into the direct conversation
that Heed has with whoever asked for it, wherever they did.
"""

import asyncio
from collections.abc import Sequence
from typing import Any, Final

from slack_sdk.errors import SlackApiError

from adapters.slack import errors
from adapters.slack.faults import SLACK_SAID_NO, note
from adapters.slack.workspaces import Workspaces
from bot.domain.pages import File
from bot.runtime.ports import Printing

BROUGHT: Final = "It is in your direct messages with Heed."
NOT_TAKEN: Final = "Slack didn't take the file just now. Please try again soon."
NOT_ALLOWED: Final = (
    "Heed may not send files on Slack yet. Whoever runs it can mend that: it lacks the scope "
    "files:write."
)
_ALT: Final = 1000  # characters of an alternative text, by Slack's limit


class Files:
    """Brings files to whoever asked for them."""

    def __init__(self, workspaces: Workspaces, printed: Printing) -> None:
        self._workspaces = workspaces
        self._printed = printed

    async def bring(self, team: str, member: str, files: Sequence[File]) -> str:
        """Upload them for a member; what that one is told comes back, whatever came of it."""
        uploads = [await self._upload(each) for each in files]
        try:
            client = await self._workspaces.client(team, once=True)
            opened = await client.conversations_open(users=[member])
            await client.files_upload_v2(channel=opened["channel"]["id"], file_uploads=uploads)
        except SlackApiError as error:
            note("slack.no_file", error)
            return NOT_ALLOWED if errors.code(error) == "missing_scope" else NOT_TAKEN
        except SLACK_SAID_NO as error:
            note("slack.no_file", error)
            return NOT_TAKEN
        return BROUGHT

    async def _upload(self, file: File) -> dict[str, Any]:
        data = await asyncio.to_thread(self._printed, file)
        seen = {} if isinstance(file.content, str) else {"alt_txt": file.alt[:_ALT]}
        return {"file": data, "filename": file.name, "title": file.name, **seen}
