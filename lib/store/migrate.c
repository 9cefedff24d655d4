/* migrate.c - new files, and older files brought to the present schema. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "db.h"

/* 2: duties, what answers them, and what schedules and emergencies add to a report. */
/* clang-format off: SQL as in share/schema.sql */
static const char to_2[] =
	"CREATE TABLE duty (code TEXT NOT NULL PRIMARY KEY) STRICT;"
	"CREATE TABLE duty_row ("
	"	code        TEXT NOT NULL REFERENCES duty (code) DEFERRABLE INITIALLY DEFERRED,"
	"	name        TEXT NOT NULL,"
	"	categories  TEXT NOT NULL,"
	"	desk        TEXT REFERENCES desk (code) DEFERRABLE INITIALLY DEFERRED,"
	"	owed_by     TEXT NOT NULL CHECK (owed_by IN ('unit', 'person', 'scheduled')),"
	"	kinds       TEXT,"
	"	levels      TEXT,"
	"	units       TEXT,"
	"	\"except\"    TEXT,"
	"	ranks       TEXT,"
	"	rhythm      TEXT NOT NULL CHECK (rhythm IN ('workday', 'day', 'week', 'month', 'quarter',"
	"	                                            'half-year', 'year', 'event')),"
	"	\"on\"        TEXT,"
	"	shift       TEXT NOT NULL CHECK (shift IN ('none', 'next', 'previous')),"
	"	due         TEXT NOT NULL,"
	"	about       TEXT NOT NULL CHECK (about IN ('same', 'next', 'previous')),"
	"	counted_by  TEXT NOT NULL CHECK (counted_by IN ('occurred', 'received')),"
	"	anchor      TEXT NOT NULL CHECK (anchor IN ('occurred', 'learned', 'received')),"
	"	grades      TEXT,"
	"	form        TEXT NOT NULL CHECK (form IN ('written', 'telephone', 'superior')),"
	"	stage       TEXT NOT NULL CHECK (stage IN ('none', 'first', 'follow-up', 'final')),"
	"	quota       INTEGER CHECK (quota > 0),"
	"	grace       INTEGER CHECK (grace >= 0),"
	"	clock       TEXT NOT NULL CHECK (clock IN ('work', 'wall')),"
	"	lapse       TEXT,"
	"	consequence TEXT,"
	"	basis       TEXT,"
	"	sort        INTEGER,"
	"	valid_from  TEXT NOT NULL,"
	"	valid_to    TEXT CHECK (valid_to >= valid_from),"
	"	PRIMARY KEY (code, valid_from)"
	") STRICT;"
	"CREATE TABLE override ("
	"	duty       TEXT NOT NULL REFERENCES duty (code) DEFERRABLE INITIALLY DEFERRED,"
	"	unit       TEXT NOT NULL REFERENCES unit (code) DEFERRABLE INITIALLY DEFERRED,"
	"	exempt     INTEGER NOT NULL CHECK (exempt IN (0, 1)),"
	"	\"on\"       TEXT,"
	"	due        TEXT,"
	"	quota      INTEGER CHECK (quota > 0),"
	"	grace      INTEGER CHECK (grace >= 0),"
	"	basis      TEXT,"
	"	valid_from TEXT NOT NULL,"
	"	valid_to   TEXT CHECK (valid_to >= valid_from),"
	"	PRIMARY KEY (duty, unit, valid_from)"
	") STRICT;"

	"ALTER TABLE report ADD COLUMN ends_at INTEGER;"
	"ALTER TABLE report ADD COLUMN accompanying TEXT;"
	"ALTER TABLE report ADD COLUMN event INTEGER;"
	"ALTER TABLE report ADD COLUMN stage TEXT NOT NULL DEFAULT 'none' CHECK (stage = 'none'"
	"	OR stage = 'first' OR stage = 'follow-up' OR stage = 'final');"
	"ALTER TABLE report ADD COLUMN form TEXT NOT NULL DEFAULT 'written' CHECK (form = 'written'"
	"	OR form = 'telephone');"
	"ALTER TABLE report ADD COLUMN grade TEXT NOT NULL DEFAULT 'none' CHECK (grade = 'none'"
	"	OR grade = 'ordinary' OR grade = 'larger' OR grade = 'major' OR grade = 'extraordinary');"
	"ALTER TABLE report ADD COLUMN learned_at INTEGER;"
	"ALTER TABLE report ADD COLUMN dead INTEGER CHECK (dead >= 0);"
	"ALTER TABLE report ADD COLUMN injured INTEGER CHECK (injured >= 0);"
	"ALTER TABLE report ADD COLUMN missing INTEGER CHECK (missing >= 0);"
	"ALTER TABLE report ADD COLUMN measures TEXT;"
	"ALTER TABLE report ADD COLUMN superior_at INTEGER;"
	"ALTER TABLE report ADD COLUMN taken_by TEXT;"
	"ALTER TABLE report ADD COLUMN told TEXT;"
	"CREATE INDEX report_met ON report (category, unit, occurred_at, received_at, status);"
	"CREATE INDEX report_event ON report (event) WHERE event IS NOT NULL;"

	"CREATE TABLE answer ("
	"	slot       TEXT NOT NULL,"
	"	kind       TEXT NOT NULL CHECK (kind IN ('nil', 'excuse')),"
	"	reason     TEXT,"
	"	allowed_by TEXT,"
	"	at         INTEGER NOT NULL,"
	"	actor      TEXT NOT NULL,"
	"	PRIMARY KEY (slot, kind)"
	") STRICT;"
	"CREATE TABLE urge ("
	"	number  INTEGER PRIMARY KEY,"
	"	unit    TEXT NOT NULL REFERENCES unit (code),"
	"	slots   TEXT NOT NULL,"
	"	channel TEXT NOT NULL CHECK (channel IN ('notice', 'telephone', 'message')),"
	"	note    TEXT,"
	"	at      INTEGER NOT NULL,"
	"	actor   TEXT NOT NULL"
	") STRICT;"
	"CREATE INDEX urge_at ON urge (at);"
	"CREATE TABLE omission ("
	"	number      INTEGER PRIMARY KEY,"
	"	unit        TEXT NOT NULL REFERENCES unit (code),"
	"	category    TEXT NOT NULL REFERENCES category (code),"
	"	title       TEXT NOT NULL CHECK (title <> ''),"
	"	occurred_at INTEGER NOT NULL,"
	"	learned_at  INTEGER NOT NULL,"
	"	source      TEXT,"
	"	note        TEXT,"
	"	at          INTEGER NOT NULL,"
	"	actor       TEXT NOT NULL"
	") STRICT;"
	"CREATE INDEX omission_learned ON omission (learned_at);";
