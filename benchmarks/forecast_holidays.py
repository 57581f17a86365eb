"""Which holidays are kept: every holiday of every queue predicted from what was known the evening before.

    python -m benchmarks.forecast_holidays

Beside the rule of ``wfm.forecast.observance`` stands the rule that a public list is kept always. ``Brier`` is the mean
squared error of the chance; ``missed`` counts the days on which the likelier case did not happen.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pandas as pd

from benchmarks.forecast_sets import load
from wfm.forecast.observance import chance_kept, observe, pool_observances
from wfm.forecast.queues import queues_before
from wfm.forecast.special_days import public_holidays

if TYPE_CHECKING:
    from benchmarks.forecast_sets import DataSet

SETS = ("bank", "insurer", "sample")


def predicted(data: DataSet) -> pd.DataFrame:
    """One row a queue and holiday of which it can be told whether it was kept: chance, and what happened."""
    queues = queues_before(data.history, data.history.zone, None)
    truth = {d.queue: observe(d, data.calendar) for d in queues}
    rows = []
    for day in sorted({day for one in truth.values() for day in one.kept}):
        known = {d.queue: observe(d.before(day), data.calendar) for d in queues if d.first < day}
        site = pool_observances(known.values())
        for d in queues:
            if day in truth[d.queue].kept and d.queue in known:
                own = known[d.queue].tally()
                name = public_holidays(data.calendar, d.queue)[day]
                rows.append(
                    (
                        d.queue,
                        name,
                        len(known[d.queue].kept),
                        chance_kept(name, own, site - own),
                        truth[d.queue].kept[day],
                    )
                )
    return pd.DataFrame(rows, columns=["queue", "name", "seen", "chance", "kept"])


def main() -> None:
    """Measure and print."""
    print("| set | holidays x queues | kept | rule: missed, Brier | the list is kept always: missed, Brier |")
    print("|---|---|---|---|---|")
    for name in SETS:
        data = load(name)
        if data is None:
            print(f"| {name} | its file is not here | | | |")
            continue
        found = predicted(data)
        kept = found["kept"].astype(float)
        missed = int(((found["chance"] >= 0.5) != found["kept"]).sum())
        brier = ((found["chance"] - kept) ** 2).mean()
        print(
            f"| {name} | {len(found)} | {int(kept.sum())} | {missed}, {brier:.3f} "
            f"| {int((~found['kept']).sum())}, {(1 - kept).mean():.3f} |"
        )


if __name__ == "__main__":
    main()
