#!/usr/bin/env bats
# office-db: the file itself - making, loading, dumping, copying, proving and undoing.

load common

# The sample office with two imports, handled reports, one import undone: something of every type.
busy_office() {
	if [ ! -e "$BATS_FILE_TMPDIR/busy.db" ]; then
		sample_office
		report-submit --batch=上午 "$sample/returns.csv" >/dev/null 2>&1 || [ $? -eq 65 ]
		report-submit --batch=下午 "$sample/returns.yaml" >/dev/null 2>&1
		report-handle accept R2026-0001 --now="2026-12-04 18:10"
		report-handle forward --to=ducha R2026-0002 --now="2026-12-04 18:11"
		report-handle return --reason=缺签发人 R2026-0003 --now="2026-12-04 18:12"
		report-handle duplicate --of=R2026-0001 R2026-0004 --now="2026-12-04 18:13"
		office-db undo B2026-0002 --now="2026-12-04 18:20" 2>/dev/null
		office-db backup "$BATS_FILE_TMPDIR/busy.db"
	else
		cp "$BATS_FILE_TMPDIR/busy.db" "$OFFICEDB"
	fi
}

# One leave, with what was done to it.
one_leave() {
	leave-log request P040 --kind=official --from=2026-12-14 --to=2026-12-15 >/dev/null 2>&1
	leave-log cancel L2026-0001 --reason=会议改期 2>/dev/null
}

# One report more, by options.
file() { report-submit --unit=市应急局 --category=work --body=正文 "$@"; }

# --- init ------------------------------------------------------------------------------------

@test "init refuses a file that exists and leaves it alone" {
	echo mine >office.db
	status 73 office-db init
	same err <<-END
	office-db: '$OFFICEDB' exists already; nothing was changed
	END
	same office.db <<<mine
	status 73 office-db init --db=no/where.db
	holds err "cannot create 'no/where.db': No such file or directory"
	ls | grep -v -xE -e 'out|err|some' >some
	same some <<<office.db
}

@test "init makes an empty office with regime and calendar; --sample fills it" {
	status 0 office-db init
	same err </dev/null
	status 0 unit-roster units -o csv --columns=code
	same out <<<code
	status 0 unit-roster categories -o json
	[ "$(wc -l <out)" -eq 16 ]
	status 0 office-db dump holiday -o csv
	holds out "2026-10-01,yes,国庆节"
	status 0 office-db verify
	status 0 office-db init --sample --db=sample.db
	status 0 unit-roster units --db=sample.db -o csv --columns=code
	[ "$(wc -l <out)" -eq 60 ]
	[ "$(stat -c %a office.db)" = 660 ]
}

@test "the default place is made by init, and by init only" {
	unset OFFICEDB
	export XDG_DATA_HOME=$PWD/data HOME=$PWD/home
	status 78 report-list
	holds err "cannot open database '$PWD/data/officedb/office.db': No such file or directory; make one with 'office-db init"
	[ ! -e data ]
	status 0 office-db init
	[ -s data/officedb/office.db ]
	[ "$(stat -c %a data/officedb)" = 700 ]
	status 0 report-list
	unset XDG_DATA_HOME
	status 0 office-db init
	[ -s home/.local/share/officedb/office.db ]
	unset HOME
	status 64 report-list
	same err <<-END
	report-list: no database: use --db=FILE or set OFFICEDB
	END
}

# --- load ------------------------------------------------------------------------------------

@test "load: YAML, CSV of a type, JSON Lines; the same again changes nothing" {
	sample_office
	cat >new.yaml <<-END
	unit:
	- {code: BM99, name: 示例市低空经济局, short_name: 市低空局, kind: department, level: city, parent: ZF, sort: 399, valid_from: 2026-01-01}
	person:
	- {code: P900, name: 钟灵秀, unit: BM99, post: 局长, rank: county-chief, sort: 9000, valid_from: 2026-01-01}
	END
	cat >new.csv <<-END
	单位代码,全称,简称,类型,生效日期
	BM98,示例市海洋局,市海洋局,市级部门,2026年1月1日
	END
	cat >new.jsonl <<-END
	{"type":"unit","code":"BM97","name":"示例市档案局","kind":"department","valid_from":"2026-01-01"}
	{"type":"desk","code":"zhiban","name":"值班室","sort":4,"valid_from":"2026-01-01"}
	END
	status 0 office-db load new.yaml new.jsonl
	same err <<<"office-db: read 4: added 4, changed 0, the same 0"
	status 0 office-db load --type=unit new.csv
	same err <<<"office-db: read 1: added 1, changed 0, the same 0"
	for again in "new.yaml new.jsonl" "--type=unit new.csv"; do
		office-db journal -o json >before
		status 0 office-db load $again
		holds err "added 0, changed 0, the same"
		office-db journal -o json | cmp - before
	done
	sed -i s/市低空局/低空局/ new.yaml
	status 0 office-db load new.yaml
	same err <<<"office-db: read 2: added 0, changed 1, the same 1"
	status 0 office-db load - <new.yaml
	same err <<<"office-db: read 2: added 0, changed 0, the same 2"
	status 0 unit-roster units 局 -o csv --columns=code,name,short_name
	grep ^BM9 out >some
	same some <<-END
	BM99,示例市低空经济局,低空局
	BM97,示例市档案局,
	BM98,示例市海洋局,市海洋局
	END
}

