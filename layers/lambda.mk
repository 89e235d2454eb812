# What the makefiles that `sam build` runs have in common. Each is run in a copy of its own folder, with ARTIFACTS_DIR set.

# The template's Runtime. Another version serves only to try a build with a Python that Lambda does not run.
PYTHON_VERSION ?= 3.13

# A Python of just that version where PATH has one, else nothing. Each is asked, as a pyenv shim may lead nowhere.
COMPILER := $(firstword $(foreach name,python$(PYTHON_VERSION) python3 python,$(shell $(name) -c \
	'import sys; "%d.%d" % sys.version_info[:2] == "$(PYTHON_VERSION)" and print(sys.executable)' 2>/dev/null)))

# $(call finish,FOLDER): compile what is in ARTIFACTS_DIR, which Lambda mounts at FOLDER, and give every file the mode
# that Lambda needs whatever the umask was. Bytecode is never checked against its source: a zip loses the time stamps
# that Python would compare. A fixed hash seed and Lambda's own paths inside: the same source gives the same bytes.
define finish
	$(if $(COMPILER),PYTHONHASHSEED=0 "$(COMPILER)" -m compileall -q --invalidation-mode unchecked-hash \
		-s "$(ARTIFACTS_DIR)" -p $(1) "$(ARTIFACTS_DIR)",@echo "$@: there is no python$(PYTHON_VERSION) on PATH to \
	compile with, so Lambda compiles at each cold start: it works, but starts take about twice as long.")
	chmod -R u=rwX,go=rX "$(ARTIFACTS_DIR)"
endef
