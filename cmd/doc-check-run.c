/* doc-check-run.c - documents read and checked by several threads, handed on in the order they were named. */
#include <pthread.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "doc-check.h"

int cli_doc_check(const struct cli_doc_job *job, struct cli_doc *d, struct od_err *err)
{
	const struct od_finding *f;

	od_checked_free(d->checked);
	free(d->finding);
	d->finding = NULL;
	d->checked = od_check(job->rules, d->doc, &job->opts, err);
	if (!d->checked)
		return -1;
	d->n = od_checked_findings(d->checked, &f);
	d->finding = calloc(d->n + 1, sizeof(struct od_finding *));
	if (!d->finding)
		return od_fail_nomem(err);
	for (size_t i = 0; i < d->n; i++)
		d->finding[i] = &f[i];
	return 0;
}

static void read_one(const struct cli_doc_job *job, const char *path, struct cli_doc *d)
{
	*d = (struct cli_doc){ .path = path, .name = cli_doc_name(path) };
	if (!d->name) {
		od_fail_nomem(&d->err);
		return;
	}
	d->doc = cli_doc_read(path, d->name, &d->err);
	if (d->doc && cli_doc_check(job, d, &d->err) < 0) {
		od_doc_free(d->doc);
		d->doc = NULL;
	}
}

/* --- how far it is ------------------------------------------------------------------------------ */

struct progress {
	bool on, shown;
	time_t begun, told;
};

static void progress_clear(struct progress *p)
{
	if (p->shown)
		fputs("\r\033[K", stderr);
	p->shown = false;
}

static void progress_tell(struct progress *p, size_t done, size_t all)
{
	struct timespec now;

	if (!p->on)
		return;
	clock_gettime(CLOCK_MONOTONIC, &now);
	if (!p->begun)
		p->begun = p->told = now.tv_sec;
	if (now.tv_sec <= p->told)
		return;
	p->told = now.tv_sec;
	fputs("\r\033[K", stderr);
	fprintf(stderr, _("%zu of %zu documents"), done, all);
	p->shown = true;
}

/* --- threads -------------------------------------------------------------------------------------- */

struct slot {
	struct cli_doc doc;
	bool done;
};
struct work {
	const struct cli_doc_job *job;
	pthread_mutex_t lock;
	pthread_cond_t done, room;
	size_t next, handed; /* first that nobody took; first that was not handed on */
	struct slot *slot;   /* of document i: i % slots */
	size_t slots;
};

static void *worker(void *arg)
{
	struct work *w = arg;

	pthread_mutex_lock(&w->lock);
	for (;;) {
		struct slot *s;
		size_t i;

		while (w->next < w->job->docs.n && w->next >= w->handed + w->slots)
			pthread_cond_wait(&w->room, &w->lock);
		if (w->next >= w->job->docs.n)
			break;
		i = w->next++;
		s = &w->slot[i % w->slots];
		pthread_mutex_unlock(&w->lock);
		read_one(w->job, w->job->docs.path[i], &s->doc);
		pthread_mutex_lock(&w->lock);
		s->done = true;
		pthread_cond_signal(&w->done);
	}
	pthread_mutex_unlock(&w->lock);
	return NULL;
}

static void wait_for(struct work *w, struct slot *s)
{
	pthread_mutex_lock(&w->lock);
	while (!s->done)
		pthread_cond_wait(&w->done, &w->lock);
	pthread_mutex_unlock(&w->lock);
}

static void free_slot(struct work *w, struct slot *s)
{
	cli_doc_clear(&s->doc);
	pthread_mutex_lock(&w->lock);
	s->done = false;
	w->handed++;
	pthread_cond_broadcast(&w->room);
	pthread_mutex_unlock(&w->lock);
}

static int hand_on(struct work *w, struct progress *p, cli_doc_fn *fn, void *ctx,
		   struct od_err *err)
{
	size_t n = w->job->docs.n;
	int r = 0;

	for (size_t i = 0; i < n && r == 0; i++) {
		struct slot *s = &w->slot[i % w->slots];

		progress_tell(p, i, n);
		wait_for(w, s);
		if (p->shown && isatty(STDOUT_FILENO))
			progress_clear(p);
		r = fn(ctx, &s->doc, err);
		free_slot(w, s);
	}
	return r;
}

static int many(const struct cli_doc_job *job, struct progress *p, long threads, cli_doc_fn *fn,
		void *ctx, struct od_err *err)
{
	struct work w = { .job = job, .slots = 8 * (size_t)threads };
	pthread_t *thread = calloc((size_t)threads, sizeof(*thread));
	long n = 0;
	int r = -1;

	w.slot = calloc(w.slots, sizeof(*w.slot));
	pthread_mutex_init(&w.lock, NULL);
	pthread_cond_init(&w.done, NULL);
	pthread_cond_init(&w.room, NULL);
	while (thread && w.slot && n < threads && !pthread_create(&thread[n], NULL, worker, &w))
		n++;
	r = n ? hand_on(&w, p, fn, ctx, err) : od_fail_nomem(err);
	pthread_mutex_lock(&w.lock);
	w.next = job->docs.n; /* after a failure nothing more is begun */
	pthread_cond_broadcast(&w.room);
	pthread_mutex_unlock(&w.lock);
	while (n)
		pthread_join(thread[--n], NULL);
	for (size_t i = 0; w.slot && i < w.slots; i++)
		cli_doc_clear(&w.slot[i].doc);
	free(w.slot);
	free(thread);
	return r;
}

static int alone(const struct cli_doc_job *job, struct progress *p, cli_doc_fn *fn, void *ctx,
		 struct od_err *err)
{
	int r = 0;

	for (size_t i = 0; i < job->docs.n && r == 0; i++) {
		struct cli_doc d;

		progress_tell(p, i, job->docs.n);
		read_one(job, job->docs.path[i], &d);
		if (p->shown && isatty(STDOUT_FILENO))
			progress_clear(p);
		r = fn(ctx, &d, err);
		cli_doc_clear(&d);
	}
	return r;
}

int cli_doc_each(const struct cli_doc_job *job, cli_doc_fn *fn, void *ctx, struct od_err *err)
{
	struct progress p = { .on = job->docs.folders && isatty(STDERR_FILENO) };
	long threads = job->threads < (long)job->docs.n ? job->threads : (long)job->docs.n;
	int r = threads > 1 ? many(job, &p, threads, fn, ctx, err) : alone(job, &p, fn, ctx, err);

	progress_clear(&p);
	return r;
}
