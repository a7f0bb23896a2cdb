# Kakunin. `make demo` and `make test` work from a fresh clone; `make` lists the rest.
.DEFAULT_GOAL := help
.PHONY: help demo demo-reset test coverage check format fuzz bench drill audit security tls load reports \
	lock messages backup restore restore-drill try-install stack upgrade-drill

# The first Python that is new enough.
PYTHON ?= $(shell for p in python3 python3.13 python3.12 python3.11; do \
	$$p -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo $$p; break; }; done)
FOUND = $(if $(PYTHON),$(PYTHON),$(error Python 3.11 or newer is needed and was not found))
VENV = .venv/bin/python

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

demo: ## the site with sample data, worker and mail viewer (PORT=8123 make demo)
	@exec $(FOUND) -m scripts.demo

demo-reset: ## forget the demo's data and mails
	@rm -rf var/demo.sqlite3 var/demo.sqlite3-wal var/demo.sqlite3-shm var/demo-mail var/demo-media
	@rm -f var/stamps/demo-migrate var/stamps/demo-seed

test: ## the suite on SQLite and PostgreSQL, then the browser tests
	@$(FOUND) -m scripts.environment --dev
	@exec $(VENV) -m scripts.run_tests

check: ## format, lint, types, layers, migrations, translations, deploy check
	@$(FOUND) -m scripts.environment --dev
	@exec $(VENV) -m scripts.check

coverage: ## the suite on SQLite, counting lines: the floor of the core modules
	@$(FOUND) -m scripts.environment --dev
	@exec $(VENV) -m scripts.run_tests --coverage

format: ## write every file in the agreed form
	@$(FOUND) -m scripts.environment --dev
	@$(VENV) -m ruff format . && $(VENV) -m ruff check --fix .

fuzz: ## 10,000 hostile query strings on each database
	@$(FOUND) -m scripts.environment --dev
	@exec $(VENV) -m scripts.run_tests --fuzz

bench: ## import and matching of the list, then search at 100,000 clinics; ends with one line of JSON
	@$(FOUND) -m scripts.environment --dev
	@$(VENV) -m benchmarks.register_import
	@exec $(VENV) -m benchmarks.finding

drill: ## kills, crashes, mail outages, races, leaks against the whole stack (DRILL=small: 5 minutes)
	@$(FOUND) -m scripts.environment --dev
	@exec $(VENV) -m benchmarks.drill

backup: ## one sealed archive of database and files (docs/operations/backup.md)
	@exec deploy/bin/kakunin backup

restore: ## ARCHIVE=… KEY=… [JOURNAL=…]: an archive into an empty database and folder
	@exec deploy/bin/restore "$(ARCHIVE)" "$(KEY)" $(if $(JOURNAL),--journal "$(JOURNAL)")

restore-drill: ## fill, back up, erase, restore on an empty server, compare (DRILL=small: 1 minute)
	@$(FOUND) -m scripts.environment --dev
	@exec $(VENV) -m benchmarks.restore

try-install: ## docs/operations word for word on an empty Debian 12 (root, debootstrap, nspawn)
	@exec $(FOUND) -m scripts.try_install

stack: ## two web machines, replica, Redis, S3: parts are killed, the replica promoted; browser tests
	@$(FOUND) -m scripts.environment --dev
	@$(VENV) -m scripts.stack
	@exec $(VENV) -m scripts.stack_browser

upgrade-drill: ## older versions with data to this one on PostgreSQL; migrations killed and run again
	@$(FOUND) -m scripts.environment --dev
	@exec $(VENV) -m scripts.upgrade_drill

audit: ## axe, Lighthouse, HTML validity, Observatory (needs node and java)
	@$(FOUND) -m scripts.environment --dev
	@exec $(VENV) -m audit

security: ## secrets in git's history; sqlmap and wapiti against a running site, for each role (10 minutes)
	@$(FOUND) -m scripts.environment --dev
	@$(VENV) -m scripts.scan_history
	@exec $(VENV) -m audit.scan

tls: ## testssl 3.2 or newer against the nginx sample (TESTSSL=path)
	@$(FOUND) -m scripts.environment --dev
	@exec $(VENV) -m audit.tls

load: ## 30 requests a second for an hour, then 500 slow connections (DRILL=small: 5 minutes)
	@$(FOUND) -m scripts.environment --dev
	@exec $(VENV) -m benchmarks.load

reports: ## copy the last reports of the tests to the page about them
	@exec $(VENV) -m scripts.record_reports

messages: ## collect strings to translate into locale/ (needs gettext)
	@$(VENV) manage.py makemessages -l ja --no-obsolete --add-location=file \
		--ignore=.venv --ignore=node_modules --ignore=tests --ignore=var
	@$(VENV) -m scripts.compile_messages

lock: ## compile the lock files after a change of requirements*.in
	@.venv/bin/uv pip compile requirements.in --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links -o requirements.txt
	@.venv/bin/uv pip compile requirements-s3.in --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links -o requirements-s3.txt
	@.venv/bin/uv pip compile requirements-dev.in --universal --python-version 3.11 \
		--generate-hashes --no-emit-index-url --no-emit-find-links -o requirements-dev.txt
