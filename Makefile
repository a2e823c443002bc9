# Every target does its own set-up. `make run` opens the organisation; `make test` is what CI runs.

PORT ?= 8000
COMITY_DATA ?= data
export PORT COMITY_DATA

BIN := .venv/bin
INSTALLED := .venv/.installed
MESSAGES := $(patsubst %.po,%.mo,$(wildcard src/comity/locale/*/LC_MESSAGES/django.po))
STRICT := $(addprefix src/comity/,backend bodies charter client decisions live publishing record typeset)
STRICT += $(filter-out $(addsuffix /%,$(STRICT)),$(wildcard src/comity/*/rules.py))

# Medium severity and confidence. On its way it warns of each `nosec` that it did not need; what it finds, it then prints.
BANDIT := $(BIN)/bandit --quiet --recursive --configfile pyproject.toml -ll -ii src tools

.DEFAULT_GOAL := help
.PHONY: help install run test check audit messages bench lock

help:
	@echo "make run      open the organisation as a rehearsal at http://127.0.0.1:$(PORT)   (PORT=8000 COMITY_DATA=data)"
	@echo "make test     run everything that CI runs"
	@echo "make check    style, types, what bandit knows, and the direction of imports"
	@echo "make audit    check, and ask (over the network) whether a pinned release has a known weakness"
	@echo "make messages collect what is to be translated, and say what is missing"
	@echo "make bench    measure, side by side with a limit"
	@echo "make install  only install, into .venv"
	@echo "make lock     pin the dependencies anew"

install: $(INSTALLED) $(MESSAGES)

$(INSTALLED): constraints.txt pyproject.toml tools/install
	@tools/install
	@touch $@

%.mo: %.po | $(INSTALLED)
	@$(BIN)/python -m comity.messages

# The command takes the place of the shell, so that Ctrl-C and SIGTERM reach it.
run: install
	@exec $(BIN)/comity run --rehearsal

test: install
	@tools/require chromium:chromium chromedriver:chromium-driver postgres:postgresql nginx:nginx systemd-analyze:systemd
	@$(MAKE) --no-print-directory check
	$(BIN)/pytest -n 2
	tools/on-debian-postgresql $(BIN)/pytest -n 2 -m postgres_server

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy --strict $(STRICT)
	$(BIN)/lint-imports --no-cache
	@$(BANDIT) 2>/dev/null || $(BANDIT)

# Needs the network, so no part of `check`: it asks the package index which pinned releases have known weaknesses.
audit: check
	$(BIN)/pip-audit --disable-pip --require-hashes --requirement constraints.txt

messages: install
	$(BIN)/python tools/messages.py

bench: install
	@set -e; for script in bench/[a-z]*.py; do echo "== $$script"; $(BIN)/python $$script; done

# Hashes of every file of a release, so that the same pins hold on another machine; no index is named.
lock: install
	$(BIN)/pip-compile --quiet --upgrade --strip-extras --allow-unsafe --generate-hashes --extra dev \
		--all-build-deps --no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options \
		--output-file constraints.txt pyproject.toml
