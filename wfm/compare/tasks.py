"""Independent tasks of one kind on an executor, each told in words as soon as its answer is there."""

from __future__ import annotations

from concurrent.futures import as_completed
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from concurrent.futures import Executor, Future

T = TypeVar("T")


class Tasks(Generic[T]):
    """Tasks that have been handed to an executor, by name."""

    def __init__(
        self,
        executor: Executor,
        calls: Mapping[str, Callable[[], T]],
        told: Callable[[T], str],
        say: Callable[[str], None],
    ) -> None:
        """Hand every call to ``executor``; ``say`` gets ``told`` of each answer, and how many there are."""
        self._told, self._say, self._count, self._done = told, say, len(calls), 0
        self._tasks: dict[str, Future[T]] = {}
        self._waiting: list[Future[T]] = []
        for name, call in calls.items():
            task = self._tasks[name] = executor.submit(call)
            if task.done():  # run at once, in this thread: the next one begins when this is told
                self._tell(task)
            else:
                self._waiting.append(task)

    def results(self) -> dict[str, T]:
        """The answers by name, once all are there; the first error is raised."""
        for task in as_completed(self._waiting):
            self._tell(task)
        self._waiting = []
        return {name: task.result() for name, task in self._tasks.items()}

    def _tell(self, task: Future[T]) -> None:
        answer = task.result()
        self._done += 1
        self._say(f"{self._told(answer)} ({self._done} of {self._count})")
