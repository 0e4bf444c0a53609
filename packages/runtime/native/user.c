/* Resolves an image's `User` in the root file system's /etc/passwd and /etc/group, which a tenant wrote. */
#define _GNU_SOURCE
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "container.h"
#include "root.h"
#include "system.h"
#include "user.h"

#define FILE_MAX (1024 * 1024)
#define ID_MAX 65535
#define FIELDS 7

static char database[FILE_MAX + 1];

/* the file's first MiB; empty when there is none, or when it is no regular file */
static char *read_database(int root, const char *path)
{
	struct stat st;
	size_t length = 0;
	ssize_t got;
	int fd = sys_openat2(root, path, O_RDONLY | O_NONBLOCK | O_NOCTTY, 0,
			     RESOLVE_IN_ROOT | RESOLVE_NO_MAGICLINKS);

	if (fd >= 0 && !fstat(fd, &st) && S_ISREG(st.st_mode))
		while (length < FILE_MAX && (got = read(fd, database + length, FILE_MAX - length)) > 0)
			length += (size_t)got;
	if (fd >= 0)
		close(fd);
	database[length] = 0;
	return database;
}

/* splits the line at `*at` into its fields, in place, and moves on; false at the end */
static bool next_entry(char **at, char *fields[FIELDS])
{
	char *line = *at;
	char *end;

	if (!*line)
		return false;
	end = line + strcspn(line, "\n");
	*at = *end ? end + 1 : end;
	*end = 0;
	for (int i = 0; i < FIELDS; i++) {
		char *colon = strchr(line, ':');

		fields[i] = line;
		if (colon)
			*colon = 0;
		line = colon ? colon + 1 : line + strlen(line);
	}
	return true;
}

static bool parse_id(const char *text, uint32_t *id)
{
	char *end;
	unsigned long value;

	if (*text < '0' || *text > '9')
		return false;
	value = strtoul(text, &end, 10);
	if (*end || value > ID_MAX)
		return false;
	*id = (uint32_t)value;
	return true;
}

static int find_user(struct container *c, const char *user, char *name, size_t room)
{
	char *fields[FIELDS];
	char *at = read_database(c->root, "/etc/passwd");
	bool numeric = parse_id(user, &c->uid);
	uint32_t uid, gid;

	while (next_entry(&at, fields)) {
		if (!parse_id(fields[2], &uid) || !parse_id(fields[3], &gid))
			continue;
		if (numeric ? uid != c->uid : strcmp(fields[0], user))
			continue;
		c->uid = uid;
		c->gid = gid;
		if (strlen(fields[0]) < room)
			strcpy(name, fields[0]);
		if (*fields[5] == '/' && strlen(fields[5]) < sizeof(c->home))
			strcpy(c->home, fields[5]);
		return 0;
	}
	if (numeric)
		return 0;
	c->detail = DETAIL_NO_USER;
	errno = ENOENT;
	return -1;
}

static int find_group(struct container *c, const char *group)
{
	char *fields[FIELDS];
	char *at;

	if (parse_id(group, &c->gid))
		return 0;
	at = read_database(c->root, "/etc/group");
	while (next_entry(&at, fields))
		if (!strcmp(fields[0], group) && parse_id(fields[2], &c->gid))
			return 0;
	c->detail = DETAIL_NO_GROUP;
	errno = ENOENT;
	return -1;
}

static bool lists(char *members, const char *name)
{
	for (char *member = strtok(members, ","); member; member = strtok(NULL, ","))
		if (!strcmp(member, name))
			return true;
	return false;
}

static void find_further_groups(struct container *c, const char *name)
{
	char *fields[FIELDS];
	char *at = read_database(c->root, "/etc/group");
	uint32_t gid;

	while (*name && c->group_count < MAX_GROUPS && next_entry(&at, fields))
		if (parse_id(fields[2], &gid) && lists(fields[3], name))
			c->groups[c->group_count++] = gid;
}

/* "", "user", "user:group", each a name or a number, as in an image's configuration */
int op_user(struct container *c, struct reader *f)
{
	char user[256], name[256] = "";
	const char *text = read_text(f);
	const char *group = strchr(text, ':');
	size_t length = group ? (size_t)(group - text) : strlen(text);

	if (length >= sizeof(user)) {
		errno = ENAMETOOLONG;
		return -1;
	}
	memcpy(user, text, length);
	user[length] = 0;
	strcpy(c->home, "/");
	if (find_user(c, length ? user : "0", name, sizeof(name)))
		return -1;
	if (group && group[1])
		return find_group(c, group + 1);
	find_further_groups(c, name);
	return 0;
}

void find_home(struct container *c)
{
	char *fields[FIELDS];
	char *at = read_database(c->root, "/etc/passwd");
	char number[16];

	strcpy(c->home, "/");
	snprintf(number, sizeof(number), "%u", c->uid);
	while (next_entry(&at, fields)) {
		if (strcmp(fields[2], number) || *fields[5] != '/' || strlen(fields[5]) >= sizeof(c->home))
			continue;
		strcpy(c->home, fields[5]);
		return;
	}
}
