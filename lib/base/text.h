/* text.h - what text.c shares inside lib/base only. */
#ifndef OD_TEXT_H
#define OD_TEXT_H

#include <stdbool.h>
#include <stdint.h>

/* White space of any kind: U+3000, no-break and zero-width spaces too. */
bool od_char_is_space(uint32_t c);

#endif
