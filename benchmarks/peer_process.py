"""Asking a peer in an environment of its own: a question as JSON in, an answer as JSON out, in one process."""

from __future__ import annotations

import json
import os
import subprocess
from pathlib import Path
from typing import Any

from benchmarks.forecast_peers import ONE_THREAD, environment


def ask(peer: str, script: str, question: dict[str, Any], minutes: float = 10) -> dict[str, Any] | str:
    """What the peer answers, or in words why it does not.

    Args:
        peer: Its name; its packages are in ``forecast_peers.REQUIREMENTS``. Installed by pip the first time.
        script: File of this folder that the peer's Python runs as ``script PEER``, reading the question from its
            standard input and writing one JSON object to its standard output. It imports no wfm.
        question: What to ask.
        minutes: How long it may take.
    """
    python = environment(peer)
    if isinstance(python, str):
        return python
    command = [str(python), str(Path(__file__).with_name(script)), peer]
    try:
        done = subprocess.run(
            command,
            input=json.dumps(question),
            env={**os.environ, **ONE_THREAD},
            capture_output=True,
            text=True,
            timeout=60 * minutes,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return f"not finished within {minutes:g} minutes"
    if done.returncode:
        return f"fails: {(done.stderr.strip().splitlines() or ['no reason given'])[-1]}"
    answer: dict[str, Any] = json.loads(done.stdout)
    return answer