@test "a later row ends the one before it; one that overlaps is refused" {
	sample_office
	cat >later.yaml <<-END
	unit:
	- {code: BM31, name: 示例市应急管理委员会, short_name: 市应急委, kind: department, level: city, parent: ZF, sort: 331, valid_from: 2027-01-01}
	END
	status 0 office-db load later.yaml
	office-db dump unit -o csv --columns=code >/dev/null
	office-db dump unit -o csv | grep ^BM31 | cut -d, -f1,2,10,11 >some
	same some <<-END
	BM31,示例市安全生产监督管理局,2010-01-01,2019-02-28
	BM31,示例市应急管理局,2019-03-01,2026-12-31
	BM31,示例市应急管理委员会,2027-01-01,
	END
	office-db dump >before
	cat >overlap.yaml <<-END
	desk:
	- {code: zhiban, name: 值班室, valid_from: 2026-01-01}
	unit:
	- {code: BM31, name: 示例市应急局, kind: department, valid_from: 2026-06-01, valid_to: 2027-06-30}
	END
	status 65 office-db load overlap.yaml
	same err <<-END
	office-db: overlap.yaml:4: overlaps the row valid from 2027-01-01 to ...; give a valid_from after it, or end it first
	office-db: 1 record is refused; nothing was loaded
	END
	office-db dump | cmp - before
	echo 'unit: [{code: BM31, name: 倒, kind: department, valid_from: 2028-01-01, valid_to: 2027-12-31}]' >back.yaml
	status 65 office-db load back.yaml
	holds err "valid_to is before valid_from"
	office-db dump | cmp - before
}

@test "load takes all or none: an unknown reference, type, file" {
	sample_office
	office-db dump >before
	cat >refer.yaml <<-END
	unit:
	- {code: BM98, name: 示例市海洋局, kind: department}
	person:
	- {code: P901, name: 无处去, unit: BM77}
	- {code: P902, name: 有处去, unit: BM98}
	category:
	- {code: tide, name: 潮汐, desk: chaoxi}
	END
	status 65 office-db load refer.yaml
	same err <<-END
	office-db: refer.yaml:4: unit 'BM77' is not known; load it too, or name one that is there
	office-db: refer.yaml:7: desk 'chaoxi' is not known; load it too, or name one that is there
	office-db: 2 references do not hold; nothing was loaded
	END
	printf 'dog:\n- {name: 旺财}\n' >dog.yaml
	status 65 office-db load dog.yaml
	holds err "dog.yaml:2: 'dog' is not read here; accepted: setting, desk,"
	status 64 office-db load --type=dog dog.yaml
	holds err "no type 'dog'; there are: setting, desk, category,"
	printf 'code,name\nBM98,示例市海洋局\n' >bare.csv
	status 65 office-db load bare.csv
	holds err "bare.csv:1: there must be a column 'type'"
	status 66 office-db load refer.yaml none.yaml
	holds err "cannot open 'none.yaml': No such file or directory"
	status 64 office-db load
	# A good file beside a bad one stays out too.
	printf 'desk:\n- {code: zhiban, name: 值班室}\n' >good.yaml
	status 65 office-db load good.yaml dog.yaml
	office-db dump | cmp - before
}

@test "load --dry-run says the truth and keeps nothing" {
	sample_office
	office-db dump >before
	printf 'desk:\n- {code: zhiban, name: 值班室}\n- {code: ducha, name: 督查室, sort: 1}\n' >desk.yaml
	status 0 office-db load --dry-run desk.yaml
	same err <<-END
	office-db: read 2: added 1, changed 0, the same 1
	office-db: dry run: nothing was kept
	END
	office-db dump | cmp - before
	printf 'person:\n- {code: P901, name: 无处去, unit: BM77}\n' >refer.yaml
	status 65 office-db load --dry-run refer.yaml
	holds err "refer.yaml:2: unit 'BM77' is not known"
}

