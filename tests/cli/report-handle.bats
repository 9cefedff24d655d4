#!/usr/bin/env bats
# report-handle: what a desk may do to a report in each state, what it keeps of it, and how scripts
# hand it many at once.

load common

# R2026-0001 ... R2026-0012, all received.
prepare() {
	if [ ! -e "$BATS_FILE_TMPDIR/twelve.db" ]; then
		sample_office
		for i in 1 2 3 4 5 6 7 8 9 10 11 12; do
			printf -- '- {unit: 市应急局, external_id: 应%d, category: work, title: 第%d件, body: 正文%d}\n' $i $i $i
		done >twelve.yaml
		report-submit twelve.yaml >/dev/null 2>&1
		office-db backup "$BATS_FILE_TMPDIR/twelve.db"
	else
		cp "$BATS_FILE_TMPDIR/twelve.db" "$OFFICEDB"
	fi
}

# state NUMBER - status and desk
state() { report-list --number=R2026-$1 -o csv --columns=status,desk | tail -n+2; }

# is NUMBER STATUS [DESK]
is() {
	local got
	got=$(state "$1")
	[ "$got" = "$2,${3:-xinxi}" ] || { echo "R2026-$1 is $got, wanted $2"; return 1; }
}

# Bring R2026-NUMBER into a state.
bring() {
	case $2 in
	received) ;;
	accepted) report-handle accept R2026-$1 ;;
	returned) report-handle return --reason=缺件 R2026-$1 ;;
	rejected) report-handle reject --reason=不用 R2026-$1 ;;
	duplicate) report-handle duplicate --of=R2026-0012 R2026-$1 ;;
	withdrawn) report-handle withdraw --reason=有误 R2026-$1 ;;
	esac
}

@test "the whole table: each action from each state is done, or refused naming what is allowed" {
	cp office.db fresh.db
	while read -r from allowed; do
		for action in accept return reject duplicate forward withdraw; do
			cp fresh.db office.db
			bring 0001 $from
			before=$(state 0001)
			option=
			case $action in
			return | reject | withdraw) option=--reason=由 ;;
			duplicate) option=--of=R2026-0011 ;;
			forward) option=--to=ducha ;;
			esac
			if [[ ,$allowed, = *,$action,* ]]; then
				status 0 report-handle $action $option R2026-0001
				same out </dev/null
				same err </dev/null
				case $action in
				accept) is 0001 accepted ;;
				return) is 0001 returned ;;
				reject) is 0001 rejected ;;
				duplicate) is 0001 duplicate ;;
				forward) is 0001 received ducha ;;
				withdraw) is 0001 withdrawn ;;
				esac
			else
				status 65 report-handle $action $option R2026-0001
				grep -E "^report-handle: R2026-0001: R2026-0001 is ($from|[a-z ]+ \($from\)), which does not allow '$action'; it allows: " err
				list=$(sed 's/,/, /g' <<<"$allowed")
				grep -q -e ": ${list/-/nothing more}\$" err || { echo "$from $action"; cat err; return 1; }
				[ "$(state 0001)" = "$before" ]
			fi
		done
	done <<-END
	received accept,return,reject,duplicate,forward,withdraw
	accepted return,reject,duplicate,forward,withdraw
	returned accept,reject,withdraw
	rejected accept,withdraw
	duplicate accept,withdraw
	withdrawn -
	END
	status 0 office-db verify
}

@test "to return, reject and withdraw needs a reason" {
	for action in return reject withdraw; do
		for reason in "" --reason=; do
			status 65 report-handle $action $reason R2026-0001
			holds err "a reason is needed to $action a report"
			is 0001 received
		done
	done
	status 0 report-handle return --reason=缺签发人 R2026-0001
	status 0 report-list --history --number=R2026-0001 -o csv --columns=action,reason
	same out <<-END
	action,reason
	return,缺签发人
	END
}

