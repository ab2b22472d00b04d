# The front door. Python 3.11+ and make are all it needs.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --require-virtualenv
BENCH_PIP := $(VENV)/bench/bin/python -m pip --disable-pip-version-check --require-virtualenv

.PHONY: help setup setup-dev run test crashtest fmt lint bench lock clean

help:
	@echo "make run    start Storywire (the playground where no TELEGRAM_BOT_TOKEN is set)"
	@echo "make test   everything CI runs"
	@echo "make fmt    format the code      make bench  print the benchmarks"
	@echo "make crashtest   kill the real processes 400 times, and count what is lost: 15 minutes"
	@echo "make lock   pin the dependencies again, from pyproject.toml"

setup: $(VENV)/.run
setup-dev: $(VENV)/.dev

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Storywire needs Python 3.11 or newer; name one: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null \
	  || { echo "Python's venv module is missing; on Debian or Ubuntu: apt install python3-venv"; exit 1; }
	$(PYTHON) -m venv $(VENV)

# setuptools first: it builds the one dependency without a wheel, and Storywire itself
$(VENV)/.run: requirements/build.lock requirements/run.lock pyproject.toml | $(BIN)/python
	$(PIP) install --quiet --require-hashes -r requirements/build.lock
	$(PIP) install --quiet --require-hashes --no-build-isolation -r requirements/run.lock
	$(PIP) install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.dev: requirements/dev.lock $(VENV)/.run
	$(PIP) install --quiet --require-hashes --no-build-isolation -r requirements/dev.lock
	@touch $@

# an environment of its own: a peer may want an older version of a library than we do.
# --no-deps: the lock holds all of them, and pip 23 stumbles over an extra named by two
$(VENV)/bench/.ready: requirements/bench.lock requirements/build.lock pyproject.toml | $(BIN)/python
	$(PYTHON) -m venv $(VENV)/bench
	$(BENCH_PIP) install --quiet --require-hashes -r requirements/build.lock
	$(BENCH_PIP) install --quiet --require-hashes --no-deps --no-build-isolation -r requirements/bench.lock
	$(BENCH_PIP) install --quiet --no-build-isolation --no-deps --editable .
	@touch $@

run: setup
	@$(BIN)/storywire run

test: setup-dev
	@$(BIN)/python -m tests.setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest

crashtest: setup-dev
	$(BIN)/python -m tests.crash

fmt: setup-dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/bench/.ready
	$(VENV)/bench/bin/python -m bench

lock:
	$(PYTHON) -m venv $(VENV)/lock
	$(VENV)/lock/bin/python -m pip --disable-pip-version-check install --quiet uv
	for part in "build requirements/build.in" "run pyproject.toml" "dev pyproject.toml --group dev" \
	  "bench pyproject.toml --group dev --group bench"; do \
	  set -- $$part; name=$$1; shift; \
	  $(VENV)/lock/bin/uv pip compile --quiet --universal --python-version 3.11 \
	    --generate-hashes --no-header --no-emit-index-url --no-annotate \
	    --output-file requirements/$$name.lock $$@ || exit 1; \
	done
	rm -rf $(VENV)/lock

clean:
	rm -rf $(VENV)
