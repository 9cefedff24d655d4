/* source.h - private to record/: what a file's bytes tell besides their text. */
#ifndef OD_SOURCE_H
#define OD_SOURCE_H

#include "record.h"

/* Does it come from a spreadsheet that takes UTF-8 for its own charset unless a byte order mark says
 * otherwise?  So does a file with such a mark, and one in GB18030. */
bool od_source_for_excel(const struct od_source *s);

#endif
