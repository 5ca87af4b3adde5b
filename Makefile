# The two commands of the README are `make demo` and `make test`. Long recipes live in scripts/ and test/.
BUN := node_modules/@oven/bun-linux-x64-baseline/bin/bun
CORE_FLAGS := --compile --bytecode --minify --format=cjs --no-compile-autoload-dotenv --no-compile-autoload-bunfig
COMMIT := $(shell git rev-parse --short=12 HEAD 2>/dev/null)
SOURCES := $(shell find src native -name '*.ts' -o -name '*.[chS]' -o -name '*.json')
PREFIX ?= /usr/local
SUITE := $(BUN) scripts/run-suite.ts
.DELETE_ON_ERROR:

build: native core

deps: ; @scripts/install-deps build
deps-demo: ; @scripts/install-deps build demo
deps-test: ; @scripts/install-deps build test

native: deps
	@COMMIT=$(COMMIT) $(MAKE) --no-print-directory -C native

# Both autoload flags are a security boundary: without them a bunfig.toml in the bundle runs code as root.
core: deps ; @$(MAKE) --no-print-directory build/lib/teu/teu-core build/lib/teu/koffi.node
build/lib/teu/teu-core: $(shell find src -name '*.ts' -o -name '*.json') package-lock.json Makefile scripts/align-core.ts
	@mkdir -p $(@D) build/raw
	$(BUN) build src/main.ts $(CORE_FLAGS) $(if $(COMMIT),--define TEU_BUILD_COMMIT='"$(COMMIT)"') --outfile build/raw/teu-core
	@rm -f $@ && $(BUN) scripts/align-core.ts build/raw/teu-core $@ && rm build/raw/teu-core
build/lib/teu/koffi.node: scripts/build-koffi package-lock.json
	@echo 'native: koffi.node (15 s)'
	@scripts/build-koffi $@

generate: deps
	@for script in scripts/gen-*.ts; do $(BUN) $$script || exit 1; done

# Unit tests call libteu.so, and the small engine.
check: build
	@$(MAKE) --no-print-directory -C native engine-test
	@$(SUITE) check

# Every suite runs and leaves its summary even when an earlier one failed; the status tells at the end.
test: deps-test deps-vm
	@rm -rf build/test/summary build/test/places*
	@for suite in check test-native test-e2e test-e2e-core test-parity test-filtered test-differential test-seccomp test-faults conformance test-vm; do $(MAKE) --no-print-directory $$suite || true; done
	@$(SUITE) --total check native e2e e2e-core parity filtered differential seccomp faults conformance $(vm)

test-e2e test-e2e-core test-parity test-filtered test-differential: test-%: build test-tools ; @$(SUITE) $*
# The seccomp compiler against libseccomp, by running both programs; needs no build of teu and no root.
test-seccomp: build/test/seccomp-oracle ; @$(SUITE) seccomp
build/test/seccomp-oracle: test/seccomp/oracle.c
	@mkdir -p $(@D) && gcc -O1 -Wall -Wextra -Werror -o $@ $< -lseccomp

# The same core over a C layer that fails on demand; nothing of it is in the shipped binaries.
test-faults: build test-tools
	@COMMIT=$(COMMIT) $(MAKE) --no-print-directory -C native FAULTS=1
	@cp -u build/lib/teu/teu-core build/lib/teu/koffi.node build-faults/lib/teu/ && $(SUITE) faults

# Docker, containerd, Podman and Buildah of Debian, each in namespaces of its own, with teu as their runtime.
test-engines: deps-engines build test-tools ; @$(SUITE) engines
# What takes hours: the engines of Debian 13, the same walk on runc, and longer campaigns of what is random.
long := engines-newer engines-runc storms bundles profiles state-fuzz sanitized fuzz
test-long: deps-engines build test-tools build/test/seccomp-oracle sanitized
	@for suite in $(long); do $(SUITE) $$suite || true; done
	@$(SUITE) --total $(long)
