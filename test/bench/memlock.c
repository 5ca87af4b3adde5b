/*
 * A setrlimit that does nothing, preloaded into crun alone and only where the machine denies
 * CAP_SYS_RESOURCE: crun raises RLIMIT_MEMLOCK before it loads a device program, which kernels since 5.11 no
 * longer ask for.
 */
#include <sys/resource.h>

int setrlimit(__rlimit_resource_t resource, const struct rlimit *limit)
{
	(void)resource;
	(void)limit;
	return 0;
}
