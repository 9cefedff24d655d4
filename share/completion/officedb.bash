# officedb.bash - completion for bash of all officedb commands: verbs, options and words come from the
# commands themselves; units, desks, categories, batches and numbers from the database in use.

# Lines on standard input that begin with $1 become replies, each with $2 behind it.
_officedb_offer() {
	local line
	while IFS= read -r line; do
		if [[ $line && $line == "$1"* ]]; then COMPREPLY+=("$line$2"); fi
	done
}

_officedb_words() {
	local cur=$1
	shift
	_officedb_offer "$cur" " " < <(printf '%s\n' "$@")
}

_officedb_files() {
	local IFS=$'\n'
	compopt -o filenames +o nospace 2>/dev/null || true
	COMPREPLY+=($(compgen -f -- "$1" || true))
}

# _officedb_ask CUR COMMAND... - what a command prints, a candidate a tab or line, without its heading.
_officedb_ask() {
	local cur=$1
	shift
	_officedb_offer "$cur" " " < <("${dir}$1" "${@:2}" "${db[@]}" -o tsv 2>/dev/null |
		tail -n +2 | tr '\t' '\n')
}

_officedb_units() { _officedb_ask "$1" unit-roster units --columns=code,short_name; }
_officedb_desks() { _officedb_ask "$1" unit-roster desks --columns=code; }
_officedb_categories() { _officedb_ask "$1" unit-roster categories --columns=code; }
_officedb_slots() { _officedb_ask "$1" report-due slots --state=open,left-out,unreported --columns=slot; }
_officedb_duties() { _officedb_ask "$1" office-db dump duty --columns=code; }
_officedb_people() { _officedb_ask "$1" unit-roster people --columns=name; }
_officedb_batches() { _officedb_ask "$1" office-db batches --columns=number; }
_officedb_numbers() { _officedb_ask "$1" report-list --limit=100 --columns=number; }
_officedb_leaves() { _officedb_ask "$1" leave-log list --since=-31d --columns=number; }
_officedb_kinds() { _officedb_ask "$1" office-db dump leave_kind --columns=code,name; }
_officedb_rules() { _officedb_ask "$1" office-db dump leave_rule --columns=code; }
_officedb_types() {
	_officedb_words "$1" setting desk category column holiday unit person contact secretary secondment \
		duty override leave_kind leave_rule leave_pair counter batch report handling answer urge omission \
		leave leave_step \
		task_view task_group task task_unit task_event instruction instruction_on site_check evidence \
		publication distribution score_class score_rule issue issue_item adoption correction copy upward upward_on \
		peer_rank commission commission_unit score_mark
}

_officedb_tasks() { _officedb_ask "$1" task-track list --columns=number; }
_officedb_groups() { _officedb_ask "$1" task-track group list --columns=number; }
_officedb_instructions() { _officedb_ask "$1" task-track instruct list --columns=number; }

# What options of task-track take that those of other commands of their name do not.
_officedb_task_value() {
	local cur=$2
	# The last of several, the others before it.
	case $1 in
	--light | --state | --status | --co | --from-report | --from-instruction)
		[[ $cur == *,* ]] && prefix+=${cur%,*},
		cur=${cur##*,}
		;;
	esac
	case $1 in
	--lead | --co) _officedb_units "$cur" ;;
	--light) _officedb_words "$cur" red yellow green grey ;;
	--state) _officedb_words "$cur" assigned signed reported returned finished verified ;;
	--status) _officedb_words "$cur" registered assigned closed filed cancelled ;;
	--source) _officedb_words "$cur" decision instruction assigned complaint campaign check other ;;
	--grade) _officedb_words "$cur" ordinary major ;;
	--feedback) _officedb_words "$cur" none week month quarter ;;
	--verdict) _officedb_words "$cur" sound problem serious ;;
	--leader-level) _officedb_words "$cur" central province city-chief city office other ;;
	--level) _officedb_words "$cur" 1 2 3 ;;
	--by) if [[ $verb == stats ]]; then _officedb_words "$cur" unit source group month; fi ;;
	--kind) if [[ $verb == report-out ]]; then _officedb_words "$cur" special circular; fi ;;
	--output | -o) if [[ $verb == report-out ]]; then _officedb_words "$cur" text html; else return 1; fi ;;
	--group) _officedb_groups "$cur" ;;
	--instruction | --from-instruction) _officedb_instructions "$cur" ;;
	--task | --parent) _officedb_tasks "$cur" ;;
	--from-report | --report) _officedb_numbers "$cur" ;;
	--view) _officedb_ask "$cur" task-track views --columns=code ;;
	--batch) if [[ $verb != import ]]; then _officedb_batches "$cur"; fi ;;
	--head) _officedb_people "$cur" ;;
	--evidence) _officedb_files "$cur" ;;
	*) return 1 ;;
	esac
	return 0
}

