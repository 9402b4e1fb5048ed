# One word for each thing a person does here; `make` alone lists them.

SHELL := /bin/sh
VENV := .venv
RUN := $(VENV)/bin/python
SEARCH := python3.13 python3.12 python3.11 python3
IS_FIT := import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))

# Tests start many processes, each of which may read what another has compiled.
unexport PYTHONDONTWRITEBYTECODE

# One more than there are processors: tests wait for databases and browsers, too. Which takes what, and
# when, is said in tests/workers.py.
TOGETHER := -n $$(( $$(getconf _NPROCESSORS_ONLN) + 1 )) --dist loadfile --no-loadscope-reorder

# Which tests of features run on: see tests/services/turns.py.
DATABASES := turns

.PHONY: help run test both cover check bench faults fuzz audit messages lock clean install install-dev

help:
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' Makefile | expand -t 18

run: install ## start the forum with demonstration content
	@export FORUM_MODE="$${FORUM_MODE:-demo}"; \
	$(RUN) -m forum migrate && $(RUN) -m forum demo --if-empty && exec $(RUN) -m forum serve

# Else each process of the tests reads the sources of its languages.
compile_messages = $(RUN) -m i18n.messages compile >/dev/null 2>&1 & messages=$$!

# Checks and tests run beside each other: whoever mends wants to see both, and soon.
test: install-dev ## every check and test; features' on one kind of database each
	@mkdir -p .make; verdict=0; \
	$(MAKE) --no-print-directory check >.make/check.log 2>&1 & checks=$$!; \
	trap 'kill $$checks 2>/dev/null' INT TERM; \
	$(compile_messages); $(RUN) -m tests.services.provide || verdict=1; wait $$messages || true; \
	echo "== tests"; FORUM_TEST_DATABASES=$(DATABASES) \
	$(RUN) -m pytest $(TOGETHER) --durations=10 || verdict=1; \
	wait $$checks || verdict=1; cat .make/check.log; \
	exit $$verdict

both: ## the same, all on both kinds of database
	@$(MAKE) --no-print-directory test DATABASES=both

# Counting every line that runs doubles the time, so it has a word of its own.
cover: install-dev ## every test, and which lines they reach
	@$(RUN) -m tests.services.provide
	@$(RUN) -m pytest $(TOGETHER) --cov --cov-report=term --cov-fail-under=95

# What a checkout that lasts for one run keeps for the next takes a fifth of the time of checking types.
check: install-dev ## format, lint, types, imports, messages, known vulnerabilities
	@verdict=0; \
	step() { echo "== $$1"; shift; "$$@" || verdict=1; }; \
	step format   $(RUN) -m ruff format --check --quiet .; \
	step lint     $(RUN) -m ruff check --quiet .; \
	step types    $(RUN) -m mypy $(if $(CI),--cache-dir=/dev/null); \
	step imports  $(VENV)/bin/lint-imports; \
	step messages $(RUN) -m i18n.messages check; \
	step audit    $(RUN) -m tests.audit; \
	exit $$verdict

bench: install-dev ## measure, and compare with the targets; ARGS="pages --quick" chooses
	@$(RUN) -m tests.benchmarks $(ARGS)

faults: install-dev ## end servers and processes while the forum works
	@FORUM_TEST_CROWD=500 FORUM_TEST_FAULTS=$${FORUM_TEST_FAULTS:-22} FORUM_TEST_READERS=$${FORUM_TEST_READERS:-200} \
	FORUM_TEST_REPLIES=$${FORUM_TEST_REPLIES:-10000} FORUM_TEST_REST=$${FORUM_TEST_REST:-0} $(RUN) -m pytest -rP tests/faults \
	tests/forum/live/talk/test_closing.py

fuzz: install-dev ## ask every operation what its description makes up; EXAMPLES=100 of each
	@FORUM_TEST_FUZZ=$${EXAMPLES:-100} $(RUN) -m pytest $(TOGETHER) --dist loadgroup tests/fuzzing

audit: install-dev ## look up what is pinned among known vulnerabilities, over the network
	@test -x .make/audit/bin/pip-audit || { $(RUN) -m venv .make/audit \
	&& .make/audit/bin/pip install --quiet --quiet pip-audit; }
	@$(RUN) -m tests.audit --must

messages: install-dev ## collect the texts to translate, update and compile the catalogs
	@$(RUN) -m i18n.messages extract
	@$(RUN) -m i18n.messages update
	@$(RUN) -m i18n.messages compile

# What is pinned stays pinned where pyproject.toml allows it; `make lock UPGRADE=1` takes the newest.
LOCK := .make/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make lock" $(if $(UPGRADE),--upgrade) pyproject.toml

lock: $(VENV)/bin/pip ## resolve pyproject.toml into requirements*.lock
	@test -x .make/uv/bin/uv || { $(RUN) -m venv .make/uv && .make/uv/bin/pip install --quiet --quiet uv; }
	@$(LOCK) --output-file requirements.lock
	@$(LOCK) --extra dev --constraint requirements.lock --output-file requirements-dev.lock

clean: ## remove what make made, never the data
	@rm -rf $(VENV) .make .coverage htmlcov .mypy_cache .ruff_cache .pytest_cache .import_linter_cache

# pip would compile on one processor only; some packages bring files that no Python of today compiles.
compile = { $(RUN) -W ignore -m compileall -q -j 0 $(VENV)/lib >/dev/null 2>&1 || true; }

# pip leaves a processor idle; else every process of the tests would compile these at the same time.
compile_ours = $(RUN) -W ignore -m compileall -q forum i18n migrations realtime >/dev/null 2>&1 & ours=$$!

# pip looks for one package after another, on one processor: so two of them install a half each. What
# needs what is settled in a lock.
pip = $(RUN) -m pip install --quiet --quiet --no-input --disable-pip-version-check --no-compile \
	--no-deps --require-hashes
by_halves = { $(pip) -r .make/half0 & other=$$!; trap 'kill $$other 2>/dev/null' INT TERM; \
	$(pip) -r .make/half1; status=$$?; wait $$other && test $$status = 0; }

# A copy of each lock in the environment says what is installed there; the one for development holds both.
install = cmp -s $(1) $(VENV)/$(1) || { \
	echo "Installing what $(1) names, which takes a minute or two, once"; \
	began=$$(date +%s); mkdir -p .make; $(compile_ours); \
	awk '/^[^ \#]/ { half = !half } { print >(".make/half" half + 0) }' $(1) && $(by_halves) && \
	$(compile) && cp $(2) $(VENV)/ && { wait $$ours || true; } && \
	echo "Installed in $$(($$(date +%s) - began)) s"; }

install: $(VENV)/bin/pip
	@$(call install,requirements.lock,requirements.lock)

install-dev: $(VENV)/bin/pip
	@$(call install,requirements-dev.lock,requirements.lock requirements-dev.lock)

$(VENV)/bin/pip:
	@for python in $(or $(PYTHON),$(SEARCH)); do \
	  if "$$python" -c '$(IS_FIT)' 2>/dev/null; then \
	    echo "Making $(VENV) with $$("$$python" -V)"; \
	    exec "$$python" -m venv $(VENV); \
	  fi; \
	done; \
	echo "No Python 3.11 or newer with venv among: $(or $(PYTHON),$(SEARCH)). Name one with PYTHON=…" >&2; \
	exit 1
