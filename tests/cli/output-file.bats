#!/usr/bin/env bats
# --output-file: a plain file is written whole or not at all; what is no plain file is written to and stays what it
# is; a link stays a link, and what it points at is written.

load common

prepare() {
	office-db init
	office-db load - 2>/dev/null <<-END
	unit:
	- {code: A, name: 示例市甲局, short_name: 甲局, kind: other, sort: 1, valid_from: 2026-01-01}
	END
	task-track add --title=供水改造 --lead=甲局 --due=2026-12-18
	task-track report-out >want
} >/dev/null

write() { task-track report-out --output-file="$1"; }

@test "a FIFO is written to and stays one" {
	mkfifo pipe
	timeout 20 cat pipe >got &
	status 0 timeout 20 task-track report-out --output-file=pipe
	wait $!
	cmp got want
	[ -p pipe ]
}

@test "a device is written to: /dev/null stays one, /dev/full is told" {
	# Copies of the devices, for who may make them: a mistake must not cost the machine its own.
	full=/dev/full null=/dev/null
	if mknod full c 1 7 2>/dev/null && mknod null c 1 3 2>/dev/null && echo x 2>/dev/null >null; then
		full=full null=null
	fi
	status 0 write $null
	[ -c $null ]
	status 74 write $full
	same err <<<"task-track: cannot write '$full': No space left on device"
	same out </dev/null
	[ -c $full ]
	# Nothing is left beside them.
	[ -z "$(find . /dev -maxdepth 1 -name 'full.*' -o -maxdepth 1 -name 'null.*')" ]
}

@test "/dev/stdout is where standard output goes, after what is there already" {
	write /dev/stdout | cmp - want
	echo before >got
	write /dev/stdout >>got
	{ echo before; cat want; } | cmp - got
	write /dev/fd/3 3>got
	cmp got want
	[ -L /dev/stdout ]
	status 73 write /dev/fd/77
	holds err "cannot create '/dev/fd/77': Bad file descriptor"
}

@test "a link stays a link; what it points at is written, there or not yet" {
	mkdir there
	ln -s there/page link
	ln -s link farther
	status 0 write farther
	cmp there/page want
	[ "$(readlink farther)" = link ]
	[ "$(readlink link)" = there/page ]
	echo old >there/page
	status 0 write link
	cmp there/page want
	[ -L link ]
	[ "$(ls there)" = page ]
	ln -s round about
	ln -s about round
	status 73 write about
	holds err "cannot create 'about': Too many levels of symbolic links"
	mkfifo pipe
	ln -s pipe to-pipe
	timeout 20 cat pipe >got &
	status 0 timeout 20 task-track report-out --output-file=to-pipe
	wait $!
	cmp got want
}

@test "a directory, a socket and a place that is not there are refused" {
	mkdir dir
	status 73 write dir
	same err <<<"task-track: cannot create 'dir': Is a directory"
	[ -d dir ]
	[ -z "$(ls -A dir)" ]
	python3 -c 'import socket; socket.socket(socket.AF_UNIX).bind("sock")'
	status 73 write sock
	holds err "cannot create 'sock': "
	[ -S sock ]
	status 73 write nowhere/page
	same err <<<"task-track: cannot create 'nowhere/page': No such file or directory"
}

@test "a FIFO that may not be written is refused, and stays" {
	elsewhere
	mkfifo -m 400 pipe
	status 73 as_nobody task-track report-out --output-file=pipe
	holds err "cannot create 'pipe': Permission denied"
	[ -p pipe ]
}

@test "a database is not written over, nor what belongs to one, also through a link" {
	ln -s "$OFFICEDB" link
	for file in "$OFFICEDB" "$OFFICEDB-wal" "$OFFICEDB-queue" link; do
		status 73 write "$file"
		same err <<<"task-track: '$(realpath -s "$file" | sed "s|.*/link|$OFFICEDB|")' is a database, or belongs to one; name another file"
	done
	printf '%s\n' title,unit 甲,甲局 >in.csv
	status 73 report-submit --rejects="$OFFICEDB" in.csv
	same err <<<"report-submit: '$OFFICEDB' is a database, or belongs to one; name another file"
	office-db verify
}
