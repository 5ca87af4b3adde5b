#include "exec.h"
#include "sys.h"
#include "caller.h"

uint64_t signals_ignored(void)
{
	uint64_t ignored = 0;
	for (int i = 1; i <= SIGNAL_LAST; i++) {
		struct sys_sigaction action = {0};
		if (sys_sigaction(i, 0, &action) >= 0 && action.handler == SIG_IGN)
			ignored |= SIGNAL_BIT(i);
	}
	return ignored;
}

int text_begins(const char *text, const char *prefix)
{
	for (; *prefix; text++, prefix++)
		if (*text != *prefix)
			return 0;
	return 1;
}

const char *environment_value(char *const *environment, const char *name)
{
	for (; environment && *environment; environment++)
		if (text_begins(*environment, name))
			return *environment + text_length(name);
	return 0;
}

int parse_u32(const char *text, uint32_t *value)
{
	uint64_t sum = 0;
	const char *at = text;
	for (; *at >= '0' && *at <= '9'; at++) {
		sum = sum * 10 + (uint64_t)(*at - '0');
		if (sum > UINT32_MAX)
			return -EINVAL;
	}
	*value = (uint32_t)sum;
	return at == text || *at ? -EINVAL : 0;
}
