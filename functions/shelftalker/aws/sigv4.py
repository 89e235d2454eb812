"""AWS Signature Version 4 of a POST without a query string, as DynamoDB and SSM take it.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html
"""

import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote

from shelftalker.aws.credentials import Credentials


def authorization(
    credentials: Credentials, scope: tuple[str, str], path: str, headers: Mapping[str, str], body: bytes
) -> str:
    """Return the Authorization header of a request.

    Args:
        credentials: The signer's.
        scope: The region and the service's name in signatures.
        path: Path of the URL, at least a slash.
        headers: All headers to sign, by names in lower case; `host` and `x-amz-date` among them, and where the
            credentials have a session token, `x-amz-security-token`.
        body: The body.
    """
    region, service = scope
    timestamp = headers["x-amz-date"]
    names = sorted(headers)
    signed_names = ";".join(names)
    canonical_headers = "".join(f"{name}:{' '.join(headers[name].split())}\n" for name in names)
    # The path is quoted once more than it is in the URL.
    canonical = f"POST\n{quote(path, safe='/~')}\n\n{canonical_headers}\n{signed_names}\n{_sha256(body)}"
    credential_scope = f"{timestamp[:8]}/{region}/{service}/aws4_request"
    to_sign = f"AWS4-HMAC-SHA256\n{timestamp}\n{credential_scope}\n{_sha256(canonical.encode())}"
    key = f"AWS4{credentials.secret_access_key}".encode()
    for part in (*credential_scope.split("/"), to_sign):
        key = hmac.digest(key, part.encode(), "sha256")
    return (
        f"AWS4-HMAC-SHA256 Credential={credentials.access_key_id}/{credential_scope}, "
        f"SignedHeaders={signed_names}, Signature={key.hex()}"
    )


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
