"""Seeded look-alikes of the large shift-scheduling instances: same format and sizes, made-up people.

``python -m benchmarks.shift_scheduling_generator --days 364 --staff 150 --kinds 32 --seed 1 > FILE``
"""

from __future__ import annotations

import argparse
from typing import NamedTuple

import numpy as np

# Days, staff and kinds of shift of the published instances 9 to 24.
SIZES = {
    9: (28, 36, 4), 10: (28, 40, 5), 11: (28, 50, 6), 12: (28, 60, 10), 13: (28, 120, 18), 14: (42, 32, 4),
    15: (42, 45, 6), 16: (56, 20, 3), 17: (56, 32, 4), 18: (84, 22, 3), 19: (84, 40, 5), 20: (182, 50, 6),
    21: (182, 100, 8), 22: (364, 50, 10), 23: (364, 100, 16), 24: (364, 150, 32),
}  # fmt: skip
LENGTHS = (480, 480, 480, 600, 720, 450)


class Terms(NamedTuple):
    """A contract: share of full time, most and least days on, least days off, share of weekends."""

    share: float
    most_on: int
    least_on: int
    least_off: int
    weekends: float


CONTRACTS = (Terms(1.0, 5, 2, 2, 0.5), Terms(1.0, 6, 2, 3, 0.5), Terms(0.6, 5, 1, 2, 0.75), Terms(0.4, 5, 1, 1, 0.75))


def look_alike(days: int, staff: int, kinds: int, seed: int, mixed_lengths: bool = True) -> str:
    """The text of an instance."""
    random = np.random.default_rng(seed)
    names = [f"s{k}" for k in range(kinds)]
    start = np.sort(random.integers(6, 23, kinds)) * 60
    length = np.array([random.choice(LENGTHS) if mixed_lengths else 480 for _ in range(kinds)])
    lines = ["SECTION_HORIZON", str(days), "", "SECTION_SHIFTS"]
    for k in range(kinds):
        # Eleven hours of rest before the next day's start.
        tight = [names[j] for j in range(kinds) if start[j] + 1440 - (start[k] + length[k]) < 660]
        lines.append(f"{names[k]},{length[k]},{'|'.join(tight)}")
    weekends = days // 7
    people = [f"p{n}" for n in range(staff)]
    lines += ["", "SECTION_STAFF"]
    for who in people:
        terms = CONTRACTS[int(random.choice(4, p=(0.5, 0.25, 0.15, 0.1)))]
        most = int(days / 28 * 8640 * terms.share)
        least = most - max(720, int(0.06 * most))
        limit = [int(random.choice((0, days // 7, days // 2, days), p=(0.25, 0.15, 0.25, 0.35))) for _ in names]
        limit[int(random.integers(kinds))] = days
        most_of = "|".join(f"{name}={x}" for name, x in zip(names, limit, strict=True))
        most_weekends = max(1, round(terms.weekends * weekends))
        lines.append(
            f"{who},{most_of},{most},{least},{terms.most_on},{terms.least_on},{terms.least_off},{most_weekends}"
        )
    lines += ["", "SECTION_DAYS_OFF"]
    for who in people:
        off = np.sort(random.choice(days, max(1, days // 28), replace=False))
        lines.append(",".join([who, *map(str, off)]))
    for section in ("SHIFT_ON_REQUESTS", "SHIFT_OFF_REQUESTS"):
        lines += ["", f"SECTION_{section}"]
        for who in people:
            kind = random.choice(names)
            first = int(random.integers(0, days))
            for day in range(first, min(first + int(random.integers(2, 6)), days)):
                lines.append(f"{who},{day},{kind},{int(random.integers(1, 4))}")
    lines += ["", "SECTION_COVER"]
    level = random.dirichlet(np.full(kinds, 3.0)) * staff * 0.6
    for day in range(days):
        for k, name in enumerate(names):
            lines.append(f"{day},{name},{max(0, round(level[k] + random.normal(0, 0.7)))},100,1")
    return "\n".join(lines) + "\n"


def main() -> None:
    """Print a look-alike."""
    parser = argparse.ArgumentParser(description="Print a made-up shift-scheduling instance.")
    parser.add_argument("--days", type=int, default=28)
    parser.add_argument("--staff", type=int, default=30)
    parser.add_argument("--kinds", type=int, default=4)
    parser.add_argument("--like", type=int, choices=sorted(SIZES), help="the size of a published instance")
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    days, staff, kinds = SIZES[asked.like] if asked.like else (asked.days, asked.staff, asked.kinds)
    print(look_alike(days, staff, kinds, asked.seed), end="")


if __name__ == "__main__":
    main()
