"""The front door: a firewall that spares Slack's requests, and an API that nobody reaches past it."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

import pytest
from cfnlint.api import lint_file  # type: ignore[import-untyped]

from infra.local.lambda_host.gateway import HttpRequest
from shelftalker.slack.request import LIMITS
from tests.cloudformation import (
    EVERYTHING,
    FRONT_DOOR,
    FRONT_DOOR_FILE,
    TEMPLATE,
    Stack,
    refusals,
    resolve_resources,
    stack,
)
from tests.faults.generated_requests import GeneratedRequests
from tests.slack_requests import FORM, signed_headers
from tests.test_template_public import OF_API, OF_PAGE, routes

CERTIFICATE = "arn:aws:acm:us-east-1:123456789012:certificate/abc"
VALUES: dict[str, Any] = {
    "DomainName": "shelftalker.example", "CertificateArn": CERTIFICATE, "OriginDomainName": "origin.example",
    "ClientCertificateArn": CERTIFICATE, "AlarmTopicArn": "",
    "UnsignedRequestsPerAddress": 100, "SignedRequestsPerAddress": 6000,
    "PublicApi": "off", "PublicPage": "off", "PublicRequestsPerAddress": 2000,
}  # fmt: skip
APP_VALUES: dict[str, Any] = {
    "OriginDomainName": "origin.example", "OriginCertificateArn": CERTIFICATE,
    "OriginTruststoreUri": "s3://bucket/truststore.pem", "FrontDoorDomainName": "shelftalker.example",
}  # fmt: skip


def front_door(**values: Any) -> Stack:
    """Return the stack of the front door."""
    return Stack(resolve_resources(FRONT_DOOR, VALUES | values))


def is_allowed(template: dict[str, Any], region: str, **values: Any) -> bool:
    """Return whether a template's rules take values of its parameters."""
    return refusals(template, region, **values) == []


@dataclass
class Firewall:
    """The rules of a web ACL, as WAF evaluates them within one window of its rates."""

    rules: list[dict[str, Any]]
    counts: Counter[tuple[str, str]] = field(default_factory=Counter)

    def blocks(self, request: HttpRequest, address: str) -> str:
        """Return the name of the rule that blocks a request; empty where none does."""
        for rule in sorted(self.rules, key=lambda rule: int(rule["Priority"])):
            statement = rule["Statement"]
            if rate := statement.get("RateBasedStatement"):
                if self._matches(rate["ScopeDownStatement"], request):
                    self.counts[rule["Name"], address] += 1
                    if self.counts[rule["Name"], address] > rate["Limit"]:
                        return str(rule["Name"])
            elif self._matches(statement, request):
                return str(rule["Name"])
        return ""

    def _matches(self, statement: dict[str, Any], request: HttpRequest) -> bool:
        [(kind, content)] = statement.items()
        if kind == "NotStatement":
            return not self._matches(content["Statement"], request)
        if kind in {"AndStatement", "OrStatement"}:
            met = [self._matches(part, request) for part in content["Statements"]]
            return all(met) if kind == "AndStatement" else any(met)
        [(part, details)] = content["FieldToMatch"].items()
        if part == "SingleHeader" and details["Name"] not in request.lower_case_headers:
            return False
        inspected = {
            "Method": lambda: request.method,
            "UriPath": lambda: request.path,
            "SingleHeader": lambda: request.lower_case_headers[details["Name"]],
        }[part]()
        if kind == "RegexMatchStatement":
            return re.search(content["RegexString"], inspected) is not None
        assert (kind, content["PositionalConstraint"]) == ("ByteMatchStatement", "EXACTLY")
        return bool(content["SearchString"] == inspected)


def firewall(**values: Any) -> Firewall:
    """Return the firewall of the front door."""
    [acl] = front_door(**values).of_type("AWS::WAFv2::WebACL").values()
    assert (acl["Scope"], acl["DefaultAction"]) == ("CLOUDFRONT", {"Allow": {}})
    return Firewall(acl["Rules"])


def post(body: str, headers: dict[str, str]) -> HttpRequest:
    """Return a request to the URL that Slack calls."""
    content = body.encode()
    return HttpRequest("POST", "/slack/events", (*headers.items(), ("Content-Length", str(len(content)))), content)


def test_the_template_has_nothing_that_cfn_lint_objects_to() -> None:
    assert lint_file(FRONT_DOOR_FILE) == []


