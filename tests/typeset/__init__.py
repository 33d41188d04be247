"""Typesets invented magazines as PDFs of which the truth is known: `python -m tests.typeset OUTDIR --seeds 0-29`."""
