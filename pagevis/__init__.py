"""pagevis shows physical memory: who holds which page frame, and how it came to be so."""

__version__ = "0.1.0"
