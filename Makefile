# make demo: the main job on embedded defaults. make test: everything the tests need, then the tests.
.PHONY: demo test check pages pictures lock clean
PYTHON ?= python3
BIN := .venv/bin
PERSONS ?= 20000
DEMO ?= demo

$(BIN)/.installed: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || (echo "Clew needs Python 3.11 or newer; set PYTHON=… to one." && exit 1)
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing the pinned packages into .venv …"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

demo: $(BIN)/.installed
	@$(BIN)/clew synth --persons $(PERSONS) --seed 1 --out $(DEMO)/county --as-of 2026-06-30
	@mkdir -p $(DEMO)/workspace && echo 'demo = true' > $(DEMO)/workspace/clew.toml
	@$(BIN)/clew run $(DEMO)/county/exports -w $(DEMO)/workspace --as-of 2026-06-30

check: $(BIN)/.installed
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m api.pages --check

pages: $(BIN)/.installed
	$(BIN)/python -m api.pages

pictures: $(BIN)/.installed
	$(BIN)/python -m tests.e2e.pictures $(DEMO)/workspace

test: $(BIN)/.installed
	@bash tests/prepare
	$(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

lock: $(BIN)/.installed
	$(BIN)/python -m pip install --quiet pip-tools
	$(BIN)/pip-compile --extra dev --generate-hashes --allow-unsafe --no-emit-index-url --no-emit-find-links --no-emit-trusted-host --no-header --strip-extras -q -o requirements.lock pyproject.toml

clean:
	rm -rf $(DEMO) .cache build dist
