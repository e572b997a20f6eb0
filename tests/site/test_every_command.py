"""Every command with every wrong word: one sentence, a non-zero exit, no traceback.

The commands and their options are read from the parser: a new one is tried without anybody
listing it, and one of an unknown kind fails here until somebody says what is wrong for it.
"""

from __future__ import annotations

import argparse
import io
from pathlib import Path
from typing import Any

import pytest

from dayaq.site.cli import main
from dayaq.site.cli.main import _day, _port, build_parser
from tests import build

READ = {"restore", "audit"}
"""Commands whose FILE is read; every other FILE is written."""
LONG = "a" * 5_000
WRONG_TEXTS: dict[str, tuple[str, ...]] = {
    "--host": ("no such host", "256.1.1.1", ""),
    "--username": ("Ä B", "", LONG, "a\u202eb"),
    "--full-name": (" ", LONG, "Ad\u202e Soyad"),
    "--phase": ("no-such-phase", "", LONG),
    "--programme": ("no-such-programme", LONG),
    "--head": ("no-head", LONG),
    "KEY": ("no-such-report", LONG),
}
"""For the words that only the command itself can judge, by the option that takes them."""
WORDS: dict[str, list[str]] = {
    "report": ["portfolio"],
    "createsuperuser": ["--username", "new-one", "--full-name", "New One"],
}
"""What a command is given besides, so that nothing but the wrong word is wrong."""


def commands() -> dict[str, argparse.ArgumentParser]:
    found = next(
        action for action in build_parser()._actions
        if isinstance(action, argparse._SubParsersAction)
    )  # fmt: skip
    return dict(found.choices)


def named(action: argparse.Action) -> str:
    return action.option_strings[-1] if action.option_strings else str(action.metavar)


def wrong_values(command: str, action: argparse.Action, place: Path) -> list[str]:
    """What is wrong for this option, by what it takes."""
    if action.choices is not None:
        return ["wrong", "", "TABLE"]
    if action.type is _day:
        return ["2011-02-30", "31.12.2011", "morgen", "", "0000-00-00", "99999-01-01", "-1"]
    if action.type is _port:
        return ["0", "-1", "65536", "1e3", "80.5", "", "²"]
    if action.type is Path and command in READ:
        broken = place / "broken"
        broken.write_bytes(b"\x00garbage")
        return [str(place / "missing"), str(place), str(broken), str(place / LONG)]
    if action.type is Path:
        (place / "file").write_text("")
        return [str(place / "none" / "out"), str(place), str(place / "file" / "out"),
                str(place / LONG)]  # fmt: skip
    return list(WRONG_TEXTS[named(action)])


@pytest.fixture
def house(
    own_database: dict[str, str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> dict[str, str]:
    """An installation with a programme, on a database of its own, for the command to join."""
    from dayaq.kernel.db import run_command
    from dayaq.kernel.models import Installation

    def begin() -> None:
        build.programme()
        Installation.objects.create(mode="demonstration", demonstration_on=build.TODAY)

    run_command(begin)
    monkeypatch.setenv("DAYAQ_DATABASE_URL", own_database["app"])
    monkeypatch.setenv("DAYAQ_DATABASE_OWNER_URL", own_database["owner"])
    monkeypatch.setenv("DAYAQ_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("DAYAQ_BACKUP_PASSPHRASE", "dörd uzun söz birlikdə")
    monkeypatch.setattr("sys.stdin", io.StringIO())  # nobody is there to be asked
    monkeypatch.setenv("DAYAQ_PASSWORD", "dörd uzun söz birlikdə")
    return own_database


def run(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str]:
    """The exit and what was said as an error; anything raised is a traceback on a terminal."""
    try:
        code = main(list(words))
    except SystemExit as ended:  # what argparse does with what it does not understand
        code = int(ended.code or 0)
    return code, capsys.readouterr().err


def fits(command: str, name: str, value: str) -> list[str]:
    """The words of the command line with the wrong one in its place."""
    besides = list(WORDS.get(command, []))
    if name == "KEY":
        return [command, value]
    if name == "FILE":
        return [command, *besides, value]
    if name in besides:
        at = besides.index(name)
        besides[at + 1] = value
        return [command, *besides]
    file = ["nowhere"] if any(named(a) == "FILE" for a in commands()[command]._actions) else []
    return [command, *besides, *file, f"{name}={value}"]


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_wrong_word_gets_one_sentence(
    command: str, house: dict[str, str], capsys: Any, tmp_path: Path
) -> None:
    wrong = []
    for action in commands()[command]._actions:
        if isinstance(action, argparse._HelpAction):
            continue
        is_switch = action.nargs == 0  # it takes no word at all
        for value in ["wrong"] if is_switch else wrong_values(command, action, tmp_path):
            code, said = run(capsys, *fits(command, named(action), value))
            if complaint := unfit(code, said):
                wrong.append((named(action), value[:60], code, complaint))
            elif is_switch:
                assert "ignored explicit argument" in said
    assert wrong == []


def unfit(code: int, said: str) -> str:
    """What is wrong with this way of refusing, if anything."""
    lines = said.strip().splitlines()
    if code not in (1, 2) or not lines or "Traceback" in said:
        return f"no refusal: {said[-300:]}"
    if code == 1 and (len(lines) != 1 or not lines[0].startswith("dayaq: ")):
        return f"not one sentence: {said[-300:]}"
    return f"{len(lines[-1])} characters" if len(lines[-1]) > 500 else ""


@pytest.mark.parametrize("command", sorted(commands()))
def test_a_word_too_many_is_named(command: str, capsys: Any) -> None:
    code, said = run(capsys, command, *WORDS.get(command, []), "nowhere", "--no-such-option")

    assert code == 2
    assert "no-such-option" in said


@pytest.mark.parametrize("command", sorted(commands()))
def test_every_command_explains_itself(command: str, capsys: Any) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])

    assert ended.value.code == 0
    assert len(capsys.readouterr().out.split()) > 10