# --- dump -------------------------------------------------------------------------------------

@test "a dump loaded into a new office gives the identical dump, reports and handlings too" {
	busy_office
	one_leave
	status 0 office-db dump
	cp out dump.yaml
	grep '^type:' dump.yaml | uniq -c | awk '{print $3, $1}' >have
	for type in setting desk category column holiday unit person contact secretary secondment duty override leave_kind leave_rule leave_pair \
		task_view publication distribution score_class score_rule batch report handling answer urge omission leave leave_step counter; do
		case $type in
		desk | category | unit | person | duty | leave_kind | publication) table=${type}_row ;;
		column) table=bulletin_column ;;
		*) table=$type ;;
		esac
		echo "$type $(sqlite3 office.db "SELECT count(*) FROM $table")"
	done | grep -v ' 0$' >want
	diff want have
	[ "$(grep -cE ' (2|4|175)$' want)" -ge 3 ] # batches, handlings, reports
	status 0 office-db init --db=new.db
	status 0 office-db load --db=new.db dump.yaml
	office-db dump --db=new.db | cmp - dump.yaml
	status 0 office-db verify --db=new.db
	status 0 office-db load --db=new.db dump.yaml
	holds err "added 0, changed 0, the same $(grep -c '^type:' dump.yaml)"
	office-db dump -o json >dump.jsonl
	status 0 office-db init --db=third.db
	status 0 office-db load --db=third.db dump.jsonl
	office-db dump --db=third.db | cmp - dump.yaml
	bulletin-build roundup >want
	bulletin-build roundup --db=third.db | cmp - want
}

@test "each type dumped as CSV loads back by --type" {
	busy_office
	one_leave
	office-db dump >dump.yaml
	status 0 office-db init --db=new.db
	for type in setting desk category column holiday unit person contact secretary secondment duty override leave_kind leave_rule leave_pair \
		task_view publication distribution score_class score_rule batch report handling answer urge omission leave leave_step counter; do
		status 0 office-db dump $type -o csv
		cp out $type.csv
		status 0 office-db load --db=new.db --type=$type $type.csv
	done
	office-db dump --db=new.db | cmp - dump.yaml
	status 64 office-db dump -o csv
	holds err "name one type for csv, tsv or table"
	status 64 office-db dump unit dog
	holds err "no type 'dog'"
	same out </dev/null
}

@test "each type dumped for a Chinese Excel has Chinese headings, and loads back from it" {
	busy_office
	one_leave
	office-db dump >dump.yaml
	for language in zh_CN ""; do
		rm -f new.db*
		status 0 office-db init --db=new.db
		for type in setting desk category column holiday unit person contact secretary secondment duty leave_kind leave_rule leave_pair batch report handling leave leave_step counter; do
			LANGUAGE=zh_CN status 0 office-db dump $type --excel
			head -n1 out | lacks /dev/stdin '[a-z]'
			# Excel itself saves it so.
			sed '1s/^\xef\xbb\xbf//' out | iconv -f UTF-8 -t GB18030 >$type.csv
			# Batches, which nobody writes by hand, have no other Chinese names than the catalogue's.
			[ $type = batch ] && reader=zh_CN || reader=$language
			LANGUAGE=$reader status 0 office-db load --db=new.db --type=$type $type.csv
		done
		office-db dump --db=new.db | cmp - dump.yaml
	done
	status 0 office-db dump desk --excel
	head -n1 out | tr -d '\r' | cmp - <(printf '\357\273\277code,name,phone,sort,valid_from,valid_to\n')
	LANGUAGE=zh_CN status 0 office-db dump desk -o csv
	head -n1 out | cmp - <(echo code,name,phone,sort,valid_from,valid_to)
}

@test "dump --columns: these fields of one type, in this order" {
	sample_office
	status 0 office-db dump category -o csv --columns=name,code
	head -n3 out >have
	same have <<-END
	name,code
	重大突发事件,emergency
	重要言论,remark
	END
	status 0 office-db dump category --columns=code
	head -n4 out >have
	same have <<-END
	---
	type: category
	code: emergency
	---
	END
	status 64 office-db dump desk --columns=colour
	holds err "there is no column 'colour'; there are: code, name,"
	for types in "" "desk unit"; do
		status 64 office-db dump $types --columns=code
		same out </dev/null
		same err <<<"office-db: --columns are those of one type; name it"
	done
}

