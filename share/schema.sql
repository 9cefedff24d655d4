-- schema.sql - the present schema of an officedb database; new files are made from it, and every
-- migration must end in exactly it (a test compares).  Dates are text YYYY-MM-DD, instants are
-- UTC seconds, numbers such as R2026-0123 are integers year * 100000000 + serial.

-- Who wrote something, when, with which command: one row a transaction.
CREATE TABLE act (
	id         INTEGER PRIMARY KEY,
	at         INTEGER NOT NULL,
	actor      TEXT NOT NULL,           -- login name, or code of a person
	acting_for TEXT,                    -- --as: on whose behalf
	command    TEXT NOT NULL,
	first      INTEGER NOT NULL         -- its first row in the journal
) STRICT;

-- Every change, append-only; hash is SM3 over the hash before and this row with its act.
CREATE TABLE journal (
	seq    INTEGER PRIMARY KEY,
	act    INTEGER NOT NULL REFERENCES act (id),
	action TEXT NOT NULL,               -- create, change, delete, accept, return, undo ...
	type   TEXT NOT NULL,               -- record type
	record TEXT NOT NULL,               -- R2026-0123, unit:BM01/2020-01-01
	change TEXT,                        -- {"field":["before","after"]}; NULL: a creation
	digest BLOB,                        -- of a creation's canonical form
	hash   BLOB NOT NULL
) STRICT;
CREATE INDEX journal_record ON journal (record);
CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_no_delete BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER act_no_update BEFORE UPDATE ON act
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER act_no_delete BEFORE DELETE ON act
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- The last serial given out of each series in each year; undo never gives one back.
CREATE TABLE counter (
	series TEXT NOT NULL,               -- R, B ...
	year   INTEGER NOT NULL,
	last   INTEGER NOT NULL CHECK (last >= 0),
	PRIMARY KEY (series, year)
) STRICT;

-- Organisation and regime: dated rows.  valid_to NULL: still.  Each thing that others refer to has
-- a row of its own code, which stays when its dated rows change.
CREATE TABLE unit (code TEXT NOT NULL PRIMARY KEY) STRICT;
CREATE TABLE unit_row (
	code       TEXT NOT NULL REFERENCES unit (code) DEFERRABLE INITIALLY DEFERRED,
	name       TEXT NOT NULL,
	short_name TEXT,
	aliases    TEXT,                    -- joined by 、
	kind       TEXT NOT NULL CHECK (kind IN ('body', 'county', 'department', 'park', 'other')),
	level      TEXT NOT NULL CHECK (level IN ('none', 'city', 'county', 'township')),
	parent     TEXT REFERENCES unit (code) DEFERRABLE INITIALLY DEFERRED,
	superior   TEXT,                    -- 上级主管部门
	sort       INTEGER,
	valid_from TEXT NOT NULL,
	valid_to   TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (code, valid_from)
) STRICT;
CREATE INDEX unit_row_name ON unit_row (name);
CREATE INDEX unit_row_short_name ON unit_row (short_name);

CREATE TABLE person (code TEXT NOT NULL PRIMARY KEY) STRICT;
CREATE TABLE person_row (
	code       TEXT NOT NULL REFERENCES person (code) DEFERRABLE INITIALLY DEFERRED,
	name       TEXT NOT NULL,
	unit       TEXT REFERENCES unit (code) DEFERRABLE INITIALLY DEFERRED,
	post       TEXT,
	rank       TEXT NOT NULL CHECK (rank IN ('none', 'city-chief', 'city-deputy', 'county-chief',
	                                         'county-deputy', 'section-chief', 'section-deputy',
	                                         'staff')),
	phone      TEXT,
	mobile     TEXT,
	login      TEXT,
	schedule   INTEGER NOT NULL CHECK (schedule IN (0, 1)),
	sort       INTEGER,
	valid_from TEXT NOT NULL,
	valid_to   TEXT CHECK (valid_to >= valid_from),
	work_since TEXT,                    -- 参加工作时间
	desk       TEXT REFERENCES desk (code) DEFERRABLE INITIALLY DEFERRED, -- staff of the office
	PRIMARY KEY (code, valid_from)
) STRICT;
CREATE INDEX person_row_login ON person_row (login) WHERE login IS NOT NULL;

CREATE TABLE desk (code TEXT NOT NULL PRIMARY KEY) STRICT;
CREATE TABLE desk_row (
	code       TEXT NOT NULL REFERENCES desk (code) DEFERRABLE INITIALLY DEFERRED,
	name       TEXT NOT NULL,
	phone      TEXT,
	sort       INTEGER,
	valid_from TEXT NOT NULL,
	valid_to   TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (code, valid_from)
) STRICT;

