# Everything a person does with Shelftalker, from a fresh clone. Needs make and Python 3.11 or newer; nothing else.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MODEL := layers/model/model

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

.PHONY: help
help:  ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

# infra/locks/ has a lock an environment: every package that it needs, by version and hash, for Python 3.11 to 3.14 on
# Linux and macOS. pip alone installs from them, and has nothing to resolve. One stamp a lock: each task installs only
# what it needs, and again when its lock changes.
INSTALL := -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --requirement

$(VENV)/venv.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Shelftalker needs Python 3.11 or newer; %s is %s. Name another: make PYTHON=python3.12 ..." % (sys.executable, sys.version.split()[0]))'
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/%.stamp: $(VENV)/venv.stamp infra/locks/%.txt
	@echo 'Installing the packages of $* into $(VENV): $(if $(filter demo,$*),about a minute,a few minutes), once ...'
	@$(BIN)/python $(INSTALL) infra/locks/$*.txt
	@touch $@

# Tools that pin what the others use in other versions: each gets an environment of its own, as of its lock.
.PRECIOUS: .tools/%.stamp
.tools/%.stamp: infra/locks/%.txt
	@echo 'Installing $* into .tools/$*: a minute or two, once ...'
	@$(PYTHON) -m venv --clear .tools/$*
	@.tools/$*/bin/python $(INSTALL) infra/locks/$*.txt
	@touch $@

.PHONY: setup
setup: $(VENV)/test.stamp  ## make .venv with all that development needs

.PHONY: demo
demo: $(VENV)/demo.stamp  ## run all of it here, with a page that works like Slack [DATA=dir] [CATALOGUE=dir] [PORT=3000] [LAYOUT=cards] [ORGANISATION=yes] [LEARN=yes] [API=yes] [SCOPES=commands,...]
	@$(BIN)/python -m infra.local $(if $(DATA),--data='$(DATA)') $(if $(CATALOGUE),--catalogue='$(CATALOGUE)') \
		$(if $(PORT),--port='$(PORT)') $(if $(LAYOUT),--layout='$(LAYOUT)') \
		$(if $(ORGANISATION),--organisation) $(if $(LEARN),--learn) $(if $(API),--api) $(if $(SCOPES),--scopes='$(SCOPES)')

.PHONY: slack
slack: $(VENV)/demo.stamp  ## answer a real Slack from here: SLACK_APP_TOKEN, SLACK_BOT_TOKEN [DATA=dir]
	@$(BIN)/python -m infra.local.socket_mode $(if $(DATA),--data='$(DATA)')

.PHONY: slack-check
slack-check: $(VENV)/demo.stamp  ## have a real Slack validate every message, window and Home: SLACK_BOT_TOKEN [CLICKS=250]
	@$(BIN)/python -m infra.local.slack_check $(if $(CLICKS),--clicks='$(CLICKS)')

# Files in the order of their names: the last ones take a moment each, so that no process waits long for the other.
PARALLEL := --numprocesses=2 --dist=loadfile --no-loadscope-reorder

.PHONY: test
test: $(VENV)/test.stamp  ## run every test
	$(BIN)/python -m pytest $(PARALLEL)

.PHONY: coverage
coverage: $(VENV)/test.stamp  ## run every test and measure the lines that they run; fails below the floor in pyproject.toml
	$(BIN)/python -m pytest $(PARALLEL) --cov --cov-report=term

.PHONY: screenshots
screenshots: $(VENV)/test.stamp  ## take the README's pictures of the running demo anew; needs Chromium
	@$(BIN)/python -m tests.screenshots

.PHONY: bench
bench: $(VENV)/test.stamp  ## measure builds, title search, cold starts and answers [DATA=dir] [PARTS='build titles typeahead shelves cold warm pages weeks reading newcomers gate imports shelf-exports catalogue groups engines tenfold flood']
	@$(BIN)/python -m tests.bench $(PARTS) $(if $(DATA),--data '$(DATA)')

.PHONY: answers
answers: $(VENV)/demo.stamp  ## print the answers to 60 well-known and 60 rare books [DATA=dir, or MODEL=dir] [BEFORE=model or answers]
	@$(BIN)/python -m model_build answers $(if $(filter-out file,$(origin MODEL)),--model '$(MODEL)',--data \
		'$(or $(DATA),model_build/sample)') $(if $(BEFORE),--before '$(BEFORE)')

