"""The command line and the app: two thin faces over the same few calls."""