CREATE TABLE contact (                      -- 责任制联系人, requirements A2
	unit       TEXT NOT NULL REFERENCES unit (code) DEFERRABLE INITIALLY DEFERRED,
	role       TEXT NOT NULL CHECK (role IN ('leader', 'section', 'informant', 'reporter',
	                                         'courier', 'archivist')),
	slot       INTEGER NOT NULL CHECK (slot > 0),
	person     TEXT REFERENCES person (code) DEFERRABLE INITIALLY DEFERRED,
	name       TEXT,
	post       TEXT,
	phone      TEXT,
	mobile     TEXT,
	valid_from TEXT NOT NULL,
	valid_to   TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (unit, role, slot, valid_from)
) STRICT;

CREATE TABLE secretary (                    -- 联系秘书, A4
	unit       TEXT NOT NULL REFERENCES unit (code) DEFERRABLE INITIALLY DEFERRED,
	kind       TEXT NOT NULL CHECK (kind IN ('contact', 'cover')),
	person     TEXT NOT NULL REFERENCES person (code) DEFERRABLE INITIALLY DEFERRED,
	valid_from TEXT NOT NULL,
	valid_to   TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (unit, kind, valid_from)
) STRICT;

CREATE TABLE secondment (                   -- 跟班学习, A6
	person_name TEXT NOT NULL,
	unit        TEXT NOT NULL REFERENCES unit (code) DEFERRABLE INITIALLY DEFERRED,
	desk        TEXT NOT NULL REFERENCES desk (code) DEFERRABLE INITIALLY DEFERRED,
	valid_from  TEXT NOT NULL,
	valid_to    TEXT CHECK (valid_to >= valid_from),
	note        TEXT,
	PRIMARY KEY (person_name, unit, valid_from)
) STRICT;

CREATE TABLE category (code TEXT NOT NULL PRIMARY KEY) STRICT;
CREATE TABLE category_row (                 -- what may be reported, and to which desk (A5, B1)
	code       TEXT NOT NULL REFERENCES category (code) DEFERRABLE INITIALLY DEFERRED,
	name       TEXT NOT NULL,
	aliases    TEXT,
	desk       TEXT NOT NULL REFERENCES desk (code) DEFERRABLE INITIALLY DEFERRED,
	wants      TEXT,                    -- fields that must be given
	refuses    TEXT,                    -- fields that must not
	refusal    TEXT,                    -- why not
	sort       INTEGER,
	valid_from TEXT NOT NULL,
	valid_to   TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (code, valid_from)
) STRICT;

CREATE TABLE bulletin_column (              -- columns of publications (C1)
	publication TEXT NOT NULL,
	code        TEXT NOT NULL,
	title       TEXT NOT NULL,
	categories  TEXT NOT NULL,          -- codes joined by 、
	style       TEXT NOT NULL CHECK (style IN ('full', 'brief', 'schedule')),
	sort        INTEGER,
	valid_from  TEXT NOT NULL,
	valid_to    TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (publication, code, valid_from)
) STRICT;

CREATE TABLE setting (
	name       TEXT NOT NULL,
	value      TEXT NOT NULL,
	valid_from TEXT NOT NULL,
	valid_to   TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (name, valid_from)
) STRICT;

CREATE TABLE holiday (
	date TEXT NOT NULL PRIMARY KEY,
	off  INTEGER NOT NULL CHECK (off IN (0, 1)),
	name TEXT
) STRICT;

-- Who owes which report by when; what is owed (the slots) is derived from it, never stored.
CREATE TABLE duty (code TEXT NOT NULL PRIMARY KEY) STRICT;
CREATE TABLE duty_row (
	code        TEXT NOT NULL REFERENCES duty (code) DEFERRABLE INITIALLY DEFERRED,
	name        TEXT NOT NULL,
	categories  TEXT NOT NULL,          -- lists are joined by 、
	desk        TEXT REFERENCES desk (code) DEFERRABLE INITIALLY DEFERRED,
	owed_by     TEXT NOT NULL CHECK (owed_by IN ('unit', 'person', 'scheduled')),
	kinds       TEXT,
	levels      TEXT,
	units       TEXT,
	"except"    TEXT,
	ranks       TEXT,
	rhythm      TEXT NOT NULL CHECK (rhythm IN ('workday', 'day', 'week', 'month', 'quarter',
	                                            'half-year', 'year', 'event')),
	"on"        TEXT,
	shift       TEXT NOT NULL CHECK (shift IN ('none', 'next', 'previous')),
	due         TEXT NOT NULL,
	about       TEXT NOT NULL CHECK (about IN ('same', 'next', 'previous')),
	counted_by  TEXT NOT NULL CHECK (counted_by IN ('occurred', 'received')),
	anchor      TEXT NOT NULL CHECK (anchor IN ('occurred', 'learned', 'received',
	                                            'departure', 'return')),
	grades      TEXT,
	form        TEXT NOT NULL CHECK (form IN ('written', 'telephone', 'superior')),
	stage       TEXT NOT NULL CHECK (stage IN ('none', 'first', 'follow-up', 'final')),
	quota       INTEGER CHECK (quota > 0),
	grace       INTEGER CHECK (grace >= 0),
	clock       TEXT NOT NULL CHECK (clock IN ('work', 'wall')),
	lapse       TEXT,
	consequence TEXT,
	basis       TEXT,
	sort        INTEGER,
	valid_from  TEXT NOT NULL,
	valid_to    TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (code, valid_from)
) STRICT;
CREATE TABLE override (                     -- 实施细则: a unit's own rule in place of the duty's
	duty       TEXT NOT NULL REFERENCES duty (code) DEFERRABLE INITIALLY DEFERRED,
	unit       TEXT NOT NULL REFERENCES unit (code) DEFERRABLE INITIALLY DEFERRED,
	exempt     INTEGER NOT NULL CHECK (exempt IN (0, 1)),
	"on"       TEXT,
	due        TEXT,
	quota      INTEGER CHECK (quota > 0),
	grace      INTEGER CHECK (grace >= 0),
	basis      TEXT,
	valid_from TEXT NOT NULL,
	valid_to   TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (duty, unit, valid_from)
) STRICT;