@pytest.mark.parametrize("name", FRONT_DOOR["Parameters"])
def test_a_parameter_is_described_and_refuses_nonsense(name: str) -> None:
    parameter = FRONT_DOOR["Parameters"][name]
    assert parameter["Description"].endswith(".")
    if pattern := parameter.get("AllowedPattern"):
        assert re.fullmatch(pattern, VALUES[name])
        assert not re.fullmatch(pattern, "no * here")
    elif values := parameter.get("AllowedValues"):
        assert (values, parameter["Default"]) == (["on", "off"], VALUES[name])
    else:
        assert parameter["MinValue"] <= parameter["Default"] == VALUES[name]


def test_checks_that_checkov_skips_have_a_reason() -> None:
    metadata = [resource.get("Metadata", {}) for resource in FRONT_DOOR["Resources"].values()]
    assert all(skip["comment"].endswith(".") for it in metadata for skip in it.get("checkov", {}).get("skip", []))


def test_no_request_of_slack_is_blocked_while_one_address_floods() -> None:
    """A minute of 20 signed requests a second beside 200 others."""
    generated, wall = GeneratedRequests(16), firewall()
    blocked: Counter[str] = Counter()
    for second in range(60):
        for _ in range(20):
            body = generated.whole_body()
            assert wall.blocks(post(body, signed_headers(body, age_seconds=-second)), "slack") == ""
        for _ in range(200):
            body = f"text={second}"
            blocked[wall.blocks(post(body, {"Content-Type": FORM}), "flood")] += 1
    assert blocked == {"": 100, "UnsignedRequests": 11_900}


def test_a_check_of_the_certificate_and_an_installation_pass() -> None:
    wall = firewall()
    assert wall.blocks(post("ssl_check=1&token=legacy", {"Content-Type": FORM}), "slack") == ""
    for path in ("/slack/install", "/slack/oauth_redirect"):
        assert wall.blocks(HttpRequest("GET", path, query="state=a&code=b"), "person") == ""


def concrete(route: str) -> HttpRequest:
    """Return a request of a route of the API."""
    method, path = route.split()
    return HttpRequest({"ANY": "OPTIONS"}.get(method, method), re.sub(r"\{\w+\}", "a-1", path))


def test_each_route_of_the_api_passes_where_its_feature_is_on() -> None:
    features = {"PublicApi": OF_API, "PublicPage": OF_PAGE}
    of_slack = routes(stack(**EVERYTHING)) - OF_API - OF_PAGE
    assert {firewall().blocks(concrete(route), "anybody") for route in of_slack} == {""}
    for feature, of_feature in features.items():
        assert {firewall().blocks(concrete(route), "anybody") for route in of_feature} == {"OtherPages"}
        wall = firewall(**{feature: "on"})
        assert {wall.blocks(concrete(route), "anybody") for route in of_slack | of_feature} == {""}
        others = (OF_API | OF_PAGE) - of_feature
        assert {wall.blocks(concrete(route), "anybody") for route in others} == {"OtherPages"}


def test_programs_and_visitors_have_a_limit_of_their_own_beside_slacks() -> None:
    wall = firewall(PublicApi="on", PublicPage="on")
    blocked = Counter(wall.blocks(HttpRequest("GET", "/search"), "office") for _ in range(2500))
    assert blocked == {"": 2000, "PublicRequests": 500}
    assert wall.blocks(HttpRequest("GET", "/"), "office") == "PublicRequests"
    assert wall.blocks(post("text=a", signed_headers("text=a")), "office") == ""
    assert wall.blocks(post("text=a", {"Content-Type": FORM}), "office") == ""
    assert wall.blocks(HttpRequest("GET", "/"), "somebody else") == ""


@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/slack/events"), ("POST", "/"), ("POST", "/slack/events/"), ("POST", "/slack/install"),
        ("GET", "/"), ("GET", "/search"), ("POST", "/recommend"), ("GET", "/slack/mcp/"),
    ],
)  # fmt: skip
def test_other_pages_are_blocked(method: str, path: str) -> None:
    assert firewall().blocks(HttpRequest(method, path), "anybody") == "OtherPages"


@pytest.mark.parametrize(("size", "rule"), [(LIMITS.payload_bytes - 1, ""), (LIMITS.payload_bytes, "LargeBodies")])
def test_bodies_are_blocked_that_the_function_would_refuse(size: int, rule: str) -> None:
    body = "payload=" + "a" * (size - len("payload="))
    assert firewall().blocks(post(body, signed_headers("")), "anybody") == rule


def test_forged_signatures_are_limited_by_their_address_and_slacks_are_not() -> None:
    forged = {"X-Slack-Signature": "v0=" + "0" * 64, "X-Slack-Request-Timestamp": "1700000000", "Content-Type": FORM}
    wall, free = firewall(), firewall(SignedRequestsPerAddress=0)
    blocked = Counter(wall.blocks(post("text=a", forged), "flood") for _ in range(12_000))
    assert blocked == {"": 6000, "SignedRequests": 6000}
    assert wall.blocks(post("text=a", signed_headers("text=a")), "slack") == ""
    assert {free.blocks(post("text=a", forged), "flood") for _ in range(12_000)} == {""}


