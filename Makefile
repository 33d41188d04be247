# make run | make ask Q="…" | make test | make fix | make bench | make soak | make fuzz | make audit
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 7860

.PHONY: run ask test style types layers security tests fuzz audit fix bench soak clean

run: $(VENV)/.runs
	$(BIN)/hangke ui --host $(HOST) --port $(PORT)

ask: $(VENV)/.runs
	@$(BIN)/hangke ask "$(Q)"

# all of them even if one fails, beside each other: mypy and the tests both take minutes
test: $(VENV)/.develops
	@$(MAKE) --no-print-directory --keep-going --jobs=4 style types layers security tests

style: $(VENV)/.develops
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.develops
	$(BIN)/mypy

layers: $(VENV)/.develops
	$(BIN)/lint-imports

security: $(VENV)/.develops
	$(BIN)/bandit --quiet --configfile pyproject.toml --recursive ingest index qa ui corpus

# a file stays with one process, so that what its tests share is built once
tests: $(VENV)/.develops
	$(BIN)/python -m pytest --numprocesses=auto --maxprocesses=4 --dist=loadfile --no-loadscope-reorder

# hostile input from a new seed for so many minutes; what is found is printed with the seed that finds it again
fuzz: $(VENV)/.develops
	$(BIN)/python tests/hostile/fuzz.py --minutes $(or $(MINUTES),10)

# known flaws in what we are built on; where the database of advisories cannot be reached it says so
audit: $(VENV)/.develops
	$(BIN)/python tests/hostile/audit.py

fix: $(VENV)/.develops
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.develops
	$(BIN)/python benchmarks/speed.py
	$(BIN)/python benchmarks/quality.py
	$(BIN)/python benchmarks/retrieval.py
	$(BIN)/python benchmarks/readme.py

# half an hour of eight clients at the app; MINUTES=2 for a try
soak: $(VENV)/.develops
	$(BIN)/python benchmarks/soak.py --minutes $(or $(MINUTES),30)

clean:
	rm -rf $(VENV) build dist *.egg-info

$(VENV)/bin/python:
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "hangke needs Python 3.11 or later; run make with PYTHON=python3.11")'
	$(PYTHON) -m venv $(VENV)

# torch first, alone: the constraints file names the build without CUDA where one is at hand. What is never imported
# of so many files need not be compiled.
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile -c constraints.txt

$(VENV)/.torch: $(VENV)/bin/python pyproject.toml constraints.txt
	$(PIP) torch
	touch $@

$(VENV)/.runs: $(VENV)/.torch
	$(PIP) -e .
	touch $@

$(VENV)/.develops: $(VENV)/.torch
	$(PIP) -e '.[dev]'
	touch $(VENV)/.runs $@
