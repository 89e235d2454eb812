"""Slack's tokens as a table holds them: encrypted by a KMS key, where the deployment names one.

KMS itself encrypts and decrypts, which it does up to 4 KB: Slack's tokens have some 200 characters each. Each call
names the owner of the tokens (KMS's encryption context), so that tokens encrypted for one workspace are of no use in
another's place, and CloudTrail shows whose tokens were read. Where no key is named, DynamoDB's own encryption at rest
is all there is.
"""

import json
from collections.abc import Mapping
from typing import Any

from shelftalker.aws import clients
from shelftalker.aws.clients import AwsCallError, LazyClient


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
        self._kms = LazyClient("kms", clients.TIMEOUTS.click)

    def encrypt(self, tokens: Mapping[str, str | None], owner: Mapping[str, str]) -> dict[str, Any]:
        """Return the attribute to write.

        Args:
            tokens: By name.
            owner: Key of the item; the tokens can be decrypted for it alone. No secret.

        Raises:
            TokenCipherError: KMS doesn't answer, or refuses.
        """
        text = json.dumps(dict(tokens))
        if not self._key:
            return {"S": text}
        return {"B": self._call("encrypt", Plaintext=text.encode(), EncryptionContext=owner)["CiphertextBlob"]}

    def decrypt(self, attribute: Mapping[str, Any], owner: Mapping[str, str]) -> dict[str, str | None]:
        """Return the tokens of an attribute, also of one that was written before there was a key.

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
        answer = self._call("decrypt", CiphertextBlob=attribute["B"], EncryptionContext=owner)
        tokens = json.loads(answer["Plaintext"])
        return tokens

    def _call(self, operation: str, **arguments: Any) -> dict[str, Any]:
        try:
            return self._kms.call(operation, KeyId=self._key, **arguments)
        except AwsCallError as error:
            raise TokenCipherError(
                f"KMS can't {operation} tokens with the key {self._key}: {error}. If this goes on, see that "
                "INSTALLATION_KEY names the key that they were encrypted by, and that the function's role may use it."
            ) from error
