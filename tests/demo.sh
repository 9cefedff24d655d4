#!/bin/sh
# demo.sh DIR - a sample office in DIR, one day's returns, the roundup; called by "make demo".
set -eu
dir=$1
share=$(dirname "$(command -v office-db)")/../share/officedb/sample
OFFICEDB=$dir/office.db OFFICEDB_NOW="2026-12-04 18:00"
export OFFICEDB OFFICEDB_NOW

rm -rf "$dir"
mkdir -p "$dir"
office-db init --sample

# Three files as units send them: from Excel (GB18030, Chinese headings), YAML, JSON Lines.  Some rows
# of the first are wrong on purpose: they are told, and kept apart with the reason.
report-submit --rejects="$dir/rejects.csv" --batch="2026-12-04" \
	"$share/returns.csv" "$share/returns.yaml" "$share/returns.jsonl" >"$dir/numbers" || [ $? -eq 65 ]
office-db reindex

# Leave: one who is away, one who should be back and did not say so, one who asks.
ask() { leave-log request "$@" >>"$dir/numbers" 2>>"$dir/leave"; }
approve() {
	for by in "$2" 闻致远 沈望川; do
		leave-log approve "$1" --by="$by" --now="2026-12-01 09:00" 2>>"$dir/leave"
	done
}
ask 雷云渡 --kind=年休假 --from=12月3日 --to=12月8日上午 --reach=province --place=云南 \
	--stand-in=贺文竹 --phone=19000000017 --now="2026-12-01 08:30"
approve L2026-0001 祁远山
ask 霍明川 --kind=因公外出 --from=12月2日 --to=12月3日上午 --reach=city --place=省城 \
	--stand-in=易行简 --now="2026-12-01 08:30"
approve L2026-0002 顾云深
ask 苏映雪 --kind=因公外出 --from=12月8日 --to=12月9日 --stand-in=易行简

# Matters under supervision: one past its due day, one that waits for more time, one just registered.
{
	task-track add --title=西岭片区供水管网改造 --lead=市住建局 --co=市水利局,示西区 --due=12-02 --grade=major \
		--now="2026-11-16 09:00"
	task-track add --title=老旧小区加装电梯 --lead=市住建局 --limit=15w --feedback=week --now="2026-11-16 09:00"
	task-track add --title=冬季供热保障 --lead=市城管局 --due=2027-03-15 --feedback=month
} >>"$dir/numbers"
task-track assign T2026-0001 T2026-0002 --now="2026-11-16 09:30"
task-track report T2026-0002 --percent=30 --text=完成选址 --now="2026-11-20 16:00"
task-track extend request T2026-0002 --until=12-25 --reason=管线迁改未完 --now="2026-12-03 10:00"

# The day's issue: the first three candidates of each column are kept, it is numbered and printed; an item goes
# upward and is adopted there, a leader writes on another, units are asked to write on a topic.
bulletin-build draft daily --output-file="$dir/daily.yaml"
awk '/^  # ==== /{ n = 0 } /^    keep: yes$/{ if (++n > 3) sub("yes", "no") } { print }' "$dir/daily.yaml" >"$dir/edited.yaml"
mv "$dir/edited.yaml" "$dir/daily.yaml"
{
	bulletin-build issue "$dir/daily.yaml"
	bulletin-build upward add daily/2026-1/13 --to=省委办公厅 --level=province
	bulletin-build instruct daily/2026-1/11 --leader=沈望川 --text=请市人社局研究，周内报结果。
	bulletin-build commission add --topic=冬季供暖保障情况 --kind=county --due="12-08 18:00"
} >>"$dir/numbers"
bulletin-build render daily -o pdf --output-file="$dir/daily.pdf" 2>>"$dir/numbers"
bulletin-build render daily -o docx --output-file="$dir/daily.docx"
bulletin-build site "$dir/site" >>"$dir/numbers"

bulletin-build roundup
bulletin-build roundup -o html --output-file="$dir/roundup.html"

bin=$(cd "$(dirname "$(command -v office-db)")" && pwd)
# In the language that the commands speak.
case ${LANGUAGE:-${LC_ALL:-${LC_MESSAGES:-${LANG:-}}}} in
zh*)
	cat <<END

样例办公室：$dir/office.db；汇总网页：$dir/roundup.html；
拒收的记录连同原因：$dir/rejects.csv*。接下来可以试试：

  export PATH=$bin:\$PATH OFFICEDB=$dir/office.db OFFICEDB_NOW="$OFFICEDB_NOW"
  report-list --desk=xinxi --limit=5          信息处最新的几条
  report-list --search=民生                   标题或正文里有这几个字的
  unit-roster gaps                            各单位还有哪些职责无人承担
  unit-roster contact 市应急局 emergency      有突发事件找谁
  report-due today                            今天该报的，按时、迟报、漏报
  bulletin-build schedule                     次日领导活动安排
  bulletin-build render daily                 今天的《每日汇报》；PDF、docx：$dir/daily.*；网页：$dir/site
  bulletin-build feedback --unit=市信访局     告诉单位采用了哪些
  info-score --explain=市信访局               信息考核每一分的来由
  leave-log away                              今天谁不在岗，谁代主持
  leave-log overdue                           谁该销假还没有销假
  task-track list --explain                   督查事项，为什么亮灯、为什么紧迫
  report-submit                               录入一条，逐项提问
  office-db journal R2026-0001                这条报告谁办过什么
END
	;;
*)
	cat <<END

The sample office is $dir/office.db; the roundup as a page: $dir/roundup.html;
the refused rows with their reasons: $dir/rejects.csv*.  Try next:

  export PATH=$bin:\$PATH OFFICEDB=$dir/office.db OFFICEDB_NOW="$OFFICEDB_NOW"
  report-list --desk=xinxi --limit=5          the newest at the information desk
  report-list --search=民生                   any Chinese words in title or text
  unit-roster gaps                            duties for which a unit has nobody
  unit-roster contact 市应急局 emergency      whom to call
  report-due today                            what is owed today, and what became of it
  bulletin-build schedule                     the leaders' schedules of the next day
  bulletin-build render daily                 today's issue; as PDF, docx: $dir/daily.*; pages: $dir/site
  bulletin-build feedback --unit=市信访局     tell a unit what was adopted
  info-score --explain=市信访局               every point, and why
  leave-log away                              who is away today, and who stands in
  leave-log overdue                           who should be back and is not
  task-track list --explain                   matters under supervision: why this light
  report-submit                               file one report, guided
  office-db journal R2026-0001                who did what to it
END
	;;
esac
