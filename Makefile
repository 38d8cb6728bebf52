# Layerloom. `make` alone lists what there is.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run class worker link account test test-python test-frontend test-browser check generated format lock build bench bench-gpu pictures soak fuzz env dev-env

PYTHON_HERE := .venv/bin/python
NODE := $(PYTHON_HERE) -m tools.frontend
LOCK := .venv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes
TEST_PROCESSES ?= 2
export TF_CPP_MIN_LOG_LEVEL ?= 2

help: ## This list
	@echo "Layerloom: draw, check, train and export Keras networks."
	@echo
	@grep -hE '^[a-z-]+:.*## ' Makefile | sed -E 's/^([a-z-]+):.*## (.*)/  make \1|\2/' | column -t -s '|' 2>/dev/null || grep -hE '^[a-z-]+:.*## ' Makefile
	@echo
	@echo "Set by the environment:"
	@echo "  HOST           address to listen on (127.0.0.1); any other needs an account first: make account"
	@echo "  PORT           port to listen on (8000)"
	@echo "  DATA_DIR       where everything is kept (var/)"
	@echo "  NO_BROWSER=1   do not open the browser"
	@echo "  SECRET_KEY     the secret that signs cookies (made on the first start and kept in DATA_DIR)"
	@echo "  REDIS_URL      a Redis or Valkey server to use instead of the one that comes along"
	@echo "  TRAINING_RUNS  how many runs may train at once (one a GPU, or a quarter of the cores)"
	@echo "  GPU=1          install TensorFlow for NVIDIA GPUs (requirements-gpu.txt) instead of the one for CPUs"
	@echo "  TRAINING_DEVICES  what to train on: gpu, cpu, or gpu,cpu (the GPUs where there are some that can be used, else the CPU)"
	@echo "  TRAINING_BACKEND  what Keras trains on: tensorflow, jax, torch, or several with commas (tensorflow); docs/devices.md"
	@echo "  TRAINING_HOURS how many hours a run may train (no limit)"
	@echo "  GIVE_WAY_SECONDS  how long who has no run in training waits for one that has (60)"
	@echo "  TRAINING_MEMORY bytes that a run may hold (nine tenths of what is free when it starts)"
	@echo "  TRAINING_FILE_MB  how many megabytes each file of a run may hold (20000)"
	@echo "  TRAINING_FOLDER_MB how many all files of a run may hold together (60000)"
	@echo "  CHECKPOINT_SECONDS  seconds between two checkpoints of a run at the least (10)"
	@echo "  FILES_MEMORY   bytes that reading or writing a file may take (3 GB and half of the machine's memory)"
	@echo "  UPLOAD_MB      how many megabytes a file may hold that is to be read (600)"
	@echo "  ALLOWED_HOSTS  names this server answers to, with commas, when HOST is not local"
	@echo "  PYTHON_LAYERS=1  let trainings run the Python layers that people type (docs/python-layers.md says what that risks)"
	@echo "  GUESTS=0       let nobody look around without an account, where HOST is not local"
	@echo "  HTTPS=1        a proxy in front speaks https"
	@echo "  CHROMIUM       the browser for tests"
	@echo "  TEST_PROCESSES how many processes run the Python and browser tests (2); each takes up to 3 GB"
	@echo "  PYTHON         the Python to make .venv with (3.11 to 3.13)"

run: env build ## Install what is missing, build, start; prints and opens the address
	@exec $(PYTHON_HERE) manage.py up

class: env build ## Start for a class: on the network of the room, with a first teacher and a first class; prints how to join
	@exec $(PYTHON_HERE) manage.py up --class

worker: env ## Train here for a Layerloom that runs elsewhere: set its REDIS_URL and its DATA_DIR
	@exec $(PYTHON_HERE) manage.py worker

link: env ## Print another link that signs a browser in, while Layerloom runs
	@$(PYTHON_HERE) manage.py link

account: env ## Make an account with a password, for use from other machines
	@$(PYTHON_HERE) manage.py migrate --verbosity 0
	@$(PYTHON_HERE) manage.py createsuperuser

test: test-python test-frontend test-browser ## Every test: Python, TypeScript, browser

test-python: dev-env build
	$(PYTHON_HERE) -m pytest -n $(TEST_PROCESSES)

test-frontend: dev-env
	$(NODE) run test

test-browser: dev-env build
	@$(PYTHON_HERE) -m tools.chromium >/dev/null
	$(PYTHON_HERE) -m pytest -n $(TEST_PROCESSES) tests/e2e

check: dev-env ## What must hold before a commit: format, lint, types, import directions, generated files, tests
	$(PYTHON_HERE) -m ruff format --check .
	$(PYTHON_HERE) -m ruff check .
	$(PYTHON_HERE) -m mypy
	.venv/bin/lint-imports
	$(NODE) run lint
	$(NODE) run types
	$(PYTHON_HERE) -m tools.generated check
	@$(MAKE) --no-print-directory test

generated: dev-env ## Write docs/openapi.json and the front end's types anew
	$(PYTHON_HERE) -m tools.generated write

format: dev-env ## Format and mend what can be mended by tools
	$(PYTHON_HERE) -m ruff format .
	$(PYTHON_HERE) -m ruff check --fix .
	$(NODE) run format

lock: dev-env ## Lock the newest versions that the *.in files allow
	$(LOCK) --upgrade requirements.in -o requirements.txt
	$(LOCK) --upgrade requirements-dev.in -c requirements.txt -o requirements-dev.txt
	$(LOCK) --upgrade requirements-gpu.in -c requirements.txt -o requirements-gpu.txt

build: env ## Build the front end, if its sources changed
	@$(NODE) build

bench: dev-env build ## Measure what README promises; prints the table and writes benchmarks/results.json
	$(PYTHON_HERE) -m benchmarks

bench-gpu: build ## Train on this machine's GPU through the worker and by the script; prints both times and writes docs/benchmarks.md
	$(PYTHON_HERE) -m benchmarks.gpu

pictures: dev-env build ## Take the pictures of README and of the handbook anew, from the real thing
	@$(PYTHON_HERE) -m tools.chromium >/dev/null
	$(PYTHON_HERE) -m tools.screenshots

soak: dev-env build ## The tests of what can go wrong, SOAK times over (20), in another order each time, 50 processes killed in each; then every look, and a lesson of 30
	@for round in $$(seq $${SOAK:-20}); do echo "round $$round"; KILLS=50 $(PYTHON_HERE) -m pytest -q tests/faults || exit 1; done
	EVERY_LOOK=1 $(PYTHON_HERE) -m pytest -n $(TEST_PROCESSES) tests/e2e/test_screens.py
	LESSON=30 $(PYTHON_HERE) -m pytest -q tests/e2e/test_whole_lesson.py

fuzz: dev-env ## 20,000 damaged files and programs for the importers; none may crash, hang or execute anything
	$(PYTHON_HERE) -m tests.fuzz $(FUZZ)
	@if $(PYTHON_HERE) -c "import atheris" 2>/dev/null; then $(PYTHON_HERE) -m tests.fuzz.guided; else echo "No atheris here: the guided part is left out."; fi

env:
	@sh tools/python.sh -m tools.install $(if $(GPU),gpu,run)

dev-env:
	@sh tools/python.sh -m tools.install dev
