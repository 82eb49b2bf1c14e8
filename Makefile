# Preston Twinning. `make help` lists what can be done.

PYTHON ?= python3
PORT ?= 8000
VENV := .venv
# Processes that are started again and again keep what they have compiled.
unexport PYTHONDONTWRITEBYTECODE
BIN := $(VENV)/bin
MANAGE := $(BIN)/python manage.py

.DEFAULT_GOAL := help
.PHONY: help run test lint check audit pytest-sqlite pytest-postgres drill load bench bench-search lighthouse shots editor-pictures frontend frontend-serve openapi package lock messages demo-messages pictures fonts map clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  %-16s %s\n", $$1, $$2}'

run: $(VENV)/.runtime ## Set everything up, load the content once, serve on http://localhost:8000 (PORT=)
	@$(MANAGE) bootstrap --port $(PORT)
	@echo "The site:  http://localhost:$(PORT)/"
	@echo "The admin: http://localhost:$(PORT)/admin/"
	@$(MANAGE) runserver localhost:$(PORT)

test: $(VENV)/.development ## Set everything up, run every check and every test on SQLite and PostgreSQL
	@$(BIN)/python tests/tools/browser.py
	@$(BIN)/python tests/tools/java.py
	@$(BIN)/python tests/tools/node.py
	@$(BIN)/python tests/tools/node.py tests/web
	@$(BIN)/python tests/tools/node.py examples/frontend
	@$(MAKE) --no-print-directory -j 2 lint check audit
	@$(MAKE) --no-print-directory pytest-sqlite pytest-postgres

lint: $(VENV)/.development ## Style, types, layers, templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	PYTHONPATH=site:. $(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/djlint --check --lint --quiet site home towns stories search
	$(BIN)/bandit -c pyproject.toml -q -b tests/tools/bandit.json -r site home towns stories search

check: $(VENV)/.development ## Migrations, catalogues and Django's own checks
	$(MANAGE) check --fail-level WARNING
	$(MANAGE) makemigrations --check --dry-run
	$(MANAGE) makemessages --check
	$(MANAGE) compile_catalogues
	DATABASE_URL=sqlite:///:memory: SECRET_KEY=$$($(BIN)/python -c 'import secrets; print(secrets.token_hex(40))') ALLOWED_HOSTS=site.example DJANGO_SETTINGS_MODULE=twinning.settings.production $(MANAGE) check --deploy --fail-level WARNING

audit: $(VENV)/.development ## Ask whether a pinned package has a known fault (needs the network; says so where there is none)
	@$(BIN)/python tests/tools/audit.py

pytest-sqlite: $(VENV)/.development ## The tests on SQLite
	$(BIN)/pytest

pytest-postgres: $(VENV)/.development ## The tests on a real PostgreSQL server, started for them
	$(BIN)/python tests/tools/postgres.py $(BIN)/pytest

drill: $(VENV)/.development ## The long forms of tests: a thousand publications on three servers and to three webhooks, everything killed five times under load; ten minutes of load; the plugin on each Python
	DRILL=1 $(BIN)/pytest -n 0 -rs tests/plugin/test_pythons.py
	$(BIN)/python tests/tools/postgres.py env WHOLE=1 $(BIN)/pytest
	DRILL=1 $(BIN)/pytest tests/web tests/e2e/test_first_run.py tests/e2e/test_backup.py tests/plugin/test_other_hosts.py
	DRILL=1 $(BIN)/python tests/tools/postgres.py $(BIN)/pytest -n 0 tests/twinning/delivery/test_processes.py tests/twinning/webhooks/test_publications.py tests/load/test_faults.py
	$(MAKE) --no-print-directory load

load: $(VENV)/.development ## Lay a mixed load on the site's processes, and write what it shows into docs/operations.md (MINUTES=10)
	MINUTES=$(or $(MINUTES),10) $(BIN)/python tests/tools/postgres.py --durable $(BIN)/pytest -n 0 -s tests/load/test_load.py

bench: $(VENV)/.development ## Measure the site's answers beside the server's limit and Wagtail's APIs, in about eight minutes (needs wrk)
	@$(BIN)/python tests/tools/postgres.py --durable $(BIN)/python -m tests.bench.run

