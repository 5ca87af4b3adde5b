/* Where the heap lies, at the fixed address of refs.h: as many bytes to make it in, or the one in the file HEAP. */
#ifdef HEAP
	.section .teuheap, "aw", @progbits
#else
	.section .teuheap, "aw", @nobits
#endif
	.globl heap_memory
	.hidden heap_memory
	.globl heap_memory_end
	.hidden heap_memory_end
	.balign 4096
heap_memory:
#ifdef HEAP
	.incbin HEAP
#else
	.skip 512 << 20
#endif
heap_memory_end:
	.section .note.GNU-stack, "", @progbits
