"""Answers that a client has already: entity tags by the version of the model and of the function.

A model is read-only, and so is a published version of a function with its settings: the same address is answered with
the same bytes for as long as neither changes. So a tag is strong, and needs no look at the answer.
"""

import re
from collections.abc import Mapping

# A whole If-None-Match: https://www.rfc-editor.org/rfc/rfc9110#name-if-none-match
_TAG = r'(?:W/)?"[!#-~\x80-\xff]*"'
_TAGS = re.compile(rf"\s*(?:{_TAG})?(?:\s*,\s*(?:{_TAG})?)*\s*")
_NOT_IN_TAGS = re.compile(r"[^!#-~]")


def entity_tag(*versions: str) -> str:
    """Return the tag of an answer that depends on these versions alone, and on its address."""
    return f'"{_NOT_IN_TAGS.sub("_", "-".join(versions))}"'


def is_unchanged(headers: Mapping[str, str], tag: str) -> bool:
    """Test if If-None-Match names a tag, or any; a header that is none counts as absent.

    Args:
        headers: Those of the request, by names in lower case.
        tag: Of the answer.
    """
    given = headers.get("if-none-match", "")
    if given.strip() == "*":
        return True
    # Compared weakly, as RFC 9110 wants it: a proxy that compresses an answer makes its tag a weak one.
    return _TAGS.fullmatch(given) is not None and tag in [found.removeprefix("W/") for found in re.findall(_TAG, given)]
