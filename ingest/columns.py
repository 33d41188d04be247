"""The width of the column that each line was set in: it tells full lines from the ends of paragraphs."""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import NDArray

from ingest.chars import narrow, width
from ingest.types import Line

Array = NDArray[np.float64]
REACH = 7  # lines to either side that have a say
DECAY = 3.5
MIN_TOLERANCE = 1.0
TOLERANCE = 0.06  # of the column's width: justified lines with digits in them vary by that much
SNAP = 0.2
MIN_SUPPORT = 3  # lines alike on a leaf that make a column
ASCII_SLACK = 0.08  # a Latin character more or less of width than reckoned
INDENT = (1.2, 3.2)  # how much shorter the first line of an indented paragraph is


class Fill(Enum):
    """How a line fills its column."""

    FULL = "full"
    FIRST = "first"  # shorter by an indent
    SHORT = "short"


def column_widths(lines: list[Line]) -> list[float]:
    """The column width at each line, in Chinese characters.

    Each line's neighbours on the same leaf vote for the width that most of them share, the nearer the
    more; of widths equally shared the larger one wins, since short lines end paragraphs.
    """
    widths = np.array([width(line.text) for line in lines])
    leaves = np.array([line.leaf for line in lines])
    if not len(lines):
        return []
    around = np.arange(len(lines))[:, None] + np.arange(-REACH, REACH + 1)[None, :]
    inside = (around >= 0) & (around < len(lines))
    around = np.clip(around, 0, len(lines) - 1)
    same = inside & (leaves[around] == leaves[:, None])
    near = np.exp(-np.abs(np.arange(-REACH, REACH + 1)) / DECAY)[None, :] * same
    seen = widths[around]
    tolerance = np.maximum(MIN_TOLERANCE, TOLERANCE * seen)
    alike = np.abs(seen[:, None, :] - seen[:, :, None]) <= tolerance[:, :, None]
    votes = (alike * near[:, None, :]).sum(axis=2) * same
    best = votes + 1e-3 * seen * same
    local = seen[np.arange(len(lines)), best.argmax(axis=1)]
    return [float(value) for value in _snap(local, leaves)]


def _snap(local: Array, leaves: NDArray[np.int64]) -> Array:
    """Give neighbouring votes that differ a little the one width that weighs most on their leaf."""
    snapped = local.copy()
    for here in np.split(np.arange(len(leaves)), np.flatnonzero(np.diff(leaves)) + 1):
        values = local[here]
        kinds, of, count = np.unique(values, return_inverse=True, return_counts=True)  # few, however long the leaf is
        alike = np.abs(kinds[:, None] - kinds[None, :]) <= MIN_TOLERANCE
        main = kinds[np.argmax(alike @ (kinds * count) + 1e-3 * kinds)]
        alone = (alike @ count < MIN_SUPPORT)[of]
        near = np.abs(values - main) <= SNAP * main
        snapped[here[near | (alone & (values < main))]] = main
    return snapped


def fill(text: str, column: float) -> Fill:
    """Whether a line is full, first of an indented paragraph, or short."""
    slack = column - width(text) - ASCII_SLACK * narrow(text)
    if slack <= max(MIN_TOLERANCE, TOLERANCE * column):
        return Fill.FULL
    return Fill.FIRST if INDENT[0] <= slack <= INDENT[1] else Fill.SHORT
