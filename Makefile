# The developer's front door: `make demo`, `make test`, `make check`, `make bench`.
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
export WHATWORKED_SHARED ?= ../shared
export PIP_DISABLE_PIP_VERSION_CHECK = 1

.PHONY: help demo test laws coverage check fix lock bench golden eval
help:            ## what can be made
	@grep -E '^[a-z]+: .*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 12

demo: $(READY)   ## the case study's answers; ONCE=1 stops after them
	@WHATWORKED_DOCUMENTS="$${WHATWORKED_DOCUMENTS:-$(WHATWORKED_SHARED)/data/case-studies}" \
	$(BIN)/whatworked demo $(if $(ONCE),--once)

test: $(READY)   ## all tests, two files at a time
	$(BIN)/python -m pytest -n 2 --dist loadfile

laws: $(READY)   ## the laws of sharing at full length: 1,000 histories, 200 undoings, 5 kills a state
	WHATWORKED_HISTORIES=1000 WHATWORKED_CASES=200 WHATWORKED_KILLS=5 \
	  $(BIN)/python -m pytest -n 2 tests/graph/imports tests/api/exchange/test_import_kill.py

coverage: $(READY)  ## all tests again, and the lines that none of them runs; takes twice as long
	$(BIN)/coverage run -m pytest
	$(BIN)/coverage report

check: $(READY)  ## form, lint, types, import direction
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/pyright
	$(BIN)/lint-imports

fix: $(READY)    ## put the form right
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

golden: $(READY) ## write the golden files anew; review the difference
	$(BIN)/python -m pytest tests/golden --golden-write

bench: $(READY)  ## ratios against a peer, in one run
	$(BIN)/python -m bench.gate
	$(BIN)/python -m bench.bulk
	$(BIN)/python -m bench.growth
	$(BIN)/python -m bench.neo4j
	$(BIN)/python -m bench.fuseki
	$(BIN)/python -m bench.hostile
	$(BIN)/python -m bench.similar
	$(BIN)/python -m bench.similar_http
	$(BIN)/python -m bench.agreement
	$(BIN)/python -m bench.nulls
	$(BIN)/python -m bench.exchange
	$(BIN)/python -m bench.exchange_follow

eval: $(READY)   ## measure suggestions, into docs/extraction.md
	$(BIN)/python -m bench.extraction --write

lock: $(READY)   ## pin every dependency anew, with hashes and no address
	$(BIN)/uv pip compile pyproject.toml --group dev --universal --python-version 3.11 \
	  --generate-hashes --no-emit-index-url --no-header --no-annotate --upgrade -o requirements.lock

$(READY): requirements.lock pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --no-build-isolation --no-deps -e .
	$(BIN)/python -m compileall -q ontology queries ingest graph api
	@touch $@
