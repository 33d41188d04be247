"""Text as HTML. Whatever comes from a source, a file name or a question is escaped here, by `esc`."""

from __future__ import annotations

import html

# gr.HTML runs its value through two template languages; these begin an expression in one of them
TEMPLATE = str.maketrans({char: f"&#{ord(char)};" for char in "{}$@`\\"})


def esc(text: object) -> str:
    """Text as HTML that shows it and does nothing else."""
    return html.escape(str(text)).translate(TEMPLATE)


def badge(text: str, looks: str = "hk-badge") -> str:
    """A word beside a title or a value."""
    return f'<span class="{looks}">{esc(text)}</span>'


def notice(text: str) -> str:
    """A line that says what to do."""
    return f'<p class="hk-quiet" role="status">{esc(text)}</p>'


def masthead(tagline: str) -> str:
    """The name of the app and what it does, in words of ours that the browser may still have to translate."""
    return f'<div class="hk-mast"><h1>杭科问答</h1><p>{tagline}</p></div>'


def heading(text: str) -> str:
    """A heading within a tab."""
    return f'<h2 class="hk-h2">{esc(text)}</h2>'