@test "a duplicate repeats another report, that is there and no duplicate itself" {
	status 65 report-handle duplicate R2026-0001
	holds err "say of which report it is a duplicate"
	status 65 report-handle duplicate --of=R2026-0001 R2026-0001
	holds err "R2026-0001 cannot be a duplicate of itself"
	status 65 report-handle duplicate --of=R2026-0099 R2026-0001
	holds err "no report R2026-0099"
	status 65 report-handle duplicate --of=第二件 R2026-0001
	holds err "'第二件' is not a number such as R2026-0123"
	status 0 report-handle duplicate --of=r2026-2 R2026-0001
	is 0001 duplicate
	status 65 report-handle duplicate --of=R2026-0001 R2026-0003
	holds err "R2026-0001 is a duplicate itself; name the original"
	is 0003 received
	# The original made a duplicate of its own duplicate would leave neither.
	status 65 report-handle duplicate --of=R2026-0001 R2026-0002
	is 0002 received
	status 0 report-list --history --number=R2026-0001 -o csv --columns=action,target
	same out <<-END
	action,target
	duplicate,R2026-0002
	END
}

@test "forward goes to a desk by code or name, and begins there as received" {
	status 0 report-handle accept R2026-0001
	status 0 report-handle forward --to=督查室 R2026-0001
	is 0001 received ducha
	status 0 report-handle forward --to=zonghe R2026-0001 R2026-0002
	is 0001 received zonghe
	is 0002 received zonghe
	status 65 report-handle forward --to=综合处 R2026-0002
	holds err "it is at desk 'zonghe' already"
	status 65 report-handle forward --to=值班室 R2026-0002
	holds err "no desk '值班室'; there are: ducha 督查室, xinxi 信息处, zonghe 综合处"
	status 65 report-handle forward R2026-0002
	holds err "say to which desk"
	status 0 report-list --history --number=R2026-0001 -o csv --columns=action,target
	same out <<-END
	action,target
	accept,
	forward,ducha
	forward,zonghe
	END
}

@test "of several numbers the good ones are handled, and each refusal says which report" {
	status 65 report-handle accept R2026-0001 R2026-0099 第三件 R2026-0004
	same err <<-END
	report-handle: R2026-0099: no report R2026-0099
	report-handle: '第三件' is not a number such as R2026-0123
	report-handle: done 2, refused 2
	END
	is 0001 accepted
	is 0004 accepted
	report-handle forward --to=ducha R2026-0006
	status 65 report-handle forward --to=ducha R2026-0005 R2026-0006 R2026-0007
	holds err R2026-0006
	is 0007 received ducha
	status 65 report-handle reject R2026-0008 R2026-0009
	holds err R2026-0008
	holds err R2026-0009
}

@test "--atomic: all or none; --dry-run: none, and tells what would be refused" {
	status 65 report-handle accept --atomic R2026-0001 R2026-0099 R2026-0002
	same err <<-END
	report-handle: R2026-0099: no report R2026-0099
	report-handle: --atomic: nothing was done
	report-handle: done 0, refused 1
	END
	is 0001 received
	is 0002 received
	status 0 report-handle accept --atomic R2026-0001 R2026-0002
	is 0002 accepted
	office-db journal -o json >before
	status 0 report-handle reject --reason=不用 --dry-run R2026-0001
	same err <<<"report-handle: dry run: nothing was kept"
	status 65 report-handle accept --dry-run R2026-0001 R2026-0003
	holds err "R2026-0001 is accepted, which does not allow"
	holds err "dry run: nothing was kept"
	is 0001 accepted
	is 0003 received
	status 0 report-list --history --number=R2026-0003 -o csv --columns=action
	same out <<<action
	office-db journal -o json | cmp - before
}

@test "records on standard input, as report-list prints them in yaml, json and csv" {
	n=0
	for form in yaml json csv; do
		n=$((n + 1))
		report-list --search=第${n}件 --limit=1 -o $form >records
		report-list --number=R2026-000$((n + 3)) -o $form --columns=number,title >>records
		[ $form != csv ] || sed -i 4d records # the heading of the second
		[ $form != csv ] || report-list --until=明天 -o csv --columns=number | sed -n '1p;4p;7p' >records
		status 0 report-handle accept <records
		same err </dev/null
		is 000$n accepted
		is 000$((n + 3)) accepted
	done
	report-list --status=received -o json | report-handle reject --reason=清理
	status 0 report-list --status=received -o csv --columns=number
	same out <<<number
	status 0 report-handle accept </dev/null
	same err </dev/null
}

