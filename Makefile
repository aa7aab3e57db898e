# Cambio. `make` alone shows what there is.
SHELL := /bin/bash
.DEFAULT_GOAL := help

# Maven and every recipe must run on a JDK of 25 or later, whatever `java` is on the PATH.
JAVA_HOME := $(shell bin/find-jdk)
export JAVA_HOME
export PATH := $(JAVA_HOME)/bin:$(PATH)
MVN := mvn --batch-mode --no-transfer-progress --quiet

.PHONY: help jdk build run up down test replay resume faults mutation simulate bench race crash outages agents sums check fmt sdk clean fuzz

help: ## Show this help
	@echo "Cambio: one API in front of every large language model"
	@echo
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{printf "  make %-8s %s\n", $$1, $$2}'

jdk:
	@test -n "$(JAVA_HOME)" || { echo "No JDK of version 25 or later found. Install one (for example Temurin 25) under /usr/lib/jvm, or set JAVA_HOME to it."; exit 1; }
	@command -v mvn >/dev/null || { echo "Maven is missing. Install it (Debian: apt-get install maven)."; exit 1; }

build: jdk ## Build the router (no tests)
	@echo "Building (the first time fetches the libraries, a minute or two) ..."
	@$(MVN) -DskipTests -Dfast -Dgit.commit=$$(git rev-parse --short HEAD 2>/dev/null || echo unknown) package -pl server -am

run: build ## Run one router with a small local model on 127.0.0.1:8080 (Ctrl-C stops both)
	@exec bin/run

up: build ## Start Redis, two routers and Envoy in the background
	@envoy/up.sh

down: ## Stop what `make up` started
	@envoy/down.sh

test: jdk ## Run every test (installs what it needs)
	@bin/test

replay: jdk ## Replay recorded provider traffic: make replay RECORDINGS=<folder>
	@bin/replay "$(RECORDINGS)"

simulate: build ## Simulate routing: the published scenario, or make simulate SCENARIO=<file>
	@bin/cambio simulate $(SCENARIO)

fuzz: jdk ## Fuzz every decoder and reader, two minutes each
	@bin/fuzz 120

resume: build ## Break 1,000 streams of the local model and check how they are carried on (minutes)
	@bin/resume

faults: build ## What callers see when providers fail, fault by fault: make faults N=1000
	@bin/faults $(N)

mutation: jdk ## Mutate the money code and count what the tests notice (at least 80 %)
	@mvn --batch-mode --no-transfer-progress --quiet -Dfast -pl router-core -am test-compile org.pitest:pitest-maven:mutationCoverage

bench: build ## Measure speed against plain Envoy in the same run (minutes)
	@bench/run.sh

race: build ## Race for the last cent at two routers: make race ARGS="--seeds 100"
	@bin/race $(ARGS)

outages: build ## Take Redis and PostgreSQL away under load, and print what callers saw (minutes)
	@bin/outages $(ARGS)

crash: build ## Kill routers and databases, and hold the ledger against what callers were told
	@bin/crash $(ARGS)

agents: build ## Fifty agents share a budget: none is refused what it pays for
	@bin/agents $(ARGS)

sums: build ## Add up the costs of 10,000 mixed calls in four places
	@bin/sums $(ARGS)

check: jdk ## Formatter, static analysis, contracts and a check of the configuration
	@$(MVN) -DskipTests verify
	@proto/check.sh
	@bin/cambio check

fmt: jdk ## Format the Java code
	@$(MVN) spotless:apply

sdk: jdk ## Generate the client stubs for Java, Python, Go and TypeScript
	@clients/sdk.sh

clean: ## Remove what was built (not what was installed under .tools)
	@rm -rf .run $$(find . -name target -type d -not -path './.tools/*' -not -path '*/node_modules/*')
