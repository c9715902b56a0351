# The commands of this repository; `make help` lists them.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.PHONY: help demo ui test browser bench bench-filter release deep deny fmt types FORCE

help: ## List these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' Makefile

demo: ## Build everything and run a federation of 500 simulated plants
	scripts/setup demo
	$(MAKE) ui
	cargo build --release --locked -p cybersyn
	target/release/cybersyn demo

test: ## Install what the tests need, then run every test and check
	scripts/setup test
	$(MAKE) ui
	scripts/test

# Each check closes with a line `N passed, N failed`, which scripts/test adds up.
browser: ui ## Walk through the pages in a real browser
	cargo build --locked -p server --example rehearse
	cargo build --locked -p cybersyn
	npm --prefix opsroom run gallery
	node opsroom/checks/all.mjs

bench: ui ## Measure the figures of docs/benchmarks.md
	cargo run --release --locked -p rehearsal --bin bench

bench-filter: ## Measure the filter, and beside it textbook charts and peers
	cargo run --release --locked -p filter --example bench
	scripts/peers/run

# Named by version and machine, with its check sum beside it, as `sha256sum -c` reads it.
release: ui ## Build the program to hand out, with its check sum
	cargo build --release --locked -p cybersyn
	@mkdir -p target/handout
	@version="$$(target/release/cybersyn --version | cut -d ' ' -f 2)"; \
	machine="$$(uname -m)-$$(uname -s | tr '[:upper:]' '[:lower:]')"; \
	name="cybersyn-$$version-$$machine"; \
	objcopy --strip-debug target/release/cybersyn "target/handout/$$name"; \
	cd target/handout; sha256sum "$$name" > "$$name.sha256"; sha256sum -c "$$name.sha256"; ls -l "$$name"

deep: deny ui ## The long tests: hours, not minutes
	npm --prefix opsroom run gallery
	node opsroom/checks/looks.mjs --deep
	PROPTEST_CASES=100000 cargo nextest run --workspace --locked --release --profile deep

deny: ## Check licences, sources and bans of all dependencies
	scripts/setup deny
	cargo deny check bans licenses sources

fmt: ## Format the Rust code
	cargo fmt --all

# Both are compared with what they are made from in every test run.
types: ## Write the description of the API anew, and the pages' types from it
	@mkdir -p target
	cargo run --quiet --locked -p server --example describe > target/openapi.json
	cp target/openapi.json docs/formats/openapi.json
	npm --prefix opsroom run types

# The web control room is embedded in the program when that is compiled, so it is built first, and
# only when one of its files is newer: a rebuilt page makes the program compile again.
ui: target/opsroom-built ## Build the web control room

target/opsroom-built: opsroom/node_modules/.package-lock.json \
		$(shell find opsroom -type f -not -path '*/node_modules/*' -not -path '*/dist/*') \
		$(if $(wildcard opsroom/dist/*),,FORCE)
	npm --prefix opsroom run build
	@mkdir -p target && touch $@

opsroom/node_modules/.package-lock.json: opsroom/package-lock.json
	npm --prefix opsroom ci --no-audit --no-fund
	@touch $@
