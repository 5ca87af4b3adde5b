/* The canary of this library, before anything in it runs: the program it is loaded into has one of its own.
 */
#include "host.h"

extern uintptr_t __stack_chk_guard;

__attribute__((constructor, no_stack_protector)) static void seed_guard(void)
{
	uintptr_t random = 0;
	if (SYS3(getrandom, &random, sizeof(random), 0) == sizeof(random))
		__stack_chk_guard = random & ~(uintptr_t)0xff; /* the NUL no string copy reproduces */
}
