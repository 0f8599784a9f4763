"""Settings are proven at start, and the message says what to do."""

import pytest

from porchlight.config.environment import SettingsWrong, read

GOOD = {
    "PORCHLIGHT_MODE": "production",
    "PORCHLIGHT_SECRET_KEY": "x" * 50,
    "DATABASE_URL": "postgresql://owner@db.example/porchlight",
    "PORCHLIGHT_PUBLIC_URL": "https://public.example",
    "PORCHLIGHT_CONSOLE_URL": "https://console.example",
    "PORCHLIGHT_MAIL_URL": "smtp://mail.example:587",
}


@pytest.fixture
def production(monkeypatch):
    for name, value in GOOD.items():
        monkeypatch.setenv(name, value)
    return monkeypatch


class TestRead:
    def test_takes_good_production_settings(self, production):
        assert read().mode == "production"

    @pytest.mark.parametrize("name", [name for name in GOOD if name != "PORCHLIGHT_MODE"])
    def test_names_each_missing_production_setting(self, production, name):
        production.delenv(name)
        with pytest.raises(SettingsWrong, match=name):
            read()

    @pytest.mark.parametrize(
        ("name", "value"),
        [
            ("PORCHLIGHT_IDLE_MINUTES", "31"),
            ("PORCHLIGHT_LOCK_AFTER", "many"),
            ("PORCHLIGHT_MODE", "holiday"),
        ],
    )
    def test_names_a_setting_that_is_out_of_range(self, production, name, value):
        production.setenv(name, value)
        with pytest.raises(SettingsWrong, match=name):
            read()
