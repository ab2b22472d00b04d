"""The registry: what is made from it stays true."""

from __future__ import annotations

from pathlib import Path

import pytest
from telegram.constants import BotCommandLimit

from bot.chat import commands, keyboards
from bot.chat.texts import Texts
from tests.chat.stories import chat

ROOT = Path(__file__).parents[2]


def test_docs_are_made_from_the_registry() -> None:
    """Mend with: python -m tests.chat.test_commands"""
    assert (ROOT / "docs" / "commands.md").read_text(encoding="utf-8") == commands.document()


def test_no_two_commands_share_a_name() -> None:
    names = [name for c in commands.COMMANDS for name in (c.name, *c.aliases)]
    assert len(names) == len(set(names))


def test_the_menu_is_within_telegrams_limits() -> None:
    for name, about in commands.menu(Texts(chat())):
        assert name.isascii()
        assert name == name.lower()
        assert len(name) <= BotCommandLimit.MAX_COMMAND
        assert 1 <= len(about) <= BotCommandLimit.MAX_DESCRIPTION


@pytest.mark.parametrize(("name", "found"), [("sub", "subscribe"), ("help", "help"), ("x", None)])
def test_find(name: str, found: str | None) -> None:
    command = commands.find(name)
    assert (command.name if command else None) == found


@pytest.mark.parametrize("name", ["Syria", "سوریه" * 20, "🚀" * 40, "a:b", "x" * 57, "x" * 58])
def test_button_data_fits_or_is_left_out(name: str) -> None:
    data = keyboards.write("follow", name)
    if data is None:
        assert len(f"follow:{name}".encode()) > 64
        assert keyboards.take("Subscribe", name * 2)[0][0].data == "take"
    else:
        assert len(data.encode()) <= 64
        assert keyboards.read(data) == ("follow", name)


if __name__ == "__main__":
    (ROOT / "docs" / "commands.md").write_text(commands.document(), encoding="utf-8")
