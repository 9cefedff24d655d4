// search.js - search without a server: bulletin-build-site-search.c writes what is read here, and says how.
// Every file of the index is a script that calls od.set(), od.shard() or od.text(): a page that was opened as a file may
// load scripts, not data.  What is typed is only ever put into the page as text.
"use strict";

var od = (function () {
	var PAGE = 20; // hits shown at a time
	var sets = [], got = {}, waiting = {}, running = 0;
	var form = document.getElementById("ask"), list = document.getElementById("found");
	var state = document.getElementById("state"), button = null;

	// --- characters, as the index has them -----------------------------------------------------

	function fold(text) {
		return text.replace(/[\uff01-\uff5e]/g, function (c) {
			return String.fromCharCode(c.charCodeAt(0) - 0xfee0);
		}).replace(/[A-Z]/g, function (c) { return c.toLowerCase(); });
	}
	function isWord(c) {
		if (c < 0x80)
			return (c >= 48 && c <= 57) || (c >= 97 && c <= 122);
		return c >= 0xc0 && !(c >= 0x2000 && c <= 0x206f) && !(c >= 0x3000 && c <= 0x3004) &&
			!(c >= 0x3008 && c <= 0x303f) && !(c >= 0xe000 && c <= 0xf8ff) &&
			!(c >= 0xfe30 && c <= 0xfe4f) && !(c >= 0xff00 && c <= 0xffef);
	}
	function shardOf(c, shards) {
		return ((Math.imul(c, 0x9e3779b1) >>> 0) >>> 16) & (shards - 1);
	}
	// The pairs that a text with this word in it has: [first, second]; second "" is anything.
	function pairsOf(word) {
		var all = Array.from(word), pairs = [];
		all.forEach(function (c, i) {
			var next = all[i + 1];
			if (!isWord(c.codePointAt(0)))
				return;
			if (next !== undefined && !isWord(next.codePointAt(0)))
				pairs.push([c, " "]);
			else if (next !== undefined)
				pairs.push([c, next]);
			else if (!i || !isWord(all[i - 1].codePointAt(0)))
				pairs.push([c, ""]);
		});
		return pairs;
	}
	function wordsOf(query) {
		return fold(query).split(/[\s\u3000]+/).filter(function (w) {
			return pairsOf(w).length;
		});
	}

	// --- files: each is asked for once ---------------------------------------------------------

	function load(key, path) {
		if (!waiting[key])
			waiting[key] = new Promise(function (done, failed) {
				var s = document.createElement("script");
				s.src = path;
				s.onload = function () { done(got[key]); };
				s.onerror = function () {
					delete waiting[key];
					failed(path);
				};
				document.head.appendChild(s);
			});
		return waiting[key];
	}
	function hex(n) { return (n < 16 ? "0" : "") + n.toString(16); }
	function setOf(id) { return load(id, "search/" + id + "/set.js"); }
	function shard(id, n) { return load(id + "/" + n, "search/" + id + "/" + hex(n) + ".js"); }
	function text(id, serial) { return load(id + "/t" + serial, "search/" + id + "/t" + serial + ".js"); }

	// --- looking up ----------------------------------------------------------------------------

	// Items of a pair: "水a3,b;电1c" is 水: a3, a3 + b; 电: 1c.
	function unpack(entry) {
		var at = 0;
		return entry.split(",").map(function (d) { return at += parseInt(d, 36); });
	}
	function itemsOf(pairs, first, second) {
		var all = [], found = pairs[first];
		if (found === undefined)
			return all;
		found.split(";").forEach(function (entry) {
			var c = String.fromCodePoint(entry.codePointAt(0));
			if (second === "" || c === second)
				all = all.concat(unpack(entry.slice(c.length)));
		});
		if (second === "")
			all = Array.from(new Set(all)).sort(function (a, b) { return a - b; });
		return all;
	}
	function both(a, b) {
		var has = new Set(b);
		return a.filter(function (n) { return has.has(n); });
	}
	// What of a set may hold all words: [{day, serial, nth}], newest first.
	async function candidates(set, words) {
		var dir = await setOf(set.id), pairs = [], items = null;
		words.forEach(function (w) { pairs = pairs.concat(pairsOf(w)); });
		var lists = await Promise.all(pairs.map(async function (p) {
			var s = await shard(set.id, shardOf(p[0].codePointAt(0), dir.shards));
			return itemsOf(s, p[0], p[1]);
		}));
		lists.sort(function (a, b) { return a.length - b.length; });
		lists.forEach(function (l) { items = items ? both(items, l) : l; });
		var hits = [], first = 0, i = 0;
		dir.issues.forEach(function (issue) {
			for (; i < items.length && items[i] < first + issue[2]; i++)
				hits.push({ set: set, serial: issue[0], day: issue[1], nth: items[i] - first });
			first += issue[2];
		});
		return hits;
	}
	function newestFirst(a, b) {
		if (a.day !== b.day)
			return a.day < b.day ? 1 : -1;
		if (a.set !== b.set)
			return sets.indexOf(a.set) - sets.indexOf(b.set);
		return b.serial - a.serial || a.nth - b.nth;
	}

	// --- showing ----------------------------------------------------------------------------------

	function say(key, values) {
		var s = state.dataset[key] || "";
		Object.keys(values || {}).forEach(function (k) { s = s.split("%" + k).join(values[k]); });
		return s;
	}
	function make(tag, name, content) {
		var e = document.createElement(tag);
		if (name)
			e.className = name;
		if (content !== undefined)
			e.textContent = content;
		return e;
	}
	// Text with the words marked; only a part around the first of them, where it is long.
	function marked(e, full, words, most) {
		var flat = fold(full), from = 0, first = -1, at;
		words.forEach(function (w) {
			var i = flat.indexOf(w);
			if (i >= 0 && (first < 0 || i < first))
				first = i;
		});
		if (most && full.length > most)
			from = Math.max(0, Math.min(first - 24, full.length - most));
		var to = most ? Math.min(full.length, from + most) : full.length;
		if (from > 0 && /[\udc00-\udfff]/.test(full[from])) // not into half a character
			from--;
		if (to < full.length && /[\udc00-\udfff]/.test(full[to]))
			to++;
		if (from)
			e.append("…");
		for (at = from; at < to;) {
			var next = to, len = 0;
			words.forEach(function (w) {
				var i = flat.indexOf(w, at);
				if (i >= 0 && i + w.length <= to && (i < next || (i === next && w.length > len))) {
					next = i;
					len = w.length;
				}
			});
			e.append(full.slice(at, next));
			if (len)
				e.append(make("mark", "", full.slice(next, next + len)));
			at = next + len;
		}
		if (to < full.length)
			e.append("…");
	}
	function pad(n) { return String(n).padStart(3, "0"); }
	function show(hit, item, words) {
		var li = make("li"), h = make("h2"), a = make("a"), meta = make("p", "from"), p = make("p", "what");
		var day = hit.day.split("-"), time = make("time", "", say("day", {
			y: day[0], m: Number(day[1]), d: Number(day[2]), M: day[1], D: day[2],
		}));
		a.href = encodeURI(hit.set.folder) + "/" + hit.set.year + "/" + pad(hit.serial) + ".html#item-" + item[3];
		marked(a, item[0], words, 0);
		h.append(a);
		time.dateTime = hit.day;
		meta.append(make("b", "", hit.set.name), " ", say("number", { y: hit.set.year, s: hit.serial }), " ", time);
		if (item[2])
			meta.append(" ", make("span", "", item[2]));
		marked(p, item[1].replace(/\s+/g, " "), words, 110);
		li.append(h, meta, p);
		list.append(li);
	}

	// --- a search: year by year, so that what is old is only read when it is asked for ---------------

	function Search(words, folder, year) {
		this.words = words;
		this.shown = 0;
		this.hits = [];
		this.years = Array.from(new Set(sets.map(function (s) { return s.year; })))
			.filter(function (y) { return !year || y === year; })
			.sort(function (a, b) { return b - a; });
		this.sets = sets.filter(function (s) { return !folder || s.folder === folder; });
		this.id = ++running;
	}
	Search.prototype.fill = async function () {
		while (!this.hits.length && this.years.length) {
			var year = this.years.shift(), words = this.words;
			var found = await Promise.all(this.sets.filter(function (s) {
				return s.year === year;
			}).map(function (s) { return candidates(s, words); }));
			this.hits = [].concat.apply([], found).sort(newestFirst);
		}
		return this.hits.length > 0;
	};
	// The next one that really has the words, or null.
	Search.prototype.next = async function () {
		while (this.ready || (await this.fill())) {
			if (this.ready) {
				var r = this.ready;
				this.ready = null;
				return r;
			}
			var hit = this.hits.shift(), t = await text(hit.set.id, hit.serial), item = t[hit.nth];
			if (!item)
				continue;
			var flat = fold(item[0] + "\n" + item[1] + "\n" + item[2]);
			if (this.words.every(function (w) { return flat.indexOf(w) >= 0; }))
				return { hit: hit, item: item };
		}
		return null;
	};
	Search.prototype.page = async function () {
		var end = this.shown + PAGE, found;
		state.textContent = say("busy");
		button.hidden = true;
		while (this.shown < end && (found = await this.next())) {
			if (this.id !== running)
				return;
			show(found.hit, found.item, this.words);
			this.shown++;
		}
		this.ready = await this.next();
		if (this.id !== running)
			return;
		state.textContent = say(this.ready ? "some" : this.shown ? "found" : "none", { n: this.shown });
		button.hidden = !this.ready;
	};

	function start() {
		var at = new URLSearchParams(location.search), q = at.get("q") || "", search;
		document.querySelectorAll("input[name=q]").forEach(function (i) { i.value = q; });
		form.elements.p.value = at.get("p") || "";
		form.elements.y.value = at.get("y") || "";
		if (form.elements.p.selectedIndex < 0)
			form.elements.p.value = "";
		if (form.elements.y.selectedIndex < 0)
			form.elements.y.value = "";
		var words = wordsOf(q);
		if (!words.length) {
			state.textContent = say("ask");
			return;
		}
		button = make("button", "more", say("more"));
		button.type = "button";
		button.hidden = true;
		list.after(button);
		search = new Search(words, form.elements.p.value, Number(form.elements.y.value));
		function go() {
			search.page().catch(function (path) {
				state.textContent = say("missing", { f: path });
			});
		}
		button.onclick = go;
		go();
	}

	// "/" leads to the search box.
	document.addEventListener("keydown", function (e) {
		if (e.key === "/" && !/^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName)) {
			e.preventDefault();
			form.elements.q.focus();
		}
	});

	return {
		sets: function (all) {
			sets = all;
			start();
		},
		set: function (id, s) { got[id] = s; },
		shard: function (id, n, s) { got[id + "/" + n] = s; },
		text: function (id, serial, t) { got[id + "/t" + serial] = t; },
	};
})();
