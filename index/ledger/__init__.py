"""The ledger of figures: what a passage says is how much, where, when, and by whom."""

from index.ledger.draw import KIND, VERSION, draw, keys
from index.ledger.entry import Entry

__all__ = ["KIND", "VERSION", "Entry", "draw", "keys"]
