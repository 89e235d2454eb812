"""Pseudonyms of readers in Slack: a keyed hash, so that nobody without the key can find a reader's by trying ids."""

import hashlib
import hmac
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from model_build.datasets.formats.table_file import DatasetError

if TYPE_CHECKING:
    from types_boto3_ssm import SSMClient


@dataclass(frozen=True, slots=True)
class PseudonymConfig:
    """Numbers of the pseudonyms.

    Attributes:
        key_bytes: Least length of a key: that of the hash, as RFC 2104 advises.
        digits: Number of hexadecimal digits. With 64 bits two of 100,000 readers have the same pseudonym, and count as
            one, with a chance of 3 in 10,000,000,000; the folds of readers know 64 bits of it as well.
    """

    key_bytes: int = 32
    digits: int = 16


PSEUDONYMS = PseudonymConfig()


@dataclass(frozen=True, slots=True, repr=False)
class PseudonymKey:
    """A secret key of pseudonyms; it has no repr, so that no error shows it."""

    secret: bytes

    def __post_init__(self) -> None:
        """Refuse a key that can be guessed.

        Raises:
            DatasetError: It is too short.
        """
        if len(self.secret) < PSEUDONYMS.key_bytes:
            raise DatasetError(
                f"Expected a key of at least {PSEUDONYMS.key_bytes} bytes for the readers' pseudonyms; got one of "
                f"{len(self.secret)}. Make one with: openssl rand -hex 32"
            )

    @classmethod
    def from_text(cls, text: str) -> "PseudonymKey":
        """Return the key of a text, without the space around it; errors as of the key itself."""
        return cls(text.strip().encode())

    @classmethod
    def from_file(cls, path: Path) -> "PseudonymKey":
        """Return the key in a file.

        Raises:
            DatasetError: It can't be read as text, or the key is too short.
        """
        try:
            return cls.from_text(path.read_text(encoding="utf-8"))
        except (OSError, UnicodeError) as error:
            raise DatasetError(
                f"Expected the key of the readers' pseudonyms, as text, in {path}; it can't be read ({error}). Make "
                f"one with: openssl rand -hex 32 > {path}"
            ) from error

    @classmethod
    def from_ssm(cls, name: str, client: "SSMClient | None" = None) -> "PseudonymKey":
        """Return the key in a parameter of SSM.

        Args:
            name: Name of the parameter, a SecureString.
            client: The client; without one, that of boto3's configuration.

        Raises:
            DatasetError: SSM has no such parameter, or refuses, or can't be reached, or the key is too short.
        """
        import boto3  # noqa: PLC0415 - it takes a second, which the other commands save
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        try:
            ssm = client or boto3.client("ssm")
            text = ssm.get_parameter(Name=name, WithDecryption=True)["Parameter"]["Value"]
        except (BotoCoreError, ClientError) as error:
            raise DatasetError(
                f"Expected the key of the readers' pseudonyms in SSM's parameter {name}; it can't be read ({error}). "
                "Who trains needs ssm:GetParameter on it. Make one with: aws ssm put-parameter --type SecureString "
                f'--name {name} --value "$(openssl rand -hex 32)"'
            ) from error
        return cls.from_text(text)

    def pseudonym(self, workspace_id: str, user_id: str) -> str:
        """Return the pseudonym of a reader: the first digits of HMAC-SHA256 of workspace and user id."""
        message = f"{workspace_id}\0{user_id}".encode()
        return hmac.new(self.secret, message, hashlib.sha256).hexdigest()[: PSEUDONYMS.digits]
