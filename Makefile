# One Makefile, no recursion.  ./bootstrap (or configure) writes config.mk.
#
#   make            build/bin/*, build/lib/libofficedb.so, catalogue; runs from here uninstalled
#   make demo       a sample office in build/demo, a day's returns, the roundup
#   make check      everything a commit must pass;  also check-real check-san check-valgrind
#   make fuzz SECONDS=n    make bench    make install DESTDIR= prefix=

ifeq ($(wildcard config.mk),)
ifeq ($(filter clean distclean,$(MAKECMDGOALS)),)
$(error run ./bootstrap first)
endif
endif
-include config.mk

B       ?= build
SONAME   = libofficedb.so.0
DOC_SO   = libofficedoc.so.0
PDF_SO   = libofficepdf.so.0
STD      = -std=gnu11 -D_GNU_SOURCE
WARN     = -Wall -Wextra -Wshadow -Wmissing-prototypes -Wstrict-prototypes -Wwrite-strings \
           -Wformat=2 -Wno-missing-field-initializers $(WERROR)
ALL_CPP  = $(STD) -DOFFICEDB_VERSION='"$(VERSION)"' -DSRCDIR='"$(CURDIR)"' -MMD -MP $(CPPFLAGS)
CC_LIB   = $(CC) $(ALL_CPP) $(LIB_CFLAGS) $(WARN) $(CFLAGS) $(SAN) -fPIC -fvisibility=hidden
CC_CMD   = $(CC) $(ALL_CPP) -Ilib -DDATADIR='"$(datadir)"' -DLOCALEDIR='"$(localedir)"' \
           $(WARN) $(CFLAGS) $(SAN)

