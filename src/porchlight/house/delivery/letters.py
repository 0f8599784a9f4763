"""A message of the outbox as the mail that leaves."""

from django.conf import settings
from django.core.mail import EmailMessage
from django.utils.translation import override

from porchlight.house.accounts.links import join_address
from porchlight.house.delivery.models import Message
from porchlight.house.delivery.rules import templates


def _link(message: Message) -> str:
    # Who is invited has no sign-in yet; their link is made at sending and kept nowhere.
    if message.recipient_kind == "invitation":
        return join_address(message.recipient_id)
    door = message.path.split("/")[1]
    return f"{settings.ENV.console_url}/{door}/message/{message.code}/"


def letter(message: Message) -> EmailMessage:
    """Return the mail of a message in its reader's language: the link, and nobody's data."""
    link = _link(message)
    with override(message.language):
        words = templates.render(
            message.template, link=link, organisation=settings.ENV.organisation
        )
    # The same identity at every try: a mailbox that got it twice shows it once.
    host = settings.ENV.mail_from.rpartition("@")[2].rstrip(">") or "porchlight"
    headers = {"Message-ID": f"<{message.code}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(words.subject, words.text, to=[message.address], headers=headers)
