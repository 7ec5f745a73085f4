"""``tag-text --explain``: what a person is shown of a text and the reasons of its slots."""

from __future__ import annotations

import os
import pty
import re
import select
import subprocess
import sys
from pathlib import Path

import pytest

from dateline.cli.tag_text import Screen, answer
from tests.cli.commands import dateline, environment
from tests.cli.test_oneshot_commands import json_lines

REPORT = "The governor said rebels attacked an army base near Goma overnight, killing four soldiers."
LINE = {"doc_id": "goma", "title": "News in brief", "text": REPORT, "published_at": "2024-05-22"}


def shown(*, colours: bool = False, **given: object) -> str:
    line = json_lines({**LINE, **given}).rstrip(b"\n")
    return answer(line, Screen(100, colours)).decode()


def test_without_colours_the_words_of_each_slot_stand_in_brackets() -> None:
    [line] = [line for line in shown().splitlines() if "governor](" in line]
    assert line.startswith("[The governor](status, attribution) said [rebels](initiator) ")
    assert "near [Goma](place) [overnight](date), killing [four soldiers](" in line


def test_each_slot_has_a_row_with_value_evidence_rule_and_confidence() -> None:
    [row] = [line.split() for line in shown().splitlines() if line.strip().startswith("killed ")]
    assert row[:5] == ["killed", "4", "four", "soldiers", "verb"]
    assert re.fullmatch(r"0\.\d\d", row[5])


def test_an_event_is_also_named_by_other_codebooks() -> None:
    assert "\nPLOVER ASSAULT, CAMEO 19, UCDP 1\n" in shown()


def test_the_events_of_a_text_are_told_apart_by_their_numbers() -> None:
    out = shown(text=f"{REPORT}\n\nA car bomb killed nine people at a market in Mogadishu on Tuesday, police said.")
    assert "[Goma](1 place)" in out
    assert "[Mogadishu](2 place)" in out


def test_colours_replace_the_brackets_and_a_legend_says_which_is_which() -> None:
    out = shown(colours=True)
    assert "\x1b[1;32mGoma\x1b[0m" in out
    assert "\x1b[1;32m place \x1b[0m" in out
    assert "](" not in out


def test_a_text_without_an_event_says_which_gate_decided() -> None:
    assert shown(title="", text="The council met to discuss the harvest.").startswith("goma: en, no-trigger, 0 events")


@pytest.mark.parametrize("colours", [True, False])
def test_what_would_steer_the_terminal_is_shown_harmlessly(colours: bool) -> None:
    plain = shown(colours=colours, doc_id="\x1b[2Ja", text=f"\x1b[2J\x07[bold] \u202e{REPORT}")
    assert not {"\x1b[2J", "\x07", "\u202e"} & set(re.findall("\x1b\\[2J|\x07|\u202e", plain))
    assert "[bold]" in plain


async def test_a_pipe_gets_no_escape_codes() -> None:
    given = json_lines(LINE, {"doc_id": 1, "text": ""})
    said = await dateline("tag-text", "--explain", "--workers", "1", "-", env=environment(), stdin=given)
    assert said.code == 0
    assert "[Goma](place)" in said.out
    assert "1: " in said.out
    assert "\x1b" not in said.out


@pytest.mark.parametrize("no_color", [False, True])
def test_a_terminal_gets_colours_unless_no_color_is_set(tmp_path: Path, no_color: bool) -> None:
    (tmp_path / "in.jsonl").write_bytes(json_lines(LINE))
    env = {**environment(TERM="xterm"), **({"NO_COLOR": "1"} if no_color else {})}
    assert ("[Goma](place)" in on_a_terminal(tmp_path, env)) == no_color


def on_a_terminal(folder: Path, env: dict[str, str]) -> str:
    """What the command writes to a terminal that is its standard output."""
    ours, theirs = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "dateline", "tag-text", "--explain", "--workers", "1", "in.jsonl"],
        cwd=folder, env=env, stdout=theirs, stderr=subprocess.DEVNULL,
    ) as process:  # fmt: skip
        os.close(theirs)
        written = b""
        while select.select([ours], [], [], 90)[0]:
            try:
                part = os.read(ours, 65536)
            except OSError:  # Linux's way to say that the other end is closed
                break
            written += part
        os.close(ours)
    assert process.returncode == 0
    return written.decode()


async def test_places_and_explain_exclude_each_other() -> None:
    said = await dateline("tag-text", "--explain", "--places", "-", env=environment())
    assert said.code == 2
    assert "choose one" in said.err


async def test_asking_needs_an_address() -> None:
    said = await dateline("tag-text", "--ask", "-", env=environment())
    assert said.code == 1
    assert "--endpoint-url" in said.err
