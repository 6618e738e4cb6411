# make train, make test and make lab each first make .venv and install everything into it (about 2 minutes, once).
# Nothing is written outside this folder, but for pip's cache.

SUBSET  ?= ms3
# world (default), drawn, or what else nbs/train.ipynb knows
DATASET ?=
# more parameters of the notebook, such as ARGS="-p epochs 2"
ARGS    ?=
VENV    ?= .venv
# the first Python here that is 3.10, 3.11 or 3.12
PYTHON  ?= $(shell for p in python3 python3.12 python3.11 python3.10; do \
	$$p -c 'import sys; sys.exit(not (3, 10) <= sys.version_info[:2] <= (3, 12))' 2>/dev/null && echo $$p && break; done)

BIN   := $(VENV)/bin
READY := $(VENV)/ready
PIP   := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

# only the world needs packages
MEDIA := $(if $(filter-out world known,$(DATASET)),,media)

.PHONY: help install train test lab media export outputs book
help:
	@echo 'make train   train on StampBench: SUBSET=s4|ms3|avss (ms3), DATASET=world|drawn (world), ARGS="-p name value"'
	@echo 'make test    run all notebooks as tests'
	@echo 'make lab     open JupyterLab'
	@echo 'make media   fetch the pictures and sounds of StampBench to data/media (368 MB; ARGS="--optional --npm": 441 MB)'
	@echo 'make export  clean the notebooks and write tavis/ and README.md from them'
	@echo 'make outputs run all notebooks and keep their outputs in them (ARGS="nbs/tour.ipynb" or ARGS=--stale: only some)'
	@echo 'make book    build the site in _docs, with search (nbdev_docs needs Quarto, which the package registries lack)'
	@echo 'make install only make .venv'

train: install $(MEDIA)
	@mkdir -p runs
	$(BIN)/papermill nbs/train.ipynb runs/$(SUBSET).ipynb -p subset $(SUBSET) $(if $(DATASET),-p dataset $(DATASET)) $(ARGS)

test: install
	$(BIN)/python -m tavis test

lab: install
	$(BIN)/jupyter lab --LabApp.default_url=/lab/tree/nbs/index.ipynb

# Without the imports of `python -m tavis media`, which take seconds.
media: install
	@$(BIN)/python -m tavis.stampbench.fetch $(if $(filter media,$(MAKECMDGOALS)),$(ARGS))

export: install
	$(BIN)/nbdev_clean
	$(BIN)/nbdev_export
	$(BIN)/python -m tavis.core.outputs --readme

# Experiments that take long hold the outputs of their real runs, such as runs/ms3.ipynb of `make train`.
outputs: install
	OMP_NUM_THREADS=1 $(BIN)/python -m tavis.core.outputs $(ARGS)

# Sphinx, a theme and MathJax (as a file, from the npm registry); outputs are shown as the notebooks hold them.
book: install
	@$(PIP) --no-build-isolation --no-warn-conflicts --editable '.[book]'
	$(BIN)/python nbs/_book/build.py

install: $(READY)

# PyTorch comes first, since sam2 builds with the PyTorch that is there (hence no build isolation).
# ImageBind comes last and alone: settings.ini says why.
$(READY): settings.ini setup.py constraints.txt
	@test -x $(BIN)/python || test -n "$(PYTHON)" || { \
		echo "No Python 3.10, 3.11 or 3.12 found: install one, or name it: make PYTHON=/path/to/python"; exit 1; }
	@test -x $(BIN)/python || { echo "making $(VENV) with $$($(PYTHON) --version)"; $(PYTHON) -m venv $(VENV); }
	@echo "installing into $(VENV): PyTorch"
	@$(PIP) --upgrade pip setuptools wheel
	@$(PIP) torch torchvision torchaudio
	@echo "installing into $(VENV): everything else"
	@PYTHONWARNINGS=ignore SAM2_BUILD_CUDA=0 $(PIP) --no-build-isolation --no-warn-conflicts --editable '.[dev]'
	@$(PIP) --no-deps imagebind-unofficial
	@mkdir -p runs
	@touch $@
