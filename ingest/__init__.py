"""A source file becomes an issue: lines, blocks, articles."""