/* clang-format on */

/* 3: leave, and what it asks of persons and duties. */
/* clang-format off: SQL as in share/schema.sql */
static const char to_3[] =
	"ALTER TABLE person_row ADD COLUMN work_since TEXT;"
	"ALTER TABLE person_row ADD COLUMN desk TEXT REFERENCES desk (code)"
	"	DEFERRABLE INITIALLY DEFERRED;"

	/* A CHECK is changed by making the table anew. */
	"ALTER TABLE duty_row RENAME TO duty_row_2;"
	"CREATE TABLE duty_row ("
	"	code        TEXT NOT NULL REFERENCES duty (code) DEFERRABLE INITIALLY DEFERRED,"
	"	name        TEXT NOT NULL,"
	"	categories  TEXT NOT NULL,"
	"	desk        TEXT REFERENCES desk (code) DEFERRABLE INITIALLY DEFERRED,"
	"	owed_by     TEXT NOT NULL CHECK (owed_by IN ('unit', 'person', 'scheduled')),"
	"	kinds       TEXT,"
	"	levels      TEXT,"
	"	units       TEXT,"
	"	\"except\"    TEXT,"
	"	ranks       TEXT,"
	"	rhythm      TEXT NOT NULL CHECK (rhythm IN ('workday', 'day', 'week', 'month', 'quarter',"
	"	                                            'half-year', 'year', 'event')),"
	"	\"on\"        TEXT,"
	"	shift       TEXT NOT NULL CHECK (shift IN ('none', 'next', 'previous')),"
	"	due         TEXT NOT NULL,"
	"	about       TEXT NOT NULL CHECK (about IN ('same', 'next', 'previous')),"
	"	counted_by  TEXT NOT NULL CHECK (counted_by IN ('occurred', 'received')),"
	"	anchor      TEXT NOT NULL CHECK (anchor IN ('occurred', 'learned', 'received',"
	"	                                            'departure', 'return')),"
	"	grades      TEXT,"
	"	form        TEXT NOT NULL CHECK (form IN ('written', 'telephone', 'superior')),"
	"	stage       TEXT NOT NULL CHECK (stage IN ('none', 'first', 'follow-up', 'final')),"
	"	quota       INTEGER CHECK (quota > 0),"
	"	grace       INTEGER CHECK (grace >= 0),"
	"	clock       TEXT NOT NULL CHECK (clock IN ('work', 'wall')),"
	"	lapse       TEXT,"
	"	consequence TEXT,"
	"	basis       TEXT,"
	"	sort        INTEGER,"
	"	valid_from  TEXT NOT NULL,"
	"	valid_to    TEXT CHECK (valid_to >= valid_from),"
	"	PRIMARY KEY (code, valid_from)"
	") STRICT;"
	"INSERT INTO duty_row (code, name, categories, desk, owed_by, kinds, levels, units, \"except\","
	"	ranks, rhythm, \"on\", shift, due, about, counted_by, anchor, grades, form, stage, quota,"
	"	grace, clock, lapse, consequence, basis, sort, valid_from, valid_to)"
	"	SELECT code, name, categories, desk, owed_by, kinds, levels, units, \"except\", ranks,"
	"	rhythm, \"on\", shift, due, about, counted_by, anchor, grades, form, stage, quota, grace,"
	"	clock, lapse, consequence, basis, sort, valid_from, valid_to FROM duty_row_2;"
	"DROP TABLE duty_row_2;"

	"CREATE TABLE leave_kind (code TEXT NOT NULL PRIMARY KEY) STRICT;"
	"CREATE TABLE leave_kind_row ("
	"	code       TEXT NOT NULL REFERENCES leave_kind (code) DEFERRABLE INITIALLY DEFERRED,"
	"	name       TEXT NOT NULL,"
	"	aliases    TEXT,"
	"	counts     TEXT NOT NULL CHECK (counts IN ('workdays', 'days')),"
	"	annual     INTEGER NOT NULL CHECK (annual IN (0, 1)),"
	"	private    INTEGER NOT NULL CHECK (private IN (0, 1)),"
	"	basis      TEXT,"
	"	sort       INTEGER,"
	"	valid_from TEXT NOT NULL,"
	"	valid_to   TEXT CHECK (valid_to >= valid_from),"
	"	PRIMARY KEY (code, valid_from)"
	") STRICT;"
	"CREATE TABLE leave_rule ("
	"	code       TEXT NOT NULL,"
	"	name       TEXT NOT NULL,"
	"	\"check\"    TEXT NOT NULL CHECK (\"check\" IN ('approver', 'notice', 'apart', 'pair', 'stand-in',"
	"	                                            'overlap', 'schedule', 'blocked', 'weekend',"
	"	                                            'run', 'renotice')),"
	"	act        TEXT NOT NULL CHECK (act IN ('refuse', 'warn')),"
	"	kinds      TEXT,"
	"	ranks      TEXT,"
	"	others     TEXT,"
	"	units      TEXT,"
	"	reaches    TEXT,"
	"	over       INTEGER CHECK (over >= 0),"
	"	upto       INTEGER CHECK (upto > 0),"
	"	approvers  TEXT,"
	"	days       INTEGER CHECK (days >= 0),"
	"	workdays   INTEGER NOT NULL CHECK (workdays IN (0, 1)),"
	"	stay       INTEGER CHECK (stay > 0),"
	"	from_day   TEXT,"
	"	to_day     TEXT CHECK (to_day >= from_day),"
	"	basis      TEXT,"
	"	sort       INTEGER,"
	"	valid_from TEXT NOT NULL,"
	"	valid_to   TEXT CHECK (valid_to >= valid_from),"
	"	PRIMARY KEY (code, valid_from)"
	") STRICT;"
	"CREATE TABLE leave_pair ("
	"	person     TEXT NOT NULL REFERENCES person (code) DEFERRABLE INITIALLY DEFERRED,"
	"	partner    TEXT NOT NULL REFERENCES person (code) DEFERRABLE INITIALLY DEFERRED,"
	"	valid_from TEXT NOT NULL,"
	"	valid_to   TEXT CHECK (valid_to >= valid_from),"
	"	PRIMARY KEY (person, partner, valid_from),"
	"	CHECK (person <> partner)"
	") STRICT;"
	"CREATE TABLE leave ("
	"	number       INTEGER PRIMARY KEY,"
	"	person       TEXT NOT NULL REFERENCES person (code),"
	"	kind         TEXT NOT NULL REFERENCES leave_kind (code),"
	"	from_day     TEXT NOT NULL,"
	"	from_part    TEXT NOT NULL CHECK (from_part = 'morning' OR from_part = 'afternoon'"
	"	                             OR from_part = 'evening'),"
	"	to_day       TEXT NOT NULL CHECK (to_day >= from_day),"
	"	to_part      TEXT NOT NULL CHECK (to_part = 'morning' OR to_part = 'afternoon' OR to_part = 'evening'),"
	"	reach        TEXT NOT NULL CHECK (reach = 'none' OR reach = 'city' OR reach = 'province'"
	"	                             OR reach = 'country'),"
	"	place        TEXT,"
	"	reason       TEXT,"
	"	stand_in     TEXT REFERENCES person (code),"
	"	phone        TEXT,"
	"	itinerary    TEXT,"
	"	parent       INTEGER REFERENCES leave (number),"
	"	report       INTEGER REFERENCES report (number),"
	"	external_id  TEXT,"
	"	late         INTEGER NOT NULL CHECK (late = 0 OR late = 1),"
	"	requested_at INTEGER NOT NULL,"
	"	status       TEXT NOT NULL CHECK (status = 'requested' OR status = 'approved' OR status = 'away'"
	"	                             OR status = 'returned' OR status = 'extended' OR status = 'refused'"
	"	                             OR status = 'cancelled'),"
	"	batch        INTEGER REFERENCES batch (number),"
	"	departed_at  INTEGER,"
	"	returned_at  INTEGER"
	") STRICT;"
	"CREATE UNIQUE INDEX leave_external ON leave (person, external_id) WHERE external_id IS NOT NULL;"
	"CREATE INDEX leave_person ON leave (person, from_day, to_day, status, returned_at);"
	"CREATE INDEX leave_to ON leave (to_day);"
	"CREATE INDEX leave_out ON leave (from_day) WHERE status = 'approved' OR status = 'away';"
	"CREATE INDEX leave_back ON leave (returned_at) WHERE returned_at IS NOT NULL;"
	"CREATE INDEX leave_parent ON leave (parent) WHERE parent IS NOT NULL;"
	"CREATE TABLE leave_step ("
	"	number      INTEGER NOT NULL REFERENCES leave (number),"
	"	step        INTEGER NOT NULL CHECK (step > 0),"
	"	action      TEXT NOT NULL CHECK (action IN ('request', 'approve', 'refuse', 'extend', 'change',"
	"	                                            'depart', 'return', 'cancel')),"
	"	\"by\"        TEXT REFERENCES person (code),"
	"	role        TEXT,"
	"	reason      TEXT,"
	"	happened_at INTEGER NOT NULL,"
	"	at          INTEGER NOT NULL,"
	"	actor       TEXT NOT NULL,"
	"	PRIMARY KEY (number, step)"
	") STRICT;";
