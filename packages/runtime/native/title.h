/* The command line of this process, where it says what it does. */
#ifndef BERTH_TITLE_H
#define BERTH_TITLE_H

/* remembers the room that there is: who starts this program makes enough of it */
void find_title(char **argv, int argc);
/* `berth-init`, and what is given of job and label; a word that has no room is left out */
void write_title(const char *job, const char *label);

#endif
