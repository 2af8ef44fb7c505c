# What people do here; each line is one command that also works without make.

PYTHON = .venv/bin/python

help:            ## this list
	@grep -E '^[a-z]+:.*##' Makefile | sed -E 's/:.*## /\t/' | expand -t 12

setup:           ## make .venv with everything, test tools too
	python3 -m certflow setup

run: setup       ## serve the data in ./var
	python3 -m certflow serve

demo:            ## serve example dossiers
	python3 -m certflow demo

test:            ## all tests
	python3 -m certflow test

check: setup     ## what a review runs: style, types, tests
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy
	python3 -m certflow test

format: setup    ## put the code in shape
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

migrate: setup   ## bring the database to this version
	python3 -m certflow migrate

rebuild: setup   ## make every other table again from the facts
	python3 -m certflow rebuild

bench: setup     ## measure, and hold against the budgets
	$(PYTHON) -m bench

BABEL = $(PYTHON) -m babel.messages.frontend -q
TEXTS = .venv/texts.pot

translate: setup ## bring new texts into certflow/translations; then fill them in there
	$(BABEL) extract -F pyproject.toml --omit-header --no-wrap --add-location=file -o $(TEXTS) certflow templates
	for language in it uk; do $(BABEL) update -i $(TEXTS) -l $$language -o certflow/translations/$$language.po \
	  --no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date || exit 1; done

COMPILE = $(PYTHON) -m uv pip compile pyproject.toml --quiet --universal --python-version 3.11 --generate-hashes \
	--no-annotate --no-emit-index-url --custom-compile-command 'make lock' $(UPGRADE)

lock: setup      ## compile requirements from pyproject.toml (UPGRADE=--upgrade takes newer ones)
	python3 -m pip --python $(PYTHON) install --quiet --upgrade uv
	$(COMPILE) --output-file requirements.txt
	$(COMPILE) --extra test --constraint requirements.txt --output-file requirements-test.txt

release: check   ## tag the version that CHANGELOG.md says
	git tag -a "v$$($(PYTHON) -c 'from certflow.version import VERSION; print(VERSION)')" -m "See CHANGELOG.md"

.PHONY: help setup run demo test check format migrate rebuild bench translate lock release
