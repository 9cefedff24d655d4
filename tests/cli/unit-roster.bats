#!/usr/bin/env bats
# unit-roster: the organisation as it stands on a day, on the office of 示例市.

load common

prepare() { sample_office; }

@test "units are listed in the office's order, by kind, by part of any of their names" {
	status 0 unit-roster units --kind=body --columns=code,short_name,kind
	same out <<-END
	Code  Short name    Kind
	SW    市委          leading body
	RD    市人大常委会  leading body
	ZF    市政府        leading body
	ZX    市政协        leading body
	END
	status 0 unit-roster units --kind=park --columns=code,name -o csv
	same out <<-END
	code,name
	YQ01,示例经济技术开发区
	YQ02,示例高新技术产业开发区
	YQ03,示例临港产业园区
	YQ04,示例现代农业产业园区
	END
	status 0 unit-roster units 大数据 -o csv --columns=code,name # its name of before
	same out <<-END
	code,name
	END
	status 0 unit-roster units 市文旅局 -o csv --columns=code,name # an alias
	same out <<-END
	code,name
	BM28,示例市文化广电旅游局
	END
	status 0 unit-roster units -o json
	[ "$(wc -l <out)" -eq 59 ]
	[ "$(jq -r .kind out | sort | uniq -c | tr -s ' \n' ' ')" = " 4 body 6 county 45 department 4 park " ]
	[ "$(head -n1 out | jq -r .code)$(tail -n1 out | jq -r .code)" = SWBM45 ]
}

@test "units and people for whom no order is given stand after the others" {
	cat >new.yaml <<-END
	unit:
	- {code: BM98, name: 示例市海洋局, kind: department, valid_from: 2026-01-01}
	person:
	- {code: P998, name: 海无边, unit: BM98, valid_from: 2026-01-01}
	END
	status 0 office-db load new.yaml
	status 0 unit-roster units -o csv --columns=code
	sed -n 2p out >some && tail -n1 out >>some
	same some <<-END
	SW
	BM98
	END
	status 0 unit-roster people -o csv --columns=code
	sed -n 2p out >some && tail -n1 out >>some
	same some <<-END
	P001
	P998
	END
}

@test "a unit has the name of the day asked about" {
	for day in 2018-01-01 2019-02-28; do
		status 0 unit-roster units BM31 --on=$day -o csv --columns=code,name,short_name
		same out <<-END
		code,name,short_name
		BM31,示例市安全生产监督管理局,市安全监管局
		END
	done
	for day in 2019-03-01 明天 ""; do
		status 0 unit-roster units BM31 ${day:+--on=$day} -o csv --columns=code,name,short_name
		same out <<-END
		code,name,short_name
		BM31,示例市应急管理局,市应急局
		END
	done
	# Before the first row there is no such unit.
	status 0 unit-roster units BM31 --on=2009-12-31 -o csv --columns=code
	same out <<<code
	# The word of another day still finds the unit elsewhere, under its name of that day.
	status 0 unit-roster contacts --unit=市安监局 --role=leader -o csv --columns=unit,unit_name,name
	same out <<-END
	unit,unit_name,name
	BM31,示例市应急管理局,魏知安
	END
}

@test "people by name, post, login and unit, in protocol order" {
	status 0 unit-roster people 督查室 --columns=code,name,post
	same out <<-END
	Code  Full name  Post
	P032  戚明朗     市委督查室主任
	P037  丁一帆     市委督查室一级科员
	END
	status 0 unit-roster people --unit=团市委 --columns=code,name,rank,phone
	same out <<-END
	Code  Full name  Rank                  Telephone
	P205  秦云朗     county level, chief   0000-2107585
	P206  晁旭升     county level, deputy  0000-2107622
	P207  宁茂春     section chief         0000-2107659
	END
	status 0 unit-roster people lougl -o csv --columns=code,name,unit_name
	same out <<-END
	code,name,unit_name
	P033,楼观澜,中共示例市委员会
	END
	status 0 unit-roster people -o csv --columns=name
	[ "$(head -n4 out | tr '\n' ' ')" = "name 沈望川 顾云深 祁远山 " ]
	status 0 unit-roster people --on=2023-12-31 -o csv --columns=code
	same out <<<code
}

