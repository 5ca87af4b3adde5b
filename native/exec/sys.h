/*
 * Raw system calls for x86_64 and aarch64: each returns its result or -errno and touches no libc, so the same
 * code serves the freestanding artefacts and libteu.so. Never include libc headers next to this one: the
 * kernel's uapi structures have the same names.
 */
#ifndef TEU_SYS_H
#define TEU_SYS_H

#include "names.h"
#include "sys_file.h"
#include "sys_mount.h"
#include "sys_process.h"
#include "sys_socket.h"

#endif
