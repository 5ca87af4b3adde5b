/*
 * Included before everything else (-include) in native/{exec,init,launcher,supervisor}: names of libc that
 * must not be used after a fork, allocate, depend on a locale or hide a descriptor. Naming one is a compile
 * error.
 */
#ifndef TEU_POISON_H
#define TEU_POISON_H

/* First, because linux/bpf.h names helpers of BPF programs that are called like functions of libc. */
#include "sys_abi.h"

#pragma GCC poison malloc calloc realloc free alloca strdup asprintf
#pragma GCC poison printf fprintf sprintf snprintf vsnprintf puts fputs fopen fdopen fclose
#pragma GCC poison strcpy strcat strncpy strncat strtok sscanf atoi atol strtol strtoul
#pragma GCC poison getenv setenv putenv system popen execvp execlp posix_spawn
#pragma GCC poison errno perror strerror setlocale pthread_create setjmp longjmp

#endif
