"""The region, and the endpoints of services in it, as boto3 finds them."""

import os
from collections.abc import Mapping
from urllib.parse import SplitResult

from shelftalker.aws.clients import AwsCallError

# DNS suffix of a partition by the beginning of its regions' names; amazonaws.com for all others.
_DNS_SUFFIXES = {
    "cn-": "amazonaws.com.cn",
    "eusc-": "amazonaws.eu",
    "us-iso-": "c2s.ic.gov",
    "us-isob-": "sc2s.sgov.gov",
    "eu-isoe-": "cloud.adc-e.uk",
    "us-isof-": "csp.hci.ic.gov",
}


def current_region() -> str:
    """Return the region of this process.

    Raises:
        AwsCallError: None is named.
    """
    region = os.environ.get("AWS_DEFAULT_REGION") or os.environ.get("AWS_REGION")
    if not region:
        import boto3  # noqa: PLC0415 - on a developer's machine a profile may name it

        region = boto3.Session().region_name
    if not region:
        raise AwsCallError("", "No AWS region is named: set AWS_DEFAULT_REGION.")
    return region


def endpoint_url(service: str, region: str, environment: Mapping[str, str] = os.environ) -> str:
    """Return the URL of a service: the one that the environment names, or the region's."""
    configured = environment.get(f"AWS_ENDPOINT_URL_{service.upper()}") or environment.get("AWS_ENDPOINT_URL")
    if configured:
        return configured
    suffix = next((suffix for start, suffix in _DNS_SUFFIXES.items() if region.startswith(start)), "amazonaws.com")
    return f"https://{service}.{region}.{suffix}"


def host_header(endpoint: SplitResult) -> str:
    """Return the host header of requests to an endpoint."""
    host = endpoint.hostname or ""
    bracketed = f"[{host}]" if ":" in host else host
    default_port = 443 if endpoint.scheme == "https" else 80
    return bracketed if endpoint.port in {None, default_port} else f"{bracketed}:{endpoint.port}"
