"""The ways in which functions hold a model, by its size.

A layer counts against the 250 MB that a function and its layers have unpacked; a fetched model lies in /tmp beside the
one in use; on mounted storage there is no limit. https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

from dataclasses import dataclass

from model_build.publish.s3_objects import PUBLISH, PublishError


@dataclass(frozen=True, slots=True)
class SizeLimits:
    """Sizes in units of a million bytes, which are a little less than Lambda's.

    Attributes:
        layer_megabytes: Function and layers, unpacked.
        packages_megabytes: Room for the functions' code and packages, compiled: 20 at the time of writing.
        largest_temporary_megabytes: Largest /tmp that a function can have.
    """

    layer_megabytes: int = 250
    packages_megabytes: int = 30
    largest_temporary_megabytes: int = 10_240

    @property
    def layer_model_megabytes(self) -> int:
        """Size of the largest model that a layer holds beside the packages."""
        return self.layer_megabytes - self.packages_megabytes


LIMITS = SizeLimits()


def describe_ways(size_bytes: int) -> str:
    """Return a sentence with the ways in which functions hold a model of so many bytes."""
    needed = temporary_megabytes_needed(size_bytes)
    ways = []
    if size_bytes <= LIMITS.layer_model_megabytes * 1_000_000:
        ways.append(f"a layer (up to {LIMITS.layer_model_megabytes} MB)")
    if needed <= LIMITS.largest_temporary_megabytes:
        ways.append(f"the bucket, by functions with a /tmp of {needed:,} MB or more")
    return f"A model of {size_bytes / 1e6:,.1f} MB can be served from {', '.join([*ways, 'mounted storage'])}."


def temporary_megabytes_needed(size_bytes: int) -> int:
    """Return the size of a /tmp that holds a model twice: one that is fetched beside the one in use."""
    return -(-2 * size_bytes // 1_000_000) + PUBLISH.spare_megabytes


def check_size(version: str, size_bytes: int, temporary_megabytes: int, *, is_mounted: bool) -> None:
    """Refuse a model that functions can't hold as the stack is set up.

    Args:
        version: The model's version.
        size_bytes: Size of its `catalogue.sqlite`.
        temporary_megabytes: Size of a function's /tmp.
        is_mounted: True where the functions open published models on mounted storage.

    Raises:
        PublishError: Two of it do not fit into /tmp, where models are fetched.
    """
    needed = temporary_megabytes_needed(size_bytes)
    if is_mounted or needed <= temporary_megabytes:
        return
    if needed <= LIMITS.largest_temporary_megabytes:
        advice = f"Deploy with EphemeralStorage={needed} and publish with --ephemeral-storage {needed}"
    else:
        advice = (
            f"No /tmp is larger than {LIMITS.largest_temporary_megabytes:,} MB. Mount the published models, with "
            "ModelAccessPointArn as infra/docs/models.md says, and publish with --mounted"
        )
    raise PublishError(
        f"Model {version} has {size_bytes / 1e6:,.0f} MB. A function fetches it beside the one in use, so that two "
        f"have to fit into its /tmp of {temporary_megabytes} MB; {needed} are needed. {advice}, or build a smaller "
        "model, as with --smallest-readers."
    )
