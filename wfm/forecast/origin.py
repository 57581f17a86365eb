"""A point in time to forecast from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from wfm.forecast.days import Ints


@dataclass(frozen=True, slots=True)
class Origin:
    """A point to forecast from: days before ``known_until`` are known, ``days`` from ``first`` are wanted."""

    known_until: int
    first: int
    days: int

    @property
    def future(self) -> Ints:
        """The numbers of the days wanted."""
        return np.arange(self.first, self.first + self.days, dtype=np.int64)
