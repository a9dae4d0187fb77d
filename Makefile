# One door to the workshop: `make help`. Needs Python 3.11 or newer, git and make, nothing else.
# Every path is relative, so the checkout may lie in a folder with spaces in its name.

SHELL := /bin/sh
.DEFAULT_GOAL := help
VENV := .venv
BIN := $(VENV)/bin
MADE := $(VENV)/.environment-is-made
RUNTIME := $(VENV)/.runtime-is-installed
DEVELOPMENT := $(VENV)/.development-is-installed
UV := build/uv
SOURCES := app tests packaging
TYPED_TESTS := packaging/system_packages.py packaging/build.py packaging/prove.py packaging/check_licences.py packaging/release.py packaging/installers tests/conftest.py tests/cli tests/domain tests/helpers tests/meta
COMPILE := $(UV)/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --custom-compile-command "make constraints"
export PIP_DISABLE_PIP_VERSION_CHECK = 1

# The Python that makes the environment: PYTHON=/path/to/python3.12 make run
PYTHON ?= $(shell for name in python3 python3.14 python3.13 python3.12 python3.11; do \
	"$$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null \
	&& echo "$$name" && break; done)

.PHONY: help
help: ## Say what there is to make
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' Makefile

.PHONY: run
run: $(RUNTIME) ## Open the window with the sample; without a screen, edit it on the command line
	@if [ -n "$$DISPLAY$$WAYLAND_DISPLAY" ] || [ "$$(uname -s)" != Linux ]; then \
		$(BIN)/python packaging/system_packages.py offscreen; $(BIN)/python app --sample; \
		else $(BIN)/python app first-light; fi

.PHONY: setup
setup: $(DEVELOPMENT) ## Install everything that tests and checks need into .venv

.PHONY: test
test: $(DEVELOPMENT) ## Run all tests; window tests are skipped where their tools are missing
	@$(BIN)/python packaging/system_packages.py offscreen
	$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile

.PHONY: quick
quick: $(DEVELOPMENT) ## Run the tests that take less than a second each
	$(BIN)/python -m pytest -q -n auto --maxprocesses 4 --dist loadfile -m "not slow and not window"

.PHONY: lint
lint: $(DEVELOPMENT) ## Check style, types and the direction of imports
	$(BIN)/python -m ruff check $(SOURCES)
	$(BIN)/python -m ruff format --check $(SOURCES)
	$(BIN)/python -m mypy
	MYPYPATH=app:tests:packaging $(BIN)/python -m mypy --explicit-package-bases $(TYPED_TESTS)
	$(BIN)/python -c 'from importlinter.cli import lint_imports_command as lint; lint()'

.PHONY: format
format: $(DEVELOPMENT) ## Put every file into shape
	$(BIN)/python -m ruff check --fix-only $(SOURCES)
	$(BIN)/python -m ruff format $(SOURCES)

.PHONY: bench
bench: $(DEVELOPMENT) ## Measure what has to stay fast
	$(BIN)/python tests/benchmarks/run.py

.PHONY: package
package: ## Build the Debian package into dist/ (the other installers: packaging/build.py --help)
	"$(PYTHON)" packaging/build.py deb

.PHONY: constraints
constraints: $(UV) ## Pin the newest releases that pyproject.toml allows, with their hashes
	$(COMPILE) --upgrade pyproject.toml --output-file constraints.txt
	$(COMPILE) --upgrade pyproject.toml packaging/build-requirements.in --extra dev \
		--constraint constraints.txt --output-file constraints-dev.txt
	$(COMPILE) --upgrade pyproject.toml packaging/bundle-requirements.in \
		--constraint constraints.txt --output-file constraints-bundle.txt

.PHONY: clean
clean: ## Remove the environment and everything that was built or measured
	rm -rf $(VENV) build dist artefacts overpaint-first-light
	rm -rf .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache

$(UV):
	$(PYTHON) -m venv $(UV)
	$(UV)/bin/python -m pip install --quiet uv

$(MADE):
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "Overpaint needs Python 3.11 or newer; found: $(or $(PYTHON),none). Install it, or name it:"; \
		echo "  PYTHON=/path/to/python3.12 make $(MAKECMDGOALS)"; exit 1; }
	@"$(PYTHON)" -c 'import ensurepip, venv' 2>/dev/null || { \
		echo "$(PYTHON) cannot make a virtual environment: its venv module is missing."; \
		echo "On Debian and Ubuntu: apt-get install python3-venv"; exit 1; }
	@echo "Making $(VENV) with $$("$(PYTHON)" --version)"
	@"$(PYTHON)" -m venv $(VENV)
	@touch $@

$(RUNTIME): constraints.txt | $(MADE)
	@echo "Installing what Overpaint needs"
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r constraints.txt
	@touch $@

$(DEVELOPMENT): constraints-dev.txt pyproject.toml | $(MADE)
	@echo "Installing what tests and checks need"
	@$(BIN)/python -m pip install --quiet --require-hashes --no-deps -r constraints-dev.txt
	@$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	@touch $(RUNTIME) $@
