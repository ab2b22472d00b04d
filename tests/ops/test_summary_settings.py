"""The settings of the model that writes summaries: off by default, and the key stays secret."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import SettingsError
from bot.ops.settings import Settings, load

KEY = "sk-nobody-may-read-this"
FAULTS = [
    ({"SUMMARY_URL": "http://127.0.0.1:11434/v1"}, {"SUMMARY_MODEL"}),
    ({"SUMMARY_MODEL": "tiny"}, {"SUMMARY_MODEL"}),
    ({"SUMMARY_URL": "here", "SUMMARY_MODEL": "tiny"}, {"SUMMARY_URL"}),
    ({"SUMMARY_URL": "ftp://models.example.org", "SUMMARY_MODEL": "tiny"}, {"SUMMARY_URL"}),
    ({"SUMMARY_URL": f"https://me:{KEY}@models.example.org"}, {"SUMMARY_URL"}),
    ({"SUMMARY_URL": f"https://models.example.org/v1?key={KEY}"}, {"SUMMARY_URL"}),
    ({"SUMMARY_URL": "http://models.example.org", "SUMMARY_MODEL": "x" * 65}, {"SUMMARY_MODEL"}),
    ({"SUMMARY_URL": "http://models.example.org", "SUMMARY_MODEL": "a\nb"}, {"SUMMARY_MODEL"}),
    ({"SUMMARY_KEY": f"{KEY} {KEY}"}, {"SUMMARY_KEY"}),
    ({"SUMMARY_KEY": f"{KEY}é"}, {"SUMMARY_KEY"}),
]


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away what the machine's environment sets."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_there_is_no_model_by_default() -> None:
    settings = load()
    assert (settings.summary_url, settings.summary_model, settings.summary_key) == (None,) * 3


@pytest.mark.parametrize(("given", "named"), FAULTS, ids=str)
def test_faults(given: dict[str, str], named: set[str], monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in given.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    assert {fault.split(":")[0] for fault in caught.value.faults} == named
    assert KEY not in str(caught.value)


def test_a_local_server_needs_no_key_and_no_exception(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARY_URL", "http://127.0.0.1:11434/v1/")
    monkeypatch.setenv("SUMMARY_MODEL", "llama3.2")
    settings = load()
    assert settings.summary_url == "http://127.0.0.1:11434/v1"
    assert settings.allow_private_hosts == ()


def test_the_key_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SUMMARY_URL", "https://models.example.org/v1")
    monkeypatch.setenv("SUMMARY_MODEL", "tiny")
    monkeypatch.setenv("SUMMARY_KEY", KEY)
    assert KEY not in repr(load())
