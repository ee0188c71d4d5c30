"""What the command line says of the second listener."""

import asyncio
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.adapters.llm.endpoint import MODEL, serving


@contextmanager
def endpoint() -> Iterator[str]:
    """The address of an endpoint that runs in a thread of its own, as the command has its loop."""
    ready, ended, found = threading.Event(), threading.Event(), list[str]()

    async def serve() -> None:
        async with serving() as made:
            found.append(made.url)
            ready.set()
            await asyncio.to_thread(ended.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    ready.wait()
    try:
        yield found[0]
    finally:
        ended.set()
        thread.join()


def check(
    place: Path, capsys: pytest.CaptureFixture[str], *lines: str, command: str = "check"
) -> tuple[int, str]:
    """What a command says with these lines in its .env, and its exit code."""
    (place / ".env").write_text("\n".join(("HEED_PORT=0", *lines)), encoding="utf-8")
    code = main([command])
    out, err = capsys.readouterr()
    return code, out + err


@pytest.fixture(autouse=True)
def _in_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


def test_check_says_that_none_is_set_up(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Which is well."""
    code, said = check(tmp_path, capsys)
    assert code == 0
    assert "No second listener is set up" in said


def test_check_reaches_it_and_hides_the_key(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """And looks whether the model is there."""
    with endpoint() as url:
        lines = (f"HEED_LLM_BASE_URL={url}", "HEED_LLM_API_KEY=k-secret")
        code, said = check(tmp_path, capsys, *lines, f"HEED_LLM_MODEL={MODEL}")
        assert code == 0
        assert f"The second listener ({MODEL}, on the same server) is reached." in said
        assert "k-secret" not in said
        code, said = check(tmp_path, capsys, *lines, "HEED_LLM_MODEL=another")
        assert code == 1
        assert "doesn't list that model. Mend HEED_LLM_MODEL" in said


def test_check_says_what_is_missing_or_down(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """With the mend."""
    code, said = check(tmp_path, capsys, f"HEED_LLM_MODEL={MODEL}")
    assert code == 1
    assert "HEED_LLM_BASE_URL: it isn't set, though HEED_LLM_MODEL is" in said
    with endpoint() as url:
        pass
    lines = (f"HEED_LLM_BASE_URL={url}", f"HEED_LLM_MODEL={MODEL}")
    code, said = check(tmp_path, capsys, *lines)
    assert code == 1
    assert "it can't be reached. Mend HEED_LLM_BASE_URL" in said


def test_where_its_library_is_missing_it_says_what_to_install(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A default install is without it; only whoever sets one up is told."""
    for name in list(sys.modules):
        if name == "openai" or name.startswith(("openai.", "adapters.llm")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "openai", None)
    lines = ("HEED_LLM_BASE_URL=http://127.0.0.1:9/v1", f"HEED_LLM_MODEL={MODEL}")
    code, said = check(tmp_path, capsys, *lines)
    assert code == 1
    assert 'Install it: python -m pip install "openai>=3.54"' in said
    assert check(tmp_path, capsys)[0] == 0
