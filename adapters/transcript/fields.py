"""How fields of foreign JSON are read: strictly in their types, forgivingly in everything else."""

from typing import Annotated, ClassVar, TypeVar

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, ValidationError

from adapters.transcript.model import BadLineError
from adapters.transcript.words import clean

_Row = TypeVar("_Row", bound="Row")


def _cleaned(value: object) -> object:
    return clean(value) if isinstance(value, str) else value


def _as_text(value: object) -> object:
    # Some tools number their messages; bool is an int in Python, but no number here.
    is_number = isinstance(value, int) and not isinstance(value, bool)
    return str(value) if is_number else _cleaned(value)


Words = Annotated[str, BeforeValidator(_cleaned)]
Id = Annotated[str, BeforeValidator(_as_text), StringConstraints(min_length=1)]


class Row(BaseModel):
    """One object of a file. Fields that aren't named are passed over.

    `needs` tells people what such an object is made of.
    """

    model_config = ConfigDict(strict=True, frozen=True)
    needs: ClassVar[str] = ""


def read_row(row_type: type[_Row], value: object) -> _Row:
    """Give the value as a row; `null` counts as absent. Raises BadLineError."""
    if not isinstance(value, dict):
        raise BadLineError("a JSON object was expected here", row_type.needs)
    try:
        return row_type.model_validate({k: v for k, v in value.items() if v is not None})
    except ValidationError as error:
        raise _told(error, row_type.needs) from None


def _told(error: ValidationError, needs: str) -> BadLineError:
    # Neither the input nor its context: both may quote what somebody said.
    flaw = error.errors(include_url=False, include_context=False, include_input=False)[0]
    field = ".".join(str(part) for part in flaw["loc"])
    if flaw["type"] == "missing":
        return BadLineError(f'"{field}" is missing', needs)
    return BadLineError(f'"{field}" {flaw["msg"].removeprefix("Input ")}', needs)
