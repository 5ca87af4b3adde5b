/* The stack protector's canary, a global so that no thread-local storage has to exist. */
#include "exec.h"
#include "sys.h"

uintptr_t __stack_chk_guard = 0x5a17e0c3b2d49600;
__attribute__((noreturn)) void __stack_chk_fail(void);

void __stack_chk_fail(void)
{
	static const char text[] = "teu: stack smashing detected\n";
	sys_write(2, text, sizeof(text) - 1);
	for (;;)
		sys_kill(sys_getpid(), SIGKILL);
}
