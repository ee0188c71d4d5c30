"""`python -m bot evaluate`: how right Heed is on labelled conversations."""

import json
from pathlib import Path

import click

from bot.evaluation import methods, table
from bot.evaluation.gold import GoldError, open_gold

PROBLEMS_FOUND = 1


@click.command("evaluate")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True))
@click.option("--simple", is_flag=True, help='Beside it the simple method: "?" and names.')
@click.option("--errors", is_flag=True, help="What goes wrong, by kind.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object a set, nothing else.")
def command(paths: tuple[Path, ...], *, simple: bool, errors: bool, as_json: bool) -> int:
    """Print how right Heed is on labelled conversations.

    PATHS are folders of JSON Lines (chat whose rows say what was picked up, or utterances that say
    which of them ask) or YAML files of short labelled meetings: docs/accuracy.md has the formats.
    Nothing is stored, and neither .env nor a database is read.
    """
    problems = 0
    for path in paths:
        try:
            _evaluate(path, simple=simple, errors=errors, as_json=as_json)
        except GoldError as error:
            problems += 1
            click.echo(f"Error: {error}", err=True)
    return PROBLEMS_FOUND if problems else 0


def _evaluate(path: Path, *, simple: bool, errors: bool, as_json: bool) -> None:
    gold = open_gold(path)
    columns = []
    for method in (methods.HEED, methods.SIMPLE) if simple else (methods.HEED,):
        column, found = methods.measure(gold, method)
        columns.append(column if errors else table.without_errors(column))
    messages = found.messages
    if as_json:
        click.echo(json.dumps(table.as_json(gold, columns, messages), ensure_ascii=False))
        return
    for line in table.lines(gold, columns, messages):
        click.echo(line)
    click.echo()
