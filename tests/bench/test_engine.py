"""How fast a scenario is carried out with its words kept, how fast events are noted, and what a jump costs."""

from __future__ import annotations

import random

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from pagevis.model.engine import Call, logged, note, run
from pagevis.trace import scenario_text
from pagevis.trace.model_history import ModelHistory
from pagevis.trace.runner import Runner, n_holders, starts

N_EVENTS = 10_000
TEXT = f"memory 65536 frames\nstart A B C\nseed 1\nrandom {N_EVENTS} steps\n"


def _carry_out() -> ModelHistory:
    commands = scenario_text.read(TEXT, "bench.scenario")
    runner = Runner("bench.scenario", n_holders(starts(commands)))
    runner.execute(commands)
    return ModelHistory(runner.finish())


@pytest.fixture(scope="module")
def history() -> ModelHistory:
    return _carry_out()


def test_carrying_out_ten_thousand_random_events(benchmark: BenchmarkFixture) -> None:
    """Language, request, texts with every written word kept, record."""
    benchmark.pedantic(_carry_out, rounds=3)
    benchmark.extra_info["events_per_second"] = round(N_EVENTS / benchmark.stats.stats.min)


def test_one_frame_taken_and_given_back_with_written_words_kept(
    benchmark: BenchmarkFixture, history: ModelHistory
) -> None:
    book, log = logged(history.book)
    design, slot = history.script.design, 2

    def pair() -> None:
        log.clear()
        run(design, book, (Call("allocate", (slot, 1)),))
        node = history.book.holder_last[slot]
        run(design, book, (Call("release", (slot, history.book.hold_frame[node], history.book.hold_page[node])),))

    benchmark(pair)
    benchmark.extra_info["notes"] = log.n_notes
    benchmark.extra_info["events_per_second"] = round(2 / benchmark.stats.stats.median)


def test_one_frame_taken_and_given_back_with_every_access_noted(
    benchmark: BenchmarkFixture, history: ModelHistory
) -> None:
    book, design, slot = history.book, history.script.design, 2

    def pair() -> None:
        note(design, book, (Call("allocate", (slot, 1)),))
        node = book.holder_last[slot]
        note(design, book, (Call("release", (slot, book.hold_frame[node], book.hold_page[node])),))

    benchmark(pair)
    benchmark.extra_info["events_per_second"] = round(2 / benchmark.stats.stats.median)


def test_a_jump_to_any_event(benchmark: BenchmarkFixture, history: ModelHistory) -> None:
    rng = random.Random(2)
    benchmark(lambda: history.seek(rng.randrange(history.n_events)))


def test_a_jump_to_any_micro_step(benchmark: BenchmarkFixture, history: ModelHistory) -> None:
    rng = random.Random(3)

    def jump() -> None:
        event = rng.randrange(1, history.n_events)
        history.seek(event, rng.randrange(history.n_micro(event) + 1))
        history.step()

    benchmark(jump)
