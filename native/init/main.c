/* The modes of teu-init. It is never called by people: its only caller is teu. */
#include "init.h"
#include "../exec/start.h"

static const struct {
	const char *name;
	int (*run)(char **args, char **environment);
} modes[] = {
    {"spawner", spawner},
    {"supervisor", supervisor},
};

int program(int argc, char **argv, char **environment)
{
	for (size_t i = 0; argc > 2 && i < ARRAY_LEN(modes); i++)
		if (text_equal(argv[1], modes[i].name))
			return modes[i].run(argv + 2, environment);
	static const char text[] = "teu-init: started by teu only\n";
	sys_write(2, text, sizeof(text) - 1);
	return 2;
}
