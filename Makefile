# Everything a person does with Shelftalker, from a fresh clone. Needs make and Python 3.11 or newer; nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
RUNTIME := layers/dependencies/requirements.txt
MODEL := layers/model/model

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# One stamp a dependency group: each task installs only what it needs, and again when the lists change.
$(VENV)/pip.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Shelftalker needs Python 3.11 or newer; %s is %s. Name another: make PYTHON=python3.12 ..." % (sys.executable, sys.version.split()[0]))'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	@touch $@

$(VENV)/%.stamp: $(VENV)/pip.stamp pyproject.toml $(RUNTIME)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -r $(RUNTIME) --group $*
	@touch $@

.PHONY: setup
setup: $(VENV)/test.stamp  ## make .venv with all that development needs

.PHONY: test
test: $(VENV)/test.stamp  ## run every test
	$(BIN)/python -m pytest

.PHONY: lint
lint: $(VENV)/test.stamp  ## check style, formatting and types
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

.PHONY: format
format: $(VENV)/test.stamp  ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .
