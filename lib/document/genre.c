/* genre.c - 文种: the kind of a document by the end of its title. */
#include "shape.h"

const struct od_word od_genres[] = {
	{ "none", N_("none"), NULL },
	{ "resolution", N_("resolution (决议)"), "决议" },
	{ "decision", N_("decision (决定)"), "决定" },
	{ "order", N_("order (命令、令)"), "命令 令" },
	{ "communique", N_("communique (公报)"), "公报" },
	{ "announcement", N_("announcement (公告)"), "公告" },
	{ "public-notice", N_("public notice (通告)"), "通告" },
	{ "opinion", N_("opinion (意见)"), "意见" },
	{ "notice", N_("notice (通知)"), "通知" },
	{ "circular", N_("circular (通报)"), "通报" },
	{ "report", N_("report (报告)"), "报告" },
	{ "request", N_("request (请示)"), "请示" },
	{ "reply", N_("reply (批复)"), "批复" },
	{ "motion", N_("motion (议案)"), "议案" },
	{ "letter", N_("letter (函)"), "函 复函" },
	{ "minutes", N_("minutes (纪要)"), "纪要" },
	{ "old-minutes", N_("meeting minutes (会议纪要)"), "会议纪要" },
	{ "instruction", N_("instruction (指示)"), "指示" },
	{ "regulation", N_("regulations (条例)"), "条例" },
	{ "rules", N_("provisions (规定)"), "规定" },
	{ "other", N_("none of the legal kinds"), NULL },
	{ NULL },
};

/* The longer ending first. */
static const struct {
	const char *end;
	int genre;
} ends[] = {
	{ "会议纪要", OD_GENRE_OLD_MINUTES },
	{ "决议", OD_GENRE_RESOLUTION },
	{ "决定", OD_GENRE_DECISION },
	{ "命令", OD_GENRE_ORDER },
	{ "令", OD_GENRE_ORDER },
	{ "公报", OD_GENRE_COMMUNIQUE },
	{ "公告", OD_GENRE_ANNOUNCEMENT },
	{ "通告", OD_GENRE_PUBLIC_NOTICE },
	{ "意见", OD_GENRE_OPINION },
	{ "通知", OD_GENRE_NOTICE },
	{ "通报", OD_GENRE_CIRCULAR },
	{ "报告", OD_GENRE_REPORT },
	{ "请示", OD_GENRE_REQUEST },
	{ "批复", OD_GENRE_REPLY },
	{ "议案", OD_GENRE_MOTION },
	{ "函", OD_GENRE_LETTER },
	{ "纪要", OD_GENRE_MINUTES },
	{ "指示", OD_GENRE_INSTRUCTION },
	{ "条例", OD_GENRE_REGULATION },
	{ "规定", OD_GENRE_RULES },
	{ "方案", OD_GENRE_OTHER },
	{ "办法", OD_GENRE_OTHER },
	{ "细则", OD_GENRE_OTHER },
	{ "计划", OD_GENRE_OTHER },
	{ "规划", OD_GENRE_OTHER },
	{ "纲要", OD_GENRE_OTHER },
	{ "要点", OD_GENRE_OTHER },
	{ "总结", OD_GENRE_OTHER },
	{ "汇报", OD_GENRE_OTHER },
	{ "安排", OD_GENRE_OTHER },
	{ "预案", OD_GENRE_OTHER },
	{ "制度", OD_GENRE_OTHER },
	{ "规则", OD_GENRE_OTHER },
	{ "规程", OD_GENRE_OTHER },
	{ "解释", OD_GENRE_OTHER },
	{ "答复", OD_GENRE_OTHER },
	{ "公示", OD_GENRE_OTHER },
	{ "说明", OD_GENRE_OTHER },
	{ "讲话", OD_GENRE_OTHER },
	{ "简报", OD_GENRE_OTHER },
	{ "申请", OD_GENRE_OTHER },
	{ "建议", OD_GENRE_OTHER },
	{ "倡议书", OD_GENRE_OTHER },
	{ "名单", OD_GENRE_OTHER },
	{ "目录", OD_GENRE_OTHER },
	{ "清单", OD_GENRE_OTHER },
	{ "大纲", OD_GENRE_OTHER },
	{ "标准", OD_GENRE_OTHER },
	{ "章程", OD_GENRE_OTHER },
};

/* Without （试行）, （征求意见稿） ... at its end, nor a mark that somebody closed it with. */
static size_t bare(const char *s, size_t n)
{
	n = od_chomp(s, n);
	if (od_ends(s, n, "。") || od_ends(s, n, "；") || od_ends(s, n, "，"))
		n -= 3;
	for (;;) {
		size_t at;

		n = od_chomp(s, n);
		if (!od_ends(s, n, "）") && !od_ends(s, n, ")"))
			return n;
		for (at = n - 1; at > 0; at--)
			if (s[at] == '(' || od_starts(s + at, "（"))
				break;
		if (at == 0 || n - at > 60)
			return n;
		n = at;
	}
}

int od_genre_of(const char *title)
{
	size_t n = bare(title, strlen(title));

	for (size_t i = 0; i < OD_COUNT(ends); i++)
		if (od_ends(title, n, ends[i].end))
			return ends[i].genre;
	return OD_GENRE_NONE;
}