bench-search: $(VENV)/.development ## Measure the search over 10,000 pages on SQLite and PostgreSQL, in about eight minutes
	@rm -f var/bench-search.sqlite3
	@export DJANGO_SETTINGS_MODULE=twinning.settings.development; status=0; \
	DATABASE_URL=sqlite:///var/bench-search.sqlite3 $(BIN)/python -m tests.bench.search || status=1; \
	rm -f var/bench-search.sqlite3; \
	$(BIN)/python tests/tools/postgres.py --durable $(BIN)/python -m tests.bench.search || status=1; \
	exit $$status

lighthouse: $(VENV)/.development ## Audit every page type in every language with Lighthouse (ONLY=town:pl, RUNS=3)
	@$(BIN)/python -m tests.lighthouse.run $(addprefix --only ,$(ONLY)) --runs $(or $(RUNS),1)

shots: $(VENV)/.development ## Renew the screenshots of every page type in var/shots (LANGUAGES=en,pl URL=)
	@LANGUAGES="$(LANGUAGES)" URL="$(URL)" $(BIN)/python -m tests.tools.shots

editor-pictures: $(VENV)/.development ## Take the pictures of docs/editors.md anew
	EDITOR_PICTURES=1 $(BIN)/pytest tests/e2e/test_editors.py -n 0

frontend: $(VENV)/.development ## Build the example front end from a running site (URL=http://localhost:8000)
	@CMS_URL="$(or $(URL),http://localhost:8000)" $(BIN)/python -m tests.tools.frontend build

frontend-serve: $(VENV)/.development ## Serve the example front end on http://localhost:4321 and keep it up to date (URL=)
	@CMS_URL="$(or $(URL),http://localhost:8000)" $(BIN)/python -m tests.tools.frontend serve

openapi: $(VENV)/.development ## Renew the snapshots of the Content API's contract
	RENEW_CONTRACT=1 $(BIN)/pytest tests/contract -n 0

package: $(VENV)/.development ## Make the plugin's wheel and sdist in dist/ (docs/plugin.md)
	@$(BIN)/python -m tests.tools.package

lock: $(VENV)/.development ## Pin requirements.in and requirements-dev.in anew (on the oldest Python, 3.11.0 if you can)
	$(BIN)/python -m piptools compile -q --strip-extras --allow-unsafe --no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements.txt requirements.in
	$(BIN)/python -m piptools compile -q --strip-extras --allow-unsafe --no-header --no-annotate --no-emit-index-url --no-emit-find-links --no-emit-trusted-host -o requirements-dev.txt requirements-dev.in

messages: $(VENV)/.development ## Collect the interface's strings into locale/
	$(MANAGE) makemessages

demo-messages: $(VENV)/.development ## Write the content's .po files anew from its English
	$(MANAGE) export_demo_messages

pictures: $(VENV)/.development ## Render the posters from their SVG
	$(BIN)/python -m tests.tools.pictures

fonts: $(VENV)/.development ## Cut the site's fonts to the letters of its languages
	$(BIN)/python -m tests.tools.subset_fonts

map: $(VENV)/.development ## Draw the map's shapes from Natural Earth's
	@$(BIN)/python -m tests.tools.map

clean: ## Remove the database, uploads and caches (not .venv)
	rm -rf var .admin-login .pytest_cache .mypy_cache .ruff_cache

# The stamp comes last: what a killed run leaves of the environment is made anew.
$(VENV)/.made:
	@$(PYTHON) -c 'import sys; sys.exit("Python 3.11 or later is needed; name one: make PYTHON=python3.12 …" if sys.version_info < (3, 11) else 0)'
	@$(PYTHON) -m venv --clear $(VENV)
	@touch $@

$(VENV)/.runtime: requirements.txt | $(VENV)/.made
	@echo "Installing what the site needs …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt
	@touch $@

$(VENV)/.development: requirements-dev.txt $(VENV)/.runtime
	@echo "Installing what the tests need …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check -r requirements.txt -r requirements-dev.txt
	@touch $@
