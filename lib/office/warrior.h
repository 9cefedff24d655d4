/* warrior.h - private to task_warrior*.c: matters as Taskwarrior names them. */
#ifndef OD_WARRIOR_H
#define OD_WARRIOR_H

#include "task.h"

#define OD_WARRIOR_ID   "taskwarrior:" /* in front of the UUID, as external_id */
#define OD_WARRIOR_UUID 36             /* characters of one */

/* The UUID of a matter: its own in Taskwarrior if it came from there, else one by its name (RFC 9562, 5). */
void od_warrior_uuid(const struct od_task *t, char out[static OD_WARRIOR_UUID + 1]);
/* Is it one?  Digits in lower case, as Taskwarrior writes them. */
bool od_warrior_is_uuid(const char *s);

#endif
