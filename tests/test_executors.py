"""The same work gives the same answers wherever it runs, and errors come back."""

from __future__ import annotations

import math
import operator
import os
import sys
import threading

import pytest

from wfm.errors import ConfigError
from wfm.executors import SerialExecutor, open_executor


@pytest.mark.parametrize("spec", ["serial", "threads:2", "processes:2"])
def test_answers_come_back_in_order_and_errors_too(spec):
    with open_executor(spec) as executor:
        assert list(executor.map(operator.mul, range(6), range(6))) == [0, 1, 4, 9, 16, 25]
        failing = executor.submit(math.sqrt, -1)
        with pytest.raises(ValueError, match=r"math domain|nonnegative"):
            failing.result()
        assert executor.submit(math.sqrt, 9).result() == 3


def test_serial_runs_in_this_process_and_processes_do_not():
    with open_executor("serial") as executor:
        assert executor.submit(os.getpid).result() == os.getpid()
    with open_executor("processes:1") as executor:
        assert executor.submit(os.getpid).result() != os.getpid()


def test_threads_share_this_process():
    with open_executor("threads") as executor:
        assert executor.submit(os.getpid).result() == os.getpid()
        assert executor.submit(threading.get_ident).result() != threading.get_ident()


def test_process_pool_is_closed_at_the_end():
    with open_executor("processes:1") as executor:
        pass
    with pytest.raises(RuntimeError):
        executor.submit(os.getpid)


def test_serial_executor_is_finished_at_once():
    future = SerialExecutor().submit(operator.add, 1, 2)
    assert future.done()
    assert future.result() == 3


@pytest.mark.parametrize(
    "spec", ["", "threads:0", "processes:0", "processes:many", "processes:-1", "serial:2", "http://x"]
)
def test_unknown_executor(spec):
    with pytest.raises(ConfigError), open_executor(spec):
        pass


def test_dask_address_without_dask_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    with pytest.raises(ConfigError, match="wfm\\[dask\\]"), open_executor("tcp://127.0.0.1:8786"):
        pass


def test_dask_cluster_by_address():
    distributed = pytest.importorskip("distributed", reason="Dask is an extra")
    with (
        distributed.LocalCluster(n_workers=1, threads_per_worker=1, dashboard_address=":0") as cluster,
        open_executor(cluster.scheduler_address) as executor,
    ):
        assert list(executor.map(operator.mul, range(4), range(4))) == [0, 1, 4, 9]
        shared = list(range(1_000))
        assert [executor.submit(operator.getitem, shared, i).result() for i in (0, 999)] == [0, 999]
        with pytest.raises(ValueError, match=r"math domain|nonnegative"):
            executor.submit(math.sqrt, -1).result()


def test_dask_address_where_nobody_answers_is_named(monkeypatch):
    pytest.importorskip("distributed", reason="Dask is an extra")
    monkeypatch.setattr("wfm.executors.CONNECT_SECONDS", 0.5)
    with (
        pytest.raises(ConfigError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"),
        open_executor("tcp://127.0.0.1:9"),
    ):
        pass


@pytest.mark.slow
def test_worker_processes_keep_linear_algebra_to_one_thread(monkeypatch):
    monkeypatch.delenv("OPENBLAS_NUM_THREADS", raising=False)
    with open_executor("processes:1") as pool:
        assert pool.submit(os.getenv, "OPENBLAS_NUM_THREADS").result() == "1"