@test "options complete the records; what a record says of itself stands" {
	cat >records.jsonl <<-END
	{"number":"R2026-0001","reason":"数字不符"}
	{"number":"R2026-0002"}
	END
	status 0 report-handle return --reason=缺签发人 <records.jsonl
	for n in 0001 0002; do
		report-list --history --number=R2026-$n -o csv --columns=reason | tail -n1
	done >reasons
	same reasons <<-END
	数字不符
	缺签发人
	END
	# Records of returned reports carry the word "status"; it is not an action.
	report-list --number=R2026-0001 -o json | report-handle accept
	is 0001 accepted
}

@test "apply: each record says its action; one that does not is refused with its line" {
	cat >actions.csv <<-END
	报告号,处理,原因,转至
	R2026-0001,采编,,
	R2026-0002,退稿,与上月重复,
	R2026-0003,转办,,督查室
	R2026-0004,重复,,R2026-0005
	R2026-0005,表扬,,
	R2026-0006,,,
	R2026-0007,return,,
	END
	status 65 report-handle apply <actions.csv
	holds err "<stdin>:6: 处理: '表扬' is not one of: none, accept"
	holds err "<stdin>:7: action is missing"
	holds err "<stdin>:8: a reason is needed to return a report"
		is 0001 accepted
	is 0002 rejected
	is 0003 received ducha
	is 0004 duplicate
	for n in 5 6 7; do is 000$n received; done
	holds err "done 4, refused 3"
	status 65 report-handle apply <<<'{"number":"R2026-0008","action":null}'
	holds err "action is missing"
	is 0008 received
	status 65 report-handle apply --atomic <<-END
	- {number: R2026-0008, action: accept}
	- {number: R2026-0002, action: return, reason: 再补}
	END
	holds err "<stdin>:2: R2026-0002 is rejected, which does not allow"
	is 0008 received
	status 65 report-handle apply <<<'{"number":"R2026-0008","action":"resubmit"}'
	is 0008 received
	status 65 report-handle apply <<<'{"number":"R2026-0008","action":"accept"'
	is 0008 received
	status 0 office-db verify
}

@test "an empty standard input: nothing to do, which is no fault; on a terminal it is said" {
	for command in "report-handle apply" "report-handle accept" report-submit; do
		for empty in /dev/null <(printf '\n\n'); do
			status 0 $command <$empty
			same out </dev/null
			same err </dev/null
		done
		script -qec "$command </dev/null" /dev/null </dev/null | tr -d '\r' >said
		same said <<<"${command%% *}: nothing to do: standard input holds no records"
	done
	[ "$(office-db batches -o csv --columns=number | wc -l)" = 2 ] # the heading, and that of the twelve
}

@test "each verb has its own options, and says what it does" {
	for verb in accept return reject duplicate forward withdraw apply; do
		report-handle $verb --list-options | grep -vxE -- '--(db=|now=|wait=|as=|help|usage|version)' | sort | paste -sd' ' |
			sed "s/^/$verb /"
	done >have
	same have <<-END
	accept --atomic --dry-run --reason=
	return --atomic --dry-run --reason=
	reject --atomic --dry-run --reason=
	duplicate --atomic --dry-run --of= --reason=
	forward --atomic --dry-run --reason= --to=
	withdraw --atomic --dry-run --reason=
	apply --atomic --dry-run --reason=
	END
	for wrong in "accept --of=R2026-0002" "accept --to=zonghe" "duplicate --to=zonghe" "forward --of=R2026-0002" \
		"apply --of=R2026-0002"; do
		status 64 report-handle $wrong R2026-0001
		holds err "unrecognized option '--"
		is 0001 received
	done
	status 64 report-handle apply R2026-0001 </dev/null
	holds err "'R2026-0001': the records on standard input say the numbers"
	for verb in accept return reject duplicate forward withdraw apply; do
		report-handle $verb --help | sed -n '2,/^$/p'
	done | sort | uniq -d | grep . >alike || true
	same alike </dev/null
}

