"""What memory is: the page book, allocators, holders, segments, invariants. Knows no files and no Qt."""