@test "contacts: a person's post and telephone are the person's, a name's its own" {
	status 0 unit-roster contacts --unit=BM31 --columns=role,name,post,phone
	same out <<-END
	Role                     Full name       Post                Telephone
	responsible leader       魏知安          市应急局副局长      0000-2106401
	responsible section      市应急局办公室                      0000-2114171
	information officer      昌宇航          办公室一级科员      0000-2114208
	reporting officer        方未然          市应急局办公室主任  0000-2106438
	confidential mail clerk  雷梦瑶          机要员              0000-2114245
	archivist                沈听荷          档案管理员          0000-2114282
	END
	status 0 unit-roster contacts --role=courier -o json --columns=unit
	[ "$(wc -l <out)" -eq 57 ] # 59 units, two without
	status 64 unit-roster contacts --role=机要
	holds err "'机要' is not one of: leader, section, informant, reporter, courier, archivist"
}

@test "gaps are the seven left on purpose, with the last day somebody held it" {
	status 0 unit-roster gaps --columns=unit,unit_name,role,held_to
	same out <<-END
	Unit code  Unit                              Lacks                    Last held
	YQ04       示例现代农业产业园区              confidential mail clerk
	YQ04       示例现代农业产业园区              archivist
	BM07       中共示例市委机构编制委员会办公室  archivist
	BM14       示例市科学技术局                  information officer
	BM14       示例市科学技术局                  archivist
	BM40       示例市气象局                      confidential mail clerk
	BM42       共青团示例市委员会                reporting officer        2026-09-30
	END
	status 0 unit-roster gaps --on=2026-09-30 -o csv --columns=unit,role
	same out <<-END
	unit,role
	YQ04,courier
	YQ04,archivist
	BM07,archivist
	BM14,informant
	BM14,archivist
	BM40,courier
	END
	status 0 unit-roster gaps --unit=科技局 -o csv --columns=unit,role
	same out <<-END
	unit,role
	BM14,informant
	BM14,archivist
	END
	cat >new.yaml <<-END
	contact:
	- {unit: BM40, role: courier, name: 何听雨, phone: 0000-2119999, valid_from: 2026-12-05}
	END
	status 0 office-db load new.yaml
	status 0 unit-roster gaps --unit=BM40 -o csv --columns=role
	same out <<-END
	role
	courier
	END
	status 0 unit-roster gaps --unit=BM40 -o csv --columns=role --on=明天
	same out <<<role
}

@test "A and B roles as they stand on a day" {
	cat >pairs.yaml <<-END
	leave_pair:
	- {person: P006, partner: P013, valid_from: 2024-01-01, valid_to: 2026-11-30}
	- {person: P006, partner: P014, valid_from: 2026-12-01}
	END
	status 0 office-db load pairs.yaml
	status 0 unit-roster pairs -o csv --columns=person,person_name,partner,partner_name
	head -n 3 out >some
	same some <<-END
	person,person_name,partner,partner_name
	P006,常守正,P014,霍明川
	P015,苏映雪,P016,骆景明
	END
	status 0 unit-roster pairs --on=2026-11-30 -o csv --columns=person,partner
	holds out P006,P013
	lacks out P006,P014
	status 65 office-db load --type=leave_pair - <<<'{"person":"P006","partner":"P006"}'
}

@test "desks, categories, secondments" {
	status 0 unit-roster desks --columns=code,name
	same out <<-END
	Code    Name
	ducha   督查室
	xinxi   信息处
	zonghe  综合处
	END
	status 0 unit-roster categories -o csv --columns=code,name,desk
	same out <<-END
	code,name,desk
	emergency,重大突发事件,xinxi
	remark,重要言论,xinxi
	activity,领导活动动态,xinxi
	reception,重要接待,xinxi
	work,工作动态,xinxi
	media,媒体摘要,xinxi
	experience,经验做法,xinxi
	problem,问题建议,xinxi
	document,上报文件,zonghe
	meeting-plan,会议方案,zonghe
	leader-report,领导干部工作报告,ducha
	schedule,次日活动安排,ducha
	personal,个人重大事项,ducha
	personal-yearly,个人有关事项年度报告,ducha
	leave,请销假,ducha
	other,其他,xinxi
	END
	status 0 unit-roster secondments --desk=xinxi --columns=person_name,unit_name,valid_to
	same out <<-END
	Name    Unit              To
	向南乔  青禾县            2026-12-31
	郑知予  示例市应急管理局  2027-01-31
	END
	status 0 unit-roster secondments --desk=xinxi --on=2026-08-31 -o csv --columns=person_name
	same out <<-END
	person_name
	庄晓禾
	向南乔
	END
	status 0 unit-roster secondments --unit=BM26 -o csv --columns=person_name,desk_name
	same out <<-END
	person_name,desk_name
	彭疏桐,督查室
	END
}