@test "two forwards within one second both come through a dump" {
	sample_office
	file --title=一日三转
	status 0 report-handle forward --to=ducha R2026-0001
	status 0 report-handle forward --to=zonghe R2026-0001
	office-db dump handling -o csv | cut -d, -f1-5 >some
	same some <<-END
	number,step,action,reason,target
	R2026-0001,1,forward,,ducha
	R2026-0001,2,forward,,zonghe
	END
	office-db dump >dump.yaml
	office-db init --db=new.db
	status 0 office-db load --db=new.db dump.yaml
	office-db dump --db=new.db handling -o csv | cut -d, -f1-5 >some
	same some <<-END
	number,step,action,reason,target
	R2026-0001,1,forward,,ducha
	R2026-0001,2,forward,,zonghe
	END
}

@test "after a dump is loaded elsewhere the same returns are still known" {
	sample_office
	cat >day.yaml <<-END
	- {unit: 市应急局, category: work, title: 没有写时间的动态, body: 正文}
	END
	status 0 report-submit day.yaml
	office-db dump >dump.yaml
	office-db init --db=new.db
	status 0 office-db load --db=new.db dump.yaml
	status 0 report-submit --db=new.db day.yaml
	holds err "taken 0, updated 0, duplicates 1"
}

# --- backup, restore ----------------------------------------------------------------------------

@test "backup: while somebody writes, whole; never over a file; restore gives the same office" {
	busy_office
	(for i in 1 2 3 4 5 6 7 8 9 10 11 12; do file --title=边写边备$i; done) >numbers 2>&1 &
	writer=$!
	for i in 1 2 3; do
		status 0 office-db backup copy$i.db
		same err </dev/null
	done
	wait $writer
	[ "$(wc -l <numbers)" -eq 12 ]
	for i in 1 2 3; do
		status 0 office-db verify --db=copy$i.db
		rm -f copy$i.db-*
	done
	status 0 office-db backup last.db
	status 73 office-db backup copy1.db
	holds err "'copy1.db' exists already; nothing was changed"
	status 73 office-db restore last.db
	holds err "'$OFFICEDB' exists already; nothing was changed"
	status 0 office-db restore last.db --db=again.db
	status 0 office-db verify --db=again.db
	office-db dump >want
	office-db dump --db=again.db | cmp - want
	office-db journal -o json >want
	office-db journal -o json --db=again.db | cmp - want
	status 0 file --db=again.db --title=恢复后照常
}

@test "restore refuses a damaged, a cut, a foreign and a missing file, and makes nothing" {
	busy_office
	office-db backup good.db
	cp good.db bad.db
	head -c 12288 /dev/urandom | dd of=bad.db bs=4096 seek=20 conv=notrunc status=none
	head -c 100000 good.db >cut.db
	echo 不是库 >text.db
	sqlite3 other.db 'CREATE TABLE x (y)'
	for file in bad cut text other; do
		status 78 office-db restore $file.db --db=new.db
		holds err "$file.db"
		[ -z "$(ls | grep '^new.db')" ]
	done
	holds err "'other.db' is not an officedb database"
	status 0 office-db restore good.db --db=new.db
}

@test "restore of a file that is not there does not tell to make one" {
	for try in none.db no/where.db; do
		status 66 office-db restore $try --db=new.db
		holds err "'$try': No such file or directory"
		lacks err 'office-db init'
	done
}

# --- verify ------------------------------------------------------------------------------------

# tampered STATUS SQL - verify of the busy office after that was done behind its back.
tampered() {
	rm -f bad.db*
	cp "$OFFICEDB" bad.db
	sqlite3 bad.db "PRAGMA foreign_keys = OFF; $2"
	status "$1" office-db verify --db=bad.db
}

@test "verify: a sound office is clean and says how much was looked at" {
	busy_office
	tampered 0 ""
	# Whatever is dumped is looked at, but for the three counters.
	rows=$(sqlite3 "$OFFICEDB" 'SELECT count(*) FROM journal')
	holds err "office-db: journal rows $rows, records "
	holds err ": problems 0"
	[ "$(sed 's/.*records \([0-9]*\).*/\1/' err)" -ge $(($(office-db dump | grep -c '^type:') - 3)) ]
}

