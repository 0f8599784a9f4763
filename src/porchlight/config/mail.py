"""How mail leaves: what ``PORCHLIGHT_MAIL_URL`` means to the mail library."""

from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

from porchlight.config.environment import Environment, SettingsWrong

# The services that need one key and nothing else: name in the setting → name of the key.
SERVICES = {
    "brevo": "BREVO_API_KEY",
    "mailersend": "MAILERSEND_API_TOKEN",
    "mailgun": "MAILGUN_API_KEY",
    "postmark": "POSTMARK_SERVER_TOKEN",
    "resend": "RESEND_API_KEY",
    "sendgrid": "SENDGRID_API_KEY",
    "sparkpost": "SPARKPOST_API_KEY",
}
SMTP_PORTS = {"smtp": 587, "smtps": 465}
TIMEOUT_SECONDS = 20


def settings_of(environment: Environment) -> dict[str, Any]:
    """
    Return the settings of the mail library.

    :raises SettingsWrong: when the address is none of ``mailbox:``, ``smtp://``, ``smtps://`` and
        ``anymail:<service>``, or its key is missing
    """
    common = {
        "DEFAULT_FROM_EMAIL": environment.mail_from,
        "SERVER_EMAIL": environment.mail_from,
        "EMAIL_TIMEOUT": TIMEOUT_SECONDS,
    }
    if environment.mail_url == "mailbox:":
        return common | {"EMAIL_BACKEND": "porchlight.house.delivery.mailbox.MailboxBackend"}
    if environment.mail_url.startswith("anymail:"):
        return common | _service(environment)
    return common | _smtp(environment.mail_url)


def _smtp(url: str) -> dict[str, Any]:
    """``smtp://`` begins TLS after the greeting unless ``?tls=0``; ``smtps://`` before it."""
    parts = urlsplit(url)
    if parts.scheme not in SMTP_PORTS or not parts.hostname:
        raise SettingsWrong(
            "PORCHLIGHT_MAIL_URL: give mailbox:, smtp://host, smtps://host or anymail:<service>"
        )
    plain = parse_qs(parts.query).get("tls") == ["0"]
    return {
        "EMAIL_BACKEND": "django.core.mail.backends.smtp.EmailBackend",
        "EMAIL_HOST": parts.hostname,
        "EMAIL_PORT": parts.port or SMTP_PORTS[parts.scheme],
        "EMAIL_HOST_USER": unquote(parts.username or ""),
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_TLS": parts.scheme == "smtp" and not plain,
        "EMAIL_USE_SSL": parts.scheme == "smtps",
    }


def _service(environment: Environment) -> dict[str, Any]:
    name = environment.mail_url.removeprefix("anymail:")
    if name not in SERVICES:
        known = ", ".join(SERVICES)
        raise SettingsWrong(f"PORCHLIGHT_MAIL_URL: the mail services are {known}")
    if environment.mail_key is None:
        raise SettingsWrong("PORCHLIGHT_MAIL_KEY: give the key of the mail service")
    return {
        "EMAIL_BACKEND": f"anymail.backends.{name}.EmailBackend",
        "ANYMAIL": {SERVICES[name]: environment.mail_key.get_secret_value()},
    }
