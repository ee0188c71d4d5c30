"""Signing in to Discord: what a token is good for, and what its application lacks."""

from dataclasses import dataclass
from typing import Final

import aiohttp
import discord

from adapters.discord.client import HeedClient
from adapters.discord.permissions import PRIVILEGED, switched_off

TOKEN: Final = "DISCORD_BOT_TOKEN"  # noqa: S105 - the setting's name
ANSWERS_WITHIN: Final = 20.0
"""Real seconds in which Discord answers, or counts as out of reach."""

_COPY: Final = (
    "Copy the token (not the client secret) from the application's page Bot again, or reset it "
    "there."
)


class RefusedError(Exception):
    """Discord doesn't take the token: why, as a sentence without its full stop, and the mend."""

    def __init__(self, why: str, mend: str) -> None:
        super().__init__(f"{TOKEN}: {why}. {mend}")
        self.why = why
        self.mend = mend


class UnreachableError(Exception):
    """Discord can't be reached, or answers nothing that can be read; its text says which."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SignedIn:
    """What a token turned out to be: whose, and which switches of the application are off."""

    application: int
    name: str
    switched_off: tuple[str, ...]


async def sign_in(client: HeedClient, token: str) -> SignedIn:
    """Log the client in, without connecting it. Raises RefusedError, UnreachableError."""
    try:
        await client.login(token)
    except discord.LoginFailure as error:
        raise RefusedError("Discord doesn't know this token (401)", _COPY) from error
    except discord.HTTPException as error:
        raise UnreachableError(f"Discord answers with status {error.status}") from error
    except (aiohttp.ClientError, TimeoutError, OSError, ValueError) as error:
        # ValueError: an answer that isn't Discord's own JSON.
        address = discord.http.Route.BASE
        raise UnreachableError(
            f"Discord can't be reached at {address} ({type(error).__name__})"
        ) from error
    flags = client.application_flags
    return SignedIn(
        application=client.application_id or 0,
        name=str(client.user),
        switched_off=switched_off(flags),
    )


def needs_switches(off: tuple[str, ...]) -> RefusedError:
    """The application lacks what it was asked for: Discord closes the connection with 4014.

    Discord doesn't say which; where `off` is empty, the application's flags don't say it either.
    """
    switches = off or tuple(PRIVILEGED.values())
    names = (" and " if off else " or ").join(switches)
    verb = "are" if len(off) > 1 else "is"
    return RefusedError(
        f"the application may not have what Heed needs: {names} {verb} switched off (4014)",
        f"Switch on {' and '.join(switches)} at Discord, on the application's page Bot, "
        "Privileged Gateway Intents.",
    )
