"""Drafts become articles: where each begins and ends, its title, its authors.

An article ends at an end mark. It begins at the title above a byline, or, where a title was painted after
the text of the opening page, at the top of that page.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import takewhile

from ingest import blocks, bylines
from ingest.chars import CLOSERS, TERMINAL, han_share, width
from ingest.drafts import Draft
from ingest.marks import LEVEL, PUNCTUATED
from ingest.types import Article, Block, Kind

MIN_TITLE, MAX_TITLE = 6.0, 48.0  # width; a shorter line at the end of a leaf is a label
MAX_TITLE_PARTS = 3
OPENING_LEAVES = 4  # a title painted late stands on the first pages
QUOTED = 0.6
END_LINES = 3
SIGNED = re.compile(r"[（(]\s*((?:作者|文|撰文|本刊记者)\s*[:：/／].+?)\s*[)）]")
AFFILIATION = re.compile(r"[（(]?\s*作者单位\s*[:：]\s*([^）)。]+)")


@dataclass(frozen=True, slots=True)
class Head:
    """What an article is called and who wrote it, and which drafts said so."""

    title: str
    authors: tuple[str, ...]
    affiliations: tuple[str, ...]
    used: frozenset[int]


def segment(drafts: list[Draft], mark: str | None, fallback: str) -> list[Article]:
    """Cut an issue's drafts into articles; `fallback` is the title where none is found."""
    if not drafts:
        return []
    starts = sorted(_starts(drafts))
    articles = [
        _article(drafts[first:last], mark, fallback) for first, last in zip(starts, [*starts[1:], None], strict=True)
    ]
    return [article for article in articles if article is not None]


def _starts(drafts: list[Draft]) -> set[int]:
    titles = [i for i, draft in enumerate(drafts) if draft.title]
    if titles:
        return {0} | {i for i in titles if not (i and drafts[i - 1].title)}
    starts = {0}
    starts |= {start for i, draft in enumerate(drafts) if draft.end and (start := _after_end(drafts, i))}
    for i, draft in enumerate(drafts):
        if draft.byline is not None:
            starts |= _at_byline(drafts, i, starts)
        elif _is_late_title(drafts, i):
            starts |= _at_late_title(drafts, i, starts)
        elif _ends_listing(drafts, i, starts):
            starts.add(i)
    return starts


def _after_end(drafts: list[Draft], index: int) -> int | None:
    """The draft after an ended article, its trailing captions and tables left to it."""
    leaf = drafts[index].lines[-1].leaf
    for i in range(index + 1, len(drafts)):
        draft = drafts[i]
        trailing = draft.kind in (Kind.CAPTION, Kind.TABLE) or (draft.kind is Kind.NOTE and draft.end)
        if not (trailing and draft.lines[0].leaf == leaf):
            return i
    return None


def _at_byline(drafts: list[Draft], index: int, starts: set[int]) -> set[int]:
    """Where the article of a byline begins: at its title, or at the top of its opening page."""
    first = index
    while first > 0 and index - first < MAX_TITLE_PARTS and _is_title(drafts[first - 1], drafts[index]):
        first -= 1
    current = max(start for start in starts if start <= index)
    named = any(draft.byline for draft in drafts[current:first])
    late = drafts[first].interrupts or drafts[index].interrupts or _ends_leaf(drafts, index)
    if late:
        top = _leaf_top(drafts, index)
        return {top} if top > current and named else set()
    if not named and _untitled(drafts[current:first]):
        return set()
    has_text = any(draft.kind is Kind.TEXT for draft in drafts[current:first])
    return {first} if first > current and (named or has_text) and first < index else set()


def _untitled(drafts: list[Draft]) -> bool:
    """Whether an article that has just begun still waits for its title."""
    if not drafts or drafts[-1].lines[-1].leaf - drafts[0].lines[0].leaf >= OPENING_LEAVES:
        return False
    return _opening(drafts)[0] is None and not _titles(drafts)


def _is_title(draft: Draft, below: Draft) -> bool:
    return (
        draft.kind is Kind.HEADING
        and draft.byline is None
        and draft.lines[-1].leaf == below.lines[0].leaf
        and width(draft.text) <= MAX_TITLE
        and not LEVEL.match(draft.text)
    )


