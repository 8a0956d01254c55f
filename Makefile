# Two commands: make run, make test. Everything else is listed by make help.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin

.PHONY: help run test install install-dev check soak bench bench-peers lock format catalogue

help: ## list the commands
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

run: .venv/.run ## start everything; prints where to go
	@exec $(BIN)/yinuo serve

test: .venv/.dev ## run every test
	@$(BIN)/pytest

install: .venv/.run ## make the virtual environment alone

install-dev: .venv/.dev ## ... with the tools for tests and checks

check: .venv/.dev ## style, types, floors and doors, house lints, texts, migrations
	@$(BIN)/python -m tools.check

soak: .venv/.dev ## the long attack tests
	@$(BIN)/pytest -m soak --timeout=0 -n0 -s

bench: .venv/.dev ## every figure of the README, with its ceiling
	@for file in benchmarks/bench_*.py; do $(BIN)/python $$file || exit; done

bench-peers: .venv/.dev .venv-peers/.made ## ours beside django-helpdesk: create, queue, reply, overdue
	@$(BIN)/python benchmarks/peers/compare.py --python .venv-peers/bin/python

format: .venv/.dev ## write the code in the house style
	@$(BIN)/ruff check --fix -q . ; $(BIN)/ruff format -q .

catalogue: .venv/.dev ## collect the texts to translate and compile the catalogue
	@$(BIN)/python -m tools.catalogue update

lock: .venv/.dev ## choose versions anew
	@$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header --group build -o requirements/run.txt pyproject.toml
	@$(BIN)/uv pip compile -q --upgrade --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
	  --no-header -c requirements/run.txt --extra pkcs11 --extra s3 --group build --group dev -o requirements/dev.txt pyproject.toml

.venv-peers/.made: benchmarks/peers/requirements.txt
	@echo "Installing the peers into .venv-peers"
	@$(PYTHON) -m venv .venv-peers
	@.venv-peers/bin/pip install -qq --disable-pip-version-check -r $<
	@touch $@

.venv/.made:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Python 3.11 or newer is needed; name one with: make PYTHON=python3.12 ..."; exit 69; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  { echo "Python's venv module is missing; on Debian: apt-get install python3-venv"; exit 69; }
	@echo "Making the virtual environment .venv"
	@$(PYTHON) -m venv .venv && touch $@

.venv/.run: .venv/.made requirements/run.txt pyproject.toml
	@echo "Installing the locked packages (half a minute; seconds when they are cached)"
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements/run.txt
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: .venv/.run requirements/dev.txt
	@echo "Installing the tools for tests and checks"
	@$(BIN)/pip install -qq --disable-pip-version-check --no-deps --require-hashes -r requirements/dev.txt
	@touch $@
