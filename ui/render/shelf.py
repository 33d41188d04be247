"""The opened issue, what can be put back, what was done last: with buttons for `acts.js`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from index.types import IssueRow
from ui.render.listing import doubtful_pages, issue_badges
from ui.render.text import esc, heading, notice
from ui.texts import Texts


def act(name: str, of: str, told: str, looks: str = "hk-act", label: str = "", to: str = "") -> str:
    """A button that does something to what is named `of`, and brings what has the id `to` into sight.

    `label` is for screen readers, where `told` is not enough.
    """
    spoken = f' aria-label="{esc(label)}"' if label else ""
    sight = f' data-to="{to}"' if to else ""
    given = f'class="{looks}" data-act="{name}" data-of="{esc(of)}"{sight}{spoken}'
    return f'<button type="button" {given}>{esc(told)}</button>'


def issue(row: IssueRow, editor: bool, t: Texts) -> str:
    """What is known of an issue, and what an editor can do with it."""
    facts = [t.counts.format(pages=row.pages, articles=row.articles, passages=row.passages), row.source_file]
    told = "".join(f"<span>{esc(fact)}</span>" for fact in (*facts, row.added[:16].replace("T", " ")))
    doubts = doubtful_pages((page for page, _ in row.doubts), t)
    warned = f'<p class="hk-facts hk-warned">{esc(doubts)}</p>' if doubts else ""
    title = f'<h2 class="hk-title" lang="zh-CN">{esc(row.issue)} {issue_badges(row, t)}</h2>'
    known = f'<div>{title}<p class="hk-facts">{told}</p>{warned}</div>'
    actions = _actions(row, t) if editor else ""
    return f'<section class="hk-issue" aria-label="{esc(row.issue)}">{known}{actions}</section>'


def _actions(row: IssueRow, t: Texts) -> str:
    """Removing asks once, in its place."""
    sure = act("remove", row.issue_id, t.remove_now, "hk-act hk-act-bad", f"{t.remove_now} {row.issue}")
    return (
        f'<div class="hk-acts">{act("replace", row.issue_id, t.replace_issue, to="hk-adding")}'
        f'<details class="hk-ask"><summary class="hk-act">{esc(t.remove)}</summary>'
        f"<div><p>{esc(t.remove_sure.format(issue=row.issue))}</p>{sure}</div></details></div>"
    )


def done(told: str, undo: str | None, t: Texts) -> str:
    """What was done to an issue, and the way back."""
    back = act("put_back", undo, t.undo) if undo else ""
    return f'<p class="hk-done" role="status"><span>{esc(told)}</span>{back}</p>'


def failed(error: str) -> str:
    """What could not be done, in a line."""
    return f'<p class="hk-error" role="alert">{esc(error)}</p>'


def removed(rows: Sequence[IssueRow], editor: bool, t: Texts) -> str:
    """What was removed or replaced lately; nothing where there is none."""
    if not rows or not editor:
        return ""
    return heading(t.removed) + f'<ul class="hk-removed">{"".join(_removed(rows, t))}</ul>'


def _removed(rows: Iterable[IssueRow], t: Texts) -> Iterable[str]:
    for row in rows:
        facts = f'<span class="hk-quiet">{esc(row.source_file)} · {esc(row.added[:10])}</span>'
        back = act("put_back", row.issue_id, t.put_back, label=f"{t.put_back} {row.issue}")
        yield f'<li><span lang="zh-CN">{esc(row.issue)}</span>{facts}{back}</li>'


def nobody(t: Texts) -> str:
    """Why there is nothing here to change the library with."""
    return notice(t.only_editors)
