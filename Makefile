# Everything a person does here is one word. `make` alone lists them.
SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help run test check bench drills golden docs cover locks clean

PYTHON ?= $(shell command -v python3.11 || command -v python3)
UV ?= uv
BIN := .venv/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --no-input install --quiet
# Processes for tests; `make test JOBS=1` to see them one after the other. ARGS goes to the command as it is.
JOBS ?= 2
ARGS ?=

help: ## say what can be done here
	@awk -F ':.*## ' '/^[a-z]+:.*## / {printf "  make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: .venv/.product ## start the demonstration (web and scheduler) and print its address
	@mkdir -p var
	$(BIN)/mandate-flow demo --serve $(ARGS)

test: .venv/.dev .venv/.product ## run every test, browser and PostgreSQL included; says what was skipped (ARGS='-k word')
	@tools/machine.sh browser
	$(BIN)/pytest -n $(JOBS) $(ARGS)

check: .venv/.dev .venv/.product ## read the code and the content without running them
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports --no-logo
	$(BIN)/mandate-flow content check

bench: .venv/.dev .venv/.product ## measure, each figure against a floor of the same run (SIZE=large for the full figures)
	@set -e; for script in benchmarks/bench_*.py; do $(BIN)/python "$$script" $(ARGS); done

drills: .venv/.dev .venv/.product ## run the exercises of operations with their full counts
	DRILLS=full $(BIN)/pytest -m drill --timeout 3600 $(ARGS)

golden: .venv/.dev .venv/.product ## write the golden files again; read the difference before you commit it
	$(BIN)/pytest -n $(JOBS) --renew-golden $(ARGS)
	@git status --short tests/golden

docs: .venv/.dev .venv/.product ## write docs/reference again from the code
	$(BIN)/python tools/reference.py $(ARGS)

cover: .venv/.dev .venv/.product ## run the tests and show the branches of domain and service that none reaches
	$(BIN)/coverage erase
	$(BIN)/coverage run -m pytest -m 'not browser' $(ARGS)
	$(BIN)/coverage combine --quiet
	$(BIN)/coverage report --include '*/domain/*,*/service/*'

locks: ## choose versions again, within the ranges of pyproject.toml and locks/dev.in (needs uv; ARGS=--upgrade)
	$(UV) pip compile $(LOCK) --extra oidc pyproject.toml locks/runtime.in -o locks/runtime.lock $(ARGS)
	$(UV) pip compile $(LOCK) locks/dev.in -o locks/dev.lock $(ARGS)
LOCK := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header

clean: ## remove what a machine made (not var/, which holds your data)
	rm -rf .venv build dist htmlcov .coverage .coverage.* .mypy_cache .ruff_cache .pytest_cache .hypothesis \
	    .import_linter_cache test-artifacts src/*.egg-info
	find src tests tools benchmarks -name __pycache__ -prune -exec rm -rf {} + 2>/dev/null || true

# Stamps: each step runs again only when what it reads has changed.
.venv/.python:
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 is needed and was not found."; exit 1; }
	$(PYTHON) -m venv .venv
	@touch $@

.venv/.runtime: locks/runtime.lock | .venv/.python
	$(PIP) --require-hashes -r locks/runtime.lock
	@touch $@

.venv/.dev: locks/dev.lock .venv/.runtime
	$(PIP) --require-hashes -r locks/dev.lock
	@touch $@

.venv/.product: pyproject.toml setup.py .venv/.runtime
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@
