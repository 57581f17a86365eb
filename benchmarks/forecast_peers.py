"""Peers in environments of their own, made on demand, so that the product's stays clean and pandas may differ."""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from benchmarks.forecast_exchange import ANSWERS, read_answers, write_tasks

if TYPE_CHECKING:
    from benchmarks.forecast_sets import Task

REQUIREMENTS = {
    "prophet": ("prophet",),
    "lightgbm": ("lightgbm",),
    "statsforecast": ("statsforecast", "pandas<3"),
    "pyworkforce": ("pyworkforce",),
    "call-center-tools": ("call-center-tools",),
    "simpy": ("simpy",),
    "ciw": ("ciw",),
    "autoarima": ("statsforecast", "pandas<3"),
}
# A peer that lives in the environment of another one.
SHARED = {"autoarima": "statsforecast"}
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
    folder = cache() / SHARED.get(peer, peer)
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


def ask(peer: str, tasks: list[Task], minutes: float, *, fresh: bool = False) -> PeerAnswers:
    """The peer's forecasts of every task and origin, in one process with one thread.

    Answers are kept in the cache under a hash of all that the peer is given and of its own set-up, so that a change of
    ours does not make it answer the same question again; a change of the data, the origins or the set-up does.

    Args:
        peer: Its name.
        tasks: What to forecast.
        minutes: How long it may take; past that it is ended and has no answer, because half an answer cannot be
            compared.
        fresh: Ask again even where an answer is kept.
    """
    python = environment(peer)
    if isinstance(python, str):
        return PeerAnswers(peer, {}, {}, python)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        _write(folder, tasks)
        kept = cache() / "answers" / f"{peer}-{_fingerprint(peer, folder)}"
        found = None if fresh else read_answers(kept)
        if found is not None:
            return PeerAnswers(peer, *found)
        command = [str(python), str(Path(__file__).with_name("forecast_peer.py")), peer, str(folder)]
        try:
            done = subprocess.run(command, env={**os.environ, **ONE_THREAD}, timeout=60 * minutes, check=False)
        except subprocess.TimeoutExpired:
            return PeerAnswers(peer, {}, {}, f"not finished within {minutes:g} minutes")
        found = read_answers(folder)
        if found is None:
            return PeerAnswers(peer, {}, {}, f"ended with code {done.returncode}")
        kept.mkdir(parents=True, exist_ok=True)
        for file in ANSWERS:
            shutil.copy(folder / file, kept / file)
        return PeerAnswers(peer, *found)


def _write(folder: Path, tasks: list[Task]) -> None:
    told = [
        {
            "queue": t.days.queue,
            "first": t.days.first,
            "minutes": t.days.minutes,
            "origins": list(t.origins),
            "horizon": t.horizon,
            "special": [[day, kind, label] for day, (kind, label) in sorted(t.kinds.items())],
        }
        for t in tasks
    ]
    write_tasks(folder, told, [t.days.counts for t in tasks])


def _fingerprint(peer: str, folder: Path) -> str:
    """A hash of the question and of everything of ours that shapes the peer's answer to it."""
    here = Path(__file__)
    scripts = ("forecast_peer.py", "forecast_exchange.py", f"forecast_peer_{peer}.py")
    digest = hashlib.sha256((folder / "tasks.json").read_bytes())
    with np.load(folder / "counts.npz") as counts:
        for key in counts.files:
            digest.update(np.ascontiguousarray(counts[key]).tobytes())
    for script in scripts:
        digest.update(here.with_name(script).read_bytes())
    return digest.hexdigest()[:20]
