/*
 * Reads a profile as lines from stdin, and writes the filter that libseccomp makes of it to stdout. Names that it does
 * not know go to stderr. Lines: `arch <token>`, `default <action>`, `rule <action> <name> [<index> <op> <a> <b>]...`.
 */
#include <errno.h>
#include <inttypes.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static scmp_filter_ctx filter;
static int with_native;

static void check(int rc, const char *what)
{
	if (rc >= 0)
		return;
	fprintf(stderr, "%s: %s\n", what, strerror(-rc));
	exit(1);
}

static void start(uint32_t action)
{
	filter = seccomp_init(action);
	if (!filter)
		check(-EINVAL, "default");
	check(seccomp_attr_set(filter, SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS), "bad architecture");
}

static void add_architecture(const char *name)
{
	uint32_t token = seccomp_arch_resolve_name(name);

	if (token == seccomp_arch_native())
		with_native = 1;
	else
		check(seccomp_arch_add(filter, token), name);
}

static void add_rule(char *line)
{
	struct scmp_arg_cmp compare[6];
	unsigned int count = 0;
	uint32_t action = (uint32_t)strtoul(strtok(line, " "), NULL, 0);
	const char *name = strtok(NULL, " ");
	int number = seccomp_syscall_resolve_name(name);

	for (char *index; (index = strtok(NULL, " ")) && count < 6; count++) {
		unsigned int op = (unsigned int)atoi(strtok(NULL, " "));
		uint64_t a = strtoull(strtok(NULL, " "), NULL, 0);
		uint64_t b = strtoull(strtok(NULL, " "), NULL, 0);

		compare[count] = (struct scmp_arg_cmp){ (unsigned int)atoi(index), op, a, b };
	}
	if (number == __NR_SCMP_ERROR)
		fprintf(stderr, "unknown %s\n", name);
	else
		check(seccomp_rule_add_array(filter, action, number, count, compare), name);
}

int main(void)
{
	static char line[4096];

	seccomp_api_set(6);
	while (fgets(line, sizeof(line), stdin)) {
		line[strcspn(line, "\n")] = 0;
		if (!strncmp(line, "default ", 8))
			start((uint32_t)strtoul(line + 8, NULL, 0));
		else if (!strncmp(line, "arch ", 5))
			add_architecture(line + 5);
		else if (!strcmp(line, "end-arch") && !with_native)
			check(seccomp_arch_remove(filter, SCMP_ARCH_NATIVE), "native");
		else if (!strncmp(line, "rule ", 5))
			add_rule(line + 5);
	}
	check(seccomp_export_bpf(filter, STDOUT_FILENO), "export");
	return 0;
}
