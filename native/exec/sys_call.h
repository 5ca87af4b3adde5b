/* One system call: its result or -errno, six arguments, nothing of libc in between. */
#ifndef TEU_SYS_CALL_H
#define TEU_SYS_CALL_H

#include "sys_abi.h"

#if defined(__x86_64__)
static inline long syscall6(long n, long a, long b, long c, long d, long e, long f)
{
	long result;
	register long r10 __asm__("r10") = d;
	register long r8 __asm__("r8") = e;
	register long r9 __asm__("r9") = f;
	__asm__ volatile("syscall"
			 : "=a"(result)
			 : "a"(n), "D"(a), "S"(b), "d"(c), "r"(r10), "r"(r8), "r"(r9)
			 : "rcx", "r11", "memory");
	return result;
}
#elif defined(__aarch64__)
static inline long syscall6(long n, long a, long b, long c, long d, long e, long f)
{
	register long x8 __asm__("x8") = n;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;
	register long x5 __asm__("x5") = f;
	__asm__ volatile("svc 0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
			 : "memory", "cc");
	return x0;
}
#else
#error "teu knows x86_64 and aarch64"
#endif

/* In a loop that waits for another processor. */
static inline void cpu_relax(void)
{
#if defined(__x86_64__)
	__builtin_ia32_pause();
#else
	__asm__ volatile("yield" ::: "memory");
#endif
}

#define SYS_ARG(x)	       ((long)(x))
#define SYS0(name)	       syscall6(__NR_##name, 0, 0, 0, 0, 0, 0)
#define SYS1(name, a)	       syscall6(__NR_##name, SYS_ARG(a), 0, 0, 0, 0, 0)
#define SYS2(name, a, b)       syscall6(__NR_##name, SYS_ARG(a), SYS_ARG(b), 0, 0, 0, 0)
#define SYS3(name, a, b, c)    syscall6(__NR_##name, SYS_ARG(a), SYS_ARG(b), SYS_ARG(c), 0, 0, 0)
#define SYS4(name, a, b, c, d) syscall6(__NR_##name, SYS_ARG(a), SYS_ARG(b), SYS_ARG(c), SYS_ARG(d), 0, 0)
#define SYS5(name, a, b, c, d, e)                                                                            \
	syscall6(__NR_##name, SYS_ARG(a), SYS_ARG(b), SYS_ARG(c), SYS_ARG(d), SYS_ARG(e), 0)
#define SYS6(name, a, b, c, d, e, f)                                                                         \
	syscall6(__NR_##name, SYS_ARG(a), SYS_ARG(b), SYS_ARG(c), SYS_ARG(d), SYS_ARG(e), SYS_ARG(f))

#endif
