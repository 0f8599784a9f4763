import pytest

from porchlight.config.environment import Environment, SettingsWrong
from porchlight.config.mail import SERVICES, settings_of


class TestSettingsOf:
    def test_shows_mail_on_a_page_in_a_demonstration(self):
        found = settings_of(Environment(mail_url="mailbox:"))
        assert found["EMAIL_BACKEND"].endswith("MailboxBackend")

    def test_begins_tls_after_the_greeting(self):
        found = settings_of(Environment(mail_url="smtp://ana:p%40ss@mail.example"))
        assert found["EMAIL_HOST_PASSWORD"] == "p@ss"
        assert (found["EMAIL_PORT"], found["EMAIL_USE_TLS"], found["EMAIL_USE_SSL"]) == (
            587,
            True,
            False,
        )

    def test_begins_tls_before_the_greeting_for_smtps(self):
        found = settings_of(Environment(mail_url="smtps://mail.example:4650"))
        assert (found["EMAIL_PORT"], found["EMAIL_USE_SSL"]) == (4650, True)

    @pytest.mark.parametrize("name", sorted(SERVICES))
    def test_gives_a_service_its_key(self, name):
        found = settings_of(Environment(mail_url=f"anymail:{name}", mail_key="secret"))
        assert list(found["ANYMAIL"].values()) == ["secret"]

    @pytest.mark.parametrize("url", ["anymail:sendgrid", "anymail:pigeon", "pigeon://x", "smtp:"])
    def test_says_what_is_wrong(self, url):
        with pytest.raises(SettingsWrong, match="PORCHLIGHT_MAIL"):
            settings_of(Environment(mail_url=url))