_officedb_task_argument() {
	local cur=$2
	case $verb$1 in
	extend1) _officedb_words "$cur" request approve refuse ;;
	instruct1) _officedb_words "$cur" add list link ;;
	group1) _officedb_words "$cur" add change list show ;;
	check1) _officedb_words "$cur" add list show ;;
	instruct2) _officedb_instructions "$cur" ;;
	group2) _officedb_groups "$cur" ;;
	check2) _officedb_ask "$cur" task-track check list --columns=number ;;
	import*) _officedb_files "$cur" ;;
	add* | lights* | stats* | report-out* | ics* | export* | views*) ;;
	*) _officedb_tasks "$cur" ;;
	esac
}

_officedb_value() {
	local cur=$2
	if [[ $name == task-track ]] && _officedb_task_value "$1" "$cur"; then return; fi
	case $1 in
	--db | -d | --rejects | --output-file | --baseline | --rules | --org | --files-from | -T) _officedb_files "$cur" ;;
	--output | -o)
		_officedb_words "$cur" table yaml json csv tsv
		if [[ $name == bulletin-build || $name == doc-check || $name == info-score ]]; then _officedb_words "$cur" text html; fi
		if [[ $name == info-score || $name == bulletin-build ]]; then _officedb_words "$cur" docx pdf eml; fi
		if [[ $name == doc-check ]]; then _officedb_words "$cur" sarif; fi
		if [[ $verb == calendar ]]; then COMPREPLY=() && _officedb_words "$cur" text html ics; fi
		;;
	--unit | -u) _officedb_units "$cur" ;;
	--desk) _officedb_desks "$cur" ;;
	--to) if [[ $name == report-handle ]]; then _officedb_desks "$cur"; fi ;;
	--category) _officedb_categories "$cur" ;;
	--as | --leader) _officedb_people "$cur" ;;
	--person | --stand-in | --waits-for) _officedb_people "$cur" ;;
	--reach) _officedb_words "$cur" none city province country ;;
	--force) _officedb_rules "$cur" ;;
	--number | --of | --from-report) _officedb_numbers "$cur" ;;
	--matter)
		_officedb_categories "$cur"
		_officedb_duties "$cur"
		;;
	--allowed-by) _officedb_people "$cur" ;;
	--state)
		# The last of several, the others before it.
		[[ $cur == *,* ]] && prefix+=${cur%,*},
		_officedb_words "${cur##*,}" open met late left-out unreported nil excused
		;;
	--channel) _officedb_words "$cur" notice telephone message ;;
	--by)
		case $name$verb in
		leave-logstats) _officedb_words "$cur" unit person kind month ;;
		leave-log*) _officedb_people "$cur" ;;
		*) _officedb_words "$cur" unit matter desk ;;
		esac
		;;
	--batch) if [[ $name == report-list || $name$verb == leave-loglist ]]; then _officedb_batches "$cur"; fi ;;
	--type)
		if [[ $name == doc-check ]]; then
			_officedb_words "$cur" resolution decision order communique announcement public-notice \
				opinion notice circular report request reply motion letter minutes
		else
			_officedb_types "$cur"
		fi
		;;
	--gate)
		[[ $cur == *,* ]] && prefix+=${cur%,*},
		_officedb_words "${cur##*,}" policy approval format wording issue
		;;
	--level)
		case $name$verb in
		bulletin-buildupward) _officedb_words "$cur" province central city ;;
		bulletin-buildcommission) _officedb_words "$cur" office province central ;;
		bulletin-buildinstruct) _officedb_words "$cur" central province city-chief city office other ;;
		*) _officedb_words "$cur" error warning hint ;;
		esac
		;;
	--rule | --except | --explain)
		if [[ $name == info-score ]]; then
			_officedb_units "$cur"
			return
		fi
		[[ $cur == *,* ]] && prefix+=${cur%,*},
		_officedb_offer "${cur##*,}" " " < <("${dir}doc-check" --list-rules -o tsv --columns=id 2>/dev/null | tail -n +2)
		;;
	--status)
		if [[ $name == leave-log ]]; then
			_officedb_words "$cur" requested approved away returned extended refused cancelled
			return
		fi
		_officedb_words "$cur" received accepted returned rejected duplicate withdrawn
		;;
	--kind)
		if [[ $name == leave-log ]]; then _officedb_kinds "$cur"; else
			_officedb_words "$cur" body county department park other
		fi
		;;
	--role) _officedb_words "$cur" leader section informant reporter courier archivist ;;
	--secrecy) _officedb_words "$cur" none secret highly-secret top-secret ;;
	--urgency) _officedb_words "$cur" none urgent top-urgent ;;
	--on-duplicate) _officedb_words "$cur" skip error update ;;
	--language) _officedb_words "$cur" zh_CN en ;;
	esac
}

