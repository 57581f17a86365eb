"""A peer's forecasts, run by the Python of the peer's own environment: ``python forecast_peer.py PEER FOLDER``.

Each peer is set up as its own documentation advises for call data by the half-hour, not as it comes out of the box;
the settings stand here to be judged. It imports no wfm: only numpy, the exchange of files, and its library.
"""

from __future__ import annotations

import importlib
import logging
import sys
import time
import traceback
import warnings
from importlib.metadata import version
from pathlib import Path

import numpy as np
from forecast_exchange import read_tasks, write_answers

MODULES = {
    "prophet": "forecast_peer_prophet",
    "lightgbm": "forecast_peer_lightgbm",
    "statsforecast": "forecast_peer_statsforecast",
    "autoarima": "forecast_peer_autoarima",
}
# Where the package bears another name than the peer.
PACKAGES = {"autoarima": "statsforecast"}


def main(peer: str, folder: Path) -> None:
    """Answer every task of the folder by every method of the peer."""
    warnings.simplefilter("ignore")
    logging.disable(logging.WARNING)
    methods = importlib.import_module(MODULES[peer]).METHODS
    answers: dict[str, np.ndarray] = {}
    seconds: dict[str, float] = {}
    failures: dict[str, str] = {}
    tasks = read_tasks(folder)
    for i, (queue, origin, task) in enumerate(tasks):
        for name, method in methods.items():
            key = f"{name}|{queue}|{origin}"
            start = time.perf_counter()
            try:
                parts = method(task)
            except Exception:
                failures[key] = traceback.format_exc(limit=2)
                continue
            seconds[key] = time.perf_counter() - start
            answers |= {f"{key}|{part}": np.asarray(values, dtype=float) for part, values in parts.items()}
        print(f"{peer}: {i + 1} of {len(tasks)}", file=sys.stderr, flush=True)
    write_answers(
        folder,
        answers,
        {
            "version": version(PACKAGES.get(peer, peer)),
            "methods": list(methods),
            "seconds": seconds,
            "failures": failures,
        },
    )


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
