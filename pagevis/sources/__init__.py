"""Where it comes from: one file per form of input, and the sniffing that picks it."""
