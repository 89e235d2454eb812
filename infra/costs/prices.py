"""AWS's prices for us-east-1 in USD, and the monthly amounts that are always free.

From aws.amazon.com/lambda/pricing, /api-gateway/pricing, /dynamodb/pricing/on-demand, /cloudwatch/pricing, /s3/pricing,
/kms/pricing, /xray/pricing, /waf/pricing, /cloudfront/pricing and /ec2/pricing/on-demand (data transfer). Prices of
other regions differ by a fifth or so.
The free requests of API Gateway end after a year, so they are not here.
"""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Prices:
    """Prices in USD.

    Attributes:
        region: Region of the prices.
        as_of: Date on which they were published.
        lambda_request: One invocation.
        lambda_gb_second_arm64: One second of 1 GB of memory on arm64.
        lambda_gb_second_x86_64: The same on x86_64.
        snapstart_cache_gb_second: One second of 1 GB of a cached snapshot.
        snapstart_restored_gb: One restore of 1 GB.
        api_request: One request of an HTTP API.
        dynamodb_read_unit: One request unit of reading.
        dynamodb_write_unit: One request unit of writing.
        dynamodb_gb_month: One month of 1 GB in a table.
        dynamodb_recovery_gb_month: One month of 1 GB in point-in-time recovery.
        logs_gb: 1 GB of logs.
        metric_month: One month of a custom metric.
        alarm_metric_month: One month of a metric of an alarm.
        dashboard_month: One month of a dashboard.
        trace: One trace.
        s3_gb_month: One month of 1 GB in S3.
        s3_get: One GET.
        transfer_gb: 1 GB sent to the internet.
        kms_key_month: One month of a customer-managed key.
        kms_request: One request to KMS.
        firewall_month: One month of a web ACL of WAF.
        firewall_rule_month: One month of a rule of it.
        firewall_request: One request that it inspects.
        cdn_request: One HTTPS request to CloudFront, in North America; 0.2e-6 more in Europe.
    """

    region: str = "us-east-1"
    as_of: str = "2026-11-24"
    lambda_request: float = 0.20e-6
    lambda_gb_second_arm64: float = 0.0000133334
    lambda_gb_second_x86_64: float = 0.0000166667
    snapstart_cache_gb_second: float = 0.0000015046
    snapstart_restored_gb: float = 0.0001397998
    api_request: float = 1.00e-6
    dynamodb_read_unit: float = 0.125e-6
    dynamodb_write_unit: float = 0.625e-6
    dynamodb_gb_month: float = 0.25
    dynamodb_recovery_gb_month: float = 0.20
    logs_gb: float = 0.50
    metric_month: float = 0.30
    alarm_metric_month: float = 0.10
    dashboard_month: float = 3.00
    trace: float = 5.00e-6
    s3_gb_month: float = 0.023
    s3_get: float = 0.40e-6
    transfer_gb: float = 0.09
    kms_key_month: float = 1.00
    kms_request: float = 3.00e-6
    firewall_month: float = 5.00
    firewall_rule_month: float = 1.00
    firewall_request: float = 0.60e-6
    cdn_request: float = 1.00e-6

    def lambda_gb_second(self, architecture: str) -> float:
        """Return the price of one second of 1 GB of memory on an architecture."""
        return {"arm64": self.lambda_gb_second_arm64, "x86_64": self.lambda_gb_second_x86_64}[architecture]


@dataclass(frozen=True, slots=True)
class FreeTier:
    """Monthly amounts that an account is never charged for, in the units of `Prices`."""

    lambda_requests: int = 1_000_000
    lambda_gb_seconds: int = 400_000
    dynamodb_gb: int = 25
    logs_gb: int = 5
    metrics: int = 10
    alarm_metrics: int = 10
    dashboards: int = 3
    traces: int = 100_000
    transfer_gb: int = 100
    kms_requests: int = 20_000
    cdn_requests: int = 10_000_000


PRICES = Prices()
FREE_TIER = FreeTier()
