"""Shares of queries and their intervals."""

import math
from dataclasses import dataclass
from typing import Self

# Number of standard deviations around the mean within which 95% of a normal distribution lie.
_NORMAL_QUANTILE = 1.959964


@dataclass(frozen=True, slots=True)
class Share:
    """A share of queries, and its 95% interval.

    Attributes:
        value: The share, from 0 to 1.
        low: Lower end of its interval.
        high: Upper end of its interval.
    """

    value: float
    low: float
    high: float

    @classmethod
    def of(cls, hits: int, queries: int) -> Self:
        """Return the share of hits with Wilson's score interval, which holds for few queries and for shares near 1.

        Wilson, "Probable inference, the law of succession, and statistical inference" (1927).

        Raises:
            ValueError: There are no queries, or not as many as hits.
        """
        if not 0 <= hits <= queries or not queries:
            raise ValueError(f"A share needs hits among one query or more, got {hits} of {queries}.")
        share, z = hits / queries, _NORMAL_QUANTILE
        centre = (share + z * z / (2 * queries)) / (1 + z * z / queries)
        reach = z * math.sqrt(share * (1 - share) / queries + z * z / (4 * queries * queries)) / (1 + z * z / queries)
        return cls(share, min(share, centre - reach), max(share, centre + reach))