/* clang-format on */

/* 4: supervision: matters, their units and events, instructions, special groups, site checks, views. */
/* clang-format off: SQL as in share/schema.sql */
static const char to_4[] =
	"CREATE TABLE task_group ("
	"	number   INTEGER PRIMARY KEY,"
	"	name     TEXT NOT NULL,"
	"	theme    TEXT,"
	"	head     TEXT,"
	"	members  TEXT,"
	"	from_day TEXT,"
	"	to_day   TEXT CHECK (to_day >= from_day),"
	"	note     TEXT,"
	"	at       INTEGER NOT NULL,"
	"	actor    TEXT NOT NULL"
	") STRICT;"
	"CREATE TABLE task ("
	"	number      INTEGER PRIMARY KEY,"
	"	title       TEXT NOT NULL CHECK (title <> ''),"
	"	text        TEXT,"
	"	source      TEXT NOT NULL CHECK (source = 'other' OR source = 'decision' OR source = 'instruction'"
	"	                           OR source = 'assigned' OR source = 'complaint' OR source = 'campaign'"
	"	                           OR source = 'check'),"
	"	basis       TEXT,"
	"	kind        TEXT,"
	"	grade       TEXT NOT NULL CHECK (grade = 'ordinary' OR grade = 'major'),"
	"	secrecy     TEXT NOT NULL CHECK (secrecy = 'none' OR secrecy = 'secret' OR secrecy = 'highly-secret'"
	"	                            OR secrecy = 'top-secret'),"
	"	\"limit\"     TEXT,"
	"	due_on      TEXT,"
	"	feedback    TEXT NOT NULL CHECK (feedback = 'none' OR feedback = 'week' OR feedback = 'month'"
	"	                             OR feedback = 'quarter'),"
	"	leaders     TEXT,"
	"	parent      INTEGER REFERENCES task (number),"
	"	\"group\"     INTEGER REFERENCES task_group (number),"
	"	report      INTEGER REFERENCES report (number),"
	"	external_id TEXT,"
	"	opened_at   INTEGER NOT NULL,"
	"	status      TEXT NOT NULL CHECK (status = 'registered' OR status = 'assigned' OR status = 'closed'"
	"	                           OR status = 'filed' OR status = 'cancelled'),"
	"	unfinished  INTEGER NOT NULL CHECK (unfinished = 0 OR unfinished = 1),"
	"	version     INTEGER NOT NULL CHECK (version > 0),"
	"	batch       INTEGER REFERENCES batch (number)"
	") STRICT;"
	"CREATE UNIQUE INDEX task_external ON task (external_id) WHERE external_id IS NOT NULL;"
	"CREATE INDEX task_open ON task (due_on) WHERE status = 'registered' OR status = 'assigned';"
	"CREATE INDEX task_parent ON task (parent) WHERE parent IS NOT NULL;"
	"CREATE TABLE task_unit ("
	"	number      INTEGER NOT NULL REFERENCES task (number),"
	"	unit        TEXT NOT NULL REFERENCES unit (code),"
	"	role        TEXT NOT NULL CHECK (role = 'lead' OR role = 'co'),"
	"	state       TEXT NOT NULL CHECK (state = 'assigned' OR state = 'signed' OR state = 'reported'"
	"	                           OR state = 'returned' OR state = 'finished' OR state = 'verified'),"
	"	due_on      TEXT,"
	"	percent     INTEGER CHECK (percent BETWEEN 0 AND 100),"
	"	assigned_at INTEGER,"
	"	PRIMARY KEY (number, unit)"
	") STRICT;"
	"CREATE INDEX task_unit_of ON task_unit (unit);"
	"CREATE TABLE task_event ("
	"	number      INTEGER NOT NULL REFERENCES task (number),"
	"	step        INTEGER NOT NULL CHECK (step > 0),"
	"	action      TEXT NOT NULL,"
	"	unit        TEXT REFERENCES unit (code),"
	"	text        TEXT,"
	"	reason      TEXT,"
	"	percent     INTEGER,"
	"	due_on      TEXT,"
	"	level       INTEGER CHECK (level BETWEEN 1 AND 3),"
	"	\"by\"        TEXT,"
	"	happened_at INTEGER NOT NULL,"
	"	at          INTEGER NOT NULL,"
	"	actor       TEXT NOT NULL,"
	"	was         TEXT,"
	"	undoes      INTEGER,"
	"	PRIMARY KEY (number, step)"
	") STRICT;"
	"CREATE TABLE instruction ("
	"	number      INTEGER PRIMARY KEY,"
	"	leader      TEXT NOT NULL,"
	"	level       TEXT NOT NULL CHECK (level IN ('other', 'central', 'province', 'city-chief', 'city',"
	"	                                           'office')),"
	"	serial      INTEGER NOT NULL CHECK (serial > 0),"
	"	given_on    TEXT NOT NULL,"
	"	text        TEXT,"
	"	about       TEXT,"
	"	document    TEXT,"
	"	report      INTEGER REFERENCES report (number),"
	"	major       INTEGER NOT NULL CHECK (major IN (0, 1)),"
	"	secrecy     TEXT NOT NULL CHECK (secrecy IN ('none', 'secret', 'highly-secret', 'top-secret')),"
	"	external_id TEXT,"
	"	at          INTEGER NOT NULL,"
	"	actor       TEXT NOT NULL,"
	"	batch       INTEGER REFERENCES batch (number)"
	") STRICT;"
	"CREATE UNIQUE INDEX instruction_external ON instruction (external_id) WHERE external_id IS NOT NULL;"
	"CREATE INDEX instruction_leader ON instruction (leader, given_on);"
	"CREATE TABLE instruction_on ("
	"	instruction INTEGER NOT NULL REFERENCES instruction (number),"
	"	record      TEXT NOT NULL,"
	"	PRIMARY KEY (instruction, record)"
	") STRICT;"
	"CREATE INDEX instruction_on_record ON instruction_on (record);"
	"CREATE TABLE site_check ("
	"	number       INTEGER PRIMARY KEY,"
	"	checked_at   INTEGER NOT NULL,"
	"	place        TEXT,"
	"	unit         TEXT REFERENCES unit (code),"
	"	announced    INTEGER NOT NULL CHECK (announced IN (0, 1)),"
	"	checkers     TEXT,"
	"	\"group\"      INTEGER REFERENCES task_group (number),"
	"	task         INTEGER REFERENCES task (number),"
	"	found        TEXT,"
	"	verdict      TEXT NOT NULL CHECK (verdict IN ('none', 'sound', 'problem', 'serious')),"
	"	follow_up    TEXT,"
	"	follow_up_by TEXT,"
	"	at           INTEGER NOT NULL,"
	"	actor        TEXT NOT NULL"
	") STRICT;"
	"CREATE INDEX site_check_task ON site_check (task) WHERE task IS NOT NULL;"
	"CREATE TABLE evidence ("
	"	record TEXT NOT NULL,"
	"	file   TEXT NOT NULL,"
	"	size   INTEGER NOT NULL CHECK (size >= 0),"
	"	digest TEXT NOT NULL,"
	"	at     INTEGER NOT NULL,"
	"	actor  TEXT NOT NULL,"
	"	PRIMARY KEY (record, digest)"
	") STRICT;"
	"CREATE TABLE task_view ("
	"	code       TEXT NOT NULL,"
	"	name       TEXT NOT NULL,"
	"	filter     TEXT NOT NULL,"
	"	sort       INTEGER,"
	"	valid_from TEXT NOT NULL,"
	"	valid_to   TEXT CHECK (valid_to >= valid_from),"
	"	PRIMARY KEY (code, valid_from)"
	") STRICT;";