@test "verify: a journal row changed, deleted or put in; the first broken one is named" {
	busy_office
	accept=$(sqlite3 "$OFFICEDB" "SELECT seq FROM journal WHERE record = 'R2026-0001' AND action = 'accept'")
	tampered 78 "DROP TRIGGER journal_no_update; UPDATE journal SET change = '{\"status\":[\"received\",\"rejected\"]}'
		WHERE record = 'R2026-0001' AND action = 'accept'"
	holds err "journal: row $accept (accept of R2026-0001) is not what was written, or one before it was changed"
	tampered 78 "DROP TRIGGER journal_no_update; UPDATE journal SET digest = x'00' WHERE seq IN (1500, 1400)"
	holds err "journal: row 1400 (create of "
	lacks err "row 1500"
	tampered 78 "DROP TRIGGER journal_no_delete; DELETE FROM journal WHERE seq = 1500"
	holds err "journal: row 1500 is missing"
	tampered 78 "DROP TRIGGER act_no_update; UPDATE act SET actor = 'nobody' WHERE command = 'report-handle' AND at = 1796379000"
	holds err "journal: row $accept (accept of R2026-0001)"
	# Without the triggers' removal nobody gets that far.
	for sql in "DELETE FROM journal" "UPDATE journal SET action = 'x'" "DELETE FROM act" "UPDATE act SET at = 1"; do
		if sqlite3 "$OFFICEDB" "PRAGMA foreign_keys = OFF; $sql" 2>err; then return 1; fi
		holds err "the journal is append-only"
	done
}

@test "verify: a record changed behind the journal's back" {
	busy_office
	tampered 78 "UPDATE report SET title = '改过的标题' WHERE number = 202600000005"
	holds err "R2026-0005 is not what the journal says it is"
	holds err "problems 1"
	tampered 78 "UPDATE report SET status = 'accepted' WHERE number = 202600000005"
	holds err "R2026-0005 is not what the journal says it is"
	tampered 78 "UPDATE report SET body = NULL WHERE number = 202600000005"
	holds err "R2026-0005 is not what the journal says it is"
	tampered 78 "UPDATE handling SET reason = '另有原因' WHERE action = 'return'"
	holds err "handling:R2026-0003/1 is not what the journal says it is"
	tampered 78 "UPDATE unit_row SET name = '示例市安全局' WHERE code = 'BM31' AND valid_to IS NULL"
	holds err "unit:BM31/2019-03-01 is not what the journal says it is"
	tampered 78 "UPDATE report SET unit = 'BM77' WHERE number = 202600000005"
	holds err "a row of report refers to a row of unit that does not exist"
	tampered 78 "INSERT INTO report SELECT 202600000999, unit, category, title, body, occurred_at, place, leaders,
		author, phone, signer, secrecy, urgency, '另', status, undated, desk, received_at, batch, content_key,
		ends_at, accompanying, event, stage, form, grade, learned_at, dead, injured, missing, measures,
		superior_at, taken_by, told FROM report WHERE number = 202600000005"
	holds err "R2026-0999 is not in the journal"
}

@test "verify: a record that is gone, though the journal does not say why" {
	busy_office
	tampered 78 "DELETE FROM report WHERE number = 202600000005"
	holds err "R2026-0005"
	tampered 78 "DELETE FROM unit_row WHERE code = 'BM31' AND valid_to IS NULL"
	holds err "unit:BM31/2019-03-01"
	tampered 78 "DELETE FROM holiday WHERE date = '2026-10-01'"
	holds err "holiday:2026-10-01"
}

@test "verify: a handling that is gone, or stands twice" {
	busy_office
	tampered 78 "DELETE FROM handling WHERE action = 'return'"
	holds err "R2026-0003"
	tampered 78 "INSERT INTO handling (number, step, action, reason, target, at, actor)
		SELECT number, step + 1, action, reason, target, at, actor FROM handling WHERE action = 'return'"
	holds err "R2026-0003"
}

@test "verify: a batch's counts or its undoing changed, the journal's end cut off" {
	busy_office
	tampered 78 "UPDATE batch SET rejected = 0 WHERE name = '上午'"
	holds err "B2026-0001"
	tampered 78 "UPDATE batch SET undone_at = NULL"
	holds err "B2026-0002"
	tampered 78 "DROP TRIGGER journal_no_delete; DELETE FROM journal WHERE seq = (SELECT max(seq) FROM journal)"
}

# --- journal ---------------------------------------------------------------------------------------

