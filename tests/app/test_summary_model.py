"""Doctor asks the model that the settings name, and shows no key."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.app import checks
from bot.ops.settings import Settings
from tests.models import speaking

KEY = "sk-nobody-may-read-this"


@pytest.mark.parametrize(
    ("status", "line"),
    [
        (200, "ok     summaries: tiny answers at http://127.0.0.1:"),
        (401, "FAULT  summaries: 127.0.0.1:{port} wrote no summary (HTTP 401). Check SUMMARY_KEY."),
        (500, "FAULT  summaries: 127.0.0.1:{port} wrote no summary (HTTP 500)."),
    ],
)
async def test_doctor_asks_it(
    status: int, line: str, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    async with speaking() as server:
        server.status, server.says = status, lambda _: "Yes."
        monkeypatch.setenv("SUMMARY_URL", server.url)
        monkeypatch.setenv("SUMMARY_MODEL", "tiny")
        monkeypatch.setenv("SUMMARY_KEY", KEY)
        assert await checks.examine() == (status == 200)
        (asked,) = server.asked
    said = capsys.readouterr()
    assert line.format(port=server.port) in said.out
    assert KEY not in said.out + said.err
    assert len(str(asked["messages"])) < 200


async def test_none_is_well_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)
    assert await checks.examine()
    assert "ok     summaries: no model set" in capsys.readouterr().out