-- One run of an import.
CREATE TABLE batch (
	number     INTEGER PRIMARY KEY,     -- B2026-0001
	name       TEXT NOT NULL,
	command    TEXT NOT NULL,
	actor      TEXT NOT NULL,
	at         INTEGER NOT NULL,
	taken      INTEGER NOT NULL,
	updated    INTEGER NOT NULL,
	duplicates INTEGER NOT NULL,
	rejected   INTEGER NOT NULL,
	undone_at  INTEGER,
	act        INTEGER REFERENCES act (id) -- NULL: came from a dump, cannot be undone
) STRICT;

-- Checks are written with OR: an IN of more than two words is a table that SQLite builds for each row.
CREATE TABLE report (
	number      INTEGER PRIMARY KEY,    -- R2026-0123
	unit        TEXT NOT NULL REFERENCES unit (code),
	category    TEXT NOT NULL REFERENCES category (code),
	title       TEXT NOT NULL CHECK (title <> ''),
	body        TEXT,
	occurred_at INTEGER NOT NULL,
	place       TEXT,
	leaders     TEXT,                   -- joined by 、
	author      TEXT,
	phone       TEXT,
	signer      TEXT,
	secrecy     TEXT NOT NULL CHECK (secrecy = 'none' OR secrecy = 'secret' OR secrecy = 'highly-secret'
	                            OR secrecy = 'top-secret'),
	urgency     TEXT NOT NULL CHECK (urgency = 'none' OR urgency = 'urgent' OR urgency = 'top-urgent'),
	external_id TEXT,                   -- the unit's own number
	status      TEXT NOT NULL CHECK (status = 'received' OR status = 'accepted' OR status = 'returned'
	                           OR status = 'rejected' OR status = 'duplicate' OR status = 'withdrawn'),
	undated     INTEGER NOT NULL CHECK (undated = 0 OR undated = 1), -- occurred_at is received_at
	desk        TEXT NOT NULL REFERENCES desk (code),
	received_at INTEGER NOT NULL,
	batch       INTEGER REFERENCES batch (number),
	content_key INTEGER NOT NULL,       -- 64 bits of the content's digest: finds the same again
	ends_at     INTEGER,
	accompanying TEXT,                  -- joined by 、
	event       INTEGER,                -- E2026-0001: a chain of reports about one emergency
	stage       TEXT NOT NULL DEFAULT 'none' CHECK (stage = 'none' OR stage = 'first'
	                          OR stage = 'follow-up' OR stage = 'final'),
	form        TEXT NOT NULL DEFAULT 'written' CHECK (form = 'written' OR form = 'telephone'),
	grade       TEXT NOT NULL DEFAULT 'none' CHECK (grade = 'none' OR grade = 'ordinary'
	                          OR grade = 'larger' OR grade = 'major' OR grade = 'extraordinary'),
	learned_at  INTEGER,
	dead        INTEGER CHECK (dead >= 0),
	injured     INTEGER CHECK (injured >= 0),
	missing     INTEGER CHECK (missing >= 0),
	measures    TEXT,
	superior_at INTEGER,                -- when the unit told its superior department
	taken_by    TEXT,
	told        TEXT                    -- joined by 、
) STRICT;
CREATE UNIQUE INDEX report_external ON report (unit, external_id) WHERE external_id IS NOT NULL;
CREATE INDEX report_content ON report (content_key) WHERE external_id IS NULL;
CREATE INDEX report_occurred ON report (occurred_at);
CREATE INDEX report_received ON report (received_at);
CREATE INDEX report_unit ON report (unit, occurred_at);
-- What a duty's slots are met by is read from here alone.
CREATE INDEX report_met ON report (category, unit, occurred_at, received_at, status);
CREATE INDEX report_event ON report (event) WHERE event IS NOT NULL;

CREATE TABLE handling (                     -- what desks did to reports (B6)
	number INTEGER NOT NULL REFERENCES report (number),
	step   INTEGER NOT NULL CHECK (step > 0), -- 1, 2 ... of the report
	action TEXT NOT NULL CHECK (action IN ('accept', 'return', 'reject', 'duplicate', 'forward',
	                                       'withdraw', 'resubmit')),
	reason TEXT,
	target TEXT,                        -- the other report's number, or the desk
	at     INTEGER NOT NULL,
	actor  TEXT NOT NULL,
	PRIMARY KEY (number, step)
) STRICT;
CREATE INDEX handling_at ON handling (at);