@test "journal: all of it, the newest, one record's, a unit's of all its days, an import's" {
	busy_office
	last=$(sqlite3 office.db 'SELECT max(seq) FROM journal')
	status 0 office-db journal -o csv --columns=seq
	tail -n+2 out | cmp - <(seq 1 "$last")
	status 0 office-db journal --limit=2 -o csv --columns=seq,action,record
	same out <<-END
	seq,action,record
	$((last - 1)),delete,R2026-0176
	$last,undo,B2026-0002
	END
	status 0 office-db journal R2026-0003 --columns=at,command,action,record,change
	same out <<-END
	When              Command        Action  Record      Before and after
	2026-12-04 18:00  report-submit  create  R2026-0003
	2026-12-04 18:12  report-handle  return  R2026-0003  {"status":["received","returned"]}
	END
	status 0 office-db journal unit:BM31 -o csv --columns=action,record
	same out <<-END
	action,record
	create,unit:BM31/2010-01-01
	create,unit:BM31/2019-03-01
	END
	status 0 office-db journal R2026-0002 -o json
	tail -n1 out | jq -c '[.at, .acting_for, .command, .action, .type, .record, (.change | fromjson)]' >some
	same some <<-'END'
	["2026-12-04T18:11:00+08:00",null,"report-handle","forward","report","R2026-0002",{"desk":["xinxi","ducha"]}]
	END
	tail -n1 out | jq -r .hash | grep -qE '^[0-9a-f]{64}$'
	status 0 office-db journal B2026-0002 -o csv --columns=action,record
	same out <<-END
	action,record
	create,B2026-0002
	undo,B2026-0002
	END
	status 0 office-db journal B2026-0002 -o json
	[ "$(tail -n1 out | jq -c .digest)" = null ] # absent is not empty
}

@test "who acts: the login, the person the organisation knows it as, and on whose behalf" {
	sample_office
	file --title=先登记
	file --title=后登记
	cat >person.yaml <<-END
	person:
	- {code: P950, name: 夜班员, unit: SW, post: 值班员, rank: staff, login: $(id -un), sort: 9500, valid_from: 2026-12-04}
	END
	status 0 office-db load person.yaml
	status 0 report-handle accept R2026-0001 --as=安知止
	status 0 report-handle accept R2026-0002 --as=lougl --now="2026-12-05 08:30"
	status 0 report-handle return --reason=补 R2026-0002 --now=2026-12-03 # before the person's row begins
	status 0 office-db journal R2026-0001 -o csv --columns=at,actor,acting_for,action
	same out <<-END
	at,actor,acting_for,action
	2026-12-04T18:00:00+08:00,$(id -un),,create
	2026-12-04T18:00:00+08:00,P950,P034,accept
	END
	status 0 office-db journal R2026-0002 -o csv --columns=at,actor,acting_for,action
	same out <<-END
	at,actor,acting_for,action
	2026-12-04T18:00:00+08:00,$(id -un),,create
	2026-12-05T08:30:00+08:00,P950,P033,accept
	2026-12-03T00:00:00+08:00,$(id -un),,return
	END
	status 66 report-handle accept R2026-0002 --as=沈望
	holds err "--as: no person '沈望'; 'unit-roster people' lists them"
	status 64 report-handle accept R2026-0002 --now=坏
	holds err "'坏' is not a date and time"
	status 0 report-list --number=R2026-0002 -o csv --columns=status
	same out <<<"$(printf 'status\nreturned')"
	status 0 office-db verify
}

# --- imports and their undoing ------------------------------------------------------------------------

@test "batches: all, of a number, of a name" {
	busy_office
	status 0 office-db batches --columns=number,name,at,taken,updated,duplicates,rejected,undone_at
	same out <<-END
	Number      Name  When              Taken  Updated  Duplicates  Rejected  Undone
	B2026-0001  上午  2026-12-04 18:00    175        0           2         3
	B2026-0002  下午  2026-12-04 18:00     90        0           0         0  2026-12-04 18:20
	END
	for batch in B2026-0002 下午; do
		status 0 office-db batches $batch -o csv --columns=number
		same out <<<"$(printf 'number\nB2026-0002')"
	done
	status 0 office-db batches 夜里 -o csv --columns=number
	same out <<<number
}

@test "undo takes a whole import back, once; the same file again gets new numbers" {
	sample_office
	file --title=不在批次里
	office-db dump >before
	report-submit "$sample/returns.yaml" >first 2>/dev/null
	status 0 office-db undo B2026-0001 --now="2026-12-04 19:00"
	same err <<<"office-db: B2026-0001: 90 records undone"
	office-db dump | grep -v 2026-12-04T19:00 >after
	for f in before after; do # the numbers given out stay given out
		sed '/^type: batch/,/^---/d; /^type: counter/,/^---/d' $f | grep -v ^--- >$f.rest
	done
	cmp before.rest after.rest
	status 0 report-list -o csv --columns=number,title
	same out <<<"$(printf 'number,title\nR2026-0001,不在批次里')"
	status 65 office-db undo B2026-0001
	same err <<<"office-db: B2026-0001 has been undone already"
	status 0 office-db verify
	status 0 report-submit "$sample/returns.yaml"
	holds err "B2026-0002: read 90: taken 90"
	head -n1 out >some
	same some <<<R2026-0092
	status 0 office-db verify
	status 0 office-db journal R2026-0002 -o csv --columns=at,command,action
	same out <<-END
	at,command,action
	2026-12-04T18:00:00+08:00,report-submit,create
	2026-12-04T19:00:00+08:00,office-db,delete
	END
	status 66 office-db undo B2026-0009
	holds err "no batch B2026-0009; 'office-db batches' lists them"
	status 64 office-db undo 下午
	status 64 office-db undo
}

