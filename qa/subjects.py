"""Which articles are about something, and which only mention it."""

from __future__ import annotations

from dataclasses import dataclass

from index.library import Found, Library
from index.types import Filters, Hit
from ingest.chars import ends_sentence
from qa.evidence import Sentence

READ = 300  # passages, the best of the search, that are counted
WHOLE = 0.99  # share of the subject's words that a passage holds, title and section counted
ABOUT, TITLED = 0.25, 0.15  # share of such passages in an article on the subject; in one that has it in its title


@dataclass(frozen=True, slots=True)
class Treated:
    """An article that speaks of a subject: where it does so best, the share of its passages that do, 0 to 1."""

    sentence: Sentence
    share: float
    titled: bool

    @property
    def about(self) -> bool:
        """Whether the subject is what the article is about."""
        return self.share >= (TITLED if self.titled else ABOUT)


def treating(subject: str, library: Library, filters: Filters = Filters()) -> tuple[list[Treated], list[Hit]]:
    """The articles that speak of a subject, those with most of it first; and the ranking that tells."""
    query = library.query(subject)
    found = library.find_evidence(query, READ, filters)
    if not query.concepts or not len(found.order):
        return [], found.hits
    held: dict[tuple[str, int], list[int]] = {}
    for place, hit in enumerate(found.hits):
        if found.coverage.passages[found.order[place]] >= WHOLE:
            held.setdefault((hit.passage.issue_id, hit.passage.article_no), []).append(place)
    treated = [_treated(found, places, len(library.store.positions(*key))) for key, places in held.items()]
    return sorted(treated, key=lambda each: (-each.titled, -each.share)), found.hits


def _treated(found: Found, places: list[int], size: int) -> Treated:
    titled = any(found.coverage.titles[found.order[place]] >= WHOLE for place in places)
    return Treated(_sentence(found, places[0]), len(places) / size, titled)


def _sentence(found: Found, place: int) -> Sentence:
    """The sentence of a hit that holds most of the subject; no heading, if there is another."""
    start, end = (int(at) for at in found.candidates.starts[found.order[place] :][:2])
    hit, held = found.hits[place], found.coverage.sentences[start:end]
    full = [ends_sentence(hit.passage.sentence(i)) for i in range(end - start)]
    index = max(range(end - start), key=lambda i: (full[i] and held[i] > 0, held[i]))
    return Sentence(hit, index, 1.0, 1.0, full[index])
