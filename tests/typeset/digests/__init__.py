"""The digests in corpus/ as magazine pages: the text says what, `plan` says how, `press` prints."""
