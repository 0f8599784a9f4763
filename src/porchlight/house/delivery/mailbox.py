"""The mail service of a demonstration: a table, shown on a page."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.utils import timezone

from porchlight.house.delivery.models import LocalMail


class MailboxBackend(BaseEmailBackend):
    """Keep each mail as a row for each recipient."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Keep the mails; a header with a line break is refused as a real service would."""
        for mail in email_messages:
            mail.message()
            for recipient in mail.recipients():
                LocalMail.objects.create(
                    sender=mail.from_email,
                    recipient=recipient,
                    subject=str(mail.subject),
                    text=str(mail.body),
                    created_at=timezone.now(),
                )
        return len(email_messages)
