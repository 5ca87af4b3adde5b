/* teu-init, embedded: IMAGE is its path. */
	.section .rodata.init_image, "a", @progbits
	.globl init_image
	.hidden init_image
	.balign 16
init_image:
	.incbin IMAGE
	.globl init_image_end
	.hidden init_image_end
init_image_end:
	.byte 0
	.section .note.GNU-stack, "", @progbits
