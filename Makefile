# What a person types. `make demo` and `make test` set up what they need.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed

.PHONY: help setup demo test lint format lock bench bench-fetch bench-feeds bench-copies fuzz score clean

help:
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/' | expand -t 12

setup: $(INSTALLED)  ## install the locked dependencies into .venv

$(INSTALLED): requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

demo: $(INSTALLED)  ## ingest the bundled examples and print an answer
	$(BIN)/python examples/demo.py

test: $(INSTALLED) lint  ## lint, types and every test
	$(BIN)/pytest -n 2 --dist loadgroup

lint: $(INSTALLED)  ## style, types and import rules
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy flows tasks
	$(BIN)/lint-imports

format: $(INSTALLED)  ## rewrite the code in the house's format
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

lock: $(INSTALLED)  ## resolve pyproject.toml anew into requirements.lock
	$(BIN)/python -m tests.lock

bench: $(INSTALLED)  ## measure speed and memory (minutes; not part of the tests)
	$(BIN)/python -m tests.bench

bench-fetch: $(INSTALLED)  ## measure fetching, and hostile servers (minutes)
	$(BIN)/python -m tests.bench.fetch

bench-feeds: $(INSTALLED)  ## measure polling, and a simulated month of it (20 minutes of CPU)
	$(BIN)/python -m tests.bench.feeds

bench-copies: $(INSTALLED)  ## measure copies and stories in a large warehouse; TEXTS="FOLDER..." adds rewrites of your texts
	$(BIN)/python -m tests.bench.copies million
	$(BIN)/python -m tests.bench.copies growth
	$(if $(TEXTS),$(BIN)/python -m tests.bench.copies rewrites $(TEXTS))

fuzz: $(INSTALLED)  ## 100,000 damaged inputs of each kind (an hour)
	$(BIN)/python -m tests.fuzz

score: $(INSTALLED)  ## score the records on annotated data: make score GOLD=path [SETS="quotes/polnear ..."]
	$(BIN)/python -m tests.score.gold $(GOLD) $(SETS)

clean:  ## remove the environment and every build product
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache
