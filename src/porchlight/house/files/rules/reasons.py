"""Why a sealed file is opened."""

from enum import StrEnum

from porchlight.core.text import Say, say

LEAST_WORDS = 10


class Reason(StrEnum):
    """The reasons there are; «other» needs words."""

    TRIAGE = "triage"
    IDENTIFICATION = "identification"
    REFERRAL = "referral"
    QUALITY = "quality"
    COURT = "court"
    COPY = "copy"
    OTHER = "other"


REASONS: dict[Reason, Say] = {
    Reason.TRIAGE: say("To decide what it is and how urgent"),
    Reason.IDENTIFICATION: say("To identify a child or a place"),
    Reason.REFERRAL: say("To prepare what an agency gets"),
    Reason.QUALITY: say("To review a colleague's decision"),
    Reason.COURT: say("For a court or by its order"),
    Reason.COPY: say("To draw a copy without hidden data"),
    Reason.OTHER: say("Something else"),
}


class Order(StrEnum):
    """On whose word a file is destroyed."""

    NOTICE = "notice"
    COURT = "court"
    RETENTION = "retention"
    MISTAKE = "mistake"


ORDERS: dict[Order, Say] = {
    Order.NOTICE: say("Notice of a law enforcement agency"),
    Order.COURT: say("Order of a court"),
    Order.RETENTION: say("Its keeping time is over"),
    Order.MISTAKE: say("It should never have been kept"),
}