@test "contact UNIT MATTER: whom to call, found by part of the name" {
	status 0 unit-roster contact 应急 突发事件 --columns=what,name,mobile
	same out <<-END
	Role                     Full name       Mobile
	responsible leader       魏知安          19000079994
	responsible section      市应急局办公室
	information officer      昌宇航          19000094548
	reporting officer        方未然          19000087913
	confidential mail clerk  雷梦瑶          19000002467
	archivist                沈听荷          19000010386
	desk of the office       信息处
	END
	for matter in emergency 重大突发事件 紧急信息; do
		status 0 unit-roster contact BM31 $matter -o csv --columns=name
		[ "$(tail -n1 out)" = 信息处 ]
	done
	status 0 unit-roster contact BM31 personal -o csv --columns=name
	[ "$(tail -n1 out)" = 督查室 ]
	status 0 unit-roster contact BM31 -o csv --columns=what,name
	[ "$(grep ^desk out | tr '\n' ' ')" = "desk,督查室 desk,信息处 desk,综合处 " ]
}

@test "a matter is a category's code, name or whole alias, nothing less" {
	status 64 unit-roster contact BM31 无此事
	holds err "unit-roster: no category '无此事'; there are: emergency 重大突发事件, remark 重要言论, "
	status 64 unit-roster contact BM31 件 # stands in 突发事件 and 文件: either guess may be wrong
	same out </dev/null
}

@test "who covers is called while the cover lasts, and not after" {
	for day in 2026-12-01 2026-12-05 2026-12-10; do
		status 0 unit-roster contact 青禾 --on=$day -o csv --columns=what,name,post,phone
		[ "$(grep ^secretary out)" = "secretary,石砚秋,市委副秘书长,0000-2101147" ]
	done
	for day in 2026-11-30 2026-12-11; do
		status 0 unit-roster contact 青禾 --on=$day -o csv --columns=what,name,post,phone
		[ "$(grep ^secretary out)" = "secretary,卓以宁,市委副秘书长,0000-2101110" ]
	done
	status 0 unit-roster secretaries --unit=QX04 --columns=kind,person_name,valid_from,valid_to
	same out <<-END
	Kind               Full name  From        To
	cover              石砚秋     2026-12-01  2026-12-10
	contact secretary  卓以宁     2024-01-01
	END
	status 0 unit-roster secretaries --unit=QX04 --on=2026-12-11 -o csv --columns=kind,person_name
	same out <<-END
	kind,person_name
	contact,卓以宁
	END
}

@test "a text that fits several units lists them; one that fits none offers near names" {
	status 65 unit-roster contact 园区
	same err <<-END
	unit-roster: '园区' may be any of 2 units: 示例临港产业园区（YQ03）、示例现代农业产业园区（YQ04）
	END
	same out </dev/null
	status 65 unit-roster people --unit=局
	holds err "'局' may be any of 29 units: "
	status 66 unit-roster contact 市应级局
	holds err "no unit '市应级局'; near it: 市应急局"
	status 66 unit-roster contacts --unit=zzzz
	holds err "no unit 'zzzz'"
	status 0 unit-roster contact bm31 -o csv --columns=name # codes in either case
	holds out 魏知安
}

@test "what is asked wrongly is refused before anything is printed" {
	status 64 unit-roster
	status 64 unit-roster unit
	holds err "no verb 'unit'; --help lists them"
	status 64 unit-roster units --on=2026-02-30
	holds err "'2026-02-30' is not a day: February 2026 has 28"
	status 64 unit-roster units --columns=code,nmae
	holds err "nmae"
	same out </dev/null
	status 64 unit-roster units --kind=车间
	holds err "'车间' is not one of: body, county, department, park, other"
	unit-roster units --kind=部门 >chinese
	unit-roster units --kind=department >plain
	cmp chinese plain
	status 64 unit-roster contact
	holds err "say which unit"
	status 64 unit-roster units 甲 乙
	holds err "too many arguments: '乙'"
	status 78 unit-roster units --db=none.db
	holds err "cannot open database 'none.db'"
}

@test "--as somebody whom the organisation does not know: 66, reading too" {
	for command in "unit-roster units" "unit-roster gaps" "report-list" "office-db dump desk" "office-db journal" \
		"office-db verify" "office-db batches" "office-db reindex" "office-db doctor" "bulletin-build roundup" \
		"office-db load --dry-run $sample/organisation.yaml" "report-submit --unit=BM31 --category=other --title=甲" \
		"report-handle accept R2026-0001"; do
		status 66 $command --as=无此人
		grep -E "^${command%% *}( [a-z]+)?: --as: " err || { echo "$command"; cat err; return 1; }
	done
	status 0 unit-roster units --as=楼观澜
	status 0 unit-roster units --as=P033
}
