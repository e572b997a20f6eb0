# A few verbs. Everything they need is set up in .venv on first use, from hash-locked requirements.
# Paths are relative: the folder may have spaces and letters such as ə in its name.
.DELETE_ON_ERROR:
.PHONY: run test check bench faults fmt lock messages clean help

PY    ?= python3
PORT  ?= 8000
BIN   := .venv/bin
READY := .venv/.ready
BUILT := .venv/.built
DEMO  := .demo
# Compiled once and kept beside the sources: a start takes half the time of reading them anew.
unexport PYTHONDONTWRITEBYTECODE

help:              ## show these verbs
	@sed -n 's/^\([a-z]*\):.*## /\1\t/p' Makefile

run: $(BUILT)      ## build the demonstration if there is none, and serve it: make run PORT=8123
	@DAYAQ_DATA="$(DEMO)" $(BIN)/dayaq demo --if-empty --serve --port $(PORT)

test: $(BUILT)     ## every test, in parallel, on a throw-away PostgreSQL; browser tests included
	@$(BIN)/python scripts/chromium.py
	$(BIN)/pytest -n auto --dist loadgroup

check: $(BUILT)    ## style, types, direction of imports, missing migrations, message catalogues
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/dayaq django makemigrations --check --dry-run
	$(BIN)/python scripts/catalogues.py check
	$(BIN)/python scripts/locks.py check

bench: $(BUILT)    ## rates and ratios, printed with the machine
	$(BIN)/python benchmarks/run.py

faults: $(BUILT)   ## the long fault tests: 1,000 kill -9, sixteen processes, a full disk, their controls; 1,000 tamperings; every wrong answer to every form
	$(BIN)/python -m tests.faults.run
	DAYAQ_EVERY_ANSWER=1 $(BIN)/pytest -q -s tests/forms
	DAYAQ_TAMPERINGS=1000 $(BIN)/pytest -q -k random_tampering tests/e2e/test_judged_from_outside.py

fmt: $(READY)      ## put the code in order
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

messages: $(READY) ## bring the message catalogues up to date
	$(BIN)/python scripts/catalogues.py update

lock: $(READY)     ## resolve the dependencies anew
	$(BIN)/python scripts/locks.py write

clean:             ## remove everything that was set up, the demonstration included
	rm -rf .venv $(DEMO) src/dayaq/site/static_root
	find src tests benchmarks scripts -name __pycache__ -prune -exec rm -rf {} +

$(READY): requirements-boot.lock requirements-dev.lock pyproject.toml
	@$(PY) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make $(MAKECMDGOALS) PY=python3.x"; exit 1; }
	@$(PY) -c 'import ensurepip, venv' 2>/dev/null || { echo "Debian keeps venv apart: sudo apt install python3-venv"; exit 1; }
	$(PY) -m venv --without-pip .venv
	$(BIN)/python scripts/boot.py
	$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r requirements-dev.lock
	@$(BIN)/python scripts/develop.py
	@touch $@

# Compiled catalogues and hashed static files: the same step builds the wheel.
$(BUILT): $(READY) $(shell find src/dayaq/locale src/dayaq/web/static -type f ! -name '*.mo' 2>/dev/null | sed 's/ /\\ /g')
	@$(BIN)/python -m dayaq.site.build
	@touch $@
