"""Signatures, held against botocore's."""

from datetime import UTC, datetime
from urllib.parse import quote, urlsplit

import pytest
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials as BotocoreCredentials
from hypothesis import given
from hypothesis import strategies as st

from shelftalker.aws.clients import ClientTimeouts
from shelftalker.aws.credentials import Credentials, CredentialSource
from shelftalker.aws.light_client import JsonService, LightClient

VISIBLE = st.characters(min_codepoint=0x21, max_codepoint=0x7E)
HOSTS = st.sampled_from([
    "dynamodb.eu-central-1.amazonaws.com", "ssm.cn-north-1.amazonaws.com.cn", "127.0.0.1", "localhost", "[::1]"
])  # fmt: skip
SEGMENTS = st.text(st.characters(blacklist_categories=["Cs"], blacklist_characters="/?#.\r\n\t\\"), min_size=1)
PATHS = st.lists(SEGMENTS, max_size=3).map(lambda segments: "".join(f"/{quote(segment)}" for segment in segments))
ENDPOINTS = st.builds(
    lambda scheme, host, port, path: f"{scheme}://{host}{f':{port}' if port else ''}{path}",
    st.sampled_from(["http", "https"]),
    HOSTS,
    st.one_of(st.none(), st.sampled_from([80, 443]), st.integers(1, 65535)),
    PATHS,
)


@given(
    service=st.sampled_from([JsonService.dynamodb(), JsonService.ssm()]),
    endpoint=ENDPOINTS,
    region=st.sampled_from(["eu-central-1", "us-gov-west-1", "cn-north-1"]),
    operation=st.sampled_from(["Query", "UpdateItem", "GetParameter"]),
    key_id=st.text(VISIBLE, min_size=1, max_size=30),
    secret=st.text(min_size=1, max_size=60).filter(lambda text: text.isprintable()),
    token=st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E), max_size=600),
    body=st.binary(max_size=300),
    seconds=st.integers(0, 4_000_000_000),
)
def test_every_header_and_the_signature_are_botocores(
    *, service: JsonService, endpoint: str, region: str, operation: str, key_id: str, secret: str, token: str,
    body: bytes, seconds: int,
) -> None:  # fmt: skip
    environment = {"AWS_ACCESS_KEY_ID": key_id, "AWS_SECRET_ACCESS_KEY": secret, "AWS_SESSION_TOKEN": token}
    client = LightClient(service, ClientTimeouts(1, 1, 1), CredentialSource(environment), lambda: seconds)
    parts = urlsplit(endpoint)
    path = f"{parts.path}/"
    headers = client._headers(operation, region, parts, path, body)  # noqa: SLF001
    request = AWSRequest(
        method="POST",
        url=f"{endpoint}/",
        data=body,
        headers={"X-Amz-Target": headers["x-amz-target"], "Content-Type": headers["content-type"]},
    )
    signer = SigV4Auth(BotocoreCredentials(key_id, secret, token or None), service.name, region)
    with pytest.MonkeyPatch.context() as patch:
        at_that_time = datetime.fromtimestamp(seconds, tz=UTC)
        patch.setattr("botocore.auth.get_current_datetime", lambda: at_that_time)
        signer.add_auth(request)
    expected = {name.lower(): value for name, value in request.headers.items()}
    assert {name: value for name, value in headers.items() if name != "host"} == expected
    assert headers["host"] == signer.headers_to_sign(AWSRequest("POST", f"{endpoint}/"))["host"]


def test_credentials_do_not_show_their_secrets_when_they_are_printed() -> None:
    printed = repr(Credentials("AKIAKEY", "the secret", "the token"))
    assert "AKIAKEY" in printed
    assert "the secret" not in printed
    assert "the token" not in printed
