"""One file per pane; each defines PANE."""
