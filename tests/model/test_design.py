"""One text: what runs, what is stepped and what the code pane shows are the same lines; and their dialect."""

from __future__ import annotations

from pathlib import Path

import pytest
from support.scenarios import carry_out

from pagevis.base.errors import PagevisError
from pagevis.model import design as designs
from pagevis.model import dialect, holds
from pagevis.model.allocators._base import FUNCTIONS

SCENARIO = "memory 64 frames\nkernel 0..4\nboot\nstart A\nalloc A 1 as a\n"


@pytest.mark.parametrize("name", designs.allocators())
def test_every_allocator_keeps_to_the_dialect_and_links(name: str) -> None:
    linked = designs.design(name)
    assert linked.allocator.name == name
    assert set(FUNCTIONS) <= set(linked.functions)
    for text in linked.texts.values():
        dialect.parse(text.path, text.source)


def test_every_function_of_the_holds_is_linked() -> None:
    linked = designs.design("page-book")
    for name in ("boot", "start", "allocate", "release", "share", "fork", "write", "leave_all", "attach", "destroy"):
        assert linked.functions[name].__code__.co_filename == holds.__file__  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("body", "why"),
    [
        ("    x = [1]\n    return 0", "List"),
        ("    try:\n        return 0\n    finally:\n        pass", "Try"),
        ("    a = b = 0\n    return a", "one plain target"),
        ("    book.count[0] += 1\n    return 0", "AugAssign"),
        ("    return book.next.count", "only book has fields"),
        ("    for x in (1, 2):\n        pass\n    return 0", "range"),
        ("    import os\n    return 0", "Import"),
        ("    f = lambda: 0\n    return 0", "Lambda"),
        ("    return 0.5", "integers"),
        ("    return book.f(x=1)", "calls are plain"),
    ],
)
def test_the_dialect_refuses_with_file_and_line(body: str, why: str) -> None:
    with pytest.raises(PagevisError, match=why) as caught:
        dialect.parse("mine.py", f"def take(book: Book) -> int:\n{body}\n")
    assert str(caught.value).startswith("mine.py:")


def test_an_edited_text_changes_behaviour_code_pane_and_micro_steps_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = carry_out(SCENARIO)
    original = designs._read

    def edited(path: str) -> designs.Text:
        text = original(path)
        if text.title != "page_book.py":
            return text
        # Stroll from the last frame to the first, and look at the frame once more before it is linked.
        source = text.source.replace(
            "    for frame in range(book.n_frames):\n",
            "    for step in range(book.n_frames):\n"
            "        frame = book.n_frames - 1 - step\n"
            "        n = n + 0 * book.prev[frame]\n",
        )
        assert source != text.source
        copy = tmp_path / "page_book.py"
        copy.write_text(source)
        return original(str(copy))

    monkeypatch.setattr(designs, "_read", edited)
    designs.design.cache_clear()
    try:
        after = carry_out(SCENARIO)
    finally:
        designs.design.cache_clear()

    before.seek(2)
    after.seek(2)
    assert before.snapshot().frames_of(2).tolist() == [5]  # 0..4 kernel, 4 the book
    assert after.snapshot().frames_of(2).tolist() == [63]
    assert after.n_micro(0) == before.n_micro(0) + 64
    before.seek(0, 1)
    after.seek(0, 1)
    old, new = before.step().code, after.step().code
    assert old is not None
    assert new is not None
    assert "book.kind[frame]" in old.text.splitlines()[old.line - 1]
    assert "book.prev[frame]" in new.text.splitlines()[new.line - 1]
    assert after.step().note.startswith("r prev[3f]")
    assert new.tags["frame"] == 63


def test_a_text_without_its_functions_is_refused(tmp_path: Path) -> None:
    source = Path(str(designs.importlib.import_module("pagevis.model.allocators.page_book").__file__)).read_text()
    text = designs.Text(str(tmp_path / "mine.py"), "mine.py", source.replace("def leave(", "def left("))
    with pytest.raises(PagevisError, match="no function leave"):
        designs.link(text, designs._read(str(holds.__file__)))
