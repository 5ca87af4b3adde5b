/* Enough of the command line to know whether a spawner is needed; every error in it is the core's to tell. */
#include "launcher.h"
#include "../gen/verbs.h"

/* True when `option` (dashes stripped) is `name` or `name=...`. */
static int is_option(const char *option, const char *name)
{
	if (!text_begins(option, name))
		return 0;
	char after = option[text_length(name)];
	return !after || after == '=';
}

static const char *after_equals(const char *option)
{
	while (*option && *option != '=')
		option++;
	return *option ? option + 1 : 0;
}

/* One dash and two mean the same. NULL for a word. */
static const char *option_of(const char *argument)
{
	if (argument[0] != '-' || !argument[1])
		return 0;
	return argument[1] == '-' ? argument + 2 : argument + 1;
}

static int is_listed(const char *const *names, const char *option)
{
	for (; *names; names++)
		if (is_option(option, *names))
			return 1;
	return 0;
}

/* How many arguments an option takes up: its value is the next one unless "=" gives it. */
static int width(const char *const *with_value, const char *option)
{
	return is_listed(with_value, option) && !after_equals(option) ? 2 : 1;
}

/* Sets *asks where an option is a verb by itself, whatever follows. With a value (=false) it may be none. */
static char **skip_global_options(char **argument, int *asks)
{
	const char *option;
	int may_not = 0;
	while (*argument && (option = option_of(*argument)) && *option) {
		int n = width(verbs_global_values, option);
		if (is_listed(verbs_asked, option)) {
			may_not |= after_equals(option) != 0;
			*asks = !may_not;
		}
		while (n-- && *argument)
			argument++;
	}
	return argument;
}

static void read_preserve_fds(struct launch *l, const char *value)
{
	uint32_t count = 0;
	/* Not a number: the core says so, and nothing is preserved until then. */
	if (value && parse_u32(value, &count) >= 0)
		l->keep = count;
}

static int is_verb_of(const char *const *names, const char *verb)
{
	for (; *names; names++)
		if (text_equal(verb, *names))
			return 1;
	return 0;
}

static void read_verb_options(struct launch *l, const char *verb, char **argument)
{
	int takes_command = is_verb_of(verbs_command, verb);
	while (*argument) {
		const char *option = option_of(*argument);
		if (option && !*option) /* "--" */
			return;
		if (!option && takes_command) /* what follows belongs to the program */
			return;
		if (option && is_option(option, VERBS_PRESERVE_FDS)) {
			const char *value = after_equals(option);
			read_preserve_fds(l, value ? value : argument[1]);
		}
		int n = option ? width(verbs_spawner_values, option) : 1;
		while (n-- && *argument)
			argument++;
	}
}

void find_verb(struct launch *l)
{
	char **verb = l->argv[0] ? skip_global_options(l->argv + 1, &l->is_small) : l->argv;
	if (!*verb)
		return;
	l->is_small |= is_verb_of(verbs_small, *verb);
	l->needs_spawner = is_verb_of(verbs_spawner, *verb);
	if (l->needs_spawner)
		read_verb_options(l, *verb, verb + 1);
}
