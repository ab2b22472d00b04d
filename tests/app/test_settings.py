"""Settings: read once, all faults together, and the documents agree with them."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.domain.errors import SettingsError
from bot.ops.settings import Settings, load, table

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """Take away what the machine's environment sets."""
    for name in Settings.model_fields:
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.chdir(tmp_path)


def test_all_faults_come_in_one_report(monkeypatch: pytest.MonkeyPatch) -> None:
    faulty = {
        "POLL_SECONDS": "often", "PORT": "99999", "LOG_FORMAT": "xml", "ADMIN_IDS": "7,me",
        "ALLOW_PRIVATE_HOSTS": "intranet", "DATABASE_URL": "mysql://x", "TELEGRAM_API_URL": "here",
        "PUBLIC_URL": "https://bot.example.org", "TELEGRAM_BOT_TOKEN": "12 34",
        "MESSAGES_PER_SECOND": "0",
    }  # fmt: skip
    for name, value in faulty.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as caught:
        load()
    named = {fault.split(":")[0] for fault in caught.value.faults}
    assert named == faulty.keys() - {"PUBLIC_URL"} | {"WEBHOOK_SECRET"}


def test_a_secret_is_not_repeated_in_its_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "123456:very secret")
    with pytest.raises(SettingsError) as caught:
        load()
    assert "secret" not in str(caught.value)


def test_the_file_serves_where_the_environment_is_silent(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("PORT=9000\nADMIN_IDS=7, 8\nLOG_FORMAT=\n", encoding="utf-8")
    settings = load()
    assert (settings.port, settings.admin_ids, settings.log_format) == (9000, (7, 8), "text")


def test_the_playground_has_a_database_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    assert load().database == "sqlite:///data/playground.db"
    monkeypatch.setenv("TELEGRAM_BOT_TOKEN", "1:a")
    assert load().database == "sqlite:///data/storywire.db"


def test_every_setting_is_in_the_example() -> None:
    example = (ROOT / ".env.example").read_text(encoding="utf-8")
    assert [line.split("=")[0][1:] for line in example.splitlines() if line[1:2].isupper()] == [
        name.upper() for name in Settings.model_fields
    ]


def test_the_readme_has_the_table_of_settings() -> None:
    assert table() in (ROOT / "README.md").read_text(encoding="utf-8")