/* clang-format on */

/* 5: publications, their issues and adoption, what is sent upward, commissions, scores. */
/* clang-format off: SQL as in share/schema.sql */
static const char to_5[] =
	"CREATE TABLE publication (code TEXT NOT NULL PRIMARY KEY) STRICT;"
	"CREATE TABLE publication_row ("
	"	code          TEXT NOT NULL REFERENCES publication (code) DEFERRABLE INITIALLY DEFERRED,"
	"	name          TEXT NOT NULL,"
	"	masthead      TEXT,"
	"	form          TEXT NOT NULL CHECK (form IN ('digest', 'article', 'roundup', 'schedule')),"
	"	rhythm        TEXT NOT NULL CHECK (rhythm IN ('none', 'day', 'workday', 'week', 'month')),"
	"	total_before  INTEGER CHECK (total_before >= 0),"
	"	serial_before INTEGER CHECK (serial_before >= 0),"
	"	secrecy       TEXT NOT NULL CHECK (secrecy IN ('none', 'secret', 'highly-secret', 'top-secret')),"
	"	term          TEXT,"
	"	numbered      INTEGER NOT NULL CHECK (numbered IN (0, 1)),"
	"	signer        TEXT,"
	"	editor        TEXT,"
	"	phone         TEXT,"
	"	footer        TEXT,"
	"	sort          INTEGER,"
	"	valid_from    TEXT NOT NULL,"
	"	valid_to      TEXT CHECK (valid_to >= valid_from),"
	"	PRIMARY KEY (code, valid_from)"
	") STRICT;"
	"CREATE TABLE distribution ("
	"	publication TEXT NOT NULL REFERENCES publication (code) DEFERRABLE INITIALLY DEFERRED,"
	"	recipient   TEXT NOT NULL,"
	"	way         TEXT NOT NULL CHECK (way IN ('report', 'send', 'issue')),"
	"	copies      INTEGER CHECK (copies > 0),"
	"	sort        INTEGER,"
	"	valid_from  TEXT NOT NULL,"
	"	valid_to    TEXT CHECK (valid_to >= valid_from),"
	"	PRIMARY KEY (publication, recipient, valid_from)"
	") STRICT;"
	"CREATE TABLE issue ("
	"	issue       TEXT NOT NULL PRIMARY KEY,"
	"	publication TEXT NOT NULL REFERENCES publication (code),"
	"	year        INTEGER NOT NULL,"
	"	serial      INTEGER NOT NULL,"
	"	total       INTEGER NOT NULL,"
	"	date        TEXT NOT NULL,"
	"	status      TEXT NOT NULL CHECK (status IN ('issued', 'withdrawn')),"
	"	reason      TEXT,"
	"	form        TEXT NOT NULL CHECK (form IN ('digest', 'article', 'roundup', 'schedule')),"
	"	masthead    TEXT NOT NULL,"
	"	office      TEXT NOT NULL,"
	"	secrecy     TEXT NOT NULL CHECK (secrecy IN ('none', 'secret', 'highly-secret', 'top-secret')),"
	"	term        TEXT,"
	"	signer      TEXT,"
	"	editor      TEXT,"
	"	phone       TEXT,"
	"	footer      TEXT,"
	"	report_to   TEXT,"
	"	send_to     TEXT,"
	"	issue_to    TEXT,"
	"	copies      INTEGER,"
	"	note        TEXT,"
	"	at          INTEGER NOT NULL,"
	"	actor       TEXT NOT NULL,"
	"	CHECK (issue = publication || '/' || year || '-' || serial)"
	") STRICT;"
	"CREATE UNIQUE INDEX issue_serial ON issue (publication, year, serial);"
	"CREATE UNIQUE INDEX issue_total ON issue (publication, total);"
	"CREATE INDEX issue_date ON issue (date);"
	"CREATE TABLE issue_item ("
	"	issue        TEXT NOT NULL REFERENCES issue (issue),"
	"	item         INTEGER NOT NULL,"
	"	\"column\"     TEXT,"
	"	column_title TEXT,"
	"	style        TEXT NOT NULL CHECK (style IN ('full', 'brief', 'schedule')),"
	"	title        TEXT NOT NULL,"
	"	text         TEXT,"
	"	source       TEXT,"
	"	secrecy      TEXT NOT NULL CHECK (secrecy IN ('none', 'secret', 'highly-secret', 'top-secret')),"
	"	PRIMARY KEY (issue, item)"
	") STRICT;"
	"CREATE TABLE adoption ("
	"	issue  TEXT NOT NULL,"
	"	item   INTEGER NOT NULL,"
	"	report INTEGER NOT NULL REFERENCES report (number),"
	"	weight INTEGER NOT NULL CHECK (weight > 0),"
	"	PRIMARY KEY (issue, item, report),"
	"	FOREIGN KEY (issue, item) REFERENCES issue_item (issue, item)"
	") STRICT;"
	"CREATE INDEX adoption_report ON adoption (report);"
	"CREATE TABLE correction ("
	"	number     INTEGER PRIMARY KEY,"
	"	issue      TEXT NOT NULL REFERENCES issue (issue),"
	"	item       INTEGER,"
	"	wrong      TEXT,"
	"	text       TEXT NOT NULL,"
	"	printed_in TEXT,"
	"	at         INTEGER NOT NULL,"
	"	actor      TEXT NOT NULL"
	") STRICT;"
	"CREATE INDEX correction_issue ON correction (issue);"
	"CREATE TABLE copy ("
	"	record         TEXT NOT NULL,"
	"	copy           INTEGER NOT NULL CHECK (copy > 0),"
	"	recipient      TEXT NOT NULL,"
	"	recipient_name TEXT NOT NULL,"
	"	way            TEXT NOT NULL CHECK (way IN ('report', 'send', 'issue')),"
	"	signed_by      TEXT,"
	"	signed_at      INTEGER,"
	"	note           TEXT,"
	"	PRIMARY KEY (record, copy)"
	") STRICT;"
	"CREATE TABLE upward ("
	"	number      INTEGER PRIMARY KEY,"
	"	level       TEXT NOT NULL CHECK (level IN ('province', 'central', 'city')),"
	"	office      TEXT NOT NULL,"
	"	title       TEXT NOT NULL,"
	"	item        TEXT,"
	"	sent_on     TEXT NOT NULL,"
	"	status      TEXT NOT NULL CHECK (status IN ('sent', 'adopted', 'declined')),"
	"	adopted_on  TEXT,"
	"	adopted_in  TEXT,"
	"	note        TEXT,"
	"	external_id TEXT,"
	"	at          INTEGER NOT NULL,"
	"	actor       TEXT NOT NULL"
	") STRICT;"
	"CREATE INDEX upward_sent ON upward (sent_on);"
	"CREATE TABLE upward_on ("
	"	upward INTEGER NOT NULL REFERENCES upward (number),"
	"	report INTEGER NOT NULL REFERENCES report (number),"
	"	weight INTEGER NOT NULL CHECK (weight > 0),"
	"	PRIMARY KEY (upward, report)"
	") STRICT;"
	"CREATE INDEX upward_on_report ON upward_on (report);"
	"CREATE TABLE peer_rank ("
	"	level  TEXT NOT NULL CHECK (level IN ('province', 'central', 'city')),"
	"	month  TEXT NOT NULL,"
	"	place  INTEGER NOT NULL CHECK (place > 0),"
	"	\"of\"   INTEGER CHECK (\"of\" >= place),"
	"	points TEXT,"
	"	note   TEXT,"
	"	at     INTEGER NOT NULL,"
	"	actor  TEXT NOT NULL,"
	"	PRIMARY KEY (level, month)"
	") STRICT;"
	"CREATE TABLE commission ("
	"	number      INTEGER PRIMARY KEY,"
	"	topic       TEXT NOT NULL,"
	"	text        TEXT,"
	"	publication TEXT,"
	"	level       TEXT NOT NULL CHECK (level IN ('office', 'province', 'central')),"
	"	asked_at    INTEGER NOT NULL,"
	"	due_at      INTEGER NOT NULL,"
	"	note        TEXT,"
	"	at          INTEGER NOT NULL,"
	"	actor       TEXT NOT NULL"
	") STRICT;"
	"CREATE INDEX commission_due ON commission (due_at);"
	"CREATE TABLE commission_unit ("
	"	number INTEGER NOT NULL REFERENCES commission (number),"
	"	unit   TEXT NOT NULL REFERENCES unit (code),"
	"	report INTEGER REFERENCES report (number),"
	"	excuse TEXT,"
	"	PRIMARY KEY (number, unit)"
	") STRICT;"
	"CREATE INDEX commission_unit_of ON commission_unit (unit);"
	"CREATE TABLE score_mark ("
	"	number INTEGER PRIMARY KEY,"
	"	unit   TEXT NOT NULL REFERENCES unit (code),"
	"	kind   TEXT NOT NULL CHECK (kind IN ('error', 'concealed', 'bonus', 'deduction')),"
	"	day    TEXT NOT NULL,"
	"	report INTEGER REFERENCES report (number),"
	"	points TEXT,"
	"	reason TEXT NOT NULL,"
	"	at     INTEGER NOT NULL,"
	"	actor  TEXT NOT NULL"
	") STRICT;"
	"CREATE INDEX score_mark_day ON score_mark (day);"
	"CREATE TABLE score_class ("
	"	unit       TEXT NOT NULL REFERENCES unit (code) DEFERRABLE INITIALLY DEFERRED,"
	"	class      TEXT NOT NULL,"
	"	sort       INTEGER,"
	"	valid_from TEXT NOT NULL,"
	"	valid_to   TEXT CHECK (valid_to >= valid_from),"
	"	PRIMARY KEY (unit, valid_from)"
	") STRICT;"
	"CREATE TABLE score_rule ("
	"	code         TEXT NOT NULL,"
	"	name         TEXT NOT NULL,"
	"	kind         TEXT NOT NULL CHECK (kind IN ('points', 'times', 'plus-times', 'quota', 'rate', 'best', 'zero', 'cap', 'floor', 'pass')),"
	"	measure      TEXT NOT NULL CHECK (measure IN ('none', 'submitted', 'adopted', 'upward-sent', 'upward-adopted', 'instructed', 'commissioned', 'no-show', 'late', 'left-out', 'unreported', 'concealed', 'error', 'mark')),"
	"	points       TEXT,"
	"	publications TEXT,"
	"	categories   TEXT,"
	"	levels       TEXT,"
	"	offices      TEXT,"
	"	leaders      TEXT,"
	"	grades       TEXT,"
	"	merged       TEXT NOT NULL CHECK (merged IN ('any', 'alone', 'merged')),"
	"	share        TEXT NOT NULL CHECK (share IN ('weight', 'equal', 'full', 'half')),"
	"	classes      TEXT,"
	"	units        TEXT,"
	"	\"of\"         TEXT,"
	"	per          TEXT NOT NULL CHECK (per IN ('none', 'week', 'month', 'quarter', 'year')),"
	"	need         INTEGER CHECK (need >= 0),"
	"	short        TEXT,"
	"	over         TEXT,"
	"	basis        TEXT,"
	"	sort         INTEGER,"
	"	valid_from   TEXT NOT NULL,"
	"	valid_to     TEXT CHECK (valid_to >= valid_from),"
	"	PRIMARY KEY (code, valid_from)"
	") STRICT;"
	"CREATE TABLE report_sketch ("
	"	received_at INTEGER NOT NULL,"
	"	number      INTEGER NOT NULL,"
	"	sketch      INTEGER NOT NULL,"
	"	PRIMARY KEY (received_at, number)"
	") STRICT, WITHOUT ROWID;"
	"CREATE INDEX handling_at ON handling (at);"
	"INSERT INTO publication (code) SELECT DISTINCT publication FROM bulletin_column"
	" WHERE true ON CONFLICT (code) DO NOTHING;";