# Three libraries, so that a command which prints a list loads neither libxml2 nor pango: documents and PDF are
# apart.  Without pango PDF is refused, by none.c.
DOC_SRC := $(sort $(wildcard lib/document/*.c lib/check/*.c))
DOC_OBJ := $(DOC_SRC:%.c=$(B)/%.o)
PDF_SRC := $(if $(PDF_LIBS),$(filter-out lib/pdf/none.c,$(sort $(wildcard lib/pdf/*.c))),lib/pdf/none.c)
PDF_OBJ := $(PDF_SRC:%.c=$(B)/%.o)
LIB_SRC := $(filter-out $(DOC_SRC) $(wildcard lib/pdf/*.c),$(sort $(wildcard lib/*/*.c)))
LIB_OBJ := $(LIB_SRC:%.c=$(B)/%.o) $(B)/lib/store/schema_sql.o
SHARED  := $(sort $(filter cmd/cli%.c,$(wildcard cmd/*.c)))
NAMES   := $(sort $(patsubst cmd/%.c,%,$(filter-out $(SHARED),$(wildcard cmd/*.c))))
PARTS   := $(foreach n,$(NAMES),$(filter $n-%,$(NAMES)))
CMDS    := $(filter-out $(PARTS),$(NAMES))
PAPER_CMDS := $(filter bulletin-build info-score,$(CMDS)) # those that set paper: cmd/cli_writers.c
DOC_CMDS := $(filter doc-%,$(CMDS)) # those that read documents
BINS    := $(CMDS:%=$(B)/bin/%)
UNITS   := $(patsubst tests/unit/%.c,$(B)/unit/%,$(wildcard tests/unit/test-*.c))
MAN     := $(wildcard man/*.[1-8])
MAN_ZH  := $(wildcard man/zh_CN/*.[1-8])
MO      := $(B)/share/locale/zh_CN/LC_MESSAGES/officedb.mo

all: $(BINS) $(B)/share/officedb $(MO)

# What configure looks for may have become more: then what it found before would leave that out unsaid.
config.mk: configure.ac
	$(if $(filter clean distclean,$(MAKECMDGOALS)),,$(error configure.ac is newer than config.mk: run ./bootstrap again))

# --- library -------------------------------------------------------------------------------

$(B)/lib/%.o: lib/%.c config.mk
	@mkdir -p $(@D)
	$(CC_LIB) -c -o $@ $<

$(B)/lib/store/schema_sql.c: share/schema.sql
	@mkdir -p $(@D)
	{ echo 'extern const char od_schema_sql[];'; echo 'const char od_schema_sql[] ='; \
	  sed 's/[\\"]/\\&/g; s/.*/"&\\n"/' $<; echo ';'; } >$@

$(B)/lib/store/schema_sql.o: $(B)/lib/store/schema_sql.c
	$(CC_LIB) -c -o $@ $<

$(B)/lib/libofficedb.a: $(LIB_OBJ)
	rm -f $@ && $(AR) rcs $@ $^

$(B)/lib/$(SONAME): $(LIB_OBJ) lib/officedb.map
	$(CC) -shared -Wl,-soname,$(SONAME) -Wl,--version-script=lib/officedb.map -Wl,-O1 \
		-Wl,--as-needed -Wl,-Bsymbolic-functions $(LDFLAGS) $(SAN) -o $@ $(LIB_OBJ) $(LIB_LIBS)
	ln -sf $(SONAME) $(B)/lib/libofficedb.so

$(DOC_OBJ): LIB_CFLAGS += $(DOC_CFLAGS)

$(B)/lib/libofficedoc.a: $(DOC_OBJ)
	rm -f $@ && $(AR) rcs $@ $^

$(B)/lib/$(DOC_SO): $(DOC_OBJ) $(B)/lib/$(SONAME) lib/officedb.map
	$(CC) -shared -Wl,-soname,$(DOC_SO) -Wl,--version-script=lib/officedb.map -Wl,-O1 \
		-Wl,--as-needed -Wl,-Bsymbolic-functions $(LDFLAGS) $(SAN) $(if $(SAN),,-Wl,-z,defs) -o $@ $(DOC_OBJ) -L$(B)/lib -lofficedb \
		-Wl,-rpath,'$$ORIGIN' -Wl,--enable-new-dtags $(DOC_LIBS)
	ln -sf $(DOC_SO) $(B)/lib/libofficedoc.so

$(PDF_OBJ): LIB_CFLAGS += $(PDF_CFLAGS)

$(B)/lib/libofficepdf.a: $(PDF_OBJ)
	rm -f $@ && $(AR) rcs $@ $^

$(B)/lib/$(PDF_SO): $(PDF_OBJ) $(B)/lib/$(SONAME) lib/officedb.map
	$(CC) -shared -Wl,-soname,$(PDF_SO) -Wl,--version-script=lib/officedb.map -Wl,-O1 \
		-Wl,--as-needed -Wl,-Bsymbolic-functions $(LDFLAGS) $(SAN) $(if $(SAN),,-Wl,-z,defs) -o $@ $(PDF_OBJ) -L$(B)/lib -lofficedb \
		-Wl,-rpath,'$$ORIGIN' -Wl,--enable-new-dtags $(PDF_LIBS)
	ln -sf $(PDF_SO) $(B)/lib/libofficepdf.so

# --- commands: found by their file, linked to the library beside them ------------------------
# cmd/cli*.c is for all commands: an archive, of which each takes what it uses; cmd/NAME-*.c is for NAME alone.

$(B)/cmd/%.o: cmd/%.c config.mk
	@mkdir -p $(@D)
	$(CC_CMD) -c -o $@ $<

$(foreach c,$(CMDS),$(eval $(B)/bin/$c: $(patsubst %,$(B)/cmd/%.o,$(filter $c-%,$(PARTS)))))
$(B)/cmd/libcli.a: $(SHARED:%.c=$(B)/%.o)
	rm -f $@ && $(AR) rcs $@ $^

# The functions of these libraries are loaded when they are called; libofficedoc's tables of words are linked in.
$(DOC_CMDS:%=$(B)/bin/%): $(B)/lib/$(DOC_SO) $(B)/lib/libofficedoc.a
$(DOC_CMDS:%=$(B)/bin/%): DOC = $(B)/lib/libofficedoc.a
$(PAPER_CMDS:%=$(B)/bin/%): $(B)/lib/$(DOC_SO) $(B)/lib/$(PDF_SO)
$(BINS): $(B)/bin/%: $(B)/cmd/%.o $(B)/cmd/libcli.a $(B)/lib/$(SONAME)
	@mkdir -p $(@D)
	$(CC) $(LDFLAGS) $(SAN) -Wl,-O1 -o $@ $(filter %.o,$^) $(B)/cmd/libcli.a -L$(B)/lib $(DOC) -lofficedb \
		-Wl,-rpath,'$$ORIGIN/../lib' -Wl,--enable-new-dtags

# A command looks for ../share/officedb from where it stands, so the build tree has one too.
$(B)/share/officedb: $(B)/share/officedb/sample/returns.csv Makefile
	cd $(B)/share/officedb && ln -sfn $(CURDIR)/share/calendar calendar && \
		ln -sfn $(CURDIR)/share/regime regime && ln -sfn $(CURDIR)/share/rules rules && \
		ln -sfn $(CURDIR)/share/print print && ln -sfn $(CURDIR)/share/site site && \
		ln -sfn $(CURDIR)/share/sample/organisation.yaml sample/organisation.yaml && \
		ln -sfn $(CURDIR)/share/sample/tasks.yaml sample/tasks.yaml && \
		ln -sfn $(CURDIR)/share/sample/returns.yaml sample/returns.yaml && \
		ln -sfn $(CURDIR)/share/sample/returns.jsonl sample/returns.jsonl
	@touch $@

# As Chinese Excel saves it: GB18030, CRLF.
$(B)/share/officedb/sample/returns.csv: share/sample/returns.csv.utf8
	@mkdir -p $(@D)
	sed 's/$$/\r/' $< | iconv -f UTF-8 -t GB18030 >$@

$(MO): po/zh_CN.po
	@mkdir -p $(@D)
	$(MSGFMT) --check -o $@ $<

# --- demo ----------------------------------------------------------------------------------------

demo: all
	@PATH="$(CURDIR)/$(B)/bin:$$PATH" sh tests/demo.sh $(B)/demo

# --- tests ---------------------------------------------------------------------------------------

$(B)/unit/test-doc-%: tests/unit/test-doc-%.c tests/unit/common.h $(B)/lib/libofficedoc.a $(B)/lib/libofficedb.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CPP) $(LIB_CFLAGS) $(DOC_CFLAGS) $(WARN) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $< \
		$(B)/lib/libofficedoc.a $(B)/lib/libofficedb.a $(DOC_LIBS) $(LIB_LIBS) -lcmocka

$(B)/unit/test-pdf-%: tests/unit/test-pdf-%.c tests/unit/common.h $(B)/lib/libofficepdf.a $(B)/lib/libofficedb.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CPP) $(LIB_CFLAGS) $(PDF_CFLAGS) $(WARN) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $< \
		$(B)/lib/libofficepdf.a $(B)/lib/libofficedb.a $(PDF_LIBS) $(LIB_LIBS) -lcmocka

$(B)/unit/%: tests/unit/%.c tests/unit/common.h $(B)/lib/libofficedb.a
	@mkdir -p $(@D)
	$(CC) $(ALL_CPP) $(LIB_CFLAGS) $(WARN) $(CFLAGS) $(SAN) $(LDFLAGS) -o $@ $< \
		$(B)/lib/libofficedb.a $(LIB_LIBS) -lcmocka

check: all $(UNITS)
	B=$(B) sh tests/run.sh $(UNITS)

check-real: all
	B=$(B) sh tests/check-real.sh

# Every slot of a simulated year, 190 units, reckoned again in another way.
check-year: all
	PATH="$(CURDIR)/$(B)/bin:$$PATH" sh tests/year/run.sh $(B)/year

# Some 5,000 random leaves: who is away, annual leave, statistics, reckoned day by day.
check-leave: all
	PATH="$(CURDIR)/$(B)/bin:$$PATH" sh tests/leave/run.sh $(B)/leave

# Two years of supervision, 20,000 matters: lights, counts and rates reckoned in another way.
check-supervise: all
	PATH="$(CURDIR)/$(B)/bin:$$PATH" sh tests/supervise/run.sh $(B)/supervise

# Two years of an information desk, 500 issues: numbers, adoption, scores, reckoned from the plan.
check-bulletin: all
	PATH="$(CURDIR)/$(B)/bin:$$PATH" sh tests/bulletin/run.sh $(B)/bulletin

# Random rules and events of 30 units, reckoned again in fractions.
check-score: all
	PATH="$(CURDIR)/$(B)/bin:$$PATH" sh tests/score/run.sh $(B)/score 8

# 5,000 issues as pages: step by step as at once, every link, after kill -9.
check-site: all
	PATH="$(CURDIR)/$(B)/bin:$$PATH" sh tests/site/run.sh $(B)/site

# Real documents, where ../shared/corpus is at hand, and faults planted in clean ones.
check-documents: all
	PATH="$(CURDIR)/$(B)/bin:$$PATH" sh tests/documents/run.sh $(B)/documents

check-san:
	$(MAKE) B=build-san SAN='-fsanitize=address,undefined -fno-sanitize-recover=all' \
		CFLAGS='-O1 -g' LIMIT='$(LIMIT)' check

check-clang:
	$(MAKE) B=build-clang CC=$(CLANG) WERROR=-Werror all
	$(MAKE) B=build-clang CC=$(CLANG) WERROR=-Werror $(patsubst $(B)/%,build-clang/%,$(UNITS))

check-valgrind: all $(UNITS)
	B=$(B) sh tests/valgrind.sh $(UNITS)

SECONDS ?= 20
fuzz:
	CLANG=$(CLANG) SECONDS=$(SECONDS) SEED=$(SEED) RUNS=$(RUNS) LIB_CFLAGS='$(LIB_CFLAGS) $(DOC_CFLAGS)' LIB_LIBS='$(LIB_LIBS) $(DOC_LIBS)' \
		sh tests/fuzz/run.sh

bench: all
	B=$(B) CC='$(CC)' sh tests/bench/run.sh

# Source text against the catalogue: new messages go in, gone ones are marked.
po:
	xgettext --from-code=UTF-8 -k_ -kN_ -c --no-location -o $(B)/officedb.pot --package-name=officedb \
		$(sort $(wildcard cmd/*.[ch] lib/pdf/*.c) $(LIB_SRC) $(DOC_SRC))
	msgmerge -q --no-fuzzy-matching --no-location --backup=off -U po/zh_CN.po $(B)/officedb.pot

format:
	clang-format -i $(wildcard cmd/*.[ch] lib/*.h lib/*/*.[ch] tests/unit/*.[ch] tests/fuzz/*.c tests/bench/*.c)

# --- install ---------------------------------------------------------------------------------------

install: all
	install -d $(DESTDIR)$(bindir) $(DESTDIR)$(libdir)/pkgconfig $(DESTDIR)$(includedir) \
		$(DESTDIR)$(mandir)/man1 $(DESTDIR)$(mandir)/man5 $(DESTDIR)$(mandir)/man7 \
		$(DESTDIR)$(mandir)/zh_CN/man1 $(DESTDIR)$(mandir)/zh_CN/man5 \
		$(DESTDIR)$(mandir)/zh_CN/man7 $(DESTDIR)$(completiondir) \
		$(DESTDIR)$(localedir)/zh_CN/LC_MESSAGES \
		$(DESTDIR)$(datadir)/officedb/sample $(DESTDIR)$(datadir)/officedb/regime \
		$(DESTDIR)$(datadir)/officedb/calendar $(DESTDIR)$(datadir)/officedb/cron \
		$(DESTDIR)$(datadir)/officedb/rules $(DESTDIR)$(datadir)/officedb/print \
		$(DESTDIR)$(datadir)/officedb/site \
		$(DESTDIR)$(datadir)/officedb/regime/scores
	install -m 755 $(BINS) $(DESTDIR)$(bindir)
	install -m 644 $(B)/lib/$(SONAME) $(DESTDIR)$(libdir)/libofficedb.so.$(VERSION)
	ln -sf libofficedb.so.$(VERSION) $(DESTDIR)$(libdir)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(libdir)/libofficedb.so
	install -m 644 $(B)/lib/$(DOC_SO) $(DESTDIR)$(libdir)/libofficedoc.so.$(VERSION)
	ln -sf libofficedoc.so.$(VERSION) $(DESTDIR)$(libdir)/$(DOC_SO)
	ln -sf $(DOC_SO) $(DESTDIR)$(libdir)/libofficedoc.so
	install -m 644 $(B)/lib/$(PDF_SO) $(DESTDIR)$(libdir)/libofficepdf.so.$(VERSION)
	ln -sf libofficepdf.so.$(VERSION) $(DESTDIR)$(libdir)/$(PDF_SO)
	ln -sf $(PDF_SO) $(DESTDIR)$(libdir)/libofficepdf.so
	install -m 644 lib/officedb.h lib/officedoc.h $(DESTDIR)$(includedir)
	printf '%s\n' 'prefix=$(prefix)' 'libdir=$(libdir)' 'includedir=$(includedir)' '' \
		'Name: officedb' 'Description: the memory of a general office' \
		'Version: $(VERSION)' 'Libs: -L$${libdir} -lofficedb' \
		'Cflags: -I$${includedir}' >$(DESTDIR)$(libdir)/pkgconfig/officedb.pc
	install -m 644 share/calendar/* $(DESTDIR)$(datadir)/officedb/calendar
	install -m 644 share/regime/*.yaml $(DESTDIR)$(datadir)/officedb/regime
	install -m 644 share/regime/scores/* $(DESTDIR)$(datadir)/officedb/regime/scores
	install -m 644 share/print/* $(DESTDIR)$(datadir)/officedb/print
	install -m 644 share/site/* $(DESTDIR)$(datadir)/officedb/site
	install -m 644 share/rules/* $(DESTDIR)$(datadir)/officedb/rules
	install -m 644 share/cron/* $(DESTDIR)$(datadir)/officedb/cron
	install -m 644 share/sample/*.yaml share/sample/*.jsonl \
		$(B)/share/officedb/sample/returns.csv $(DESTDIR)$(datadir)/officedb/sample
	install -m 644 $(MO) $(DESTDIR)$(localedir)/zh_CN/LC_MESSAGES
	for p in $(MAN); do install -m 644 $$p $(DESTDIR)$(mandir)/man$${p##*.}; done
	for p in $(MAN_ZH); do install -m 644 $$p $(DESTDIR)$(mandir)/zh_CN/man$${p##*.}; done
	for c in $(CMDS); do install -m 644 share/completion/officedb.bash $(DESTDIR)$(completiondir)/$$c; done

clean:
	rm -rf build build-*

distclean: clean
	rm -rf config.h config.h.in config.mk config.log config.status configure autom4te.cache build-aux

.PHONY: all demo check check-real check-year check-leave check-supervise check-bulletin check-score check-site check-documents check-san \
	check-clang check-valgrind fuzz bench po format install clean distclean
.SECONDARY:
-include $(LIB_OBJ:.o=.d) $(DOC_OBJ:.o=.d) $(PDF_OBJ:.o=.d) $(NAMES:%=$(B)/cmd/%.d) $(SHARED:%.c=$(B)/%.d)
