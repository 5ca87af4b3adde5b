/* System calls of the ABI named by the argument (x86_64, x86, x32): mkdir("/abi"), or none. Prints the
 * result. */
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#define X32_BIT 0x40000000

/* int 0x80 takes 32 bit pointers. */
static long old(long number, long a, long b)
{
	long r;
	__asm__ volatile("int $0x80"
			 : "=a"(r)
			 : "a"(number), "b"(a), "c"(b)
			 : "memory", "r8", "r9", "r10", "r11");
	return (int)r;
}

static long wide(long number, long a, long b)
{
	long r;
	__asm__ volatile("syscall" : "=a"(r) : "a"(number), "D"(a), "S"(b) : "rcx", "r11", "memory");
	return r;
}

int main(int argc, char **argv)
{
	const char *abi = argc > 1 ? argv[1] : "";
	char *low = mmap(0, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_32BIT, -1, 0);
	long r = 0;
	if (low == MAP_FAILED)
		return 1;
	strcpy(low, "/tmp/abi");
	if (!strcmp(abi, "x86"))
		r = old(39, (long)low, 0755);
	else if (!strcmp(abi, "x32"))
		r = wide(83 | X32_BIT, (long)low, 0755);
	else
		r = wide(83, (long)low, 0755);
	printf("%ld\n", r);
	return 0;
}
