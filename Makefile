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

.PHONY: demo
demo: $(VENV)/demo.stamp  ## run all of it here, with a page that works like Slack [DATA=dir] [PORT=3000]
	@$(BIN)/python -m infra.local $(if $(DATA),--data '$(DATA)') $(if $(PORT),--port $(PORT))

.PHONY: slack
slack: $(VENV)/demo.stamp  ## answer a real Slack from here: SLACK_APP_TOKEN, SLACK_BOT_TOKEN [DATA=dir]
	@$(BIN)/python -m infra.local.socket_mode $(if $(DATA),--data '$(DATA)')

.PHONY: test
test: $(VENV)/test.stamp  ## run every test
	$(BIN)/python -m pytest --numprocesses=2 --dist=loadfile

.PHONY: screenshots
screenshots: $(VENV)/test.stamp  ## take the README's pictures of the running demo anew; needs Chromium
	@$(BIN)/python -m tests.screenshots

.PHONY: bench
bench: $(VENV)/test.stamp  ## measure builds, title search, cold starts and answers [DATA=dir] [PARTS='build titles typeahead shelves cold warm tenfold']
	@$(BIN)/python -m tests.bench $(PARTS) $(if $(DATA),--data '$(DATA)')

.PHONY: load
load: $(VENV)/load.stamp  ## send the functions 50 signed requests a second for a minute [DATA=dir]
	@$(BIN)/python -m tests.load $(if $(DATA),--data '$(DATA)')

.PHONY: lint
lint: $(VENV)/test.stamp  ## check style, formatting, types and the order of the imports
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	PYTHONPATH=functions:. $(BIN)/lint-imports --no-cache --no-logo

.PHONY: format
format: $(VENV)/test.stamp  ## format the code
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# SAM pins packages that the project uses in other versions, so it gets an environment of its own.
SAM_VERSION := 1.170.0
SAM := PATH="$(CURDIR)/.tools/sam/bin:$$PATH" SAM_CLI_TELEMETRY=0 sam
SAM_CONFIG := --config-file $(CURDIR)/infra/samconfig.toml
# Lambda's processor, for the build and the deployment alike; and other parameters of template.yaml, as Name=value ...
ARCHITECTURE ?= arm64
PARAMETERS ?=

.tools/sam-$(SAM_VERSION).stamp:
	$(PYTHON) -m venv --clear .tools/sam
	.tools/sam/bin/python -m pip install --quiet --disable-pip-version-check aws-sam-cli==$(SAM_VERSION)
	@touch $@

# Checkov, too, pins what the others use in other versions.
CHECKOV_VERSION := 3.3.30

.tools/checkov-$(CHECKOV_VERSION).stamp:
	$(PYTHON) -m venv --clear .tools/checkov
	.tools/checkov/bin/python -m pip install --quiet --disable-pip-version-check checkov==$(CHECKOV_VERSION)
	@touch $@

.PHONY: validate
validate: .tools/sam-$(SAM_VERSION).stamp .tools/checkov-$(CHECKOV_VERSION).stamp  ## check the deployment's templates
	$(SAM) validate $(SAM_CONFIG)
	.tools/sam/bin/cfn-lint infra/monitoring.yaml
	.tools/checkov/bin/checkov --file template.yaml infra/monitoring.yaml --framework cloudformation --quiet --compact \
		--skip-download --output cli

.PHONY: build
build:  ## build what is deployed: the functions, their packages, the model
	@$(MAKE) --silent --directory layers/model check
	@$(MAKE) --silent .tools/sam-$(SAM_VERSION).stamp
	MAKEFLAGS=-s ARCHITECTURE=$(ARCHITECTURE) PARAMETERS='$(PARAMETERS)' $(SAM) build $(SAM_CONFIG) \
		--parameter-overrides Architecture=$(ARCHITECTURE)
	@$(PYTHON) infra/bundle.py .aws-sam/build

.PHONY: deploy
deploy: build  ## build, and deploy to your AWS account [CONFIRM=no]
	$(SAM) deploy $(SAM_CONFIG) $(if $(filter no,$(CONFIRM)),--no-confirm-changeset) \
		--parameter-overrides Architecture=$(ARCHITECTURE) $(PARAMETERS)

.PHONY: destroy
destroy: .tools/sam-$(SAM_VERSION).stamp  ## delete the deployment from your AWS account, but for its data
	@sed -n '/^## Delete/,/^## /{/^## /d;p;}' infra/docs/operations.md
	$(SAM) delete $(SAM_CONFIG)

.PHONY: costs
costs: $(VENV)/demo.stamp  ## work out what a deployment costs, from durations measured here [MODEL=dir]
	@$(BIN)/python -m infra.costs $(if $(filter-out file,$(origin MODEL)),--model '$(MODEL)')
