# Everything a fresh machine with Python 3.11 or newer (venv), make and a POSIX shell needs.
# Each target sets up what it needs first; the set-up remembers what it has done and costs under a second then.
.POSIX:
.PHONY: help serve test check format dev bench resilience ux lock

SET_UP = tools/with-python tools/set_up.py
PYTHON = .venv/bin/python
# More for pytest: make test ARGS="-k search"
ARGS =
# make lock UPGRADE=--upgrade moves to the newest releases
UPGRADE =

LONG = tests/resilience tests/community/pages/test_concurrency.py tests/community/core/test_text_xss.py \
	tests/community/core/test_text_bombs.py

help:
	@echo "make serve | test | check | format | dev | bench | resilience | ux | lock"

serve:
	@$(SET_UP) serve
	@exec .venv/bin/throughway serve --host "$${HOST:-127.0.0.1}" --port "$${PORT:-8000}"

dev:
	@$(SET_UP) develop
	@exec $(PYTHON) -m tools.develop

test:
	@$(SET_UP) develop
	@exec $(PYTHON) -m tests.services run -- $(PYTHON) -m pytest -n 2 $(ARGS)

check:
	@$(SET_UP) develop
	@tools/check

format:
	@$(SET_UP) develop
	$(PYTHON) -m ruff check --fix .
	$(PYTHON) -m ruff format .

bench:
	@$(SET_UP) develop
	@failed=0; for script in benchmarks/[!_]*.py; do \
		[ -f "$$script" ] || { echo "There is no benchmark yet."; break; }; \
		name=$${script##*/}; $(PYTHON) -m "benchmarks.$${name%.py}" || failed=1; \
	done; exit $$failed

# The long forms of what make test does briefly; bars print their figures as lines of JSON.
resilience:
	@$(SET_UP) develop
	@LONG_TESTS=1 exec $(PYTHON) -m tests.services run -- $(PYTHON) -m pytest -n 0 -s $(LONG) $(ARGS)

# Lighthouse comes into benchmarks/ux/node_modules, for this alone.
ux:
	@$(SET_UP) develop
	@$(PYTHON) -m benchmarks.ux $(ARGS)

lock:
	@tools/lock $(UPGRADE)
