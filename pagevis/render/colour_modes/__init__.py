"""What the colour of a frame tells: one file per mode, each defining ``COLOUR_MODE``."""
