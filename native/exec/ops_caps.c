/* The five capability sets; capabilities(7). What cannot be had is left out and reported, not refused
 * (spec 1.3). */
#include "common.h"

#define CAP_BIT(n) (1ull << (n))

static uint64_t joined(uint32_t low, uint32_t high)
{
	return (uint64_t)high << 32 | low;
}

static int own_permitted(uint64_t *permitted)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3];
	int r = sys_capget(&header, sets);
	*permitted = r < 0 ? 0 : joined(sets[0].permitted, sets[1].permitted);
	return r;
}

static int set_three(uint64_t effective, uint64_t permitted, uint64_t inheritable)
{
	struct __user_cap_header_struct header = {.version = _LINUX_CAPABILITY_VERSION_3};
	struct __user_cap_data_struct sets[_LINUX_CAPABILITY_U32S_3] = {
	    {(uint32_t)effective, (uint32_t)permitted, (uint32_t)inheritable},
	    {(uint32_t)(effective >> 32), (uint32_t)(permitted >> 32), (uint32_t)(inheritable >> 32)},
	};
	return sys_capset(&header, sets);
}

/* Drops what is not wanted; *have is what is left. */
static int limit_bounding(struct ctx *c, struct outcome *o, const struct op_capabilities *a, uint64_t *have)
{
	*have = 0;
	for (uint32_t cap = 0; cap <= a->last && cap < 64; cap++) {
		int r = sys_prctl(PR_CAPBSET_READ, cap, 0, 0, 0);
		if (r < 0) /* newer than this kernel */
			break;
		if (r && (a->bounding & CAP_BIT(cap)))
			*have |= CAP_BIT(cap);
		else if (r)
			CALL(r, CALL_PRCTL, sys_prctl(PR_CAPBSET_DROP, cap, 0, 0, 0));
	}
	return 0;
}

/* Emptied first: what the caller had is not what config.json says. *have is what could be raised. */
static int set_ambient(struct ctx *c, struct outcome *o, uint64_t wanted, uint64_t *have)
{
	int r;
	*have = 0;
	TRY(r, CALL_PRCTL, sys_prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_CLEAR_ALL, 0, 0, 0));
	if (r < 0 && r != -EINVAL) /* before 4.3 there is none to clear */
		return r;
	for (uint32_t cap = 0; cap < 64; cap++)
		if ((wanted & CAP_BIT(cap)) &&
		    sys_prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, cap, 0, 0) >= 0)
			*have |= CAP_BIT(cap);
	return 0;
}

int do_capabilities(struct ctx *c, const struct op_capabilities *a, struct outcome *o)
{
	/* Bounding while CAP_SETPCAP is still there, then the three sets, then ambient. value: bits left out.
	 */
	uint64_t bounding, permitted, ambient;
	int r;
	CALL(r, CALL_CAPSET, own_permitted(&permitted));
	r = limit_bounding(c, o, a, &bounding);
	if (r < 0)
		return r;
	permitted &= a->permitted;
	uint64_t effective = a->effective & permitted;
	/* Not more than one could keep over execve: inheritable bits count only within permitted here (R10).
	 */
	uint64_t inheritable = a->inheritable & permitted;
	CALL(r, CALL_CAPSET, set_three(effective, permitted, inheritable));
	r = set_ambient(c, o, a->ambient & permitted & inheritable, &ambient);
	if (r < 0)
		return r;
	o->value =
	    (int64_t)((a->bounding & ~bounding) | (a->permitted & ~permitted) | (a->effective & ~effective) |
		      (a->inheritable & ~inheritable) | (a->ambient & ~ambient));
	return 0;
}
