# One word a habit.  `make` is what should be green before a commit; it takes about a minute.
PYTHON ?= python
.PHONY: check style quick test speed docs pictures wheel pythons

check: style quick

style:  # lint, layout and types
	$(PYTHON) -m ruff check .
	$(PYTHON) -m ruff format --check .
	$(PYTHON) -m mypy

quick:  # the tests that take no more than a few seconds each
	$(PYTHON) -m pytest -q -m "not slow"

test:  # all of them
	$(PYTHON) -m pytest -n 2 --dist loadfile

speed:  # ratios to a floor, measured in the same run
	$(PYTHON) -m pytest tests/benchmarks --benchmark-enable -s

docs:  # the pages that are written from declarations
	PYTHONPATH=tests:$$PYTHONPATH $(PYTHON) -m written
	$(PYTHON) -m betahedge.cells.stub > addin/betahedge/__init__.pyi
	$(PYTHON) -m betahedge.hosts.calculator.page docs/calculator.html

pictures:  # of the pages, from what the commands make; needs LibreOffice and poppler
	tests/pictures

wheel:  # what is published, built
	$(PYTHON) -m pip wheel -q --no-deps -w dist .

pythons:  # the wheel, installed and tested in each Python from 3.11 to 3.14 that is found
	.ci/pythons
