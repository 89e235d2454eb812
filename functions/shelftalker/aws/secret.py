"""Secrets that SSM keeps: Slack's signing secret and the bot token, each a SecureString that may be rotated."""

from typing import Any


class ParameterError(Exception):
    """A parameter can't be read now."""


class ParameterMissingError(ParameterError):
    """There is no such parameter."""


def read_parameter(name: str, attempt_seconds: float, attempts: int) -> str:
    """The value of a parameter, decrypted.

    Args:
        name: The parameter's full name.
        attempt_seconds: How long connecting may take, and then each wait for SSM.
        attempts: How often to try, at most.

    Raises:
        ParameterMissingError: There is no such parameter.
        ParameterError: SSM doesn't answer, or refuses.
    """
    # Imported here: most of a cold start, and not needed where the secrets come from the environment.
    import boto3  # noqa: PLC0415
    from botocore.config import Config  # noqa: PLC0415
    from botocore.exceptions import BotoCoreError, ClientError  # noqa: PLC0415
    from botocore.parsers import ResponseParserError  # noqa: PLC0415

    retries: Any = {"total_max_attempts": attempts}
    config = Config(connect_timeout=attempt_seconds, read_timeout=attempt_seconds, retries=retries)
    try:
        answer = boto3.client("ssm", config=config).get_parameter(Name=name, WithDecryption=True)
        return answer["Parameter"]["Value"]
    except ClientError as error:
        if error.response["Error"]["Code"] == "ParameterNotFound":
            raise ParameterMissingError(
                f"SSM has no parameter {name}: store the secret under this name as a SecureString, or name another."
            ) from error
        raise ParameterError(f"SSM refuses to give the parameter {name}: {error}") from error
    except (BotoCoreError, ResponseParserError, KeyError, ValueError) as error:
        raise ParameterError(f"SSM can't be asked for the parameter {name}: {error!r}") from error
