"""What all tests share: each process keeps to one core, since others run beside it, and nothing has a deadline."""

from __future__ import annotations

import os

from hypothesis import settings

if "PYTEST_XDIST_WORKER" in os.environ:
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
        os.environ.setdefault(name, "1")

settings.register_profile("hangke", deadline=None)
settings.load_profile("hangke")
