# What people type. Each target that needs packages of the host gets them from .ci/install-dependencies,
# which costs nothing when all are there.

PREFIX ?= /usr/local
DESTDIR ?=
# For a build elsewhere: make SWIFTFLAGS='--scratch-path /somewhere'
SWIFTFLAGS ?=

# The Swift runtime goes into the binary, so that an installed vmrun needs glib, libyaml, libedit and QEMU, and no Swift.
# So does the C++ runtime that Swift's own needs: a folder that holds nothing else is looked into first. To look up
# the 3264 symbols of the shared one would take an eighth of the time of every vmrun.
static := $(CURDIR)/.build/static
build demo install bench: export VMRUN_LINK_FOLDER = $(static)
RELEASE := $(SWIFTFLAGS) -c release --static-swift-stdlib
OUTPUT = $(shell swift build $(RELEASE) --show-bin-path 2>/dev/null)
SOURCES := Sources Tests Package.swift

bin := $(DESTDIR)$(PREFIX)/bin
share := $(DESTDIR)$(PREFIX)/share
bash_completion := $(share)/bash-completion/completions/vmrun
zsh_completion := $(share)/zsh/site-functions/_vmrun
fish_completion := $(share)/fish/vendor_completions.d/vmrun.fish

.PHONY: help build test demo install uninstall format lint bench bench-deps docs clean deps build-deps

help:
	@echo 'build      the release binary'
	@echo 'test       all tests'
	@echo 'demo       a first virtual machine, from nothing'
	@echo 'install    into $$(DESTDIR)$(PREFIX); say PREFIX= for another place'
	@echo 'uninstall  what install put there'
	@echo 'format     every Swift file; lint checks it'
	@echo 'bench      times, beside those of QEMU by hand and libvirt (bench-deps installs these)'
	@echo 'docs       the documentation of the libraries VMRuntime and QMP, in .build/docs'
	@echo 'deps       the packages of the host that all of this needs'
	@echo 'clean      everything that was built'

build: build-deps $(static)/libstdc++.a
	swift build $(RELEASE) --product vmrun

$(static)/libstdc++.a:
	mkdir -p "$(@D)"
	ln -sf "$$(clang -print-file-name=libstdc++.a)" "$@"

# One after the other, and real guests second: tests of time limits want a quiet machine.
test: deps
	swift test --disable-xctest --no-parallel $(SWIFTFLAGS) --skip IntegrationTests
	swift test --disable-xctest $(SWIFTFLAGS) --filter IntegrationTests

demo: deps build
	.ci/demo "$(OUTPUT)/vmrun"

# Builds only what is missing, so that `make build && sudo make install` doesn't build as root.
# With PREFIX=~/.local the folder $(share)/vmrun is also where this user's images and ssh key are: what isn't shipped
# there stays as it is.
install:
	test -x "$(OUTPUT)/vmrun" || $(MAKE) build
	test -x "$(OUTPUT)/generate-manual" || swift build $(RELEASE) --product generate-manual
	install -D -s -m 755 "$(OUTPUT)/vmrun" "$(bin)/vmrun"
	install -d "$(dir $(bash_completion))" "$(dir $(zsh_completion))" "$(dir $(fish_completion))"
	"$(OUTPUT)/vmrun" --generate-completion-script bash > "$(bash_completion)"
	"$(OUTPUT)/vmrun" --generate-completion-script zsh > "$(zsh_completion)"
	"$(OUTPUT)/vmrun" --generate-completion-script fish > "$(fish_completion)"
	chmod 644 "$(bash_completion)" "$(zsh_completion)" "$(fish_completion)"
	install -d "$(share)/man/man1"
	"$(OUTPUT)/generate-manual" "$(OUTPUT)/vmrun" --multi-page -o "$(share)/man/man1"
	chmod 644 "$(share)"/man/man1/vmrun*.1
	find Profiles Images -type f -perm -100 -exec install -D -m 755 {} "$(share)/vmrun/{}" \;
	find Profiles Images -type f ! -perm -100 -exec install -D -m 644 {} "$(share)/vmrun/{}" \;

uninstall:
	rm -f "$(bin)/vmrun" "$(bash_completion)" "$(zsh_completion)" "$(fish_completion)"
	rm -f "$(share)/man/man1/vmrun.1" "$(share)"/man/man1/vmrun.*.1
	find Profiles Images -type f -exec rm -f "$(share)/vmrun/{}" \;
	find Profiles Images -depth -type d -exec rmdir --ignore-fail-on-non-empty "$(share)/vmrun/{}" \; 2>/dev/null || true
	rmdir --ignore-fail-on-non-empty "$(share)/vmrun" 2>/dev/null || true

format:
	swift format --in-place --parallel --recursive $(SOURCES)

lint:
	swift format lint --strict --parallel --recursive $(SOURCES)

# The binary as it is installed, and the guest image that two of the rows boot.
bench: deps build
	swift build $(RELEASE) --product qmp-bench
	install -D -s -m 755 "$(OUTPUT)/vmrun" .build/bench/bin/vmrun
	.build/bench/bin/vmrun image build tiny
	python3 Tests/Benchmarks/bench.py --vmrun .build/bench/bin/vmrun --results .build/bench \
	  --qmp-bench "$(OUTPUT)/qmp-bench" \
	  --qmp-python "$$(test -x .build/qemu.qmp/bin/python3 && echo .build/qemu.qmp/bin/python3 || echo python3)"

bench-deps:
	.ci/install-dependencies run bench
	test -x .build/qemu.qmp/bin/pip || python3 -m venv .build/qemu.qmp
	.build/qemu.qmp/bin/pip install --quiet qemu.qmp

docs: build-deps
	mkdir -p .build/docs
	swift package $(SWIFTFLAGS) --allow-writing-to-directory .build/docs generate-documentation \
	  --target VMRuntime --target QMP --enable-experimental-combined-documentation \
	  --transform-for-static-hosting --output-path .build/docs

clean:
	rm -rf .build

deps:
	.ci/install-dependencies

build-deps:
	.ci/install-dependencies build
