# One word runs everything. Every target makes the environment that it needs; nothing has to be installed before but
# Python 3.11+, git and make. Paths are relative, so that a checkout in a folder with spaces works.

PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3; do $$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
VENV = .venv
IN = $(VENV)/bin/python -m

.PHONY: help lab tour test check format docs notebooks lowest clean

help:            ## this list
	@sed -n 's/^\([a-z]*\):.*## /make \1\t/p' Makefile | expand -t 16

lab: $(VENV)/base        ## open JupyterLab on the first notebook, with its own PostgreSQL
	$(IN) workbench lab

tour: $(VENV)/base       ## the same job without a browser: writes build/tour.html and prints the verdict
	$(IN) workbench tour

# Two at a time, each with a server of its own: more would get in the way of tests that measure.
test: $(VENV)/test       ## every test: unit, server, notebooks, browser
	$(IN) pytest -n 2 --dist loadfile

TSC = npx --yes --package typescript@5.9.3 -- tsc

check: $(VENV)/check     ## style, types, layers, documentation
	$(IN) ruff check .
	$(IN) ruff format --check .
	$(IN) mypy
	$(VENV)/bin/lint-imports --no-logo
	$(IN) sphinx -q -W -b html docs build/docs
	@if $(TSC) --version >/dev/null 2>&1; then $(TSC) -p workbench/render/view; \
	else echo "The types in plan-view.js were not checked: that takes npx (Node.js) and its registry."; fi

format: $(VENV)/check    ## let ruff put things in order
	$(IN) ruff check --fix .
	$(IN) ruff format .

notebooks: $(VENV)/base  ## execute the notebooks again and store their outputs (reproducible mode)
	$(IN) workbench store notebooks/*.ipynb

lowest: $(VENV)/lowest   ## the tests with the oldest versions that pyproject.toml allows
	build/lowest/bin/python -m pytest tests/unit tests/server

clean:           ## remove everything that these commands made
	rm -rf $(VENV) build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

# The stamps: installed once, and again when the requirements change.
$(VENV)/python:
	@test -n "$(PYTHON)" || { echo "No Python 3.11 or newer found. Install one, or name it: make lab PYTHON=/path/to/python3"; exit 1; }
	@echo "Making $(VENV) with $(PYTHON); the first time takes a minute or two."
	$(PYTHON) -m venv $(VENV)
	@touch $@

# JupyterLab reads copies of the scripts, which only an installation renews.
SCRIPTS = workbench/render/view/plan-view.js $(wildcard workbench/notebook/lab/*)

$(VENV)/base: $(VENV)/python pyproject.toml constraints.txt $(SCRIPTS)
	$(IN) pip install --quiet --disable-pip-version-check -c constraints.txt -e .
	@touch $@

$(VENV)/test: $(VENV)/base
	$(IN) pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test]'
	@touch $@

$(VENV)/check: $(VENV)/test
	$(IN) pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[test,check]'
	@touch $@

$(VENV)/lowest: $(VENV)/python pyproject.toml
	$(PYTHON) -m venv --clear build/lowest
	build/lowest/bin/python -m pip install --quiet uv
	build/lowest/bin/uv pip install --quiet --resolution lowest-direct --python build/lowest/bin/python -e '.[test]'
	@touch $@
