"""Says in one line what Qt lacks on this machine, before Qt aborts the program over it. Imports no Qt itself."""

from __future__ import annotations

import ctypes
import os
import re
import sys
from collections.abc import Callable, Mapping

from pagevis.base.errors import PagevisError

# Shared libraries that the wheels of Qt leave to the system, and the package that brings each on Debian and Ubuntu.
GUI_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libfreetype.so.6": "libfreetype6",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgthread-2.0.so.0": "libglib2.0-0",
    "libxkbcommon.so.0": "libxkbcommon0",
    "libzstd.so.1": "libzstd1",
}
X11_LIBRARIES = {
    "libX11.so.6": "libx11-6",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libxcb.so.1": "libxcb1",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-image.so.0": "libxcb-image0",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-render.so.0": "libxcb-render0",
    "libxcb-render-util.so.0": "libxcb-render-util0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-shm.so.0": "libxcb-shm0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-util.so.1": "libxcb-util1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxcb-xkb.so.1": "libxcb-xkb1",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
WAYLAND_LIBRARIES = {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
WITHOUT_WINDOW = "or paint without a window: 'pagevis render FILE -o picture.svg'"


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def _x11_answers() -> bool:
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    xcb.xcb_connection_has_error.argtypes = [ctypes.c_void_p]
    xcb.xcb_disconnect.argtypes = [ctypes.c_void_p]
    connection = xcb.xcb_connect(None, None)
    broken = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    return not broken


def require_window(
    environment: Mapping[str, str] = os.environ,
    platform: str = sys.platform,
    loads: Callable[[str], bool] = _loads,
    x11_answers: Callable[[], bool] = _x11_answers,
) -> None:
    """Raises ``PagevisError`` where a window cannot open: Qt itself would abort the process or fill the screen.

    Only Linux is looked at: elsewhere the wheels bring all they need and there is always a display.
    """
    if platform != "linux":
        return
    chosen = environment.get("QT_QPA_PLATFORM", "").split(";")[0].split(":")[0]
    x11, wayland = environment.get("DISPLAY", ""), environment.get("WAYLAND_DISPLAY", "")
    if not chosen and not x11 and not wayland:
        raise PagevisError("there is no display to open a window on", remedy=f"set DISPLAY, {WITHOUT_WINDOW}")
    needed = dict(GUI_LIBRARIES)
    on_x11 = chosen == "xcb" or (not chosen and not wayland)
    if on_x11:
        needed |= X11_LIBRARIES
    elif chosen.startswith("wayland") or not chosen:
        needed |= WAYLAND_LIBRARIES
    missing = [library for library in needed if not loads(library)]
    if missing:
        packages = sorted({needed[library] for library in missing})
        raise PagevisError(
            f"Qt needs {', '.join(missing)}, which this system lacks",
            remedy=f"install {'it' if len(missing) == 1 else 'them'} ('apt install {' '.join(packages)}' on Debian "
            f"and Ubuntu)",
        )
    if on_x11 and not x11_answers():
        raise PagevisError(f"the display '{x11}' does not answer", remedy=f"look at DISPLAY, {WITHOUT_WINDOW}")


def explain(error: ImportError) -> PagevisError:
    """What to do about an import that failed: a shared library or a Python package is missing."""
    library = re.match(r"(\S+\.so[.\d]*): cannot open shared object file", str(error))
    if library:
        package = (GUI_LIBRARIES | X11_LIBRARIES).get(library[1])
        how = f"'apt install {package}' on Debian and Ubuntu" if package else "your system's packages have it"
        return PagevisError(f"Qt needs {library[1]}, which this system lacks", remedy=f"install it ({how})")
    if isinstance(error, ModuleNotFoundError) and error.name and not error.name.startswith("pagevis"):
        package = error.name.partition(".")[0]
        return PagevisError(
            f"the Python package {package} is missing",
            remedy=f"install pagevis again: '{sys.executable} -m pip install .'",
        )
    return PagevisError(f"internal error: {error}", remedy="install pagevis again, or report it")
