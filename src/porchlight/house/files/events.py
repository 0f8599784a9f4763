"""What happens to files. The events about a file are its chain of custody."""

from dataclasses import dataclass

from porchlight.core.event import Event
from porchlight.core.text import say


@dataclass(frozen=True)
class _AboutAFile(Event):
    """An event about a file and the record it belongs to (``case:12``), if any."""

    file_id: int
    about: str

    def records(self) -> tuple[str, ...]:
        return tuple(each for each in (f"file:{self.file_id}", self.about) if ":" in each)


@dataclass(frozen=True)
class FileKept(_AboutAFile):
    """Bytes arrived and are durable; ``again`` when the same bytes were here before."""

    KIND = "files.file.kept"
    SENTENCE = say("Kept file {file_id}, SHA-256 {sha256}, {size} bytes")
    sha256: str
    size: int
    compartment: str
    again: bool


@dataclass(frozen=True)
class PictureDrawn(_AboutAFile):
    """Copies without hidden data were drawn from a picture."""

    KIND = "files.picture.drawn"
    SENTENCE = say("Drew copies of picture {file_id}: {shapes}")
    shapes: str


@dataclass(frozen=True)
class FileViewed(_AboutAFile):
    """Somebody looked at a plain file or a copy of a picture."""

    KIND = "files.file.viewed"
    SENTENCE = say("Looked at file {file_id}")
    shape: str


@dataclass(frozen=True)
class SealedOpened(_AboutAFile):
    """Somebody opened a sealed file; the reason in words stands with the opening."""

    KIND = "files.sealed.opened"
    SENTENCE = say("Opened sealed file {file_id}: {why}")
    opening_id: int
    compartment: str
    why: str

    def records(self) -> tuple[str, ...]:
        return (*super().records(), f"opening:{self.opening_id}")


@dataclass(frozen=True)
class DropLeft(Event):
    """The public left a file, sealed."""

    KIND = "files.drop.left"
    SENTENCE = say("Left file {drop}, SHA-256 {sha256}")
    drop: str
    sha256: str

    def records(self) -> tuple[str, ...]:
        return (f"drop:{self.drop}",)


@dataclass(frozen=True)
class DropTakenIn(_AboutAFile):
    """A file that the public left is in the house; ``state`` says what the picture was."""

    KIND = "files.drop.taken"
    SENTENCE = say("Took in file {file_id} that the public left: {state}")
    drop: str
    sha256: str
    state: str

    def records(self) -> tuple[str, ...]:
        return (*super().records(), f"drop:{self.drop}")


@dataclass(frozen=True)
class FileFaulty(_AboutAFile):
    """The scrub found bytes missing or altered."""

    KIND = "files.file.faulty"
    SENTENCE = say("Found the bytes of file {file_id} {kind}")
    kind: str


@dataclass(frozen=True)
class FileHealed(_AboutAFile):
    """The bytes of a faulty file are whole again."""

    KIND = "files.file.healed"
    SENTENCE = say("Found the bytes of file {file_id} whole again")


@dataclass(frozen=True)
class StoreSwept(Event):
    """Bytes that nobody ever acknowledged were taken away."""

    KIND = "files.store.swept"
    SENTENCE = say("Took away {orphans} files that no record names and {unfinished} unfinished")
    orphans: int
    unfinished: int


@dataclass(frozen=True)
class KeyMade(Event):
    """A compartment has a new key."""

    KIND = "files.key.made"
    SENTENCE = say("Made key {key} for {compartment}")
    compartment: str
    key: str


@dataclass(frozen=True)
class KeysRewrapped(Event):
    """Files of a compartment open with its newest key."""

    KIND = "files.key.rewrapped"
    SENTENCE = say("Wrapped the keys of {files} files of {compartment} anew, with {key}")
    compartment: str
    key: str
    files: int


@dataclass(frozen=True)
class KeyDestroyed(Event):
    """An old key of a compartment is gone for good."""

    KIND = "files.key.destroyed"
    SENTENCE = say("Destroyed key {key} of {compartment}")
    compartment: str
    key: str


@dataclass(frozen=True)
class DestructionAsked(_AboutAFile):
    """Somebody asked that a file be destroyed."""

    KIND = "files.destruction.asked"
    SENTENCE = say("Asked that file {file_id} be destroyed: {order}")
    order: str


@dataclass(frozen=True)
class FileDestroyed(_AboutAFile):
    """A second person destroyed it: its key, its bytes and its copies. This is the certificate."""

    KIND = "files.file.destroyed"
    SENTENCE = say("Destroyed file {file_id}, SHA-256 {sha256}, and {copies} copies: {order}")
    destruction_id: int
    sha256: str
    order: str
    copies: int
