# Kneewise. `make run` sets everything up and starts it; `make help` lists the rest.

# Found when a recipe runs: the app environment's Python once it is there, before that any Python 3.11.
python = $$(test -x .venv/app/bin/python && echo .venv/app/bin/python || sh scripts/find_python.sh 3.11)
# Each recipe becomes the program it starts, so that signals to make reach it.
begin = @python=$(python) && exec "$$python" -m

# What `make eval` passes on.
options = $(if $(QUICK),--quick) $(if $(SHOW),--show $(SHOW))

export RASA_TELEMETRY_ENABLED := false

.DEFAULT_GOAL := help
.NOTPARALLEL:
.PHONY: help run chat stop doctor test lint eval setup build train bench explain learn lock clean

help: ## Show what make can do
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-7s %s\n", $$1, $$2 }' Makefile

run: train ## Set up what is missing, start Kneewise and say where the chat page is
	$(begin) scripts.serve run

chat: train ## Talk to Kneewise in this terminal
	$(begin) scripts.chat

stop: ## Stop what `make run` started
	$(begin) scripts.serve stop

doctor: ## Say what is missing or wrong: secrets of channels, settings, ports, what is out of date
	$(begin) scripts.doctor

test: train ## Set up what is missing, then run every check and test
	$(begin) scripts.check test

lint: setup ## Check style and types
	$(begin) scripts.check lint

eval: train ## Measure how well answers are found and messages understood (QUICK=1 for a minute's worth, SHOW=5 for wrong lines)
	@exec .venv/app/bin/python -m evaluation.answering $(options)
	@exec .venv/app/bin/python -m evaluation.interviews
	@exec .venv/bot/bin/python -m evaluation.vignettes $(if $(SHOW),--show $(SHOW))
	@exec .venv/app/bin/python -m evaluation.coaching $(if $(SHOW),--show $(SHOW))
	@exec .venv/bot/bin/python -m evaluation.understanding $(options)

setup: ## Make both Python environments and bring the parts of the chat widget
	$(begin) scripts.steps setup

build: ## Also check and export the encoder and build the knowledge index
	$(begin) scripts.steps build

train: ## Also train Rasa
	$(begin) scripts.steps train

explain: setup ## Say why a message is read as it is: make explain TEXT="..."
	@exec .venv/bot/bin/python -m bot.nlu.explain "$$TEXT"

learn: setup ## Learn anew from the lines of data/nlu and data/coach and the dialogues of follow-ups, and keep the weights (an hour)
	@.venv/app/bin/python -m bot.nlu.tuned.learn
	@.venv/app/bin/python -m knowledge.following.learn
	@.venv/app/bin/python -m knowledge.coach.learning
	@exec .venv/app/bin/python -m knowledge.coach.context.learn

bench: train ## Measure training, start, turns and memory beside the project that `rasa init` makes (six minutes)
	$(begin) benchmarks.turns

lock: ## Make the exact package lists anew (UPGRADE=1 takes the newest versions)
	$(begin) scripts.lock $(if $(UPGRADE),--upgrade)

clean: stop ## Remove everything that was built, the environments too
	@rm -rf .venv build models bot/widget/node_modules .mypy_cache .ruff_cache .pytest_cache .hypothesis .rasa
	@find . -name __pycache__ -type d -not -path './.git/*' -prune -exec rm -rf {} +
