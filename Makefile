# Needs git, make and Python 3.11 or newer; everything else is set up from the lock files.
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help setup run demo test test-adapters test-waiting test-heed soak fuzz check format screenshots lock audit clean

# The first interpreter of the PATH that is new enough; `make PYTHON=…` overrules it.
PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$p && break; done)
VENV := .venv
PY := $(VENV)/bin/python
STAMP := $(VENV)/.installed
UV_VERSION := 0.13.9
UV := .tools/uv/bin/uv
AUDIT_VERSION := 2.10.1
AUDIT := .tools/audit/bin/pip-audit
# The local Slack that the end-to-end tests need: a program for x86-64 Linux, fetched with npm.
# Where it can't be fetched, those tests are skipped, and say why.
LOCAL_SLACK_FROM := tests/adapters/slack/local
LOCAL_SLACK_IN := .tools/local-slack
LOCAL_SLACK := $(LOCAL_SLACK_IN)/.installed
UV_OPTIONS := --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	--custom-compile-command 'make lock'
UV_COMPILE := $(UV) pip compile pyproject.toml $(UV_OPTIONS)
UV_COMPILE_GROUP := $(UV) pip compile $(UV_OPTIONS) --group pyproject.toml
# What leads bad input by the code that it reaches: for x86-64 Linux, and for `make fuzz` alone.
FUZZER_IN := .tools/fuzz
FUZZER := $(FUZZER_IN)/.installed

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z]+:.*## /{printf "  make %-11s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(STAMP) $(LOCAL_SLACK) ## put the dependencies into .venv, from the lock file

run: $(STAMP) ## start Heed on the platforms that .env names
	@$(PY) -m bot run

demo: $(STAMP) ## serve a live room on http://127.0.0.1:8080
	@$(PY) -m bot demo

# Three parts side by side, each printed once it has ended: two of them mostly wait for a clock.
test: $(STAMP) $(LOCAL_SLACK) ## run the tests (the browser's too, where Chromium is)
	@$(MAKE) --no-print-directory --keep-going --jobs=3 --output-sync=target \
		test-adapters test-waiting test-heed

test-adapters: $(STAMP) $(LOCAL_SLACK)
	@$(PY) -m pytest tests/adapters

test-waiting: $(STAMP)
	@$(PY) -m pytest tests/browser tests/soak

test-heed: $(STAMP) $(LOCAL_SLACK)
	@$(PY) -m pytest --ignore=tests/adapters --ignore=tests/browser --ignore=tests/soak

soak: $(STAMP) ## hold a busy workspace under faults for ten minutes, and print the totals
	@$(PY) -m tests.soak

fuzz: $(STAMP) $(FUZZER) ## give bad input to whatever reads from outside (make fuzz SECONDS=300)
	@PYTHONPATH=$(FUZZER_IN) $(PY) -m tests.fuzz --seconds $(or $(SECONDS),60)

check: $(STAMP) ## check format, lint, types, import contracts and dead code
	@$(VENV)/bin/ruff format --check .
	@$(VENV)/bin/ruff check .
	@$(VENV)/bin/mypy
	@$(VENV)/bin/lint-imports
	@$(VENV)/bin/vulture

format: $(STAMP) ## format the code and mend what lint can
	@$(VENV)/bin/ruff format .
	@$(VENV)/bin/ruff check --fix .

screenshots: $(STAMP) ## take the pictures of the documents (needs Chromium)
	@$(PY) -m tests.browser.screenshots

lock: $(UV) ## renew the lock files (make lock UPGRADE=--upgrade for newer versions)
	@$(UV_COMPILE) $(UPGRADE) --output-file requirements.lock
	@$(UV_COMPILE) $(UPGRADE) --all-extras --constraints requirements.lock \
		--output-file requirements-extras.lock
	@$(UV_COMPILE) $(UPGRADE) --group dev --all-extras --constraints requirements.lock \
		--output-file requirements-dev.lock
	@$(UV_COMPILE_GROUP):fuzz $(UPGRADE) --output-file requirements-fuzz.lock

# Strict: what couldn't be looked up is a failure, not a pass. Needs the network (pypi.org).
audit: $(AUDIT) ## look for known vulnerabilities in what is locked
	@$(AUDIT) --strict --progress-spinner off --disable-pip --require-hashes \
		-r requirements.lock -r requirements-dev.lock

clean: ## remove what make and the tools have made (never .env or a database)
	@rm -rf $(VENV) .tools .fuzz .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	@find . -name __pycache__ -type d -prune -exec rm -rf {} +

# An environment that works is brought up to date in place; one whose Python has gone is made anew.
$(STAMP): requirements-dev.lock
	@test -n "$(PYTHON)" || { echo "Heed needs Python 3.11 or newer; none is on the PATH. \
	Install it, or name it: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "This Python cannot make \
	virtual environments. On Debian or Ubuntu: apt install python3-venv" >&2; exit 1; }
	@echo "Setting up $(VENV) (once for each change of the lock file)"
	@$(PY) -c '' 2>/dev/null || $(PYTHON) -m venv --clear $(VENV)
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes \
		-r requirements-dev.lock
	@touch $@

$(LOCAL_SLACK): $(LOCAL_SLACK_FROM)/package.json $(LOCAL_SLACK_FROM)/package-lock.json
	@mkdir -p $(LOCAL_SLACK_IN)
	@cp $^ $(LOCAL_SLACK_FROM)/.npmrc $(LOCAL_SLACK_IN)
	@if test "$$(uname -sm)" != "Linux x86_64" || ! command -v npm >/dev/null; then \
		echo "Without npm on x86-64 Linux there is no local Slack: its tests will be skipped"; \
	elif cd $(LOCAL_SLACK_IN) && npm ci --silent; then touch .installed; \
	else echo "The local Slack couldn't be fetched: its tests will be skipped"; fi

$(FUZZER): requirements-fuzz.lock
	@mkdir -p $(FUZZER_IN)
	@$(PY) -m pip install --quiet --disable-pip-version-check --upgrade --require-hashes \
		--target $(FUZZER_IN) -r $< && touch $@ \
		|| echo "The fuzzer couldn't be fetched: inputs will be drawn by chance"

$(AUDIT):
	@$(PYTHON) -m venv --clear .tools/audit
	@.tools/audit/bin/python -m pip install --quiet --disable-pip-version-check \
		pip-audit==$(AUDIT_VERSION)

$(UV):
	@$(PYTHON) -m venv --clear .tools/uv
	@.tools/uv/bin/python -m pip install --quiet --disable-pip-version-check uv==$(UV_VERSION)
