# Porchlight. `make help` lists the commands; `make run` and `make test` need only Python 3.11+.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# How many processes the tests are spread over: those with a browser mostly wait.
JOBS ?= 3
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test check fix bench messages pages pictures static clean

help: ## this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*##/\t/'

$(VENV)/.base: requirements/base.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Porchlight needs Python 3.11 or newer: make run PYTHON=python3.12")'
	@$(PYTHON) -m venv $(VENV)
	@echo "Installing what Porchlight stands on …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/base.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: $(VENV)/.base requirements/dev.txt
	@echo "Installing what proves it …"
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements/dev.txt
	@touch $@

static: $(VENV)/.base
	@$(BIN)/python tools/build_static.py
	@$(BIN)/python tools/messages.py compile

run: static ## set up and run everything on this machine until Ctrl-C
	@$(BIN)/porchlight run

test: $(VENV)/.dev static ## set up and pass every test, browser tests included
	@$(BIN)/python tools/browser.py
	@$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile --durations 40

check: $(VENV)/.dev static ## format, lint, types, contracts, migrations, freshness of generated pages
	@$(BIN)/python tools/check.py

fix: $(VENV)/.dev ## format and mend what can be mended by itself
	@$(BIN)/ruff check --fix --quiet src tests bench tools
	@$(BIN)/ruff format --quiet src tests bench tools

bench: $(VENV)/.dev static ## measure, each number beside its peer
	@$(BIN)/python bench/run.py

messages: $(VENV)/.base ## bring translation files up to date
	@$(BIN)/python tools/messages.py extract

pages: $(VENV)/.base static ## write the generated pages of the docs anew
	@$(BIN)/porchlight django-admin pages

clean: ## forget everything that was built or run here
	rm -rf $(VENV) node_modules .home src/porchlight/house/ui/static/ui/built
