# common.bash - loaded by every .bats file.  Each test runs in its own empty directory, with a fixed
# locale, time zone, moment and database path, so that it says the same everywhere, every day.

top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
B=${B:-build}
case $B in /*) build=$B ;; *) build=$top/$B ;; esac
sample=$build/share/officedb/sample

setup() {
	cd "$BATS_TEST_TMPDIR" || exit
	PATH=$build/bin:$PATH
	LC_ALL=C.UTF-8 LANGUAGE= TZ=Asia/Shanghai
	OFFICEDB=$BATS_TEST_TMPDIR/office.db OFFICEDB_NOW="2026-12-04 18:00"
	export PATH LC_ALL LANGUAGE TZ OFFICEDB OFFICEDB_NOW
	export LSAN_OPTIONS=suppressions=$top/tests/lsan.supp:print_suppressions=0
	unset XDG_DATA_HOME COLUMNS NO_COLOR
	if declare -f prepare >/dev/null; then prepare; fi
}

# The sample office, made once a file and copied.
sample_office() {
	if [ ! -e "$BATS_FILE_TMPDIR/sample.db" ]; then
		office-db init --sample --db="$BATS_FILE_TMPDIR/sample.db" || return
	fi
	cp "$BATS_FILE_TMPDIR/sample.db" "$OFFICEDB"
}

# status 65 COMMAND... - exactly that exit status; what it prints goes to out and err.
status() {
	local want=$1 got=0
	shift
	"$@" >out 2>err || got=$?
	if [ "$got" -ne "$want" ]; then
		echo "status $got, wanted $want: $*"
		cat err
		return 1
	fi
}

# same FILE <<END - FILE holds exactly standard input.
same() { diff -u - "$1"; }

# holds FILE TEXT - FILE has TEXT somewhere, as it stands.
holds() {
	grep -qF -e "$2" "$1" || {
		echo "'$2' is not in $1:"
		cat "$1"
		return 1
	}
}

# lacks FILE PATTERN - no line of FILE matches the extended regular expression.  (A bare "! grep" fails
# no test.)
lacks() {
	if grep -nE -e "$2" "$1"; then
		echo "that is in $1"
		return 1
	fi
}

# elsewhere - go on in a directory that another user can reach, with the database.
elsewhere() {
	far=$(mktemp -d)
	chmod 755 "$far"
	mkdir -m 777 "$far/db"
	cp "$OFFICEDB" "$far/db/office.db"
	chmod 666 "$far/db/office.db"
	OFFICEDB=$far/db/office.db
	cd "$far" || return
}

# as_nobody COMMAND... - as somebody who may write only where everybody may.
as_nobody() {
	if [ "$(id -u)" -ne 0 ]; then
		chmod a-w . sealed 2>/dev/null
		"$@"
	else
		setpriv --reuid=65534 --regid=65534 --clear-groups "$(command -v "$1")" "${@:2}"
	fi
}

teardown() {
	if [ -n "${far:-}" ]; then
		cd / && chmod -R u+w "$far" && rm -rf "$far"
	fi
}
