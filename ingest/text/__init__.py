"""Text extracted from a magazine, one visual line a line, becomes drafts of blocks."""