.PHONY: load
load: $(VENV)/load.stamp  ## send the functions 50 signed requests a second for a minute [DATA=dir]
	@$(BIN)/python -m tests.load $(if $(DATA),--data '$(DATA)')

.PHONY: exercise
exercise: $(VENV)/test.stamp  ## send the function 100,000 generated requests and more payloads that are signed [EXAMPLES=20000]
	SIGNED_EXAMPLES=$(or $(EXAMPLES),20000) $(BIN)/python -m pytest --quiet tests/faults/test_unsigned_requests.py \
		tests/faults/test_signed_nonsense.py tests/faults/test_signed_payloads.py

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

SAM := PATH="$(CURDIR)/.tools/sam/bin:$$PATH" SAM_CLI_TELEMETRY=0 sam
SAM_CONFIG := --config-file $(CURDIR)/infra/samconfig.toml
DEPLOYMENT := PATH="$(CURDIR)/.tools/sam/bin:$$PATH" SAM_CLI_TELEMETRY=0 PARAMETERS='$(PARAMETERS)' .tools/sam/bin/python -m infra.deployment
# Lambda's processor, for the build and the deployment alike: where it is empty, that of the stack, or arm64; and other
# parameters of template.yaml, as Name=value ...
ARCHITECTURE ?=
PARAMETERS ?=
STACK ?= shelftalker
REFUSE_ARCHITECTURE = $(if $(filter Architecture=%,$(PARAMETERS)),$(error PARAMETERS sets $(filter Architecture=%,\
	$(PARAMETERS)), which the layers have to be built for too: give ARCHITECTURE=$(patsubst Architecture=%,%,$(filter \
	Architecture=%,$(PARAMETERS))) in its place))

# Those beside template.yaml, which SAM alone reads.
TEMPLATES := infra/monitoring.yaml infra/front_door.yaml infra/training.yaml infra/learning.yaml

