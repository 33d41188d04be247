"""A PDF, by pure geometry on its characters and lines, becomes drafts of blocks."""
