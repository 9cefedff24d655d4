#!/usr/bin/env bats
# make install: what lands where, and that it works from there alone.
# slow

load common

# Installed once a file, under DESTDIR, as a package would be.
prepare() {
	dest=$BATS_FILE_TMPDIR/dest
	usr=$dest/usr
	if [ ! -e "$dest" ]; then
		make -s -C "$top" B="$build" all >/dev/null # as "make check" has done already
		find "$build" -type f ! -name '*.tap' ! -name '*.err' -printf '%p %T@ %s\n' | sort >"$BATS_FILE_TMPDIR/tree"
		make -s -C "$top" B="$build" DESTDIR="$dest" prefix=/usr install >"$BATS_FILE_TMPDIR/log" 2>&1 ||
			{ cat "$BATS_FILE_TMPDIR/log"; return 1; }
	fi
	PATH=$usr/bin:${PATH#*:}
}

commands="bulletin-build doc-check info-score leave-log office-db report-due report-handle report-list report-submit task-track unit-roster"

@test "every command, and none beside them" {
	ls "$usr/bin" >have
	tr ' ' '\n' <<<"$commands" | same have
	for command in $commands; do
		[ "$(command -v $command)" = "$usr/bin/$command" ]
		status 0 $command --version
		same out <<<"$command (officedb) 0.1.0"
		[ "$(stat -c %a "$usr/bin/$command")" = 755 ]
	done
}

@test "the build tree is as it was, and still runs" {
	find "$build" -type f ! -name '*.tap' ! -name '*.err' -printf '%p %T@ %s\n' | sort >now
	cmp now "$BATS_FILE_TMPDIR/tree"
	PATH=$build/bin:$PATH
	status 0 office-db init --sample
}

@test "nothing outside the prefix, and nothing of the tree it was built in" {
	ls "$dest" >have
	same have <<<usr
	cp -r "$usr" plain # what debuggers are told does not count
	find plain -type f -exec sh -c 'head -c4 "$1" | grep -q ELF && strip "$1"' - {} \;
	grep -rlF -e "$dest" -e "$build" -e "$top/" plain >found || true
	same found </dev/null
}

@test "the installed commands use their own library, shipped files and catalogue" {
	for command in $commands; do
		ldd "$usr/bin/$command" | grep libofficedb >lib
		holds lib "$usr/"
	done
	status 0 office-db init --sample
	status 0 office-db doctor
	holds out "$usr/share/officedb/regime/default.yaml"
	status 0 report-submit "$usr/share/officedb/sample/returns.yaml"
	status 0 bulletin-build roundup
	holds out 每日情况汇总
	# A copy elsewhere reads what stands beside it, not what stands here.
	cp -r "$usr" moved
	PATH=$PWD/moved/bin:$PATH
	sed -i s/每日情况汇总/每日汇报/ moved/share/officedb/regime/default.yaml
	printf 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\nmsgid "%s"\nmsgstr "%s"\n' \
		"'%s' exists already; nothing was changed" "“%s”已经有了" >own.po
	msgfmt -o moved/share/locale/zh_CN/LC_MESSAGES/officedb.mo own.po
	status 0 office-db init --db=new.db
	status 0 bulletin-build roundup --db=new.db
	holds out 每日汇报
	LANGUAGE=zh_CN status 73 office-db init --db=new.db
	same err <<<"office-db: “new.db”已经有了"
}

@test "the library has its name, version and links" {
	lib=$(dirname "$(find "$usr" -name libofficedb.so)")
	readelf -d "$lib/libofficedb.so" | grep -o 'soname: .*' >soname
	same soname <<<"soname: [libofficedb.so.0]"
	[ "$(readlink "$lib/libofficedb.so")" = libofficedb.so.0 ]
	[ "$(readlink "$lib/libofficedb.so.0")" = libofficedb.so.0.1.0 ]
	[ -f "$lib/libofficedb.so.0.1.0" ]
	# It asks for what it links, and for nothing of this tree.
	readelf -d "$lib/libofficedb.so" >dynamic
	lacks dynamic 'R(UN)?PATH'
	holds dynamic libsqlite3.so.0
}

@test "so has the library of documents; its header and rules are there" {
	lib=$(dirname "$(find "$usr" -name libofficedoc.so)")
	readelf -d "$lib/libofficedoc.so" | grep -o 'soname: .*' >soname
	same soname <<<"soname: [libofficedoc.so.0]"
	[ "$(readlink "$lib/libofficedoc.so")" = libofficedoc.so.0 ]
	[ "$(readlink "$lib/libofficedoc.so.0")" = libofficedoc.so.0.1.0 ]
	[ -f "$lib/libofficedoc.so.0.1.0" ]
	[ -s "$usr/include/officedoc.h" ]
	for pack in "$top"/share/rules/*.yaml; do cmp "$pack" "$usr/share/officedb/rules/$(basename "$pack")"; done
	status 0 doc-check --self-test
	echo '请[2026]' >draft.txt
	status 0 doc-check --quiet draft.txt
}

write_program() {
	cat >use.c <<-'END'
	#include <officedb.h>

	int main(int argc, char **argv)
	{
		struct od_err err = OD_ERR_INIT;
		OD_CLEANUP(od_closep) struct od_db *db = od_open(argv[argc - 1], OD_READ, 1000, &err);

		printf("%s %s\n", od_version(), db ? od_unit_name(db, "BM31", od_ymd(2018, 1, 1)) : err.msg);
		return !db;
	}
	END
}

@test "a program finds header and library by pkg-config" {
	export PKG_CONFIG_PATH=$(dirname "$(find "$usr" -name officedb.pc)") PKG_CONFIG_SYSROOT_DIR=$dest
	[ "$(pkg-config --modversion officedb)" = 0.1.0 ]
	[ "$(env -u PKG_CONFIG_SYSROOT_DIR pkg-config --variable=prefix officedb)" = /usr ]
	write_program
	for cc in gcc clang; do
		command -v $cc >/dev/null || continue
		$cc -std=gnu11 -Wall -Wextra -Werror -o use use.c $(pkg-config --cflags --libs officedb)
		office-db init --sample --db=$cc.db
		LD_LIBRARY_PATH=$(dirname "$(find "$usr" -name libofficedb.so)") status 0 ./use $cc.db
		same out <<<"0.1.0 示例市安全生产监督管理局"
	done
	# The header stands by itself, in C++ too as far as it says so.
	echo '#include <officedb.h>' >alone.c
	gcc -std=c11 -Wall -Wextra -Wpedantic -Werror -fsyntax-only $(pkg-config --cflags officedb) alone.c
}

@test "make install prefix=DIR: pkg-config says DIR too" {
	make -s -C "$top" B="$build" prefix="$PWD/own" install >log 2>&1 || { cat log; return 1; }
	export PKG_CONFIG_PATH=$(dirname "$(find own -name officedb.pc)")
	[ "$(pkg-config --variable=prefix officedb)" = "$PWD/own" ]
	write_program
	gcc -o use use.c $(pkg-config --cflags --libs officedb)
	status 0 own/bin/office-db init --sample
	LD_LIBRARY_PATH=own/lib status 0 ./use "$OFFICEDB"
}

@test "a man page for each command, in both languages, and the other pages" {
	for command in $commands; do
		[ -s "$usr/share/man/man1/$command.1" ]
		[ -s "$usr/share/man/zh_CN/man1/$command.1" ]
	done
	ls "$usr"/share/man/man5 "$usr"/share/man/man7 >pages
	holds pages officedb-regime.5
	holds pages officedb.7
	for page in "$top"/man/*.[1-8]; do
		[ -s "$usr/share/man/man${page##*.}/$(basename "$page")" ]
	done
}

@test "catalogue, completions, cron examples, calendar with its licence" {
	[ -s "$usr/share/locale/zh_CN/LC_MESSAGES/officedb.mo" ]
	for command in $commands; do
		find "$usr" -path "*complet*/$command" -size +0 | grep -q .
	done
	[ -s "$usr/share/officedb/calendar/LICENSE.holiday-cn" ]
	find "$usr/share/officedb/cron" -type f -size +0 | grep -q .
	find "$usr" -type f -not -perm -o=r >closed
	same closed </dev/null
}
