/* migrate.h - private to store/: the SQL of the steps, a file each; a published step is never edited. */
#ifndef OD_MIGRATE_H
#define OD_MIGRATE_H

extern const char od_to_2[], od_to_3[], od_to_4[], od_to_5[];

#endif
