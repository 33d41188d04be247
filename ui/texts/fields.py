"""What the web app says of itself, by name. A leaf of this package."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from qa.types import Status


@dataclass(frozen=True, slots=True)
class Texts:
    """Everything that the web app says of itself, in one language; `{…}` is filled in where it is shown."""

    tagline: str
    # asking
    ask: str
    placeholder: str
    question: str
    send: str
    all_issues: str
    issue: str
    year_from: str
    year_to: str
    examples: str
    chat: str
    # the evidence
    evidence: str
    waiting: str
    searching: str
    trouble: str
    understood: str
    status: Mapping[Status, str]
    nearest: str
    nothing_near: str
    missing: str
    digest: str
    page: str
    pages: str
    about_page: str
    about_pages: str
    page_unknown: str
    line: str
    lines: str
    pdf_page: str
    section: str
    authors: str
    doubt: str
    # adding
    add: str
    password: str
    replace: str
    add_button: str
    add_help: str
    no_files: str
    outcome: Mapping[str, str]
    counts: str
    # issues
    issues: str
    column_issue: str
    column_pages: str
    column_articles: str
    column_passages: str
    column_source: str
    column_added: str
    column_title: str
    column_authors: str
    column_section: str
    column_page: str
    contents: str
    empty: str
    hidden: str
    # under an answer
    references: str
    style: str
    numbering: str
    comma: str
    sureness: tuple[str, str, str]
    probability: str
    cut: str
    conflict: str
    newer: str
    # figures
    figures: str
    find: str
    figures_ask: str
    figures_help: str
    only_conflicts: str
    no_figures: str
    some_shown: str
    unlike: str
    goal: str
    table_help: str
    chosen_none: str
    chosen: str
    series: str
    years: str
    stats: Mapping[str, str]
    column_indicator: str
    column_value: str
    column_area: str
    column_period: str
    column_said_by: str
    column_place: str
    # policies
    policies: str
    policies_ask: str
    policies_help: str
    no_policies: str
    undated: str
    also_called: str
    kinds: Mapping[str, str]
    column_document: str
    column_date: str
    column_issuer: str
    column_number: str
    column_kind: str
    column_cited: str
    cited_times: str
    # looking up a citation
    cite: str
    cite_ask: str
    cite_button: str
    cite_waiting: str
    found: str
    not_found: str
    also_at: str
    confidence: str
    # narrowing, what comes next, pages of a PDF, taking away
    article: str
    author: str
    any: str
    narrow: str
    next: str
    before: str
    after: str
    first_of_article: str
    last_of_article: str
    leaf: str
    leaf_tools: str
    leaf_caption: str
    page_before: str
    page_after: str
    zoom_in: str
    zoom_out: str
    turn: str
    rated: str
    unrated: str
    copy_answer: str
    as_markdown: str
    as_word: str
    copied: str
    nothing_said: str
    copy: str
    download: str
    dark: str
    code: str
    language: str
    # finding, tables that filter, the timeline
    find_ask: str
    find_help: str
    find_nothing: str
    find_first: str
    find_shown: str
    found_list: str
    order: str
    orders: Mapping[str, str]
    how_many: str
    show_scores: str
    scores_help: str
    legs: Mapping[str, str]
    ask_this: str
    as_csv: str
    nothing_to_save: str
    filter_words: str
    filter_rows: str
    no_rows: str
    rows_shown: str
    year: str
    as_is: str
    untold: str
    timeline: str
    plot_table: str
    cite_help: str
    cite_empty: str
    # the library
    library: str
    shelf_help: str
    contents_help: str
    column_doubts: str
    doubtful_pages: str
    comma_list: str
    corrected: str
    issue_gone: str
    replace_issue: str
    remove: str
    remove_sure: str
    remove_now: str
    removed_now: str
    undo: str
    put_back: str
    put_back_now: str
    removed: str
    only_editors: str
    article_before: str
    article_after: str
    article_of: str
    at_top: str
    at_end: str
    drop_here: str
    more_options: str
    more_help: str
    magazine: str
    issue_number: str
    one_file_only: str
    wrong_kind: str
    uploading: str
    files_waiting: str
    leave_out: str
    not_uploaded: str
    colon: str
    not_a_number: str
    stop: str
    stopping: str
    stopped: str
    page_of: str
    passage_of: str
    broke: str
    open_issue: str
    correct: str
    correct_help: str
    authors_help: str
    first_page: str
    last_page: str
    place_in_issue: str
    as_read: str
    nothing_read: str
    save: str
    take_back: str
    corrected_now: str
    taken_back: str
    health: str
    check: str
    well: str
    unwell: str
    stages: Mapping[str, str]
    findings: Mapping[str, str]
    found_words: Mapping[str, str]
