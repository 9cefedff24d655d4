#!/usr/bin/env bats
# copies.bats - numbered copies: who is meant by --recipient and --unsign, whether the back page names a unit by its code
# or in words.
load common

prepare() {
	sample_office
	cat >p.yaml <<-END
		publication:
		- {code: nei, name: 内参, form: digest, numbered: yes, secrecy: secret}
		column:
		- {publication: nei, code: work, title: 工作动态, categories: [work], sort: 1}
		distribution:
		- {publication: nei, recipient: 市应急局, way: send, copies: 2, sort: 1}
		- {publication: nei, recipient: BM13, way: send, sort: 2}
		- {publication: nei, recipient: 市委书记, way: report, sort: 3}
	END
	office-db load p.yaml 2>said
	printf 'draft:\n  - { publication: nei, date: 2026-12-04 }\nitem:\n  - { title: 一件, text: 正文。, column: work }\n' >draft.yaml
	bulletin-build issue draft.yaml >said
	bulletin-build copies nei -o csv --columns=copy,recipient,recipient_name | tail -n +2 >out
	same out <<-END
		1,市委书记,市委书记
		2,市应急局,市应急局
		3,市应急局,市应急局
		4,BM13,示例市教育局
	END
}

signed() { bulletin-build copies nei -o csv --columns=copy,signed_by | tail -n +2 | tr '\n' ' '; }

@test "a recipient is who the list names, in words or by any name of the unit" {
	for who in 市应急局 BM31 示例市应急管理局; do
		status 0 bulletin-build copies nei --recipient=$who --by=王某
		[ "$(signed)" = "1, 2,王某 3,王某 4, " ]
		status 65 bulletin-build copies nei --recipient=$who --by=李某
		same err <<<"bulletin-build: nei/2026-1: '$who' has signed for all copies already"
		status 0 bulletin-build copies nei --unsign=$who --reason=错
		[ "$(signed)" = "1, 2, 3, 4, " ]
	done
	for who in BM13 市教育局 示例市教育局; do
		status 0 bulletin-build copies nei --recipient=$who --by=王某
		[ "$(signed)" = "1, 2, 3, 4,王某 " ]
		status 0 bulletin-build copies nei --unsign=$who --reason=错
	done
	status 0 bulletin-build copies nei --recipient=市委书记 --by=王某
	[ "$(signed)" = "1,王某 2, 3, 4, " ]
	status 65 bulletin-build copies nei --recipient=市水利局 --by=王某
	same err <<<"bulletin-build: nei/2026-1: no copy is for '市水利局'"
	status 65 bulletin-build copies nei --recipient=谁 --by=王某
	same err <<<"bulletin-build: nei/2026-1: no copy is for '谁'"
}