/* clang-format on */

/* Append only; a published step is never edited. */
static const struct od_step steps[] = {
	{ 2, to_2 },
	{ 3, to_3 },
	{ 4, to_4 },
	{ 5, to_5 },
};

static int set_version(struct od_db *db, int version, struct od_err *err)
{
	char sql[80];

	snprintf(sql, sizeof(sql), "PRAGMA user_version = %d", version);
	return od_exec(db, sql, err);
}

static int run_steps(struct od_db *db, const struct od_step *s, size_t n, int to, int *from,
		     struct od_err *err)
{
	int64_t have;

	/* Read again now that the write lock is ours: another process may have done the work
	 * while we waited. */
	if (od_pragma(db, "PRAGMA user_version", &have, err) < 0)
		return -1;
	*from = have;
	for (size_t i = 0; i < n; i++)
		if (s[i].to > have && s[i].to <= to && od_exec(db, s[i].sql, err) < 0)
			return -1;
	return have < to ? set_version(db, to, err) : 0;
}

int od_migrate_steps(struct od_db *db, const struct od_step *s, size_t n, int to, int *from,
		     struct od_err *err)
{
	int r;

	if (od_queue_enter(db, true, err) < 0)
		return -1;
	r = od_exec(db, "BEGIN IMMEDIATE", err);
	if (r == 0)
		r = run_steps(db, s, n, to, from, err);
	if (r == 0)
		r = od_exec(db, "COMMIT", err);
	if (r < 0)
		od_rollback(db);
	od_queue_leave(db);
	return r;
}

