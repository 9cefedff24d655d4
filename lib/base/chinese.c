/* chinese.c - numbers as Chinese counts: 十二, 一百零一; 壹佰零壹 on what must not be altered. */
#include "base.h"

/* The n-th (from 0) of a row of characters of three bytes. */
static void add_of(struct od_buf *out, const char *row, int n)
{
	od_buf_add(out, row + (size_t)n * 3, 3);
}

void od_chinese(struct od_buf *out, int n, enum od_chinese form)
{
	static const int units[] = { 1000, 100, 10 };
	bool legal = form == OD_CHINESE_LEGAL, bare = form == OD_CHINESE_BARE;
	const char *digits = legal ? "零壹贰叁肆伍陆柒捌玖" : "零一二三四五六七八九";
	const char *tens = legal ? "拾佰仟" : "十百千";
	bool began = false, gap = false;

	if (n < 1 || n > 9999) {
		od_buf_printf(out, "%d", n);
		return;
	}
	for (int i = 0; i < 3; i++) {
		int d = n / units[i] % 10;

		if (!d) {
			gap = began;
			continue;
		}
		if (gap && !bare)
			add_of(out, digits, 0);
		if (d > 1 || (!bare && (began || legal || units[i] > 10)))
			add_of(out, digits, d);
		add_of(out, tens, 2 - i);
		began = true;
		gap = false;
	}
	if (n % 10) {
		if (gap && !bare)
			add_of(out, digits, 0);
		add_of(out, digits, n % 10);
	}
}
