"""Pseudonyms of readers and their key."""

import hashlib
import hmac
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from model_build.datasets.formats.table_file import DatasetError
from model_build.learning.pseudonyms import PseudonymKey
from tests.exported_shelves import KEY

if TYPE_CHECKING:
    from types_boto3_ssm import SSMClient


def test_a_pseudonym_is_the_hash_of_workspace_and_user_under_the_key() -> None:
    expected = hmac.new(KEY.encode(), b"T1\0U1", hashlib.sha256).hexdigest()[:16]
    assert PseudonymKey(KEY.encode()).pseudonym("T1", "U1") == expected


def test_other_readers_workspaces_and_keys_have_other_pseudonyms() -> None:
    key, other = PseudonymKey(KEY.encode()), PseudonymKey(b"another key, of at least 32 bytes")
    pseudonyms = [key.pseudonym("T1", "U1"), key.pseudonym("T2", "U1"), key.pseudonym("T1", "U2")]
    pseudonyms += [key.pseudonym("T1U", "1"), other.pseudonym("T1", "U1")]
    assert len(set(pseudonyms)) == 5


def test_a_key_that_is_too_short_is_refused() -> None:
    with pytest.raises(DatasetError, match=r"at least 32 bytes for the readers' pseudonyms; got one of 31"):
        PseudonymKey(b"k" * 31)


def test_no_error_shows_a_key() -> None:
    assert KEY not in repr(PseudonymKey(KEY.encode()))


def test_the_key_in_a_file_has_no_space_around_it(tmp_path: Path) -> None:
    (tmp_path / "key").write_text(f"{KEY}\n")
    assert PseudonymKey.from_file(tmp_path / "key") == PseudonymKey(KEY.encode())


def test_a_file_that_holds_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "key").write_bytes(b"\xff" * 40)
    for name in ("key", "none"):
        with pytest.raises(DatasetError, match=rf"key of the readers' pseudonyms, as text, in .*{name}; it can't"):
            PseudonymKey.from_file(tmp_path / name)


def test_the_key_in_ssm_is_decrypted(ssm: "SSMClient") -> None:
    ssm.put_parameter(Name="/bot/pseudonym-key", Type="SecureString", Value=KEY, Overwrite=True)
    assert PseudonymKey.from_ssm("/bot/pseudonym-key") == PseudonymKey(KEY.encode())


def test_a_parameter_that_ssm_does_not_have_is_named(ssm: "SSMClient") -> None:
    with pytest.raises(DatasetError, match=r"SSM's parameter /bot/none; .*ParameterNotFound.*put-parameter"):
        PseudonymKey.from_ssm("/bot/none", ssm)
