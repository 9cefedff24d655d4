#!/usr/bin/env bats
# slow
# An import is all or nothing, whatever ends it: a full disk, kill -9 at any point, a signal, a reader
# that goes away; and many at once do not hinder each other.

load common

rows=20000

prepare() {
	sample_office
	if [ ! -e "$BATS_FILE_TMPDIR/in.jsonl" ]; then
		awk -v n=$rows 'BEGIN {
			for (i = 0; i < 12; i++) text = text "全市统筹推进各项工作，"
			for (i = 1; i <= n; i++)
				printf "{\"unit\":\"BM%02d\",\"category\":\"work\",\"title\":\"第%d件\",\"body\":\"%s\"}\n",
					i % 45 + 1, i, text
		}' >"$BATS_FILE_TMPDIR/in.jsonl"
	fi
	ln -s "$BATS_FILE_TMPDIR/in.jsonl" in.jsonl
}

teardown() {
	if [ -d disk ]; then umount disk 2>/dev/null || true; fi
}

# Reports on file, and whether the database is sound by a quick look.
count() {
	sqlite3 "$OFFICEDB" "PRAGMA quick_check; SELECT count(*) FROM report" >quick
	[ "$(head -1 quick)" = ok ] || { cat quick; return 1; }
	tail -1 quick
}

nothing_on_file() {
	[ "$(count)" = 0 ]
	sqlite3 "$OFFICEDB" "SELECT (SELECT count(*) FROM batch) + (SELECT count(*) FROM journal WHERE type IN ('report', 'batch'))" >left
	[ "$(cat left)" = 0 ]
	office-db verify
}

all_on_file() {
	report-list -o csv --columns=number | sed 1d >have
	seq -f 'R2026-%04g' $rows | cmp - have
	office-db verify
}

@test "a full disk during an import: 74, nothing taken, sound; with room, the same file goes in whole" {
	mkdir disk
	mount -t tmpfs -o size=9m none disk 2>mounted || skip "a file system cannot be mounted here"
	cp "$OFFICEDB" disk/office.db
	OFFICEDB=$PWD/disk/office.db
	status 74 report-submit in.jsonl
	same out </dev/null
	same err <<-END
	report-submit: $OFFICEDB: no space is left for the database; nothing was changed
	END
	nothing_on_file
	# One more while there is some room, to see that nothing hangs.
	status 0 report-submit --dry-run --unit=BM25 --category=other --title=一
	mount -o remount,size=256m disk
	status 0 report-submit in.jsonl
	seq -f 'R2026-%04g' $rows | cmp - out
	all_on_file
}

@test "a file-size limit during an import: 74 or killed, nothing taken, sound; then it goes in whole" {
	for ignore in '' XFSZ; do
		got=0
		(
			trap '' $ignore
			ulimit -f 10000
			exec report-submit in.jsonl
		) >out 2>err || got=$?
		[ $got = 74 ] || [ $got = $((128 + 25)) ] || { echo "status $got"; cat err; return 1; }
		same out </dev/null
		nothing_on_file
	done
	status 0 report-submit in.jsonl
	all_on_file
}

@test "kill -9 at 100 points of an import: never a half batch; then it goes in whole" {
	fresh=$BATS_FILE_TMPDIR/sample.db
	# How long an import takes, of two the longer.
	longest=0
	for i in 1 2; do
		cp "$fresh" timed.db
		start=$(date +%s%N)
		report-submit --db=timed.db in.jsonl >/dev/null 2>&1
		took=$((($(date +%s%N) - start) / 1000))
		[ $took -gt $longest ] && longest=$took
		rm -f timed.db*
	done
	RANDOM=$$
	echo "an import takes $longest us; seed $$"
	killed=0 whole=0
	for i in $(seq 100); do
		delay=$(((RANDOM * 32768 + RANDOM) % longest))
		report-submit in.jsonl >/dev/null 2>&1 3>&- &
		pid=$!
		sleep "$(printf '%d.%06d' $((delay / 1000000)) $((delay % 1000000)))"
		kill -9 $pid 2>/dev/null || true
		got=0
		wait $pid 2>/dev/null || got=$?
		[ $got -eq 0 ] || [ $got -eq 137 ] || { echo "status $got"; return 1; }
		killed=$((killed + (got == 137)))
		n=$(count)
		case $n in
		0) [ $got -ne 0 ] ;;
		"$rows") whole=$((whole + 1)) ;;
		*) echo "killed after $delay us, $n of $rows reports are on file"; return 1 ;;
		esac
		if [ $((i % 10)) = 0 ]; then office-db verify; fi
		if [ "$n" != 0 ]; then
			rm -f "$OFFICEDB"*
			cp "$fresh" "$OFFICEDB"
		fi
	done
	echo "$killed killed, $whole whole"
	[ $killed -ge 30 ] # else this has shown nothing
	status 0 report-submit in.jsonl
	all_on_file
}