# The nth argument (from 1) that is no option.
_officedb_argument() {
	local cur=$2
	case $name${verb:+ $verb} in
	doc-check | report-submit | "office-db load" | "office-db backup" | "office-db restore") _officedb_files "$cur" ;;
	"office-db dump") _officedb_types "$cur" ;;
	"office-db journal") _officedb_numbers "$cur" ;;
	"office-db batches" | "office-db undo") _officedb_batches "$cur" ;;
	"unit-roster units") _officedb_units "$cur" ;;
	"unit-roster people") _officedb_people "$cur" ;;
	"unit-roster contact") if [[ $1 == 1 ]]; then _officedb_units "$cur"; else _officedb_categories "$cur"; fi ;;
	"report-due nil" | "report-due excuse") _officedb_slots "$cur" ;;
	report-due*) ;;
	"report-handle apply") ;;
	report-handle*) _officedb_numbers "$cur" ;;
	"leave-log request" | "leave-log late" | "leave-log balance") _officedb_people "$cur" ;;
	"leave-log import") _officedb_files "$cur" ;;
	"leave-log away" | "leave-log overdue" | "leave-log calendar" | "leave-log stats") ;;
	leave-log*) _officedb_leaves "$cur" ;;
	task-track*) _officedb_task_argument "$1" "$cur" ;;
	bulletin-build*) _officedb_bulletin_argument "$1" "$cur" ;;
	esac
}

_officedb_publications() { _officedb_ask "$1" office-db dump publication --columns=code; }
_officedb_issues() { _officedb_ask "$1" bulletin-build list --columns=issue; }

_officedb_bulletin_argument() {
	local cur=$2
	case $verb in
	draft | list) _officedb_publications "$cur" ;;
	edit | check | issue | site) _officedb_files "$cur" ;;
	near) _officedb_numbers "$cur" ;;
	render | show | withdraw | correct | copies | instruct) _officedb_issues "$cur" ;;
	upward) if [[ $1 == 1 ]]; then _officedb_words "$cur" add adopted declined list import rank ranks; else _officedb_issues "$cur"; fi ;;
	retract)
		_officedb_ask "$cur" bulletin-build upward list --columns=number
		_officedb_instructions "$cur"
		_officedb_ask "$cur" bulletin-build commission list --columns=number
		;;
	commission) [[ $1 == 1 ]] && _officedb_words "$cur" add answer excuse letter list show ;;
	esac
	return 0
}

# Does option $1 take a value?  $options holds those of the command and verb so far.
_officedb_takes() {
	case $1 in
	--*) [[ $'\n'$options$'\n' == *$'\n'"$1="$'\n'* ]] ;;
	-[dousnrTj]) true ;;
	*) false ;;
	esac
}

_officedb() {
	local name=${1##*/} dir="" verb="" options="" option="" cur=${COMP_WORDS[COMP_CWORD]} word i n=0 prefix=""
	local -a db=()
	COMPREPLY=()
	[[ $1 == */* ]] && dir=${1%/*}/
	options=$("$1" --list-options 2>/dev/null) || true
	for ((i = 1; i < COMP_CWORD; i++)); do
		word=${COMP_WORDS[i]}
		option=""
		if [[ $word == --*=* ]]; then
			[[ $word == --db=* ]] && db=(--db="${word#*=}")
		elif [[ $word == -* ]] && _officedb_takes "$word"; then
			option=$word
			[[ ${COMP_WORDS[i + 1]} == "=" ]] && ((i++))
			((++i < COMP_CWORD)) || break
			[[ $word == --db || $word == -d ]] && db=(--db="${COMP_WORDS[i]/#\~/$HOME}")
			option=""
		elif [[ $word != -* && ! $verb && $name != report-submit && $name != report-list && $name != doc-check && $name != info-score ]]; then
			verb=$word
			options=$("$1" "$verb" --list-options 2>/dev/null) || true
		elif [[ $word != -* ]]; then
			n=$((n + 1))
		fi
	done
	[[ $cur == "=" ]] && cur=""
	if [[ ! $option && $cur == --*=* ]]; then # where = does not part words
		option=${cur%%=*} prefix=${cur%%=*}=
		cur=${cur#*=}
	fi
	if [[ $option ]]; then
		_officedb_value "$option" "$cur"
		[[ $prefix ]] && COMPREPLY=("${COMPREPLY[@]/#/$prefix}")
	elif [[ $cur == -* ]]; then
		_officedb_offer "$cur" < <(sed 's/[^=]$/& /' <<<"$options")
	elif [[ ! $verb && $name != report-submit && $name != report-list && $name != doc-check && $name != info-score ]]; then
		_officedb_offer "$cur" " " < <("$1" --list-verbs 2>/dev/null)
	else
		_officedb_argument $((n + 1)) "$cur"
	fi
	return 0
}

complete -o nospace -F _officedb office-db unit-roster report-submit report-list report-handle report-due \
	leave-log task-track bulletin-build info-score doc-check
