"""A naive page book of sets, lists and dictionaries, to hold the real one against. Shares no code with it."""

from __future__ import annotations

from dataclasses import dataclass, field

Target = tuple[int, tuple[str, int] | None]  # a frame, and as whose page it was named


@dataclass
class Hold:
    """One hold: who, as which page, through which segment, and whether a write copies."""

    who: str
    page: int
    via: str = ""
    on_write: bool = False


@dataclass
class Reference:
    """64 frames as in the lessons: 0 reserved, 1–3 kernel, 4–7 heap, 8 book, the rest free."""

    free: list[int] = field(default_factory=lambda: list(range(63, 8, -1)))  # the last is the first to go
    holds: dict[int, list[Hold]] = field(default_factory=dict)  # frame -> holds, oldest first
    next_page: dict[str, int] = field(default_factory=dict)
    running: set[str] = field(default_factory=set)
    segments: set[str] = field(default_factory=set)  # those not destroyed
    known_segments: dict[str, int] = field(default_factory=dict)  # name -> lifetime
    kernel: set[int] = field(default_factory=lambda: {1, 2, 3})
    copies: int = 0

    def copied(self) -> Reference:
        """A deep copy, to come back to when a request is refused half-way."""
        import copy

        return copy.deepcopy(self)

    def pages(self, who: str) -> list[tuple[int, int, Hold]]:
        """(page, frame, hold) of a holder in the order of its pages."""
        return sorted(
            ((h.page, f, h) for f, holds in self.holds.items() for h in holds if h.who == who), key=lambda p: p[:2]
        )

    def _take(self) -> int | None:
        return self.free.pop() if self.free else None

    def _hold(self, frame: int, who: str, via: str = "", on_write: bool = False) -> None:
        page = self.next_page[who]
        self.next_page[who] = page + 1
        self.holds.setdefault(frame, []).append(Hold(who, page, via, on_write))

    def _drop(self, frame: int, hold: Hold) -> None:
        self.holds[frame] = [h for h in self.holds[frame] if h is not hold]
        if not self.holds[frame]:
            del self.holds[frame]
            self.free.append(frame)

    def _find(self, frame: int, who: str, page: tuple[str, int] | None) -> Hold | None:
        wanted = page[1] if page and page[0] == who else None
        found = [h for h in self.holds.get(frame, []) if h.who == who and wanted in (None, h.page)]
        return found[-1] if found else None

    def target(self, who: str, page: int) -> Target | None:
        """What ``who.page`` names now."""
        return next(((f, (who, page)) for p, f, _ in self.pages(who) if p == page), None)

    # ---- acts: each answers "ok" or the rule that refuses; a refusal leaves self as it may be, the caller restores

    def start(self, who: str) -> str:
        if who in self.running:
            return "already-running"
        self.running.add(who)
        self.next_page[who] = 0
        return "ok"

    def alloc(self, who: str, n: int) -> str:
        if who == "kernel":
            if len(self.free) < n:
                return "out-of-memory"
            self.kernel.update(self.free.pop() for _ in range(n))
            return "ok"
        if who not in self.running:
            return "no-process"
        return self._alloc(who, n)

    def _alloc(self, who: str, n: int) -> str:
        if len(self.free) < n:
            return "out-of-memory"
        for _ in range(n):
            self._hold(self.free.pop(), who)
        return "ok"

    def release(self, who: str, frames: list[Target]) -> str:
        if who != "kernel" and who not in self.running:
            return "no-process"
        kernel_before = set(self.kernel)
        for frame, page in frames:
            if who == "kernel" and frame in kernel_before:
                if frame not in self.kernel:
                    return "not-managed"
                self.kernel.remove(frame)
                self.free.append(frame)
                continue
            if frame in self.kernel or frame == 0 or 4 <= frame <= 8:
                return "not-managed"
            if frame not in self.holds:
                return "double-free"
            hold = self._find(frame, who, page)
            if hold is None:
                return "not-owner"
            self._drop(frame, hold)
        return "ok"

    def share(self, giver: str, taker: str, frames: list[Target]) -> str:
        if giver not in self.running or taker not in self.running:
            return "no-process"
        for frame, page in frames:
            hold = self._find(frame, giver, page)
            if hold is None:
                return "not-owner"
            self._hold(frame, taker, on_write=hold.on_write)
        return "ok"

    def read(self, who: str, frames: list[Target]) -> str:
        if who not in self.running:
            return "no-process"
        return "ok" if all(self._find(f, who, page) for f, page in frames) else "not-owner"

    def write(self, who: str, frames: list[Target]) -> str:
        if who not in self.running:
            return "no-process"
        for frame, page in frames:
            hold = self._find(frame, who, page)
            if hold is None:
                return "not-owner"
            if hold.on_write and len(self.holds[frame]) > 1:
                fresh = self._take()
                if fresh is None:
                    return "out-of-memory"
                self.copies += 1
                self.holds[frame] = [h for h in self.holds[frame] if h is not hold]
                self.holds[fresh] = [hold]
            hold.on_write = False
        return "ok"

    def fork(self, parent: str, child: str, mode: str) -> str:
        if parent not in self.running:
            return "no-process"
        if child in self.running:
            return "already-running"
        self.running.add(child)
        for page, frame, hold in self.pages(parent):
            target, on_write = frame, hold.on_write
            if not hold.via and mode == "copy":
                taken = self._take()
                if taken is None:
                    return "out-of-memory"
                target, self.copies, on_write = taken, self.copies + 1, False
            if not hold.via and mode == "cow":
                on_write = hold.on_write = True
            self.next_page[child] = page
            self._hold(target, child, hold.via, on_write)
        self.next_page[child] = self.next_page[parent]
        return "ok"

    def exit(self, who: str) -> str:
        if who not in self.running:
            return "no-process"
        self._leave_all(who)
        self.running.remove(who)
        return "ok"

    def _leave_all(self, who: str) -> None:
        for _, frame, hold in self.pages(who):
            self._drop(frame, hold)

    def segment(self, name: str, n: int, by: str) -> str:
        if by not in self.running:
            return "no-process"
        if name in self.segments:
            return "name-taken"
        self.known_segments[name] = self.known_segments.get(name, 0) + 1
        key = self._key(name)
        self.next_page[key] = 0
        self.segments.add(name)
        answer = self._alloc(key, n)
        return answer if answer != "ok" else self._attach(name, by)

    def _key(self, name: str) -> str:
        return f"{name}#{self.known_segments[name]}"

    def _attach(self, name: str, who: str) -> str:
        key = self._key(name)
        if any(h.via == key for _, _, h in self.pages(who)):
            return "already-attached"
        for _, frame, _ in self.pages(key):
            self._hold(frame, who, via=key)
        return "ok"

    def attach(self, name: str, who: str) -> str:
        if who not in self.running:
            return "no-process"
        return self._attach(name, who) if name in self.segments else "no-segment"

    def detach(self, name: str, who: str) -> str:
        if who not in self.running:
            return "no-process"
        key = self._key(name)
        mine = [(f, h) for _, f, h in self.pages(who) if h.via == key]
        for frame, hold in mine:
            self._drop(frame, hold)
        return "ok" if mine else "not-attached"

    def destroy(self, name: str) -> str:
        if name not in self.segments:
            return "no-segment"
        self._leave_all(self._key(name))
        self.segments.remove(name)
        return "ok"