@test "history: who did what when, oldest first, kept for good" {
	report-handle accept R2026-0001 --now="2026-12-05 08:30"
	report-handle return --reason=数字不符 R2026-0001 --now="2026-12-05 09:00" --as=楼观澜
	report-handle accept R2026-0001 --now="2026-12-05 10:00"
	report-handle forward --to=zonghe R2026-0001 --now="2026-12-05 11:00"
	status 0 report-list --history --number=R2026-0001 --columns=number,action,reason,target,at
	same out <<-END
	Number      Action              Reason    Sent to  When
	R2026-0001  accept                                 2026-12-05 08:30
	R2026-0001  return for mending  数字不符           2026-12-05 09:00
	R2026-0001  accept                                 2026-12-05 10:00
	R2026-0001  forward to a desk             zonghe   2026-12-05 11:00
	END
	status 0 office-db journal R2026-0001 -o csv --columns=at,acting_for,action,change
	same out <<-'END'
	at,acting_for,action,change
	2026-12-04T18:00:00+08:00,,create,
	2026-12-05T08:30:00+08:00,,accept,"{""status"":[""received"",""accepted""]}"
	2026-12-05T09:00:00+08:00,P033,return,"{""status"":[""accepted"",""returned""]}"
	2026-12-05T10:00:00+08:00,,accept,"{""status"":[""returned"",""accepted""]}"
	2026-12-05T11:00:00+08:00,,forward,"{""status"":[""accepted"",""received""],""desk"":[""xinxi"",""zonghe""]}"
	END
	status 0 office-db verify
}

@test "a returned report that the unit sends again, mended, comes back as received" {
	report-handle forward --to=zonghe R2026-0003
	report-handle return --reason=缺数字 R2026-0003
	cat >mended.yaml <<-END
	- {unit: 市应急局, external_id: 应3, category: work, title: 第3件（已补正）, body: 正文3，共12家}
	END
	# Sent again as it was, or without leave to write over: it stays returned.
	status 0 report-submit mended.yaml
	holds err "R2026-0003 is on file with other content; --on-duplicate=update writes over it"
	is 0003 returned zonghe
	status 0 report-submit --on-duplicate=update mended.yaml --now="2026-12-05 09:00"
	holds err "taken 0, updated 1, duplicates 0"
	is 0003 received zonghe
	status 0 report-list --number=R2026-0003 -o csv --columns=title,body
	same out <<-END
	title,body
	第3件（已补正）,正文3，共12家
	END
	status 0 report-list --history --number=R2026-0003 -o csv --columns=action,reason,at
	same out <<-END
	action,reason,at
	forward,,2026-12-04T18:00:00+08:00
	return,缺数字,2026-12-04T18:00:00+08:00
	resubmit,,2026-12-05T09:00:00+08:00
	END
	status 0 report-handle accept R2026-0003
	status 0 office-db verify
	# One that was accepted stays so when its text is corrected.
	sed -i s/12家/13家/ mended.yaml
	status 0 report-submit --on-duplicate=update mended.yaml
	is 0003 accepted zonghe
	status 0 office-db verify
}

@test "undoing the import that mended a report leaves it returned, with its old text" {
	report-handle return --reason=缺数字 R2026-0003
	report-list --number=R2026-0003 -o json >before
	report-list --history --number=R2026-0003 -o json >history
	echo '- {unit: 市应急局, external_id: 应3, category: work, title: 第3件, body: 共12家}' >mended.yaml
	report-submit --on-duplicate=update mended.yaml 2>/dev/null
	status 0 office-db undo B2026-0002
	report-list --number=R2026-0003 -o json | cmp - before
	status 0 report-list --history --number=R2026-0003 -o json
	cmp out history
	status 0 office-db verify
}
