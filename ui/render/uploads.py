"""The place where files are dropped, and those that wait there to be added."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ui.render.shelf import act
from ui.render.text import esc
from ui.texts import Texts

KINDS = (".pdf", ".txt", ".text")


@dataclass(frozen=True, slots=True)
class Uploads:
    """Files that wait, names of those that were refused for their kind, and of those that did not arrive."""

    paths: tuple[Path, ...] = ()
    refused: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


def drop(held: Uploads, t: Texts) -> str:
    """The zone, which the keyboard reaches as the file field that it is, and the files."""
    kinds = ",".join(KINDS)
    field = f'<input type="file" multiple accept="{kinds}" class="hk-hidden" aria-label="{esc(t.drop_here)}">'
    zone = (
        f'<label class="hk-drop" data-kinds="{kinds}" data-busy="{esc(t.uploading)}">{field}'
        f'<span class="hk-drop-sign" aria-hidden="true">↑</span><span class="hk-drop-words" aria-live="polite">'
        f"{esc(t.drop_here)}</span></label>"
    )
    files = "".join(_file(number, path, t) for number, path in enumerate(held.paths))
    listed = f'<ul class="hk-waiting" aria-label="{esc(t.files_waiting)}">{files}</ul>' if files else ""
    wrong = [f"{name[:80]}{t.colon}{t.wrong_kind}" for name in held.refused]
    wrong += [f"{name[:80]}{t.colon}{t.not_uploaded}" for name in held.lost]
    return zone + listed + "".join(f'<p class="hk-error" role="alert">{esc(line)}</p>' for line in wrong)


def _file(number: int, path: Path, t: Texts) -> str:
    size = f'<span class="hk-quiet">{_size(path)}</span>'
    out = act("leave", str(number), "×", label=f"{t.leave_out} {path.name}")
    return f"<li><span>{esc(path.name)}</span>{size}{out}</li>"


def _size(path: Path) -> str:
    """In KB or MB; nothing of a file that is gone."""
    try:
        size = path.stat().st_size
    except OSError:
        return ""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, size // 1000)} KB"
