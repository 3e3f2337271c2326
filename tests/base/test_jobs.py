"""Progress and cancel of long work."""

from __future__ import annotations

import pytest

from pagevis.base import jobs
from pagevis.base.errors import Cancelled
from pagevis.base.jobs import Job


class Clock:
    """Time that the test moves."""

    now_s = 100.0

    def monotonic(self) -> float:
        return self.now_s


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    clock = Clock()
    monkeypatch.setattr(jobs, "time", clock)
    return clock


def test_reports_at_most_twenty_times_a_second(clock: Clock) -> None:
    told: list[float] = []
    job = Job(report=lambda done, _text: told.append(done))
    for i in range(1000):
        clock.now_s = 100.0 + i / 1000
        job.tick(i / 1000)
    assert 18 <= len(told) <= 20


def test_fractions_stay_between_none_and_all(clock: Clock) -> None:
    told: list[float] = []
    job = Job(report=lambda done, _text: told.append(done))
    for done in (-1.0, 7.0):
        clock.now_s += 1
        job.tick(done)
    assert told == [0.0, 1.0]


def test_a_cancelled_job_raises_at_its_next_tick(clock: Clock) -> None:
    cancelled = False
    job = Job(cancelled=lambda: cancelled)
    job.tick(0.1)
    cancelled = True
    clock.now_s += 1
    with pytest.raises(Cancelled):
        job.tick(0.2)


def test_a_job_that_nobody_watches_just_runs() -> None:
    Job().tick(0.5, "reading")
