/*
 * A thread without a C library: clone(2) onto a stack of its own. It ends itself when its function returns;
 * an execve(2) of the process ends it too. It has no thread-local storage, and the canary is global.
 */
#include "common.h"

#define THREAD_FLAGS (CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM)

/* The number of the thread, or -errno. In assembly: the child comes back to another stack than it left. */
long thread_clone(void (*run)(void *), void *arg, void *top, unsigned long flags)
    __attribute__((visibility("hidden")));

#if defined(__x86_64__)
/* clone(flags, stack, ...): the kernel keeps r9 and r10 for the child. */
__asm__(".text\n"
	".globl thread_clone\n"
	".hidden thread_clone\n"
	".type thread_clone, @function\n"
	"thread_clone:\n"
	"	mov %rdi, %r9\n"
	"	mov %rsi, %r10\n"
	"	mov %rdx, %rsi\n"
	"	mov %rcx, %rdi\n"
	"	xor %edx, %edx\n"
	"	xor %r8d, %r8d\n"
	"	mov $56, %eax\n"
	"	syscall\n"
	"	test %rax, %rax\n"
	"	jnz 1f\n"
	"	xor %ebp, %ebp\n"
	"	mov %r10, %rdi\n"
	"	call *%r9\n"
	"	xor %edi, %edi\n"
	"	mov $60, %eax\n"
	"	syscall\n"
	"	hlt\n"
	"1:	ret\n");
#else
__asm__(".text\n"
	".globl thread_clone\n"
	".hidden thread_clone\n"
	".type thread_clone, %function\n"
	"thread_clone:\n"
	"	mov x9, x0\n"
	"	mov x10, x1\n"
	"	mov x0, x3\n"
	"	mov x1, x2\n"
	"	mov x2, xzr\n"
	"	mov x3, xzr\n"
	"	mov x4, xzr\n"
	"	mov x8, #220\n"
	"	svc 0\n"
	"	cbnz x0, 1f\n"
	"	mov x29, xzr\n"
	"	mov x30, xzr\n"
	"	mov x0, x10\n"
	"	blr x9\n"
	"	mov x0, xzr\n"
	"	mov x8, #93\n"
	"	svc 0\n"
	"	brk #1\n"
	"1:	ret\n");
#endif

int thread_start(void (*run)(void *), void *arg, void *top)
{
	long r = thread_clone(run, arg, top, THREAD_FLAGS);
	return r < 0 ? (int)r : 0;
}