def _ends_leaf(drafts: list[Draft], index: int) -> bool:
    """Whether no text follows on the leaf."""
    leaf = drafts[index].lines[0].leaf
    here = [draft for draft in drafts[index + 1 :] if draft.lines[0].leaf == leaf]
    return not any(draft.kind in (Kind.TEXT, Kind.NOTE, Kind.LIST) for draft in here)


def _leaf_top(drafts: list[Draft], index: int) -> int:
    """The first draft that begins on the leaf of this one."""
    leaf = drafts[index].lines[0].leaf
    while index > 0 and drafts[index - 1].lines[0].leaf == leaf:
        index -= 1
    return index


def _is_late_title(drafts: list[Draft], index: int) -> bool:
    """A heading in the way of an open sentence at the end of its leaf: a title, if the page speaks of it."""
    draft = drafts[index]
    if draft.kind is not Kind.HEADING or not draft.interrupts or width(draft.text) < MIN_TITLE + 2:
        return False
    top = _leaf_top(drafts, index)
    page = "".join(line.text for other in drafts[top:index] for line in other.lines)
    return _ends_leaf(drafts, index) and _echo(draft.text, page) >= QUOTED


def _echo(title: str, page: str) -> float:
    """Share of a title's pairs of characters that the page has too."""
    pairs = {title[i : i + 2] for i in range(len(title) - 1)}
    return sum(pair in page for pair in pairs) / len(pairs) if pairs else 0.0


def _at_late_title(drafts: list[Draft], index: int, starts: set[int]) -> set[int]:
    """The article of a late title begins at the top of its page, unless one has just begun untitled."""
    current = max(start for start in starts if start <= index)
    top = _leaf_top(drafts, index)
    return set() if top <= current or _untitled(drafts[current:top]) else {top}


def _ends_listing(drafts: list[Draft], index: int, starts: set[int]) -> bool:
    """A heading at the top of a page, above text, ends an article that so far is lists and figures only."""
    draft = drafts[index]
    current = max(start for start in starts if start <= index)
    if draft.kind is not Kind.HEADING or current == index or _leaf_top(drafts, index) != index:
        return False
    listing = drafts[current:index]
    prose = any(d.kind in (Kind.TEXT, Kind.NOTE) and PUNCTUATED.search(d.text) for d in listing)
    follows = any(d.kind is Kind.TEXT and d.lines[0].leaf == draft.lines[0].leaf for d in drafts[index + 1 : index + 3])
    return not prose and follows and any(d.kind is Kind.LIST for d in listing)


# ---- one article


def _article(drafts: list[Draft], mark: str | None, fallback: str) -> Article | None:
    head = _head(drafts, mark, fallback)
    made = [(draft, blocks.build(draft, mark)) for i, draft in enumerate(drafts) if i not in head.used]
    body = tuple(_demote(draft, block) for draft, block in made if block is not None)
    if not body:
        return None
    numbers = [line.number for draft in drafts for line in draft.lines]
    affiliations = head.affiliations or _affiliations(body)
    return Article(head.title, head.authors, affiliations, None, body, min(numbers), max(numbers))


def _demote(draft: Draft, block: Block) -> Block:
    """A heading that stood in the way of a sentence and is no title is a label."""
    if block.kind is Kind.HEADING and draft.interrupts:
        return Block(Kind.CAPTION, block.text, block.pieces, block.leaf)
    return block


def _head(drafts: list[Draft], mark: str | None, fallback: str) -> Head:
    if drafts[0].title:
        return _shown_head(drafts, mark)
    byline = next((i for i, draft in enumerate(drafts) if draft.byline is not None), None)
    first, speaker = _opening(drafts)
    if byline is not None and (above := _above(drafts, byline)) is not None:
        first, speaker = above, None
    if first is None:
        first = _late(drafts)
    used = set() if first is None else _parts(drafts, first, byline)
    title = blocks.plain_title([drafts[i] for i in sorted(used)], mark) if used else fallback
    if speaker is not None:
        used.add(0)
    if byline is not None:
        used.add(byline)
        by = drafts[byline].byline or bylines.Byline((), ())
        return Head(title, by.authors, by.affiliations, frozenset(used))
    name = bylines.speaker(drafts[0].text) if speaker is not None else None
    return Head(title, (name,) if name else (), (), frozenset(used))


