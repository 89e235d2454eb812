"""Slack's tokens as they are written into a table: encrypted by a KMS key, where the deployment names one.

KMS itself encrypts and decrypts, which it does up to 4 KB: Slack's tokens have some 200 characters each. Each call
names what the tokens belong to (KMS's encryption context), so that what is encrypted for one workspace is of no use in
another's place, and CloudTrail tells whose tokens were read. Where no key is named, DynamoDB's own encryption at rest
is all there is.
"""

import json
from collections.abc import Mapping
from typing import Any

# As a click's calls of DynamoDB, see aws/dynamodb_table.py.
_CONNECT_SECONDS = 0.3
_READ_SECONDS = 0.6
_ATTEMPTS = 2


class TokenCipherError(Exception):
    """Tokens can't be encrypted or decrypted now."""


class TokenCipher:
    """Turns tokens into a DynamoDB attribute and back."""

    def __init__(self, key: str) -> None:
        """Use a key; KMS is not called before it is needed.

        Args:
            key: Its ARN, or an empty string for none.
        """
        self._key = key
        self._made_client: Any = None

    def sealed(self, tokens: Mapping[str, str | None], belongs_to: Mapping[str, str]) -> dict[str, Any]:
        """The attribute to write.

        Args:
            tokens: By name.
            belongs_to: What they can only be read for; no secret.

        Raises:
            TokenCipherError: KMS doesn't answer, or refuses.
        """
        text = json.dumps(dict(tokens))
        if not self._key:
            return {"S": text}
        return {"B": self._ask("encrypt", Plaintext=text.encode(), EncryptionContext=belongs_to)["CiphertextBlob"]}

    def opened(self, attribute: Mapping[str, Any], belongs_to: Mapping[str, str]) -> dict[str, str | None]:
        """The tokens in an attribute, also in one that was written before there was a key.

        Raises:
            TokenCipherError: KMS doesn't answer or refuses, or the key they were encrypted by isn't named any more.
        """
        tokens: dict[str, str | None]
        if "S" in attribute:
            tokens = json.loads(attribute["S"])
            return tokens
        if not self._key:
            raise TokenCipherError(
                "The tokens are encrypted by a KMS key, and none is named: set INSTALLATION_KEY to the ARN of the key "
                "that they were encrypted by."
            )
        sealed = bytes(attribute["B"])
        tokens = json.loads(self._ask("decrypt", CiphertextBlob=sealed, EncryptionContext=belongs_to)["Plaintext"])
        return tokens

    def _ask(self, operation: str, **arguments: Any) -> dict[str, Any]:
        # Imported here: most of a cold start, and not needed for the answer to a title.
        from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415

        try:
            answer: dict[str, Any] = getattr(self._client(), operation)(KeyId=self._key, **arguments)
        except (BotoCoreError, ClientError, ValueError) as error:
            raise TokenCipherError(
                f"KMS can't {operation} tokens with the key {self._key}: {error}. If this goes on, see that "
                "INSTALLATION_KEY names the key that they were encrypted by, and that the function's role may use it."
            ) from error
        return answer

    def _client(self) -> Any:
        if self._made_client is None:
            import boto3  # noqa: PLC0415
            from botocore.config import Config  # noqa: PLC0415

            retries: Any = {"total_max_attempts": _ATTEMPTS, "mode": "legacy"}
            config = Config(connect_timeout=_CONNECT_SECONDS, read_timeout=_READ_SECONDS, retries=retries)
            self._made_client = boto3.client("kms", config=config)
        return self._made_client
