"""What it looks like: layouts, palette, raster, figures and export formats. Reads snapshots only."""