# The engine in teu under AddressSanitizer and UBSan: what it is asked in unit tests, and the verbs.
sanitized: build ; @$(MAKE) --no-print-directory -C native sanitized
test-sanitized: sanitized test-tools ; @$(SUITE) sanitized
# A Debian guest with systemd, cgroup v2 alone, AppArmor and a lingering user, emulated; the image stays in build/vm.
vm := vm vm.engines vm.selinux vm.hybrid
test-vm: deps-vm build test-tools conformance-programs
	@for suite in $(vm); do $(SUITE) $$suite || failed=1; done; [ -z "$$failed" ]
# Every program of runtime-tools in the guest, with what is expected there; test-vm runs a few of them.
conformance-vm: deps-vm build test-tools conformance-programs
	@VM_LIMIT=1800 TEU_ALL_PROGRAMS=1 test/vm/in-guest $(BUN) test ./test/vm/conformance.test.ts --timeout=280000
conformance-programs: ; @test/conformance/build || [ $$? = 77 ]
deps-vm: ; @scripts/install-deps build test vm
deps-engines: deps-test ; @scripts/install-deps build test engines

test-native: native ; @$(SUITE) native
conformance: build test-tools ; @test/conformance/run-all
golden: deps ; @UPDATE_GOLDEN=1 $(BUN) test test/golden
# What each verb costs, counted: test/cost.
.PHONY: golden-cost
golden-cost: build test-tools ; @UPDATE_GOLDEN=1 $(BUN) test --timeout=60000 ./test/e2e/cost.test.ts
fuzz: native ; @$(MAKE) --no-print-directory -C native fuzz
bench: deps-engines build test-tools build/test/seccomp-oracle ; @test/bench/run
# 1,000 containers that are kept, 16 creators at once, 2,048 mounts on the host, beside runc: five minutes.
bench-scale: deps-test build test-tools ; @build/test/reap -m -t 1800 $(BUN) test/bench/scale.ts
# Prints docs/performance.md from what the last bench has left.
bench-page: ; @$(BUN) test/bench/page.ts
# Draws docs/timeline.svg from a trace of a run.
timeline: build ; @$(BUN) scripts/timeline.ts

test-tools: build/next/build/lib/teu/koffi.node build/counted/lib/teu/koffi.node $(addprefix build/test/,reap filter notify agent abi listener initramfs libhelper.so stopwatch floor getppid libmemlock.so)
build/next/build/lib/teu/koffi.node: $(SOURCES) ; @test/helpers/build-next $(CORE_FLAGS)
build/counted/lib/teu/koffi.node: $(SOURCES) test/helpers/build-counted | build ; @test/helpers/build-counted $(CORE_FLAGS)
build/test/notify build/test/abi: build/test/%: test/helpers/%.c ; @mkdir -p $(@D) && gcc -O1 -static -Wall -Wextra -Werror -o $@ $<
build/test/%: test/helpers/%.c ; @mkdir -p $(@D) && gcc -O1 -Wall -Wextra -Werror -o $@ $<
build/test/lib%.so: test/helpers/%.c ; @mkdir -p $(@D) && gcc -O1 -Wall -Wextra -Werror -shared -fPIC -o $@ $< -lutil
build/test/lib%.so: test/bench/%.c ; @mkdir -p $(@D) && gcc -O1 -Wall -Wextra -Werror -shared -fPIC -o $@ $<
build/test/%: test/bench/%.c ; @mkdir -p $(@D) && gcc -O2 -static -Wall -Wextra -Werror -o $@ $<

demo: deps-demo build ; @scripts/demo
install uninstall: ; @PREFIX=$(PREFIX) DESTDIR=$(DESTDIR) RUNC=$(RUNC) scripts/install $@
deb: build ; @RUNC=$(RUNC) scripts/deb
clean: ; rm -rf build build-faults

.PHONY: build deps deps-demo deps-test deps-engines deps-vm conformance-vm conformance-programs test-engines test-long test-vm native core generate check test test-e2e test-filtered test-differential test-seccomp test-faults test-native test-e2e-core test-parity \
  conformance golden fuzz bench bench-scale bench-page timeline test-tools demo install uninstall deb clean
