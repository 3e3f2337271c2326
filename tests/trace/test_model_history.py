"""What a scenario's history tells: captions, code, tags, rings, usage, dirty ranges."""

from __future__ import annotations

import numpy as np
import pytest
from support.scenarios import HEAD, carry_out

TEXT = HEAD + 'say "Forked."\nmark forked\nfocus @12\nalloc B 2 as b\nfree A @9\nfree A @60\nexit B\n'


def test_every_micro_step_has_a_note_a_sentence_and_its_line() -> None:
    history = carry_out(TEXT)
    for event in range(history.n_events):
        for micro in range(1, history.n_micro(event)):
            history.seek(event, micro)
            step, caption = history.step(), history.caption()
            assert step.code is not None
            line = step.code.text.splitlines()[step.code.line - 1]
            field = step.note.split()[1].split("[")[0]
            assert f"book.{field}[" in line, (step.note, line)
            assert step.code.function[0] <= step.code.line <= step.code.function[1]
            assert caption.text.endswith(".")


def test_no_variable_is_shown_as_the_number_behind_nil() -> None:
    history = carry_out(HEAD + "write A @9\n")
    pages = set()
    for micro in range(1, history.n_micro(history.n_events - 1)):
        history.seek(history.n_events - 1, micro)
        code = history.step().code
        assert code is not None
        pages.add(code.variables.get("page"))
    assert "nil" in pages
    assert "4294967295" not in pages


def test_a_list_write_is_told_with_old_and_new() -> None:
    history = carry_out(TEXT)
    event = 6
    heads = []
    for micro in range(1, history.n_micro(event)):
        history.seek(event, micro)
        heads += [(link.list_index, link.old, link.new) for link in history.step().links if link.source is None]
    free_before = 9 + 2 + 4 + 3
    assert heads[0] == (0, free_before, free_before + 1)
    assert heads[1][0] == 1
    assert heads[1][2] == free_before


def test_tags_name_the_frames_that_the_running_code_holds() -> None:
    history = carry_out(TEXT)
    history.seek(6, 3)
    code = history.step().code
    assert code is not None
    assert code.tags["frame"] == 18


def test_membership_follows_the_lists_through_every_micro_step() -> None:
    history = carry_out(TEXT)
    for micro in range(history.n_micro(6) + 1):
        history.seek(6, micro)
        snapshot = history.snapshot()
        member = snapshot.on_list(0, 64)
        for pile in (0, 1):
            assert sorted(np.flatnonzero(member == pile + 1).tolist()) == sorted(history.book.walk(pile))


def test_says_marks_and_focus_attach_to_the_event_before() -> None:
    history = carry_out(TEXT)
    history.seek(5)
    assert history.caption().text == "Forked."
    assert [(m.event, m.kind, m.text) for m in history.marks] == [(5, "mark", "forked"), (8, "refused", "double-free")]
    assert history.focus(4) is None
    assert history.focus(5) == history.focus(9) == 12
    history.seek(8)
    assert history.caption().text == "Refused, and nothing changes: the frame is free already."


def test_usage_ends_at_what_the_snapshot_says() -> None:
    history = carry_out(TEXT)
    usage = history.usage(100)
    assert usage.events.tolist() == list(range(history.n_events))
    for k, event in enumerate(usage.events):
        history.seek(int(event))
        counts = history.snapshot().counts()
        assert int(usage.held[:, k].sum()) == counts.used + counts.counted
    assert (usage.held >= 0).all()
    assert int(usage.held.sum(axis=0).max()) <= usage.n_frames


def test_dirty_ranges_cover_every_change() -> None:
    history = carry_out(TEXT)
    rng = np.random.default_rng(3)
    for _ in range(200):
        before, version = history.snapshot().frames(0, 64), history.snapshot().version
        links = history.snapshot().next_frame(0, 64)
        for _ in range(int(rng.integers(1, 4))):
            event = int(rng.integers(history.n_events))
            history.seek(event, int(rng.integers(history.n_micro(event) + 1)))
        after = history.snapshot().frames(0, 64)
        changed = np.flatnonzero(
            (before.kind != after.kind)
            | (before.holder != after.holder)
            | (before.refcount != after.refcount)
            | (links != history.snapshot().next_frame(0, 64))
        )
        dirty = history.snapshot().dirty_since(version)
        if len(changed):
            assert dirty is not None
            assert dirty[0] <= changed.min()
            assert changed.max() < dirty[1]


def test_last_event_is_the_last_that_touched_the_frame() -> None:
    history = carry_out(TEXT)
    history.seek(history.n_events - 1)
    last = history.snapshot().frames(0, 64).last_event
    assert last[9] == 7
    history.seek(6)
    assert history.snapshot().frames(0, 64).last_event[9] < 7


def test_outside_is_an_index_error() -> None:
    history = carry_out(TEXT)
    for event, micro in ((-1, None), (history.n_events, None), (0, -1), (1, history.n_micro(1) + 1)):
        with pytest.raises(IndexError):
            history.seek(event, micro)


def test_a_large_boot_is_one_step_and_still_random_access() -> None:
    history = carry_out("memory 100000 frames\nstart A\nalloc A 5\nfree A A.0\n")
    assert history.n_micro(0) == 0
    history.seek(2)
    held = history.buffer
    history.seek(0)
    assert history.snapshot().counts().used == 0
    history.seek(2)
    assert history.buffer == held


def test_a_link_on_its_way_belongs_to_the_list_it_is_pushed_on() -> None:
    history = carry_out("memory 64 frames\nstart A\nalloc A 2\n")
    lists = []
    for micro in range(1, history.n_micro(2)):
        history.seek(2, micro)
        step = history.step()
        lists += [(link.list_index, step.code.function) for link in step.links if link.source is not None and step.code]
    pushed = [index for index, _ in lists]
    assert 1 in pushed
    assert all(link == 1 for link in pushed[1:2])
