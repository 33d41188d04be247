"""The built-in embedder: a static model over words, characters and English words, and its refit on a library."""
