"""AWS's prices for us-east-1 in USD, and what is free each month for good; as published on 2026-11-24.

From aws.amazon.com/lambda/pricing, /api-gateway/pricing, /dynamodb/pricing/on-demand, /cloudwatch/pricing, /s3/pricing,
/kms/pricing, /xray/pricing and /ec2/pricing/on-demand (data transfer). Prices of other regions differ by a fifth or so.
The free requests of API Gateway end after a year, so they are not here.
"""

from typing import Final

REGION: Final = "us-east-1"
AS_OF: Final = "2026-11-24"

LAMBDA_REQUEST: Final = 0.20e-6
LAMBDA_GB_SECOND: Final = {"arm64": 0.0000133334, "x86_64": 0.0000166667}
SNAPSTART_CACHE_GB_SECOND: Final = 0.0000015046
SNAPSTART_RESTORED_GB: Final = 0.0001397998
API_REQUEST: Final = 1.00e-6
DYNAMODB_READ_UNIT: Final = 0.125e-6
DYNAMODB_WRITE_UNIT: Final = 0.625e-6
DYNAMODB_GB_MONTH: Final = 0.25
DYNAMODB_RECOVERY_GB_MONTH: Final = 0.20
LOGS_GB: Final = 0.50
METRIC_MONTH: Final = 0.30
ALARM_METRIC_MONTH: Final = 0.10
DASHBOARD_MONTH: Final = 3.00
TRACE: Final = 5.00e-6
S3_GB_MONTH: Final = 0.023
S3_GET: Final = 0.40e-6
TRANSFER_GB: Final = 0.09
KMS_KEY_MONTH: Final = 1.00
KMS_REQUEST: Final = 3.00e-6

FREE_LAMBDA_REQUESTS: Final = 1_000_000
FREE_LAMBDA_GB_SECONDS: Final = 400_000
FREE_DYNAMODB_GB: Final = 25
FREE_LOGS_GB: Final = 5
FREE_METRICS: Final = 10
FREE_ALARM_METRICS: Final = 10
FREE_DASHBOARDS: Final = 3
FREE_TRACES: Final = 100_000
FREE_TRANSFER_GB: Final = 100
FREE_KMS_REQUESTS: Final = 20_000