@test "undo is refused while anything of it was changed, and says what" {
	sample_office
	report-submit "$sample/returns.yaml" >/dev/null 2>&1
	report-handle accept R2026-0007 R2026-0003
	office-db dump >before
	status 65 office-db undo B2026-0001
	same err <<-END
	office-db: R2026-0003 was changed since
	office-db: R2026-0007 was changed since
	office-db: B2026-0001: 2 of its records were changed since; nothing was undone
	END
	office-db dump | cmp - before
}

@test "undo of an update restores the text of before, in the search too" {
	sample_office
	printf '%s\n' '- {unit: 市应急局, external_id: 应1, category: work, title: 旧标题, body: 旧的正文}' >old.yaml
	printf '%s\n' '- {unit: 市应急局, external_id: 应1, category: media, title: 新标题, body: 新的正文, place: 南岸}' \
		'- {unit: 市应急局, external_id: 应2, category: work, title: 另一件, body: 正文}' >new.yaml
	report-submit old.yaml
	office-db reindex
	report-list -o json >before
	status 0 report-submit --on-duplicate=update new.yaml
	holds err "taken 1, updated 1, duplicates 0"
	status 0 report-list --search=新的 -o csv --columns=number
	same out <<<"$(printf 'number\nR2026-0001')"
	status 0 office-db undo B2026-0002
	same err <<<"office-db: B2026-0002: 2 records undone"
	report-list -o json | cmp - before
	status 0 report-list --search=新的 -o csv --columns=number
	same out <<<number
	status 0 report-list --search=旧的 -o csv --columns=number
	same out <<<"$(printf 'number\nR2026-0001')"
	status 0 office-db journal R2026-0001 -o csv --columns=action
	same out <<<"$(printf 'action\ncreate\nupdate\nundo')"
	status 0 office-db verify
	# The old file is known as the same again.
	status 0 report-submit old.yaml
	holds err "taken 0, updated 0, duplicates 1"
	lacks err "other content"
}

@test "a number once given out is not given again, not even after a dump" {
	sample_office
	report-submit "$sample/returns.yaml" >/dev/null 2>&1
	office-db undo B2026-0001 2>/dev/null
	office-db dump >dump.yaml
	office-db init --db=new.db
	office-db load --db=new.db dump.yaml 2>/dev/null
	status 0 file --title=新的一件
	same out <<<R2026-0091
	status 0 file --db=new.db --title=新的一件
	same out <<<R2026-0091
}

# --- schema, foreign files, doctor -----------------------------------------------------------------------

@test "a newer schema is refused, an older one told to migrate" {
	sample_office
	cp office.db newer.db
	sqlite3 newer.db 'PRAGMA user_version = 99'
	for command in "report-list" "office-db verify" "office-db migrate" "report-handle accept R2026-0001" \
		"bulletin-build roundup" "unit-roster units" "office-db backup x.db"; do
		status 78 $command --db=newer.db
		holds err "database 'newer.db' has schema 99, this program knows up to 5; use the program that made it, or a newer one"
	done
	[ ! -e x.db ]
	sqlite3 older.db ".read $top/tests/fixtures/schema-1.sql" "PRAGMA journal_mode = WAL" \
		"PRAGMA application_id = $((0x4f444231))" "PRAGMA user_version = 1" >/dev/null
	status 78 report-list --db=older.db
	same err <<-END
	report-list: database 'older.db' has schema 1, this program needs 5; run 'office-db migrate --db=older.db'
	END
	status 0 office-db migrate --db=older.db
	head -n 1 err >first
	same first <<<"office-db: schema 1 is now 5; the old file is older.db.v1.bak"
	holds err "what is new in the shipped regime (of schema 5 publications, score rules) is not loaded; take it from"
	status 0 report-list --db=older.db
	[ "$(sqlite3 older.db.v1.bak 'PRAGMA user_version')" -eq 1 ]
	status 0 office-db migrate --db=older.db
	same err </dev/null
}