# interrupt SIGNAL STATUS - send it to an import that has read most of its records and waits for more;
# it ends with that status.
interrupt() {
	mkfifo pipe
	report-submit --rejects=rejects pipe >out 2>err 3>&- &
	local pid=$! got=0
	exec {to}>pipe
	cat in.jsonl >&$to
	kill "-$1" $pid
	wait $pid 2>/dev/null || got=$?
	exec {to}>&-
	rm pipe
	[ $got = "$2" ] || { echo "status $got, wanted $2"; cat err; return 1; }
}

@test "SIGTERM or SIGHUP during an import leaves nothing, and the next one need not wait" {
	interrupt TERM 143
	nothing_on_file
	interrupt HUP 129
	nothing_on_file
	status 0 report-submit --wait=0 in.jsonl
	all_on_file
}

@test "a reader that goes away ends a list silently, and undoes no import" {
	report-submit in.jsonl 2>err | head -1 >first
	same first <<-END
	R2026-0001
	END
	lacks err '[Pp]ipe'
	all_on_file
	for o in table yaml json csv tsv; do
		report-list -o $o 2>err | head -1 >first
		[ -s first ]
		same err </dev/null
		# Where the signal is ignored it is told, once.
		(trap '' PIPE; report-list -o $o 2>err | head -1 >first)
		[ "$(wc -l <err)" -le 1 ] || { cat err; return 1; }
	done
}

@test "16 processes file 20 reports each at once: none lost, none doubled, none refused, no gap" {
	for p in $(seq 16); do
		for i in $(seq 20); do
			report-submit --unit=BM25 --category=other --title="$p 处第 $i 件" || echo "status $?" >&2
		done >"out.$p" 2>"err.$p" 3>&- &
	done
	wait
	cat err.* | same /dev/null
	for p in $(seq 16); do [ "$(wc -l <"out.$p")" = 20 ]; done
	sort out.* >numbers
	seq -f 'R2026-%04g' 320 | same numbers
	report-list -o json | jq -r .title | sort >titles
	for p in $(seq 16); do for i in $(seq 20); do echo "$p 处第 $i 件"; done; done | sort | same titles
	# Each process was told the number its report has.
	report-list -o json | jq -r '"\(.number) \(.title)"' >told
	for i in $(seq 20); do
		echo "$(sed -n ${i}p out.7) 7 处第 $i 件"
	done >mine
	grep ' 7 处' told | same mine
	office-db verify
}

@test "a first import past the rows whose indexes are kept up on the way: whole, repeats found, indexes back" {
	python3 - >many.jsonl <<-'END'
	import json
	for i in range(140000):
	    row = {"unit": "BM13", "category": "work", "title": "第%d条" % i, "body": "正文", "occurred_at": "2026-12-01"}
	    if i % 2:
	        row["external_id"] = "教%d" % i
	    print(json.dumps(row, ensure_ascii=False))
	    if i % 50000 == 7:
	        print(json.dumps(row, ensure_ascii=False))
	END
	sample_office
	status 0 report-submit many.jsonl
	holds err "read 140003: taken 140000, updated 0, duplicates 3, rejected 0"
	[ "$(sqlite3 office.db "SELECT count(*) FROM sqlite_master WHERE type = 'index' AND tbl_name = 'report' AND sql IS NOT NULL")" -eq \
		"$(grep -cE 'INDEX report_[a-z]+ ON report ' "$top/share/schema.sql")" ]
	status 0 office-db verify
	tail -n 100 many.jsonl >again.jsonl
	status 0 report-submit again.jsonl
	holds err "read 100: taken 0, updated 0, duplicates 100, rejected 0"
}
