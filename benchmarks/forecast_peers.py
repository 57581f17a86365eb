"""Peers in environments of their own, made on demand, so that the product's stays clean and pandas may differ."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.forecast_exchange import read_answers, write_tasks

if TYPE_CHECKING:
    import numpy as np

    from benchmarks.forecast_sets import Task

REQUIREMENTS = {
    "prophet": ("prophet",),
    "lightgbm": ("lightgbm",),
    "statsforecast": ("statsforecast", "pandas<3"),
}
INSTALL_MINUTES = 15
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "OMP_NUM_THREADS": "1", "NUMBA_NUM_THREADS": "1"}


@dataclass(frozen=True)
class PeerAnswers:
    """What a peer gave: arrays and facts as in the exchange, or ``missing``, the reason why there is nothing."""

    peer: str
    arrays: dict[str, np.ndarray]
    about: dict[str, Any]
    missing: str | None = None


def cache() -> Path:
    """Where the environments live: below ``WFM_BENCHMARK_CACHE``, else the user's cache."""
    chosen = os.environ.get("WFM_BENCHMARK_CACHE")
    if chosen:
        return Path(chosen)
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "wfm-benchmarks"


def environment(peer: str) -> Path | str:
    """The Python of the peer's environment, made if it is not there; a text where it cannot be made."""
    folder = cache() / peer
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if (folder / "installed").is_file() and python.is_file():
        return python
    print(f"{peer}: making an environment of its own ...", file=sys.stderr, flush=True)
    folder.parent.mkdir(parents=True, exist_ok=True)
    install = [str(python), "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *REQUIREMENTS[peer]]
    for command in ([sys.executable, "-m", "venv", "--clear", str(folder)], install):
        try:
            done = subprocess.run(command, capture_output=True, text=True, timeout=60 * INSTALL_MINUTES, check=False)
        except subprocess.TimeoutExpired:
            return f"installing took longer than {INSTALL_MINUTES} minutes"
        if done.returncode:
            reason = (done.stderr or done.stdout).strip().splitlines()
            return f"could not be installed: {reason[-1] if reason else 'no reason given'}"
    (folder / "installed").touch()
    return python


def ask(peer: str, tasks: list[Task], minutes: float) -> PeerAnswers:
    """The peer's forecasts of every task and origin, in one process with one thread.

    Args:
        peer: Its name.
        tasks: What to forecast.
        minutes: How long it may take; past that it is ended and has no answer, because half an answer cannot be
            compared.
    """
    python = environment(peer)
    if isinstance(python, str):
        return PeerAnswers(peer, {}, {}, python)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_tasks(
            folder,
            [
                {
                    "queue": t.days.queue,
                    "first": t.days.first,
                    "minutes": t.days.minutes,
                    "origins": list(t.origins),
                    "horizon": t.horizon,
                    "special": [[day, kind, label] for day, (kind, label) in t.kinds.items()],
                }
                for t in tasks
            ],
            [t.days.counts for t in tasks],
        )
        command = [str(python), str(Path(__file__).with_name("forecast_peer.py")), peer, str(folder)]
        try:
            done = subprocess.run(command, env={**os.environ, **ONE_THREAD}, timeout=60 * minutes, check=False)
        except subprocess.TimeoutExpired:
            return PeerAnswers(peer, {}, {}, f"not finished within {minutes:g} minutes")
        found = read_answers(folder)
        if found is None:
            return PeerAnswers(peer, {}, {}, f"ended with code {done.returncode}")
        return PeerAnswers(peer, *found)