@test "what is not a database of ours is refused by every command" {
	echo "这是一份文稿，不是数据库。" >text.db
	: >empty.db
	sqlite3 other.db 'CREATE TABLE x (y)'
	cp other.db keep.db
	for db in text empty other none; do
		for command in "report-list" "report-submit --unit=BM01 --title=题" "report-handle accept R2026-0001" \
			"bulletin-build roundup" "unit-roster gaps" "office-db verify" "office-db load x.yaml" \
			"office-db dump" "office-db journal" "office-db batches" "office-db undo B2026-0001" \
			"office-db reindex" "office-db backup x.db" "office-db migrate"; do
			status 78 $command --db=$db.db
			holds err "$db.db"
			same out </dev/null
		done
	done
	holds err "cannot open database 'none.db': No such file or directory; make one with 'office-db init --db=none.db'"
	cmp other.db keep.db
	[ ! -e none.db ] && [ ! -s empty.db ]
}

@test "a database that may not be read says so, and not to make a new one" {
	sample_office
	elsewhere
	chmod 600 db/office.db
	for command in "report-list" "report-submit --unit=BM31 --category=other --title=甲" "office-db verify"; do
		status 77 as_nobody $command
		holds err "cannot open database '$OFFICEDB': '"
		grep -E "' may not (read|write) it; its owner can allow that \(chmod g\+rw\)$" err
		lacks err "office-db init"
	done
}

@test "what is not permitted beside the database is named: its directory, its log" {
	sample_office
	elsewhere
	chmod 755 db
	status 77 as_nobody report-list
	holds err "cannot open database '$OFFICEDB': '"
	holds err "' may not write in '$far/db' (Permission denied), where its log stands, which reading needs too; the owner can allow that (chmod g+rwx)"
	chmod 700 db
	status 77 as_nobody report-list
	holds err "' may not enter '$far/db'; its owner can allow that (chmod g+rwx)"
	[ "$(id -u)" -eq 0 ] || skip "only root can try the rest as somebody else"
	chmod 777 db
	# Somebody else has it open, and keeps the log to himself.
	sqlite3 "$OFFICEDB" "CREATE TABLE t (x)" ".shell chmod 600 $OFFICEDB-wal $OFFICEDB-shm" \
		".shell setpriv --reuid=65534 --regid=65534 --clear-groups $(command -v report-list) --db=$OFFICEDB 2>err || echo \$? >got"
	[ "$(cat got)" = 77 ]
	holds err "' may not read and write '$OFFICEDB-wal' beside it; its owner can allow that (chmod g+rw)"
}

@test "colleagues of one group share the file: whoever comes second may write too" {
	sample_office
	[ "$(id -u)" -eq 0 ] || skip "only root can try it as somebody else"
	elsewhere
	chgrp 65534 db/office.db db
	chmod 2770 db
	chmod 660 db/office.db
	status 0 file --title=第一人
	status 0 as_nobody report-submit --unit=市应急局 --category=work --title=第二人 --body=正文
	same out <<<R2026-0002
}

@test "doctor: what is in place, what is not" {
	sample_office
	chmod 660 office.db
	status 0 office-db doctor
	lacks out '^BAD'
	holds out "ok   version: $(office-db --version | awk '{print $NF}')"
	holds out "ok   database: $OFFICEDB"
	holds out "ok   permissions: 0660"
	holds out "ok   schema: 5"
	holds out "ok   file system: local"
	holds out "ok   calendar: knows this year"
	chmod 666 office.db
	status 78 office-db doctor
	holds out "BAD  permissions: 0666"
	status 0 office-db init --db=fine.db
	status 0 office-db doctor --db=fine.db --now=2031-01-01
	holds out "does not know this year; load the announced holidays"
	sqlite3 fine.db 'PRAGMA user_version = 99'
	status 78 office-db doctor --db=fine.db
	holds out "BAD  schema: "
	status 78 office-db doctor --db=none.db
	holds out "BAD  database: none.db"
}

@test "reindex brings the search index to the newest report" {
	sample_office
	report-submit "$sample/returns.yaml" >/dev/null 2>&1
	[ "$(sqlite3 office.db 'SELECT mark FROM search_mark')" -eq 0 ]
	status 0 office-db reindex
	[ "$(sqlite3 office.db 'SELECT mark FROM search_mark')" -eq 202600000090 ]
	status 0 office-db reindex
	same err </dev/null
	status 0 office-db verify
}