-- Answers to slots other than a report: 零报告, excuses.  A slot is named DUTY/UNIT-or-PERSON/REF.
CREATE TABLE answer (
	slot       TEXT NOT NULL,
	kind       TEXT NOT NULL CHECK (kind IN ('nil', 'excuse')),
	reason     TEXT,
	allowed_by TEXT,
	at         INTEGER NOT NULL,
	actor      TEXT NOT NULL,
	PRIMARY KEY (slot, kind)
) STRICT;
CREATE TABLE urge (                         -- 催报: of one unit, for all it then owes
	number  INTEGER PRIMARY KEY,        -- U2026-0001
	unit    TEXT NOT NULL REFERENCES unit (code),
	slots   TEXT NOT NULL,              -- joined by 、
	channel TEXT NOT NULL CHECK (channel IN ('notice', 'telephone', 'message')),
	note    TEXT,
	at      INTEGER NOT NULL,
	actor   TEXT NOT NULL
) STRICT;
CREATE INDEX urge_at ON urge (at);
CREATE TABLE omission (                     -- 漏报: a matter learned of otherwise
	number      INTEGER PRIMARY KEY,    -- O2026-0001
	unit        TEXT NOT NULL REFERENCES unit (code),
	category    TEXT NOT NULL REFERENCES category (code),
	title       TEXT NOT NULL CHECK (title <> ''),
	occurred_at INTEGER NOT NULL,
	learned_at  INTEGER NOT NULL,
	source      TEXT,
	note        TEXT,
	at          INTEGER NOT NULL,
	actor       TEXT NOT NULL
) STRICT;
CREATE INDEX omission_learned ON omission (learned_at);

-- Leave (请销假): kinds and rules are the regime's, A角 and B角 the organisation's.
CREATE TABLE leave_kind (code TEXT NOT NULL PRIMARY KEY) STRICT;
CREATE TABLE leave_kind_row (
	code       TEXT NOT NULL REFERENCES leave_kind (code) DEFERRABLE INITIALLY DEFERRED,
	name       TEXT NOT NULL,
	aliases    TEXT,
	counts     TEXT NOT NULL CHECK (counts IN ('workdays', 'days')),
	annual     INTEGER NOT NULL CHECK (annual IN (0, 1)),
	private    INTEGER NOT NULL CHECK (private IN (0, 1)), -- reason for the handling desk alone
	basis      TEXT,
	sort       INTEGER,
	valid_from TEXT NOT NULL,
	valid_to   TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (code, valid_from)
) STRICT;
CREATE TABLE leave_rule (
	code       TEXT NOT NULL,
	name       TEXT NOT NULL,
	"check"    TEXT NOT NULL CHECK ("check" IN ('approver', 'notice', 'apart', 'pair', 'stand-in',
	                                            'overlap', 'schedule', 'blocked', 'weekend',
	                                            'run', 'renotice')),
	act        TEXT NOT NULL CHECK (act IN ('refuse', 'warn')),
	kinds      TEXT,                    -- lists are joined by 、
	ranks      TEXT,
	others     TEXT,
	units      TEXT,
	reaches    TEXT,
	over       INTEGER CHECK (over >= 0),
	upto       INTEGER CHECK (upto > 0),
	approvers  TEXT,
	days       INTEGER CHECK (days >= 0),
	workdays   INTEGER NOT NULL CHECK (workdays IN (0, 1)),
	stay       INTEGER CHECK (stay > 0),
	from_day   TEXT,
	to_day     TEXT CHECK (to_day >= from_day),
	basis      TEXT,
	sort       INTEGER,
	valid_from TEXT NOT NULL,
	valid_to   TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (code, valid_from)
) STRICT;
CREATE TABLE leave_pair (
	person     TEXT NOT NULL REFERENCES person (code) DEFERRABLE INITIALLY DEFERRED,
	partner    TEXT NOT NULL REFERENCES person (code) DEFERRABLE INITIALLY DEFERRED,
	valid_from TEXT NOT NULL,
	valid_to   TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (person, partner, valid_from),
	CHECK (person <> partner)
) STRICT;
CREATE TABLE leave (
	number       INTEGER PRIMARY KEY,   -- L2026-0007
	person       TEXT NOT NULL REFERENCES person (code),
	kind         TEXT NOT NULL REFERENCES leave_kind (code),
	from_day     TEXT NOT NULL,
	from_part    TEXT NOT NULL CHECK (from_part = 'morning' OR from_part = 'afternoon'
	                             OR from_part = 'evening'),
	to_day       TEXT NOT NULL CHECK (to_day >= from_day),
	to_part      TEXT NOT NULL CHECK (to_part = 'morning' OR to_part = 'afternoon' OR to_part = 'evening'),
	reach        TEXT NOT NULL CHECK (reach = 'none' OR reach = 'city' OR reach = 'province'
	                             OR reach = 'country'),
	place        TEXT,
	reason       TEXT,
	stand_in     TEXT REFERENCES person (code),
	phone        TEXT,
	itinerary    TEXT,
	parent       INTEGER REFERENCES leave (number), -- 续假: of which it is the extension
	report       INTEGER REFERENCES report (number), -- by which it came
	external_id  TEXT,
	late         INTEGER NOT NULL CHECK (late = 0 OR late = 1), -- 补假
	requested_at INTEGER NOT NULL,
	status       TEXT NOT NULL CHECK (status = 'requested' OR status = 'approved' OR status = 'away'
	                             OR status = 'returned' OR status = 'extended' OR status = 'refused'
	                             OR status = 'cancelled'),
	batch        INTEGER REFERENCES batch (number),
	departed_at  INTEGER,
	returned_at  INTEGER
) STRICT;
CREATE UNIQUE INDEX leave_external ON leave (person, external_id) WHERE external_id IS NOT NULL;
-- Which of a person's leaves reach a day is read from here alone.
CREATE INDEX leave_person ON leave (person, from_day, to_day, status, returned_at);
CREATE INDEX leave_to ON leave (to_day);
CREATE INDEX leave_out ON leave (from_day) WHERE status = 'approved' OR status = 'away';
CREATE INDEX leave_back ON leave (returned_at) WHERE returned_at IS NOT NULL;
CREATE INDEX leave_parent ON leave (parent) WHERE parent IS NOT NULL;
CREATE TABLE leave_step (                   -- what was done to leaves, append-only
	number      INTEGER NOT NULL REFERENCES leave (number),
	step        INTEGER NOT NULL CHECK (step > 0),
	action      TEXT NOT NULL CHECK (action IN ('request', 'approve', 'refuse', 'extend', 'change',
	                                            'depart', 'return', 'cancel')),
	"by"        TEXT REFERENCES person (code),
	role        TEXT,                   -- the link of the chain of approval
	reason      TEXT,
	happened_at INTEGER NOT NULL,
	at          INTEGER NOT NULL,
	actor       TEXT NOT NULL,
	PRIMARY KEY (number, step)
) STRICT;