.PHONY: validate
validate: .tools/sam.stamp .tools/checkov.stamp .tools/zizmor.stamp  ## check the deployment's templates and GitHub's workflows
	$(SAM) validate $(SAM_CONFIG)
	.tools/sam/bin/cfn-lint $(TEMPLATES)
	.tools/zizmor/bin/zizmor --offline --quiet .github
	.tools/checkov/bin/checkov --file template.yaml $(TEMPLATES) --framework cloudformation --quiet \
		--compact --skip-download --output cli
	@.tools/sam/bin/python -m infra.deployment.skipped_checks template.yaml $(TEMPLATES) $(wildcard .github/workflows/*)

.PHONY: model
model: $(VENV)/demo.stamp  ## build the model that is deployed, of the sample or of another dataset [DATA=dir] [RULES=file]
	@$(BIN)/python -m model_build build --data '$(or $(DATA),model_build/sample)' --output $(MODEL) \
		$(if $(RULES),--book-rules '$(RULES)')

# The packages of a build for EMR Serverless's processors and Python; Spark itself is there. infra/docs/training.md goes on.
.PHONY: training-archive
training-archive:  ## pack what a training job on EMR Serverless imports, see infra/docs/training.md
	@rm -rf .training && mkdir .training
	@echo 'Downloading the packages of the job: about a minute ...'
	@$(PYTHON) -m pip install --quiet --disable-pip-version-check --require-hashes --no-deps --no-compile \
		--requirement infra/locks/build.txt --target .training/packages --only-binary :all: --implementation cp \
		--python-version 3.11 --platform manylinux_2_28_aarch64 --platform manylinux2014_aarch64
	@$(PYTHON) infra/training_archive.py .training

# To its standard output SAM writes only the outcome, and commands of its own; progress and errors go to standard error.
.PHONY: build
build:  ## build what is deployed: the functions, their packages, the model [ARCHITECTURE=arm64]
	$(REFUSE_ARCHITECTURE)
	@PYTHONPATH=functions $(PYTHON) infra/layer_model.py $(MODEL)
	@$(MAKE) --silent .tools/sam.stamp .tools/sbom.stamp
	@echo 'Building the functions, their packages and the model: less than a minute ...'
	@MAKEFLAGS=-s ARCHITECTURE=$(or $(ARCHITECTURE),arm64) PARAMETERS='$(PARAMETERS)' $(SAM) build $(SAM_CONFIG) \
		--parameter-overrides Architecture=$(or $(ARCHITECTURE),arm64) > /dev/null
	@$(PYTHON) infra/bundle.py .aws-sam/build
	@.tools/sbom/bin/cyclonedx-py requirements --output-reproducible infra/locks/runtime.txt \
		--output-file .aws-sam/build/sbom.cdx.json
	@$(if $(BUILDS_TO_DEPLOY),,echo 'Built. Type "make deploy" next: it shows what it would change in your AWS account, and asks.')

.PHONY: deploy
deploy: .tools/sam.stamp  ## build, and deploy to your AWS account [STACK=name] [ARCHITECTURE=x86_64] [PARAMETERS='Name=value ...'] [CONFIRM=no]
	$(REFUSE_ARCHITECTURE)
	@$(DEPLOYMENT) deploy --stack '$(STACK)' --architecture '$(ARCHITECTURE)' $(if $(filter no,$(CONFIRM)),--no-confirm)

.PHONY: destroy
destroy: .tools/sam.stamp  ## delete the deployment from your AWS account, but for its data [STACK=name] [PENDING=save]
	@$(DEPLOYMENT) destroy --stack '$(STACK)' $(if $(PENDING),--pending '$(PENDING)')

.PHONY: adopt
adopt: .tools/sam.stamp  ## make a stack of the data that a deleted one left: SHELF_TABLE, MODEL_BUCKET [INSTALLATION_TABLE] [API_KEY_TABLE] [STACK=name]
	@$(DEPLOYMENT) adopt --stack '$(STACK)' --shelf-table '$(SHELF_TABLE)' --model-bucket '$(MODEL_BUCKET)' \
		$(if $(INSTALLATION_TABLE),--installation-table '$(INSTALLATION_TABLE)') \
		$(if $(API_KEY_TABLE),--api-key-table '$(API_KEY_TABLE)')

API_KEYS := PYTHONPATH=functions .tools/sam/bin/python -m infra.deployment.api_keys --stack '$(STACK)'

.PHONY: api-key
api-key: .tools/sam.stamp  ## make a key of the JSON API, and print it once: NAME [PER_MINUTE=60] [PER_DAY=5000] [STACK=name]
	@$(API_KEYS) make '$(NAME)' $(if $(PER_MINUTE),--per-minute '$(PER_MINUTE)') $(if $(PER_DAY),--per-day '$(PER_DAY)')

.PHONY: api-keys
api-keys: .tools/sam.stamp  ## list the keys of the JSON API, that with most requests first [STACK=name]
	@$(API_KEYS) list

.PHONY: revoke-api-key
revoke-api-key: .tools/sam.stamp  ## delete a key of the JSON API; the next request with it is refused: NAME [STACK=name]
	@$(API_KEYS) revoke '$(NAME)'

.PHONY: costs
costs: $(VENV)/demo.stamp  ## work out what a deployment costs, from durations measured here [MODEL=dir]
	@$(BIN)/python -m infra.costs $(if $(filter-out file,$(origin MODEL)),--model '$(MODEL)')

# The groups of pyproject.toml, of which `test` comes first: the others have its versions, so that they go together in one
# .venv. Then the tools, whose direct requirements are the .in files. One version of a package for all Pythons: a model
# built with one Python is the model built with any. Wheels for all of these exist, but for macOS on Intel (cryptography)
# and, on macOS, gevent with Python 3.11 (`make load`) and watchdog with 3.14 (SAM): there pip compiles the locked sources.
LOCK := .tools/uv/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --fork-strategy fewest \
	--generate-hashes --no-emit-index-url --no-emit-find-links --annotation-style line --custom-compile-command 'make lock'

.PHONY: audit
audit: .tools/audit.stamp  ## look for known vulnerabilities in the locks; needs PyPI's own JSON interface
	@.tools/audit/bin/python infra/audit.py $(wildcard infra/locks/*.txt)

.PHONY: lock
lock: .tools/uv.stamp  ## renew infra/locks/: the newest versions of every environment's packages, by hash
	$(LOCK) --group test --output-file infra/locks/test.txt
	for group in runtime build evaluate spark demo load; do \
		$(LOCK) --group $$group --constraints infra/locks/test.txt --output-file infra/locks/$$group.txt || exit 1; done
	for tool in $(basename $(notdir $(wildcard infra/locks/*.in))); do \
		$(LOCK) infra/locks/$$tool.in --output-file infra/locks/$$tool.txt || exit 1; done