static int copy_before(struct od_db *db, int version, struct od_err *err)
{
	char *name;
	int r;

	if (asprintf(&name, "%s.v%d.bak", db->path, version) < 0)
		return od_fail_nomem(err);
	unlink(name); /* from a try that did not finish */
	r = od_copy(db->sq, name, err);
	free(name);
	return r;
}

int od_migrate(const char *path, int wait_ms, int *from, struct od_err *err)
{
	struct od_db *db = od_open_raw(path, SQLITE_OPEN_READWRITE, wait_ms, err);
	int64_t app, version;
	int r = -1;

	if (!db)
		return -1;
	if (od_pragma(db, "PRAGMA application_id", &app, err) < 0 ||
	    od_pragma(db, "PRAGMA user_version", &version, err) < 0)
		goto out;
	*from = version;
	if (app != OD_APPLICATION_ID || version >= OD_SCHEMA_VERSION)
		r = od_check_schema(db, err);
	else if (copy_before(db, version, err) == 0)
		r = od_migrate_steps(db, steps, OD_COUNT(steps), OD_SCHEMA_VERSION, from, err);
out:
	od_close(db);
	return r;
}

static int fill(struct od_db *db, struct od_err *err)
{
	char app[80];

	snprintf(app, sizeof(app), "PRAGMA application_id = %d", OD_APPLICATION_ID);
	/* On a network file system the rollback journal is the only safe mode. */
	if (od_exec(db, db->network ? "PRAGMA journal_mode = DELETE" : "PRAGMA journal_mode = WAL",
		    err) < 0)
		return -1;
	if (od_exec(db, "BEGIN IMMEDIATE", err) < 0 || od_exec(db, app, err) < 0 ||
	    od_exec(db, od_schema_sql, err) < 0 || set_version(db, OD_SCHEMA_VERSION, err) < 0)
		return -1;
	return od_exec(db, "COMMIT", err);
}

