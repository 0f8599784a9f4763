"""Telephone numbers: typed in any usual form, kept as E.164, shown as people write them."""

from dataclasses import dataclass

import phonenumbers
from phonenumbers import PhoneNumber, PhoneNumberFormat, ValidationResult

from porchlight.core.errors import RuleBroken
from porchlight.core.text import say

_WRONG = {
    ValidationResult.TOO_SHORT: say("The number is too short. Type it with its area code."),
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: say("Add the area code, such as 703 555 0123."),
    ValidationResult.TOO_LONG: say("The number has too many figures. Check it."),
    ValidationResult.INVALID_LENGTH: say("The number has a wrong count of figures. Check it."),
    ValidationResult.INVALID_COUNTRY_CODE: say("There is no such country code. Check the + part."),
}


@dataclass(frozen=True)
class Phone:
    """
    A telephone number: ``e164`` such as ``+17035550123``, and the extension as figures.

    ``str()`` gives the text to store; ``Phone.of`` reads it back.
    """

    e164: str
    extension: str = ""

    @classmethod
    def of(cls, stored: str) -> "Phone":
        """
        Return the number from its stored text.

        >>> Phone.of("+17035550123;ext=5").extension
        '5'
        """
        number, _, extension = stored.partition(";ext=")
        return cls(number, extension)

    @property
    def national(self) -> str:
        """As written inside its country, such as ``(703) 555-0123``."""
        return phonenumbers.format_number(self._number(), PhoneNumberFormat.NATIONAL)

    @property
    def international(self) -> str:
        """As written across countries, such as ``+1 703-555-0123``."""
        return phonenumbers.format_number(self._number(), PhoneNumberFormat.INTERNATIONAL)

    @property
    def country(self) -> str:
        """The country's two letters; empty when the number does not tell."""
        return phonenumbers.region_code_for_number(self._number()) or ""

    def shown(self, region: str = "US") -> str:
        """
        Return the number as a reader in ``region`` expects it.

        >>> Phone("+17035550123").shown(), Phone("+525512345678").shown()
        ('(703) 555-0123', '+52 55 1234 5678')
        """
        home = phonenumbers.country_code_for_region(region)
        return self.national if self._number().country_code == home else self.international

    def _number(self) -> PhoneNumber:
        number = phonenumbers.parse(self.e164)
        number.extension = self.extension or None
        return number

    def __str__(self) -> str:
        return f"{self.e164};ext={self.extension}" if self.extension else self.e164


def parse_phone(text: str, region: str = "US") -> Phone:
    """
    Read a number in any usual form; without ``+`` it belongs to ``region``.

    >>> str(parse_phone("(703) 555-0123 x5")), str(parse_phone("+52 55 1234 5678"))
    ('+17035550123;ext=5', '+525512345678')

    :raises RuleBroken: saying what is missing or wrong
    """
    try:
        number = phonenumbers.parse(text, region)
    except phonenumbers.NumberParseException as error:
        raise RuleBroken(
            say("{text} is not a telephone number. Type it such as 703 555 0123.", text=text)
        ) from error
    verdict = phonenumbers.is_possible_number_with_reason(number)
    if verdict != ValidationResult.IS_POSSIBLE:
        raise RuleBroken(_WRONG[verdict])
    e164 = phonenumbers.format_number(number, PhoneNumberFormat.E164)
    return Phone(e164, number.extension or "")
