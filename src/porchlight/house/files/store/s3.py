"""Bytes in a bucket of an S3-compatible service."""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError

from porchlight.house.files.store.local import LocalStore, not_there
from porchlight.house.files.store.staged import Staged, no_room, place_of, staging

ABSENT = frozenset({"404", "NoSuchKey", "NotFound"})


@dataclass(frozen=True)
class S3File:
    """An object of the bucket, read by ranges."""

    client: Any
    bucket: str
    key: str
    size: int

    def read_at(self, offset: int, length: int) -> bytes:
        """Return the bytes from ``offset``, fewer than ``length`` only at the end."""
        beyond = min(offset + length, self.size)
        if offset >= beyond:
            return b""
        with _answering():
            answer = self.client.get_object(
                Bucket=self.bucket, Key=self.key, Range=f"bytes={offset}-{beyond - 1}"
            )
            return bytes(answer["Body"].read())

    def close(self) -> None:
        """There is nothing to let go of."""


@dataclass(frozen=True)
class S3Store:
    """A bucket; ``folder`` is where files are staged on this machine before they are sent."""

    bucket: str
    endpoint: str
    key: str
    secret: str
    folder: Path

    @cached_property
    def client(self) -> Any:  # noqa: ANN401 the library makes its clients' types at run time
        """The connection; safe to share between threads."""
        return boto3.client(
            "s3",
            endpoint_url=self.endpoint or None,
            aws_access_key_id=self.key or None,
            aws_secret_access_key=self.secret or None,
            region_name="us-east-1",
            config=Config(
                connect_timeout=5, read_timeout=30, retries={"max_attempts": 3, "mode": "standard"}
            ),
        )

    def stage(self) -> AbstractContextManager[Staged]:
        """Give a file to write to before its address is known."""
        return staging(self.folder)

    def put(self, staged: Staged) -> str:
        """
        Store what was staged and return its address; the service has it when it returns.

        :raises NoRoom: when the service does not take it
        """
        with _answering(), staged.path.open("rb") as source:
            # The service computes the checksum again and refuses what was altered on its way.
            self.client.upload_fileobj(
                source,
                self.bucket,
                place_of(staged.address),
                ExtraArgs={"ChecksumAlgorithm": "SHA256"},
            )
        return staged.address

    def open(self, address: str) -> S3File:
        """
        Return the bytes at ``address``, to be read anywhere.

        :raises NotWhole: when they are not there
        """
        head = self._head(address)
        if head is None:
            raise not_there()
        return S3File(self.client, self.bucket, place_of(address), int(head["ContentLength"]))

    def has(self, address: str) -> bool:
        """Whether something lies at ``address``."""
        return self._head(address) is not None

    def delete(self, address: str, *, before: datetime | None = None) -> bool:
        """
        Take the bytes away, unless they arrived again at or after ``before``; returns whether.
        """
        head = self._head(address)
        if head is None or (before is not None and head["LastModified"].astimezone(UTC) >= before):
            return False
        with _answering():
            self.client.delete_object(Bucket=self.bucket, Key=place_of(address))
        return True

    def addresses(self) -> Iterator[tuple[str, datetime]]:
        """Yield every address with the time of its last arrival, in the order of addresses."""
        with _answering():
            for page in self.client.get_paginator("list_objects_v2").paginate(Bucket=self.bucket):
                for one in page.get("Contents", ()):
                    yield one["Key"].rpartition("/")[2], one["LastModified"].astimezone(UTC)

    def forget_unfinished(self, before: datetime) -> int:
        """Take away what was staged before then and never stored; returns how many."""
        return LocalStore(self.folder).forget_unfinished(before)

    def _head(self, address: str) -> dict[str, Any] | None:
        with _answering():
            try:
                found = self.client.head_object(Bucket=self.bucket, Key=place_of(address))
            except ClientError as error:
                if error.response["Error"]["Code"] in ABSENT:
                    return None
                raise
            return dict(found)


@contextmanager
def _answering() -> Iterator[None]:
    try:
        yield
    except (BotoCoreError, ClientError) as error:
        raise no_room() from error
