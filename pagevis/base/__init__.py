"""Errors, discovery of plug-in files, and the one reader of resources/."""
