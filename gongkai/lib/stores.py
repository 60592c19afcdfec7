"""Where sealed files lie: in a folder, or in a bucket of storage that speaks S3 with the folder behind it.

Names are paths below the folder, as ``attachments/ab/abcd…``, and the same in the bucket. Nothing here gives
out an address: whoever reads a file reads it from this program.
"""

from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Protocol

from gongkai.lib.crypto import UnknownKey
from gongkai.lib.files import write_whole
from gongkai.lib.language import _

#: Seconds to be connected, and between two bytes; how often it is tried in all.
CONNECT, READ, TRIES = 5, 20, 3


class Unreachable(OSError):
    """The storage does not answer, or does not let us in: why, in words. What lies there is not lost."""


class Unavailable(UnknownKey):
    """A file that is not lost, but cannot be had now; a sentence for whoever asked for it."""


class Store(Protocol):
    """``get`` of what is not there is a FileNotFoundError; any other trouble an OSError."""

    def put(self, name: str, data: bytes) -> None: ...

    def get(self, name: str) -> bytes: ...

    def has(self, name: str) -> bool: ...

    def drop(self, name: str) -> None: ...

    def names(self, folder: str) -> Iterator[tuple[str, float]]:
        """What lies below a folder, each with the moment of its writing in seconds."""


@dataclass(frozen=True, slots=True)
class Folder:
    root: Path

    def put(self, name: str, data: bytes) -> None:
        write_whole(self.root / name, data, private=True)

    def get(self, name: str) -> bytes:
        return (self.root / name).read_bytes()

    def has(self, name: str) -> bool:
        return (self.root / name).exists()

    def drop(self, name: str) -> None:
        (self.root / name).unlink(missing_ok=True)

    def names(self, folder: str) -> Iterator[tuple[str, float]]:
        for path in (self.root / folder).glob("??/*"):
            with suppress(FileNotFoundError):  # somebody else took it away
                if not path.name.startswith("."):
                    yield path.relative_to(self.root).as_posix(), path.stat().st_mtime


@dataclass(frozen=True, slots=True)
class Access:
    """``bucket``: its name, or name/prefix. ``endpoint``: the address of a server, empty for Amazon's own."""

    bucket: str
    endpoint: str
    region: str
    key: str
    secret: str


@dataclass(frozen=True, slots=True)
class Bucket:
    """What was kept before there was a bucket, or came back from a backup, is found in the folder."""

    access: Access
    behind: Folder

    def put(self, name: str, data: bytes) -> None:
        with _told():
            self._client.put_object(Bucket=self._bucket, Key=self._key(name), Body=data)

    def get(self, name: str) -> bytes:
        try:
            with _told():
                found: bytes = self._client.get_object(Bucket=self._bucket, Key=self._key(name))[
                    "Body"
                ].read()
        except FileNotFoundError:
            return self.behind.get(name)
        return found

    def has(self, name: str) -> bool:
        try:
            with _told():
                self._client.head_object(Bucket=self._bucket, Key=self._key(name))
        except FileNotFoundError:
            return self.behind.has(name)
        return True

    def drop(self, name: str) -> None:
        self.behind.drop(name)
        with _told():
            self._client.delete_object(Bucket=self._bucket, Key=self._key(name))

    def names(self, folder: str) -> Iterator[tuple[str, float]]:
        yield from self.behind.names(folder)
        yield from self.inside(folder)

    def inside(self, folder: str) -> Iterator[tuple[str, float]]:
        """What lies in the bucket alone."""
        before = self._key("")
        with _told():
            pages = self._client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self._bucket, Prefix=self._key(f"{folder}/")):
                for found in page.get("Contents", ()):
                    yield found["Key"].removeprefix(before), found["LastModified"].timestamp()

    def address(self, name: str) -> str:
        """Where somebody without a key would ask for it: for ``doctor``, which sees to it that nobody can."""
        base = self._client.meta.endpoint_url
        return f"{base}/{self._bucket}/{self._key(name)}"

    @property
    def _bucket(self) -> str:
        return self.access.bucket.partition("/")[0]

    def _key(self, name: str) -> str:
        prefix = self.access.bucket.partition("/")[2].strip("/")
        return f"{prefix}/{name}" if prefix else name

    @property
    def _client(self) -> Any:
        return _client(self.access)


@cache
def _client(access: Access) -> Any:
    """One for all threads: it keeps its connections."""
    import boto3
    from botocore.config import Config

    how = Config(
        connect_timeout=CONNECT,
        read_timeout=READ,
        retries={"total_max_attempts": TRIES, "mode": "standard"},
        s3={"addressing_style": "path"},
        # what else it adds of its own accord, servers besides Amazon's do not know
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    return boto3.session.Session().client(
        "s3",
        endpoint_url=access.endpoint or None,
        region_name=access.region,
        aws_access_key_id=access.key,
        aws_secret_access_key=access.secret,
        config=how,
    )


@contextmanager
def _told() -> Iterator[None]:
    """What the library says, as an OSError with a sentence."""
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        yield
    except ClientError as error:
        status = error.response["ResponseMetadata"]["HTTPStatusCode"]
        code = error.response["Error"].get("Code", "")
        if code in {"NoSuchKey", "404"}:
            raise FileNotFoundError(code) from error
        words = {
            "NoSuchBucket": _("对象存储里没有这个存储桶"),
            "InvalidAccessKeyId": _("对象存储不认这个密钥"),
            "SignatureDoesNotMatch": _("对象存储不认这个密钥"),
        }
        refused = _("对象存储不让用，密钥或者权限不对") if status in {401, 403} else ""
        told = words.get(code) or refused or _("对象存储出错（{status}）").format(status=status)
        raise Unreachable(told) from error
    except BotoCoreError as error:
        raise Unreachable(_("对象存储连不上，或者太慢")) from error
