"""The picture of `eval --plot`: the risk–coverage curve, and the reliability diagram with its counts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from ingest.errors import QuestionError, SourceError
from qa import calibration
from qa.calibration import BINS, Judged

SIZE, DPI = (11.0, 4.6), 150  # inches, dots an inch
INK, PALE = "#1f4e79", "#9fbfdc"


def draw(judged: Sequence[Judged], path: str) -> None:
    """Write the PNG; needs no display and no Chinese font.

    Raises QuestionError where nothing was answered or matplotlib is missing, SourceError where the file cannot be
    written.
    """
    points, bins = calibration.risk_coverage(judged), calibration.reliability(judged)
    if not points:
        raise QuestionError("no question of the file was answered, so there is no curve to draw; leave --plot out")
    figure = _figure()
    left, right = figure.subplots(1, 2)
    _risk(left, judged, points)
    _reliability(right, judged, bins)
    try:
        figure.savefig(path, format="png", dpi=DPI)
    except OSError as error:
        raise SourceError(f"{path}: {error.strerror or error}; choose another file for the picture") from error


def _figure() -> Any:
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError as error:
        raise QuestionError(
            f"--plot needs matplotlib, which cannot be loaded ({error}); pip install matplotlib"
        ) from error
    figure = Figure(figsize=SIZE, layout="constrained")
    FigureCanvasAgg(figure)
    return figure


def _risk(axes: Any, judged: Sequence[Judged], points: Sequence[calibration.Point]) -> None:
    """A line through the thresholds, shaded down to no risk."""
    coverage, risk = [point.coverage for point in points], [point.risk for point in points]
    axes.fill_between(coverage, risk, color=PALE, alpha=0.5)
    axes.plot(coverage, risk, color=INK, marker=".", linewidth=1.5)
    area, given = calibration.area_under_risk_coverage(judged), sum(point.answers for point in points)
    axes.set(
        title=f"Risk–coverage: AURC {area:.3f}, {given} of {len(judged)} answered",
        xlabel="coverage: share of the questions answered",
        ylabel="risk: share of these answers that are wrong",
        xlim=(0, 1),
        ylim=(0, 1),
    )
    axes.grid(alpha=0.3)


def _reliability(axes: Any, judged: Sequence[Judged], bins: Sequence[calibration.Bin]) -> None:
    """A bar a bin with its count, and the diagonal on which a calibrated answerer lies."""
    bars = axes.bar(
        [each.low for each in bins], [each.right for each in bins], 1 / BINS, align="edge", color=PALE, edgecolor=INK
    )
    axes.bar_label(bars, [str(each.answers) for each in bins], padding=2)
    axes.plot([0, 1], [0, 1], color="grey", linestyle="--", linewidth=1)
    axes.plot([each.probability for each in bins], [each.right for each in bins], "o", color=INK, markersize=4)
    error = calibration.expected_calibration_error(judged)
    axes.set(
        title=f"Reliability: ECE {error:.3f}; counts on the bars",
        xlabel="probability of the answer (dot: mean of its bin)",
        ylabel="share of right answers",
        xlim=(0, 1),
        ylim=(0, 1.08),
    )
    axes.grid(alpha=0.3)
