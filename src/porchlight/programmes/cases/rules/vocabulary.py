"""The words of a case that are chosen from a list, each with its label."""

from collections.abc import Mapping
from enum import StrEnum

from porchlight.core.text import Say, say


class Category(StrEnum):
    """
    The kind of case. Source: the clearinghouse's case types, reference/missing.md section 6.1.
    """

    ENDANGERED_RUNAWAY = "endangered_runaway"
    FAMILY_ABDUCTION = "family_abduction"
    NONFAMILY_ABDUCTION = "nonfamily_abduction"
    LOST_INJURED_MISSING = "lost_injured_missing"
    YOUNG_ADULT = "young_adult"
    UNIDENTIFIED = "unidentified"
    ATTEMPTED_ABDUCTION = "attempted_abduction"


class CaseStatus(StrEnum):
    """Where a case stands: a child is missing, all are found, or its work is ended."""

    ACTIVE = "active"
    RECOVERED = "recovered"
    CLOSED = "closed"


class ChildStatus(StrEnum):
    """Whether a child is still missing."""

    MISSING = "missing"
    RECOVERED = "recovered"


class Relation(StrEnum):
    """Who somebody is to the child."""

    MOTHER = "mother"
    FATHER = "father"
    STEPPARENT = "stepparent"
    GUARDIAN = "guardian"
    FOSTER_PARENT = "foster_parent"
    GRANDPARENT = "grandparent"
    SIBLING = "sibling"
    RELATIVE = "relative"
    PARTNER = "partner"
    FRIEND = "friend"
    CASEWORKER = "caseworker"
    SCHOOL = "school"
    OFFICER = "officer"
    ACQUAINTANCE = "acquaintance"
    ONLINE = "online"
    STRANGER = "stranger"
    SELF = "self"
    OTHER = "other"


class CompanionRole(StrEnum):
    """Why somebody is on the case beside the child."""

    COMPANION = "companion"
    ABDUCTOR = "abductor"
    SUSPECT = "suspect"


class AgencyRole(StrEnum):
    """What an agency does on the case."""

    INVESTIGATING = "investigating"
    ASSISTING = "assisting"


class Compartment(StrEnum):
    """Who reads a note: the clearinghouse alone, or the agencies on the case as well."""

    STAFF = "staff"
    SHARED = "shared"


class RecoveredBy(StrEnum):
    """Who found the child, or how."""

    LAW_ENFORCEMENT = "law_enforcement"
    RETURNED = "returned"
    FAMILY = "family"
    PUBLIC_LEAD = "public_lead"
    CHILD_WELFARE = "child_welfare"
    DECEASED = "deceased"
    NOT_MISSING = "not_missing"
    OTHER = "other"


class ClosingReason(StrEnum):
    """Why a case ends."""

    RECOVERED = "recovered"
    DUPLICATE = "duplicate"
    UNFOUNDED = "unfounded"
    TRANSFERRED = "transferred"


_WORDS: tuple[tuple[StrEnum, Say], ...] = (
    (Category.ENDANGERED_RUNAWAY, say("Endangered runaway")),
    (Category.FAMILY_ABDUCTION, say("Family abduction")),
    (Category.NONFAMILY_ABDUCTION, say("Nonfamily abduction")),
    (Category.LOST_INJURED_MISSING, say("Lost, injured or otherwise missing")),
    (Category.YOUNG_ADULT, say("Critically missing young adult")),
    (Category.UNIDENTIFIED, say("Unidentified child")),
    (Category.ATTEMPTED_ABDUCTION, say("Attempted abduction")),
    (CaseStatus.ACTIVE, say("Active")),
    (CaseStatus.RECOVERED, say("Recovered")),
    (CaseStatus.CLOSED, say("Closed")),
    (ChildStatus.MISSING, say("Missing")),
    (ChildStatus.RECOVERED, say("Recovered")),
    (Relation.MOTHER, say("Mother")),
    (Relation.FATHER, say("Father")),
    (Relation.STEPPARENT, say("Stepparent")),
    (Relation.GUARDIAN, say("Guardian")),
    (Relation.FOSTER_PARENT, say("Foster parent")),
    (Relation.GRANDPARENT, say("Grandparent")),
    (Relation.SIBLING, say("Brother or sister")),
    (Relation.RELATIVE, say("Other relative")),
    (Relation.PARTNER, say("Boyfriend or girlfriend")),
    (Relation.FRIEND, say("Friend")),
    (Relation.CASEWORKER, say("Caseworker")),
    (Relation.SCHOOL, say("School")),
    (Relation.OFFICER, say("Officer")),
    (Relation.ACQUAINTANCE, say("Acquaintance")),
    (Relation.ONLINE, say("Known online only")),
    (Relation.STRANGER, say("Stranger")),
    (Relation.SELF, say("The child")),
    (Relation.OTHER, say("Other")),
    (CompanionRole.COMPANION, say("Companion")),
    (CompanionRole.ABDUCTOR, say("Abductor")),
    (CompanionRole.SUSPECT, say("Suspect")),
    (AgencyRole.INVESTIGATING, say("Investigating agency")),
    (AgencyRole.ASSISTING, say("Assisting agency")),
    (Compartment.STAFF, say("Clearinghouse only")),
    (Compartment.SHARED, say("Shared with the agencies on the case")),
    (RecoveredBy.LAW_ENFORCEMENT, say("Found by law enforcement")),
    (RecoveredBy.RETURNED, say("Came back by themselves")),
    (RecoveredBy.FAMILY, say("Found by the family")),
    (RecoveredBy.PUBLIC_LEAD, say("Found through a lead from the public")),
    (RecoveredBy.CHILD_WELFARE, say("Found by child welfare")),
    (RecoveredBy.DECEASED, say("Found deceased")),
    (RecoveredBy.NOT_MISSING, say("Was not missing")),
    (RecoveredBy.OTHER, say("Other")),
    (ClosingReason.RECOVERED, say("Every child is recovered")),
    (ClosingReason.DUPLICATE, say("Duplicate of another case")),
    (ClosingReason.UNFOUNDED, say("The report was unfounded")),
    (ClosingReason.TRANSFERRED, say("Transferred to another clearinghouse")),
)
# Words of different lists may be equal as text («recovered»), so the list is part of the key.
LABELS: Mapping[tuple[type[StrEnum], str], Say] = {
    (type(word), word.value): said for word, said in _WORDS
}


def label(word: StrEnum) -> Say:
    """
    Return the label of a word.

    >>> str(label(Category.FAMILY_ABDUCTION))
    'Family abduction'
    """
    return LABELS[type(word), word.value]


def choices(words: type[StrEnum]) -> tuple[tuple[str, Say], ...]:
    """
    Return the words of a list with their labels, as forms take them.

    >>> choices(ChildStatus)[0][0]
    'missing'
    """
    return tuple((word.value, label(word)) for word in words)
