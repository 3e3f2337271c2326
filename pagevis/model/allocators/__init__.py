"""One file per allocator; each defines ALLOCATOR."""