int od_create(const char *path, struct od_err *err)
{
	struct od_db *db;
	char *tmp;
	int fd, r = -1;

	if (access(path, F_OK) == 0)
		return od_fail(err, OD_ECREATE, _("'%s' exists already; nothing was changed"),
			       path);
	if (asprintf(&tmp, "%s.XXXXXX", path) < 0)
		return od_fail_nomem(err);
	fd = mkstemp(tmp);
	if (fd < 0) {
		od_fail(err, OD_ECREATE, _("cannot create '%s': %s"), path, strerror(errno));
		free(tmp);
		return -1;
	}
	/* Colleagues of the same group share the office's file. */
	if (fchmod(fd, 0660) < 0)
		od_fail(err, OD_ECREATE, "%s: %s", tmp, strerror(errno));
	close(fd);
	db = od_open_raw(tmp, SQLITE_OPEN_READWRITE, 0, err);
	if (db)
		r = fill(db, err);
	od_close(db);
	/* link(2), unlike rename(2), never replaces what came in between. */
	if (r == 0 && link(tmp, path) != 0)
		r = od_fail(err, OD_ECREATE, _("cannot create '%s': %s"), path, strerror(errno));
	if (r == 0)
		r = od_sync_dir(path, err);
	unlink(tmp);
	free(tmp);
	return r;
}
