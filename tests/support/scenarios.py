"""Random scenarios for the laws: lines of the language, and the reference's answer to each."""

from __future__ import annotations

from collections.abc import Callable

from hypothesis import strategies as st

from pagevis.trace import scenario_text
from pagevis.trace.model_history import ModelHistory
from pagevis.trace.runner import Runner, check_length, n_holders, starts

HEAD = """memory 64 frames
reserve 0..1
kernel 1..4
heap 4..8
guard virtual
boot
start A B C
segment new s 2 by A
alloc A 4
alloc B 3
fork A D cow
"""
HEAD_EVENTS = 6
PROCESSES = st.sampled_from("ABCDE")
STARTED = st.sampled_from("ABCD")  # names that every scenario knows; E may come to be by a fork
# Mostly the frames that were handed out first, so that requests meet; at times any.
FRAMES = st.one_of(st.integers(9, 18), st.integers(9, 18), st.integers(9, 18), st.integers(0, 40))


# Other machines, for the laws that hold whatever the machine is.
MACHINES = {
    "plain": HEAD,
    "booked kernel": HEAD.replace("kernel 1..4", "kernel 1..3 booked"),
    "withheld guards": HEAD.replace("guard virtual", "guard withhold"),
    "large elements, small pages": "page-size 256\n" + HEAD.replace("guard", "allocator page-book element=32\nguard"),
    "two cases": HEAD.replace("start A B C", "case one\nstart Z\nalloc Z 9\nrandom 5 steps\ncase two\nstart A B C"),
}


@st.composite
def _ranges(draw: st.DrawFn) -> tuple[str, list[object]]:
    if draw(st.integers(0, 3)) == 0:
        who, page = draw(STARTED), draw(st.integers(0, 6))
        return f"{who}.{page}", [(who, page)]
    first, n, stride = draw(FRAMES), draw(st.sampled_from((1, 1, 1, 2, 3))), draw(st.integers(1, 2))
    if n == 1:
        return f"@{first}", [(first, None)]
    frames = list(range(first, first + n * stride, stride))
    return f"@{first}..{frames[-1] + 1}/{stride}", [(frame, None) for frame in frames]


@st.composite
def _line(draw: st.DrawFn) -> tuple[str, str, tuple[object, ...]]:
    """One line, with the reference's method and arguments."""
    verb = draw(
        st.sampled_from(
            ["alloc"] * 6 + ["free"] * 5 + ["share"] * 4 + ["write"] * 3 + ["fork"] * 2
            + ["read", "exit", "start", "segment", "attach", "attach", "detach", "destroy", "kernel", "unkernel"]
        )
    )  # fmt: skip
    who, other = draw(STARTED), draw(STARTED)
    text, frames = draw(_ranges())
    n = draw(st.one_of(st.integers(1, 4), st.integers(1, 4), st.integers(5, 60)))
    segment = draw(st.sampled_from("st"))
    rows: dict[str, Callable[[], tuple[str, str, tuple[object, ...]]]] = {
        "alloc": lambda: (f"alloc {who} {n}", "alloc", (who, n)),
        "free": lambda: (f"free {who} {text}", "release", (who, frames)),
        "share": lambda: (f"share {who} {other} {text}", "share", (who, other, frames)),
        "write": lambda: (f"write {who} {text}", "write", (who, frames)),
        "read": lambda: (f"read {who} {text}", "read", (who, frames)),
        "exit": lambda: (f"exit {who}", "exit", (who,)),
        "start": lambda: (f"start {who}", "start", (who,)),
        "segment": lambda: (f"segment new {segment} {n} by {who}", "segment", (segment, n, who)),
        "attach": lambda: (f"attach s {who}", "attach", ("s", who)),
        "detach": lambda: (f"detach s {who}", "detach", ("s", who)),
        "destroy": lambda: ("destroy s", "destroy", ("s",)),
        "kernel": lambda: (f"alloc kernel {n % 4 + 1}", "alloc", ("kernel", n % 4 + 1)),
        "unkernel": lambda: (f"free kernel {text}", "release", ("kernel", frames)),
    }
    if verb == "fork":
        mode, child = draw(st.sampled_from(["cow", "copy", "share"])), draw(PROCESSES)
        return f"fork {who} {child} {mode}", "fork", (who, child, mode)
    return rows[verb]()


LINES = st.lists(_line(), min_size=4, max_size=30)


def carry_out(text: str, allocator: str | None = None) -> ModelHistory:
    """A scenario's history."""
    commands = scenario_text.read(text, "test.scenario")
    runner = Runner("test.scenario", n_holders(starts(commands)), allocator, check_length(commands))
    runner.execute(commands)
    return ModelHistory(runner.finish())
