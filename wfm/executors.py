"""Where independent pieces of work run: here, in threads, in local processes, or on a Dask cluster by its address.

The stages see only :class:`concurrent.futures.Executor`.
"""

from __future__ import annotations

import os
from concurrent.futures import Executor, Future, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from wfm.errors import ConfigError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

P = ParamSpec("P")
T = TypeVar("T")
CONNECT_SECONDS = 10  # for a Dask scheduler to answer


class SerialExecutor(Executor):
    """Runs each task at once in the calling thread: the same answers, in order, easy to debug."""

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run ``fn`` now and return its finished future."""
        future: Future[T] = Future()
        try:
            future.set_result(fn(*args, **kwargs))
        except Exception as error:
            future.set_exception(error)
        return future


@contextmanager
def open_executor(spec: str = "processes") -> Iterator[Executor]:
    """The executor named by ``spec``, closed at the end.

    Args:
        spec: ``serial``; ``processes`` (one a core) or ``processes:4``; ``threads`` or ``threads:4``, for a few seconds
            of compiled work, for which processes take too long to start; or a Dask scheduler such as
            ``tcp://scheduler:8786`` (needs the extra ``wfm[dask]``).

    Raises:
        ConfigError: The name is none of these, Dask is not installed, or no scheduler answers at its address.
    """
    name, _, number = spec.partition(":")
    if spec == "serial":
        yield SerialExecutor()
    elif name in {"processes", "threads"}:
        if number and not (number.isdigit() and int(number) > 0):
            raise ConfigError(f"{name}:{number} is not a number of {name}. Write {name}:4.")
        workers = int(number) if number else (os.cpu_count() or 1)
        with ThreadPoolExecutor(workers) if name == "threads" else _process_pool(workers) as pool:
            yield pool
    elif name in {"tcp", "tls"}:
        with _dask(spec) as executor:
            yield executor
    else:
        raise ConfigError(f"unknown executor {spec!r}. Use serial, threads, processes, processes:N or tcp://HOST:PORT.")


def _process_pool(workers: int) -> ProcessPoolExecutor:
    import multiprocessing

    # Not fork: a forked child of a process that has started solver or BLAS threads can hang.
    return ProcessPoolExecutor(
        workers, mp_context=multiprocessing.get_context("spawn"), initializer=_one_thread_a_process
    )


def _one_thread_a_process() -> None:
    """Keep numpy's linear algebra to one thread: a pool already uses every core, and small matrices only lose by more.

    Runs in a fresh process before numpy is imported there. Measured on two cores: a backtest in a sixth of the time.
    """
    for variable in ("OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "OMP_NUM_THREADS"):
        os.environ.setdefault(variable, "1")


class _DaskExecutor(Executor):
    """Tasks on a Dask cluster. What tasks share, such as a scenario of 10 MB, travels once, not with each."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._tasks: Any = client.get_executor()
        self._sent: dict[int, tuple[object, Any]] = {}  # the object is kept: its id must not be given to another

    def submit(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> Future[T]:
        """Run ``fn`` on the cluster."""
        there = {name: self._at_the_cluster(value) for name, value in kwargs.items()}
        future: Future[T] = self._tasks.submit(fn, *(self._at_the_cluster(value) for value in args), **there)
        return future

    def _at_the_cluster(self, value: object) -> Any:
        if value is None or isinstance(value, (bool, int, float, str)):
            return value
        if id(value) not in self._sent:
            self._sent[id(value)] = (value, self._client.scatter([value], hash=False)[0])
        return self._sent[id(value)][1]


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    try:
        from distributed import Client
    except ModuleNotFoundError:
        raise ConfigError("a Dask address needs the extra: pip install 'wfm[dask]'.") from None
    try:
        client = Client(address, timeout=CONNECT_SECONDS)
    except (OSError, ValueError) as error:
        raise ConfigError(
            f"no Dask scheduler answers at {address}: {error}. Start one with `dask scheduler`, or use processes."
        ) from None
    with client:
        yield _DaskExecutor(client)