-- Supervision (督查): special groups, matters with a state per unit, what was done to them.
CREATE TABLE task_group (                   -- 专项督查小组
	number   INTEGER PRIMARY KEY,       -- G2026-0001
	name     TEXT NOT NULL,
	theme    TEXT,
	head     TEXT,
	members  TEXT,                      -- joined by 、
	from_day TEXT,
	to_day   TEXT CHECK (to_day >= from_day),
	note     TEXT,
	at       INTEGER NOT NULL,
	actor    TEXT NOT NULL
) STRICT;
CREATE TABLE task (
	number      INTEGER PRIMARY KEY,    -- T2026-0045
	title       TEXT NOT NULL CHECK (title <> ''),
	text        TEXT,
	source      TEXT NOT NULL CHECK (source = 'other' OR source = 'decision' OR source = 'instruction'
	                           OR source = 'assigned' OR source = 'complaint' OR source = 'campaign'
	                           OR source = 'check'),
	basis       TEXT,
	kind        TEXT,
	grade       TEXT NOT NULL CHECK (grade = 'ordinary' OR grade = 'major'),
	secrecy     TEXT NOT NULL CHECK (secrecy = 'none' OR secrecy = 'secret' OR secrecy = 'highly-secret'
	                            OR secrecy = 'top-secret'),
	"limit"     TEXT,                   -- 15w, 30d: from the day it is assigned
	due_on      TEXT,
	feedback    TEXT NOT NULL CHECK (feedback = 'none' OR feedback = 'week' OR feedback = 'month'
	                             OR feedback = 'quarter'),
	leaders     TEXT,                   -- joined by 、
	parent      INTEGER REFERENCES task (number),
	"group"     INTEGER REFERENCES task_group (number),
	report      INTEGER REFERENCES report (number),
	external_id TEXT,
	opened_at   INTEGER NOT NULL,
	status      TEXT NOT NULL CHECK (status = 'registered' OR status = 'assigned' OR status = 'closed'
	                           OR status = 'filed' OR status = 'cancelled'),
	unfinished  INTEGER NOT NULL CHECK (unfinished = 0 OR unfinished = 1),
	version     INTEGER NOT NULL CHECK (version > 0),
	batch       INTEGER REFERENCES batch (number)
) STRICT;
CREATE UNIQUE INDEX task_external ON task (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX task_open ON task (due_on) WHERE status = 'registered' OR status = 'assigned';
CREATE INDEX task_parent ON task (parent) WHERE parent IS NOT NULL;
CREATE TABLE task_unit (                    -- one unit's part: 牵头 or 协办
	number      INTEGER NOT NULL REFERENCES task (number),
	unit        TEXT NOT NULL REFERENCES unit (code),
	role        TEXT NOT NULL CHECK (role = 'lead' OR role = 'co'),
	state       TEXT NOT NULL CHECK (state = 'assigned' OR state = 'signed' OR state = 'reported'
	                           OR state = 'returned' OR state = 'finished' OR state = 'verified'),
	due_on      TEXT,                   -- in force for this unit
	percent     INTEGER CHECK (percent BETWEEN 0 AND 100),
	assigned_at INTEGER,                -- NULL: named, not assigned yet
	PRIMARY KEY (number, unit)
) STRICT;
CREATE INDEX task_unit_of ON task_unit (unit);
CREATE TABLE task_event (                   -- append-only
	number      INTEGER NOT NULL REFERENCES task (number),
	step        INTEGER NOT NULL CHECK (step > 0),
	action      TEXT NOT NULL,
	unit        TEXT REFERENCES unit (code),
	text        TEXT,
	reason      TEXT,
	percent     INTEGER,
	due_on      TEXT,
	level       INTEGER CHECK (level BETWEEN 1 AND 3),
	"by"        TEXT,
	happened_at INTEGER NOT NULL,
	at          INTEGER NOT NULL,
	actor       TEXT NOT NULL,
	was         TEXT,                   -- of unit and matter, before and after: what undo goes back to
	undoes      INTEGER,                -- undo: the step it takes back
	PRIMARY KEY (number, step)
) STRICT;
CREATE TABLE instruction (                  -- 领导批示 (C4)
	number      INTEGER PRIMARY KEY,    -- I2026-0012
	leader      TEXT NOT NULL,          -- a person's code, or a name
	level       TEXT NOT NULL CHECK (level IN ('other', 'central', 'province', 'city-chief', 'city',
	                                           'office')),
	serial      INTEGER NOT NULL CHECK (serial > 0), -- of this leader in that year
	given_on    TEXT NOT NULL,
	text        TEXT,
	about       TEXT,
	document    TEXT,
	report      INTEGER REFERENCES report (number),
	major       INTEGER NOT NULL CHECK (major IN (0, 1)),
	secrecy     TEXT NOT NULL CHECK (secrecy IN ('none', 'secret', 'highly-secret', 'top-secret')),
	external_id TEXT,
	at          INTEGER NOT NULL,
	actor       TEXT NOT NULL,
	batch       INTEGER REFERENCES batch (number)
) STRICT;
CREATE UNIQUE INDEX instruction_external ON instruction (external_id) WHERE external_id IS NOT NULL;
CREATE INDEX instruction_leader ON instruction (leader, given_on);
CREATE TABLE instruction_on (               -- what it is linked to, many to many
	instruction INTEGER NOT NULL REFERENCES instruction (number),
	record      TEXT NOT NULL,          -- T2026-0045, R2026-0123 ...
	PRIMARY KEY (instruction, record)
) STRICT;
CREATE INDEX instruction_on_record ON instruction_on (record);
CREATE TABLE site_check (                   -- 明查暗访 (D3)
	number       INTEGER PRIMARY KEY,   -- C2026-0003
	checked_at   INTEGER NOT NULL,
	place        TEXT,
	unit         TEXT REFERENCES unit (code),
	announced    INTEGER NOT NULL CHECK (announced IN (0, 1)),
	checkers     TEXT,                  -- joined by 、
	"group"      INTEGER REFERENCES task_group (number),
	task         INTEGER REFERENCES task (number),
	found        TEXT,
	verdict      TEXT NOT NULL CHECK (verdict IN ('none', 'sound', 'problem', 'serious')),
	follow_up    TEXT,
	follow_up_by TEXT,
	at           INTEGER NOT NULL,
	actor        TEXT NOT NULL
) STRICT;
CREATE INDEX site_check_task ON site_check (task) WHERE task IS NOT NULL;
CREATE TABLE evidence (                     -- files by their digest
	record TEXT NOT NULL,
	file   TEXT NOT NULL,
	size   INTEGER NOT NULL CHECK (size >= 0),
	digest TEXT NOT NULL,
	at     INTEGER NOT NULL,
	actor  TEXT NOT NULL,
	PRIMARY KEY (record, digest)
) STRICT;
CREATE TABLE task_view (                    -- saved views of task-track
	code       TEXT NOT NULL,
	name       TEXT NOT NULL,
	filter     TEXT NOT NULL,
	sort       INTEGER,
	valid_from TEXT NOT NULL,
	valid_to   TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (code, valid_from)
) STRICT;

-- Publications (C1): what they are, and who gets them (报、送、发).
CREATE TABLE publication (code TEXT NOT NULL PRIMARY KEY) STRICT;
CREATE TABLE publication_row (
	code          TEXT NOT NULL REFERENCES publication (code) DEFERRABLE INITIALLY DEFERRED,
	name          TEXT NOT NULL,
	masthead      TEXT,
	form          TEXT NOT NULL CHECK (form IN ('digest', 'article', 'roundup', 'schedule')),
	rhythm        TEXT NOT NULL CHECK (rhythm IN ('none', 'day', 'workday', 'week', 'month')),
	total_before  INTEGER CHECK (total_before >= 0),
	serial_before INTEGER CHECK (serial_before >= 0),
	secrecy       TEXT NOT NULL CHECK (secrecy IN ('none', 'secret', 'highly-secret', 'top-secret')),
	term          TEXT,
	numbered      INTEGER NOT NULL CHECK (numbered IN (0, 1)),
	signer        TEXT,
	editor        TEXT,
	phone         TEXT,
	footer        TEXT,
	sort          INTEGER,
	valid_from    TEXT NOT NULL,
	valid_to      TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (code, valid_from)
) STRICT;
CREATE TABLE distribution (
	publication TEXT NOT NULL REFERENCES publication (code) DEFERRABLE INITIALLY DEFERRED,
	recipient   TEXT NOT NULL,
	way         TEXT NOT NULL CHECK (way IN ('report', 'send', 'issue')),
	copies      INTEGER CHECK (copies > 0),
	sort        INTEGER,
	valid_from  TEXT NOT NULL,
	valid_to    TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (publication, recipient, valid_from)
) STRICT;

-- Issues, frozen when they are printed; their items; the reports these were made of (采用); 更正; numbered copies.
CREATE TABLE issue (
	issue       TEXT NOT NULL PRIMARY KEY,
	publication TEXT NOT NULL REFERENCES publication (code),
	year        INTEGER NOT NULL,
	serial      INTEGER NOT NULL,
	total       INTEGER NOT NULL,
	date        TEXT NOT NULL,
	status      TEXT NOT NULL CHECK (status IN ('issued', 'withdrawn')),
	reason      TEXT,
	form        TEXT NOT NULL CHECK (form IN ('digest', 'article', 'roundup', 'schedule')),
	masthead    TEXT NOT NULL,
	office      TEXT NOT NULL,
	secrecy     TEXT NOT NULL CHECK (secrecy IN ('none', 'secret', 'highly-secret', 'top-secret')),
	term        TEXT,
	signer      TEXT,
	editor      TEXT,
	phone       TEXT,
	footer      TEXT,
	report_to   TEXT,
	send_to     TEXT,
	issue_to    TEXT,
	copies      INTEGER,
	note        TEXT,
	at          INTEGER NOT NULL,
	actor       TEXT NOT NULL,
	CHECK (issue = publication || '/' || year || '-' || serial)
) STRICT;
CREATE UNIQUE INDEX issue_serial ON issue (publication, year, serial);
CREATE UNIQUE INDEX issue_total ON issue (publication, total);
CREATE INDEX issue_date ON issue (date);
CREATE TABLE issue_item (
	issue        TEXT NOT NULL REFERENCES issue (issue),
	item         INTEGER NOT NULL,
	"column"     TEXT,
	column_title TEXT,
	style        TEXT NOT NULL CHECK (style IN ('full', 'brief', 'schedule')),
	title        TEXT NOT NULL,
	text         TEXT,
	source       TEXT,
	secrecy      TEXT NOT NULL CHECK (secrecy IN ('none', 'secret', 'highly-secret', 'top-secret')),
	PRIMARY KEY (issue, item)
) STRICT;
CREATE TABLE adoption (
	issue  TEXT NOT NULL,
	item   INTEGER NOT NULL,
	report INTEGER NOT NULL REFERENCES report (number),
	weight INTEGER NOT NULL CHECK (weight > 0),
	PRIMARY KEY (issue, item, report),
	FOREIGN KEY (issue, item) REFERENCES issue_item (issue, item)
) STRICT;
CREATE INDEX adoption_report ON adoption (report);
CREATE TABLE correction (
	number     INTEGER PRIMARY KEY,
	issue      TEXT NOT NULL REFERENCES issue (issue),
	item       INTEGER,
	wrong      TEXT,
	text       TEXT NOT NULL,
	printed_in TEXT,
	at         INTEGER NOT NULL,
	actor      TEXT NOT NULL
) STRICT;
CREATE INDEX correction_issue ON correction (issue);
CREATE TABLE copy (
	record         TEXT NOT NULL,
	copy           INTEGER NOT NULL CHECK (copy > 0),
	recipient      TEXT NOT NULL,
	recipient_name TEXT NOT NULL,
	way            TEXT NOT NULL CHECK (way IN ('report', 'send', 'issue')),
	signed_by      TEXT,
	signed_at      INTEGER,
	note           TEXT,
	PRIMARY KEY (record, copy)
) STRICT;

-- What was sent to higher offices (C3).
CREATE TABLE upward (
	number      INTEGER PRIMARY KEY,
	level       TEXT NOT NULL CHECK (level IN ('province', 'central', 'city')),
	office      TEXT NOT NULL,
	title       TEXT NOT NULL,
	item        TEXT,
	sent_on     TEXT NOT NULL,
	status      TEXT NOT NULL CHECK (status IN ('sent', 'adopted', 'declined')),
	adopted_on  TEXT,
	adopted_in  TEXT,
	note        TEXT,
	external_id TEXT,
	at          INTEGER NOT NULL,
	actor       TEXT NOT NULL
) STRICT;
CREATE INDEX upward_sent ON upward (sent_on);
CREATE TABLE upward_on (
	upward INTEGER NOT NULL REFERENCES upward (number),
	report INTEGER NOT NULL REFERENCES report (number),
	weight INTEGER NOT NULL CHECK (weight > 0),
	PRIMARY KEY (upward, report)
) STRICT;
CREATE INDEX upward_on_report ON upward_on (report);
CREATE TABLE peer_rank (
	level  TEXT NOT NULL CHECK (level IN ('province', 'central', 'city')),
	month  TEXT NOT NULL,
	place  INTEGER NOT NULL CHECK (place > 0),
	"of"   INTEGER CHECK ("of" >= place),
	points TEXT,
	note   TEXT,
	at     INTEGER NOT NULL,
	actor  TEXT NOT NULL,
	PRIMARY KEY (level, month)
) STRICT;

-- Commissions (约稿, C5).
CREATE TABLE commission (
	number      INTEGER PRIMARY KEY,
	topic       TEXT NOT NULL,
	text        TEXT,
	publication TEXT,
	level       TEXT NOT NULL CHECK (level IN ('office', 'province', 'central')),
	asked_at    INTEGER NOT NULL,
	due_at      INTEGER NOT NULL,
	note        TEXT,
	at          INTEGER NOT NULL,
	actor       TEXT NOT NULL
) STRICT;
CREATE INDEX commission_due ON commission (due_at);
CREATE TABLE commission_unit (
	number INTEGER NOT NULL REFERENCES commission (number),
	unit   TEXT NOT NULL REFERENCES unit (code),
	report INTEGER REFERENCES report (number),
	excuse TEXT,
	PRIMARY KEY (number, unit)
) STRICT;
CREATE INDEX commission_unit_of ON commission_unit (unit);

-- Scores (C6): what counts and stands in no other register; classes of units; the rules.
CREATE TABLE score_mark (
	number INTEGER PRIMARY KEY,
	unit   TEXT NOT NULL REFERENCES unit (code),
	kind   TEXT NOT NULL CHECK (kind IN ('error', 'concealed', 'bonus', 'deduction')),
	day    TEXT NOT NULL,
	report INTEGER REFERENCES report (number),
	points TEXT,
	reason TEXT NOT NULL,
	at     INTEGER NOT NULL,
	actor  TEXT NOT NULL
) STRICT;
CREATE INDEX score_mark_day ON score_mark (day);
CREATE TABLE score_class (
	unit       TEXT NOT NULL REFERENCES unit (code) DEFERRABLE INITIALLY DEFERRED,
	class      TEXT NOT NULL,
	sort       INTEGER,
	valid_from TEXT NOT NULL,
	valid_to   TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (unit, valid_from)
) STRICT;
CREATE TABLE score_rule (
	code         TEXT NOT NULL,
	name         TEXT NOT NULL,
	kind         TEXT NOT NULL CHECK (kind IN ('points', 'times', 'plus-times', 'quota', 'rate', 'best', 'zero', 'cap', 'floor', 'pass')),
	measure      TEXT NOT NULL CHECK (measure IN ('none', 'submitted', 'adopted', 'upward-sent', 'upward-adopted', 'instructed', 'commissioned', 'no-show', 'late', 'left-out', 'unreported', 'concealed', 'error', 'mark')),
	points       TEXT,
	publications TEXT,
	categories   TEXT,
	levels       TEXT,
	offices      TEXT,
	leaders      TEXT,
	grades       TEXT,
	merged       TEXT NOT NULL CHECK (merged IN ('any', 'alone', 'merged')),
	share        TEXT NOT NULL CHECK (share IN ('weight', 'equal', 'full', 'half')),
	classes      TEXT,
	units        TEXT,
	"of"         TEXT,
	per          TEXT NOT NULL CHECK (per IN ('none', 'week', 'month', 'quarter', 'year')),
	need         INTEGER CHECK (need >= 0),
	short        TEXT,
	over         TEXT,
	basis        TEXT,
	sort         INTEGER,
	valid_from   TEXT NOT NULL,
	valid_to     TEXT CHECK (valid_to >= valid_from),
	PRIMARY KEY (code, valid_from)
) STRICT;

-- Search: each report's overlapping pairs of characters, up to the mark; later ones are scanned.
CREATE VIRTUAL TABLE report_search USING fts5 (
	pairs, content = '', detail = none, tokenize = "ascii tokenchars '_'"
);
INSERT INTO report_search (report_search, rank) VALUES ('hashsize', 16777216);
CREATE TABLE search_mark (mark INTEGER NOT NULL) STRICT;
INSERT INTO search_mark (mark) VALUES (0);

-- SimHash of what each report says, up to the search mark: finds what says nearly the same.
CREATE TABLE report_sketch (
	received_at INTEGER NOT NULL,
	number      INTEGER NOT NULL,
	sketch      INTEGER NOT NULL,
	PRIMARY KEY (received_at, number)
) STRICT, WITHOUT ROWID;
