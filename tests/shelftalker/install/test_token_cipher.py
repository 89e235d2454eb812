"""Tokens as an attribute of the table: for their owner alone, by a key or without one."""

from typing import Any

import pytest

from shelftalker.install.token_cipher import TokenCipher, TokenCipherError

OWNER = {"workspace_id": "T1"}
TOKENS: dict[str, str | None] = {"bot_token": "xoxb-first", "user_token": None}


def test_encrypted_tokens_come_back_to_their_owner_and_to_nobody_else(key: str) -> None:
    cipher = TokenCipher(key)
    attribute = cipher.encrypt(TOKENS, OWNER)
    assert b"xoxb" not in attribute["B"]
    assert cipher.decrypt(attribute, OWNER) == TOKENS
    with pytest.raises(TokenCipherError, match="KMS can't decrypt tokens with the key"):
        cipher.decrypt(attribute, {"workspace_id": "T2"})


def test_tokens_from_before_there_was_a_key_are_read_with_one_and_without(key: str) -> None:
    attribute: dict[str, Any] = TokenCipher("").encrypt(TOKENS, OWNER)
    assert set(attribute) == {"S"}
    assert TokenCipher("").decrypt(attribute, OWNER) == TokenCipher(key).decrypt(attribute, OWNER) == TOKENS


def test_without_the_key_that_they_were_encrypted_by_the_error_says_what_to_set(key: str) -> None:
    attribute = TokenCipher(key).encrypt(TOKENS, OWNER)
    with pytest.raises(TokenCipherError, match="set INSTALLATION_KEY"):
        TokenCipher("").decrypt(attribute, OWNER)