def _shown_head(drafts: list[Draft], mark: str | None) -> Head:
    """The head of an article whose title its looks told: the bylines right below the title."""
    parts = list(takewhile(lambda draft: draft.title, drafts))
    below = takewhile(lambda i: drafts[i].byline or not han_share(drafts[i].text), range(len(parts), len(drafts)))
    signed = [i for i in below if drafts[i].byline is not None]
    by = [found for i in signed if (found := drafts[i].byline) is not None] or _signed_at_end(drafts)
    authors = dict.fromkeys(name for one in by for name in one.authors)
    bodies = dict.fromkeys(body for one in by for body in one.affiliations)
    used = frozenset([*range(len(parts)), *signed])
    return Head(blocks.plain_title(parts, mark), tuple(authors), tuple(bodies), used)


def _signed_at_end(drafts: list[Draft]) -> list[bylines.Byline]:
    """A byline in brackets below the text: （作者：…）."""
    for draft in reversed(drafts[-END_LINES:]):
        match = SIGNED.fullmatch(draft.text.strip())
        found = bylines.parse(match[1]) if match else None
        if found is not None:
            return [found]
    return []


def _above(drafts: list[Draft], byline: int) -> int | None:
    """The heading right above a byline."""
    return byline - 1 if byline > 0 and _is_title(drafts[byline - 1], drafts[byline]) else None


def _opening(drafts: list[Draft]) -> tuple[int | None, int | None]:
    """Where the title stands if the article opens with it; before it, a speaker's name may stand."""
    heads = [i for i, draft in enumerate(drafts[:2]) if draft.kind is Kind.HEADING and draft.byline is None]
    if not heads or heads[0] != 0:
        return None, None
    speaks = bylines.speaker(drafts[0].text) is not None
    if speaks:
        return (1, 0) if 1 in heads else (None, None)
    return 0, None


def _parts(drafts: list[Draft], first: int, byline: int | None) -> set[int]:
    """A title in several parts: lines parted by size, a line above the byline, a second line after ——."""
    parts = {first}
    if byline is not None and first < byline <= first + MAX_TITLE_PARTS:
        between = range(first + 1, byline)
        if all(_is_title(drafts[i], drafts[byline]) for i in between):
            parts |= set(between)
    if byline is not None and byline > first:
        above = first - 1
        while above >= 0 and byline - above <= MAX_TITLE_PARTS and _is_title(drafts[above], drafts[byline]):
            parts.add(above)
            above -= 1
    following = first + 1
    if (
        following < len(drafts)
        and drafts[following].kind is Kind.HEADING
        and drafts[following].text.startswith(("—", "－"))
    ):
        parts.add(following)
    return parts


def _titles(drafts: list[Draft]) -> list[tuple[float, int]]:
    """Headings that may be a title painted late, with a score: the end or the whole of a leaf tells most."""
    found = []
    if not drafts:
        return []
    text = "".join(draft.text for draft in drafts)
    for i, draft in enumerate(drafts):
        if draft.kind is not Kind.HEADING or draft.byline is not None or not _can_title(draft):
            continue
        if draft.lines[0].leaf - drafts[0].lines[0].leaf >= OPENING_LEAVES:
            break
        score = 2.0 * _echo(draft.text, text.replace(draft.text, "", 1)) + _place(drafts, i)
        found.append((score, -i))
    return [(score, -i) for score, i in sorted(found, reverse=True)]


def _can_title(draft: Draft) -> bool:
    bare = draft.text.rstrip(CLOSERS)
    plain = MIN_TITLE <= width(draft.text) <= MAX_TITLE and not LEVEL.match(draft.text)
    return plain and (bare[-1:] not in TERMINAL or bare.endswith(("？", "！"))) and not bylines.speaker(draft.text)


def _place(drafts: list[Draft], index: int) -> float:
    draft = drafts[index]
    top = _leaf_top(drafts, index) == index
    ends = _ends_leaf(drafts, index)
    if draft.interrupts and ends:
        return 4.0
    if ends:
        return 3.0
    return 0.5 if top else 0.0


def _late(drafts: list[Draft]) -> int | None:
    """The title of an article that does not open with one."""
    ranked = _titles(drafts)
    return ranked[0][1] if ranked else None


def _affiliations(body: tuple[Block, ...]) -> tuple[str, ...]:
    for block in reversed(body):
        match = AFFILIATION.search(block.text)
        if match:
            return tuple(part for part in re.split(r"[、，,;；]", match[1]) if part)
    return ()
