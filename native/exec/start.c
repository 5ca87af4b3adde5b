/*
 * _start of a static position-independent program without libc: applies its own relocations, makes the
 * relocated pages read-only, seeds the stack protector and calls program().
 */
#include "exec.h"
#include "sys.h"
#include "start.h"
#include <linux/auxvec.h>
#include <linux/elf.h>

#if defined(__x86_64__)
#define RELATIVE 8 /* R_X86_64_RELATIVE */
__asm__(".globl _start\n"
	".type _start, @function\n"
	"_start:\n"
	"	xor %ebp, %ebp\n"
	"	mov %rsp, %rdi\n"
	"	and $-16, %rsp\n"
	"	call start_on_stack\n"
	"	hlt\n");
#else
#define RELATIVE 1027 /* R_AARCH64_RELATIVE */
__asm__(".globl _start\n"
	".type _start, %function\n"
	"_start:\n"
	"	mov x29, #0\n"
	"	mov x30, #0\n"
	"	mov x0, sp\n"
	"	and sp, x0, #-16\n"
	"	bl start_on_stack\n"
	"	brk #1\n");
#endif

#define HIDDEN	    __attribute__((visibility("hidden")))
#define UNPROTECTED __attribute__((no_stack_protector))
#ifndef PT_GNU_RELRO
#define PT_GNU_RELRO 0x6474e552
#endif

struct auxv {
	uintptr_t type, value;
};

extern const char __ehdr_start[] HIDDEN;
extern const Elf64_Dyn _DYNAMIC[] HIDDEN;
extern uintptr_t __stack_chk_guard;
__attribute__((noreturn, used)) void start_on_stack(uintptr_t *stack) HIDDEN;

/* Nothing before this may use a pointer that lies in data. */
UNPROTECTED static void relocate(uintptr_t base)
{
	const Elf64_Rela *rela = 0;
	uint64_t size = 0;
	for (const Elf64_Dyn *d = _DYNAMIC; d->d_tag != DT_NULL; d++) {
		if (d->d_tag == DT_RELA)
			rela = (const void *)(base + d->d_un.d_ptr);
		else if (d->d_tag == DT_RELASZ)
			size = d->d_un.d_val;
	}
	for (uint64_t i = 0; i < size / sizeof(*rela); i++)
		if (ELF64_R_TYPE(rela[i].r_info) == RELATIVE)
			*(uintptr_t *)(base + rela[i].r_offset) = base + (uintptr_t)rela[i].r_addend;
}

UNPROTECTED static void protect_relro(uintptr_t base)
{
	const Elf64_Ehdr *head = (const void *)base;
	const Elf64_Phdr *ph = (const void *)(base + head->e_phoff);
	for (uint16_t i = 0; i < head->e_phnum; i++) {
		if (ph[i].p_type != PT_GNU_RELRO)
			continue;
		/* The linker ends the region on a page boundary; its first page holds nothing written later.
		 */
		uintptr_t first = (base + ph[i].p_vaddr) & ~(uintptr_t)4095;
		uintptr_t end = (base + ph[i].p_vaddr + ph[i].p_memsz) & ~(uintptr_t)4095;
		if (end > first)
			SYS3(mprotect, first, end - first, PROT_READ);
	}
}

/* 16 random bytes of the kernel; the lowest byte of the canary stays NUL, so no string copy can reproduce it.
 */
UNPROTECTED static void seed_guard(char **environment)
{
	while (*environment)
		environment++;
	for (const struct auxv *aux = (const void *)(environment + 1); aux->type; aux++)
		if (aux->type == AT_RANDOM)
			__stack_chk_guard = *(const uintptr_t *)aux->value & ~(uintptr_t)0xff;
}

UNPROTECTED void start_on_stack(uintptr_t *stack)
{
	uintptr_t base = (uintptr_t)__ehdr_start;
	int argc = (int)stack[0];
	char **argv = (char **)(stack + 1);
	char **environment = argv + argc + 1;
	relocate(base);
	protect_relro(base);
	seed_guard(environment);
	sys_exit(program(argc, argv, environment));
}
