#!/usr/bin/env bats
# task-track import of what another office printed: its numbers are not this office's.

load common

# The other office has a whole of two parts and a matter of a group; this one matters of its own under those numbers.
prepare() {
	other=$BATS_TEST_TMPDIR/other.db
	office-db init --sample --db="$other"
	sample_office
	task-track group add --db="$other" --name=专项甲
	task-track add --db="$other" --title=整治 --lead=BM23 --due=2026-12-30
	task-track add --db="$other" --title=整治一 --lead=BM23 --parent=T2026-0001
	task-track add --db="$other" --title=整治二 --lead=BM25 --parent=T2026-0001
	task-track add --db="$other" --title=整治二之一 --lead=BM25 --parent=T2026-0003
	task-track add --db="$other" --title=巡查 --lead=BM25 --group=G2026-0001
	for title in 甲 乙 丙; do task-track add --title=$title --lead=BM23; done
	task-track group add --name=别组
} >/dev/null

parents() {
	task-track export -o csv --columns=number,title,parent
}

@test "parts that came with their whole become parts of it, in every format" {
	for format in yaml json csv; do
		cp "$OFFICEDB" "$format.db"
		task-track export --db="$other" -o $format --columns=number,title,lead,due_on,parent >printed
		status 0 task-track import --db="$format.db" printed
		same out <<<$'T2026-0004\nT2026-0005\nT2026-0006\nT2026-0007\nT2026-0008'
		OFFICEDB=$format.db parents >out
		same out <<-END
		number,title,parent
		T2026-0001,甲,
		T2026-0002,乙,
		T2026-0003,丙,
		T2026-0004,整治,
		T2026-0005,整治一,T2026-0004
		T2026-0006,整治二,T2026-0004
		T2026-0007,整治二之一,T2026-0006
		T2026-0008,巡查,
		END
		status 0 office-db verify --db="$format.db"
		status 0 office-db undo --db="$format.db" B2026-0001
	done
}

@test "a part without its whole is refused by its line, though this office has that number" {
	task-track export --db="$other" -o csv --columns=number,title,lead,parent | sed '2d;4,5d' >printed.csv
	status 65 task-track import --rejects=mend.csv printed.csv
	same out <<<T2026-0004
	same err <<-'END'
	task-track: printed.csv:2: parent: T2026-0001 is a number of the office that printed this record, and stands nowhere before it in the file; import the whole before its parts, as 'task-track export' prints them, or take the record's own number out if a matter of this office is meant
	task-track: B2026-0001: read 2: taken 1, updated 0, duplicates 0, rejected 1
	END
	grep -q 整治一 mend.csv
	# The same without a number of its own: of this office.
	status 0 task-track import - <<<$'title,lead,parent\n分项,BM23,T2026-0001'
	[ "$(task-track list T2026-0005 -o json | jq -r .parent)" = T2026-0001 ]
	status 65 task-track import - <<<$'title,lead,parent\n分项,BM23,T2026-0099'
	holds err "<stdin>:2: parent: there is no T2026-0099"
}

@test "a whole that is refused takes its parts with it; one file's numbers are not another's" {
	cat >one.csv <<-END
	number,title,lead,parent
	T2026-0007,整治,市没有局,
	T2026-0008,整治一,BM23,T2026-0007
	END
	status 65 task-track import one.csv
	holds err "one.csv:2: no unit '市没有局'"
	holds err "one.csv:3: parent: T2026-0007 is a number of the office that printed this record"
	printf 'number,title,lead\nT2026-0007,整治,BM23\n' >whole.csv
	printf 'number,title,lead,parent\nT2026-0008,整治一,BM23,T2026-0007\n' >part.csv
	status 65 task-track import whole.csv part.csv
	holds err "part.csv:2: parent: T2026-0007 is"
	holds err "taken 1, updated 0, duplicates 0, rejected 1"
}

@test "a whole that is on file already, by its number elsewhere, is its parts' whole" {
	cat >one.csv <<-END
	number,title,lead,external_id,parent
	T2026-0007,整治,BM23,ZD-1,
	END
	task-track import one.csv >out
	echo 'T2026-0008,整治一,BM23,ZD-2,T2026-0007' >>one.csv
	status 0 task-track import one.csv
	holds err "taken 1, updated 0, duplicates 1, rejected 0"
	[ "$(task-track list T2026-0005 -o json | jq -r .parent)" = T2026-0004 ]
	# What is on file is passed over, with its whole or without.
	sed -i 2d one.csv
	status 0 task-track import one.csv
	holds err "taken 0, updated 0, duplicates 1, rejected 0"
}

@test "a group and a report are not in the file: refused, taken where the record has no number" {
	task-track export --db="$other" -o csv --columns=number,title,lead,group | sed '2,5d' >printed.csv
	status 65 task-track import printed.csv
	same out </dev/null
	same err <<-'END'
	task-track: printed.csv:2: group: G2026-0001 is a number of the office that printed this record; leave it out, or take the record's own number out if it is one of this office
	task-track: read 1: taken 0, updated 0, duplicates 0, rejected 1
	END
	sed -e 's/^number,//' -e 's/^T2026-0005,//' printed.csv >mended.csv
	status 0 task-track import mended.csv
	[ "$(task-track list T2026-0004 -o json | jq -r .group)" = G2026-0001 ]
	status 65 task-track import - <<<$'number,title,lead,report\nT2026-0009,报,BM23,R2026-0001'
	holds err "<stdin>:2: report: R2026-0001 is a number of the office"
	# What is no number of a matter is a list's own counting.
	status 0 task-track import - <<<$'number,title,lead,parent\n1,分项,BM23,T2026-0001'
	task-track import - -o json <<<$'number,title\n2,又一项' >out 2>err
	[ "$(jq -r '.number+.title' out)" = T2026-0006又一项 ]
}