def test_the_distribution_asks_the_firewall_and_forwards_all_but_the_host_by_a_client_certificate() -> None:
    [distribution] = front_door().of_type("AWS::CloudFront::Distribution").values()
    config = distribution["DistributionConfig"]
    [origin] = config["Origins"]
    behaviour = config["DefaultCacheBehavior"]
    assert config["WebACLId"] == {"Fn::GetAtt": ["WebAcl", "Arn"]}
    assert config["Aliases"] == ["shelftalker.example"]
    assert origin["DomainName"] == "origin.example"
    assert origin["CustomOriginConfig"]["OriginMtlsConfig"] == {"ClientCertificateArn": CERTIFICATE}
    assert origin["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert {"POST", "GET"} < set(behaviour["AllowedMethods"])
    # AWS's ids of CachingDisabled and AllViewerExceptHostHeader.
    assert behaviour["CachePolicyId"] == "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
    assert behaviour["OriginRequestPolicyId"] == "b689b0a8-53d0-40ab-baf2-68738e2966ac"


@pytest.mark.parametrize("region", ["eu-west-1", "cn-north-1", "us-gov-west-1"])
def test_the_front_door_stands_in_us_east_1_alone(region: str) -> None:
    assert is_allowed(FRONT_DOOR, "us-east-1", **VALUES)
    assert not is_allowed(FRONT_DOOR, region, **VALUES)


def test_by_default_the_api_has_one_address_and_no_domain() -> None:
    whole = stack()
    assert not whole.of_type("AWS::ApiGatewayV2::DomainName")
    [api] = whole.of_type("AWS::ApiGatewayV2::Api").values()
    assert "disableExecuteApiEndpoint" not in str(api)


def test_behind_the_front_door_the_api_takes_requests_with_the_client_certificate_alone() -> None:
    whole = stack(**APP_VALUES, DisableExecuteApiEndpoint="on")
    [api] = whole.of_type("AWS::ApiGatewayV2::Api").values()
    [domain] = whole.of_type("AWS::ApiGatewayV2::DomainName").values()
    [mapping] = whole.of_type("AWS::ApiGatewayV2::ApiMapping").values()
    [stage] = [name for name, it in whole.resources.items() if it["Type"] == "AWS::ApiGatewayV2::Stage"]
    [server] = api["Body"]["servers"]
    assert server["x-amazon-apigateway-endpoint-configuration"] == {"disableExecuteApiEndpoint": True}
    assert domain["MutualTlsAuthentication"] == {"TruststoreUri": "s3://bucket/truststore.pem"}
    assert mapping["Stage"] == {"Ref": stage}
    assert whole.resources["OriginMapping"]["Properties"]["DomainName"] == {"Ref": "OriginDomain"}


@pytest.mark.parametrize("output", ["RequestUrl", "McpUrl", "InstallUrl", "RedirectUrl"])
def test_the_outputs_give_slack_the_front_doors_address(output: str) -> None:
    [condition, address, own] = TEMPLATE["Outputs"][output]["Value"]["Fn::If"]
    assert condition == "HasFrontDoor"
    assert address["Fn::Sub"].startswith("https://${FrontDoorDomainName}/slack/")
    assert own["Fn::Sub"].partition(".execute-api.")[0] == "https://${Api}"
    assert address["Fn::Sub"].rpartition("/slack/")[2] == own["Fn::Sub"].rpartition("/slack/")[2]


@pytest.mark.parametrize("missing", APP_VALUES)
def test_half_a_front_door_is_refused(missing: str) -> None:
    assert is_allowed(TEMPLATE, "eu-west-1")
    assert is_allowed(TEMPLATE, "eu-west-1", **APP_VALUES)
    assert not is_allowed(TEMPLATE, "eu-west-1", **APP_VALUES | {missing: ""})


def test_no_address_at_all_and_a_front_door_in_china_and_govcloud_are_refused() -> None:
    assert is_allowed(TEMPLATE, "cn-north-1")
    assert not is_allowed(TEMPLATE, "cn-north-1", **APP_VALUES)
    assert not is_allowed(TEMPLATE, "us-gov-west-1", **APP_VALUES)
    assert not is_allowed(TEMPLATE, "eu-west-1", DisableExecuteApiEndpoint="on")
    assert is_allowed(TEMPLATE, "eu-west-1", **APP_VALUES, DisableExecuteApiEndpoint="on")
