"""One file per pane, each defining ``PANE``; found by the window, named nowhere."""
