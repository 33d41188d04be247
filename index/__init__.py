"""Articles become passages; words, vectors, the library on disk."""
