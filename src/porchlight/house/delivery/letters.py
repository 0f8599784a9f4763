"""A message of the outbox as the mail that leaves."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import override

from porchlight.house.delivery.models import Message
from porchlight.house.delivery.rules import templates


def letter(message: Message) -> EmailMessage:
    """Return the mail of a message in its reader's language: the link, and nobody's data."""
    door = message.path.split("/")[1]
    link = f"{settings.ENV.console_url}/{door}/message/{message.code}/"
    with override(message.language):
        words = templates.render(
            message.template, link=link, organisation=settings.ENV.organisation
        )
    # The same identity at every try: a mailbox that got it twice shows it once.
    host = settings.ENV.mail_from.rpartition("@")[2].rstrip(">") or "porchlight"
    headers = {"Message-ID": f"<{message.code}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(words.subject, words.text, to=[message.address], headers=headers)
