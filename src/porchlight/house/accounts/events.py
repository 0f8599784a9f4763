"""What happens to accounts and at the door: the log of CJIS AU-2."""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class AccountOpened(Event):
    """Somebody has an account now."""

    KIND = "accounts.account.opened"
    SENTENCE = say("Opened the account with the role {role}")
    account_id: int
    role: str


@dataclass(frozen=True)
class DemonstrationPrepared(Event):
    """An invented person has a sign-in that everybody may know."""

    KIND = "accounts.account.prepared"
    SENTENCE = say("Set a known sign-in for a demonstration")
    account_id: int


@dataclass(frozen=True)
class AccountDisabled(Event):
    """The account and all its sessions ended."""

    KIND = "accounts.account.disabled"
    SENTENCE = say("Disabled the account and ended its sessions")
    account_id: int


@dataclass(frozen=True)
class AccountEnabled(Event):
    """A disabled account may sign in again."""

    KIND = "accounts.account.enabled"
    SENTENCE = say("Enabled the account again")
    account_id: int


@dataclass(frozen=True)
class RoleGranted(Event):
    """A role was given."""

    KIND = "accounts.role.granted"
    SENTENCE = say("Gave the role {role}")
    account_id: int
    role: str


@dataclass(frozen=True)
class RoleEnded(Event):
    """A role was taken away."""

    KIND = "accounts.role.ended"
    SENTENCE = say("Ended the role {role}")
    account_id: int
    role: str


@dataclass(frozen=True)
class RoleExpired(Event):
    """A role that was given for a time ran out."""

    KIND = "accounts.role.expired"
    SENTENCE = say("The role {role} ran out")
    account_id: int
    role: str


@dataclass(frozen=True)
class AccountIdle(Event):
    """Nobody used the account for too long: disabled."""

    KIND = "accounts.account.idle"
    SENTENCE = say("Disabled the account that nobody used")
    account_id: int


@dataclass(frozen=True)
class SignInReset(Event):
    """Password and factors of somebody who lost them work no longer; a new link was made."""

    KIND = "accounts.account.reset"
    SENTENCE = say("Reset the sign-in")
    account_id: int
    invitation_id: int


@dataclass(frozen=True)
class SignedIn(Event):
    """A session began; ``factor`` is what proved the person last."""

    KIND = "accounts.session.began"
    SENTENCE = say("Signed in ({factor})")
    account_id: int
    factor: str


@dataclass(frozen=True)
class SignInFailed(Event):
    """A sign-in was refused; ``stage`` says where. No account: the address is unknown."""

    KIND = "accounts.session.refused"
    SENTENCE = say("Sign-in refused ({stage})")
    account_id: int | None
    stage: str


@dataclass(frozen=True)
class AccountLocked(Event):
    """Too many failures in a row: locked until an administrator releases it."""

    KIND = "accounts.account.locked"
    SENTENCE = say("Locked after {failures} failures in a row")
    account_id: int
    failures: int


@dataclass(frozen=True)
class LockReleased(Event):
    """An administrator released the lock."""

    KIND = "accounts.account.released"
    SENTENCE = say("Released the lock")
    account_id: int


@dataclass(frozen=True)
class SignedOut(Event):
    """The person ended their session."""

    KIND = "accounts.session.ended"
    SENTENCE = say("Signed out")
    account_id: int


@dataclass(frozen=True)
class SessionsEnded(Event):
    """Sessions in other browsers were ended."""

    KIND = "accounts.session.closed"
    SENTENCE = say("Ended {count} sessions elsewhere")
    account_id: int
    count: int


@dataclass(frozen=True)
class IdleUnlocked(Event):
    """The person came back to a page that had locked itself."""

    KIND = "accounts.session.unlocked"
    SENTENCE = say("Unlocked the page ({factor})")
    account_id: int
    factor: str


@dataclass(frozen=True)
class Reauthenticated(Event):
    """The person proved anew who they are, before something that matters."""

    KIND = "accounts.session.proved"
    SENTENCE = say("Proved who they are again ({factor})")
    account_id: int
    factor: str


@dataclass(frozen=True)
class PasswordChanged(Event):
    """A new password; other sessions ended."""

    KIND = "accounts.password.changed"
    SENTENCE = say("Changed the password")
    account_id: int


@dataclass(frozen=True)
class FactorAdded(Event):
    """A second factor was added."""

    KIND = "accounts.factor.added"
    SENTENCE = say("Added a second factor ({kind})")
    account_id: int
    kind: str


@dataclass(frozen=True)
class FactorRemoved(Event):
    """A second factor was removed."""

    KIND = "accounts.factor.removed"
    SENTENCE = say("Removed a second factor ({kind})")
    account_id: int
    kind: str


@dataclass(frozen=True)
class PreferencesChanged(Event):
    """Name or language of one's own account."""

    KIND = "accounts.account.changed"
    SENTENCE = say("Changed their own name or language")
    account_id: int


@dataclass(frozen=True)
class InvitationSent(Event):
    """Somebody was invited."""

    KIND = "accounts.invitation.sent"
    SENTENCE = say("Invited somebody to the role {role}")
    invitation_id: int
    role: str
    agency_id: int | None


@dataclass(frozen=True)
class InvitationAccepted(Event):
    """The invited person has an account now."""

    KIND = "accounts.invitation.accepted"
    SENTENCE = say("Accepted the invitation and opened the account")
    invitation_id: int
    account_id: int


@dataclass(frozen=True)
class InvitationRefused(Event):
    """Somebody who has the link gave a wrong number."""

    KIND = "accounts.invitation.refused"
    SENTENCE = say("Refused an invitation: the number was wrong")
    invitation_id: int


@dataclass(frozen=True)
class InvitationWithdrawn(Event):
    """The link works no longer."""

    KIND = "accounts.invitation.withdrawn"
    SENTENCE = say("Withdrew the invitation")
    invitation_id: int


@dataclass(frozen=True)
class GlassBroken(Event):
    """A record was opened in an emergency by somebody whose work it is not."""

    KIND = "accounts.glass.broken"
    SENTENCE = say("Opened {about} in an emergency")
    glass_id: int
    about: str

    def records(self) -> tuple[str, ...]:
        return (f"glass:{self.glass_id}", self.about)


@dataclass(frozen=True)
class GlassReviewed(Event):
    """A supervisor judged an emergency opening."""

    KIND = "accounts.glass.reviewed"
    SENTENCE = say("Reviewed the emergency opening of {about}")
    glass_id: int
    about: str

    def records(self) -> tuple[str, ...]:
        return (f"glass:{self.glass_id}", self.about)


@dataclass(frozen=True)
class KeyIssued(Event):
    """A partner's machine got a key."""

    KIND = "accounts.key.issued"
    SENTENCE = say("Gave a machine's key with the role {role}")
    key_id: int
    agency_id: int
    role: str


@dataclass(frozen=True)
class KeyRevoked(Event):
    """A machine's key opens nothing any more."""

    KIND = "accounts.key.revoked"
    SENTENCE = say("Took a machine's key back")
    key_id: int
    agency_id: int


@dataclass(frozen=True)
class KeyRefused(Event):
    """A machine came with a key that does not fit, has ended or was taken back."""

    KIND = "accounts.key.refused"
    SENTENCE = say("Refused a machine's key ({why})")
    key_id: int | None
    why: str
