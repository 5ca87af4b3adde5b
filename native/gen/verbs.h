/* Printed from src/cli/verbs.ts by scripts/gen-verbs.ts. Do not edit. */
#ifndef TEU_GEN_VERBS_H
#define TEU_GEN_VERBS_H

/* Names stand without dashes; one dash and two mean the same. A value follows "=" or is the next argument. */
/* Tables end with a null pointer. */

/* options before the verb that take a value */
static const char *const verbs_global_values[] = {"root", "log", "log-format", "log-level", "trace", "cgroup-manager", "rootless", "criu", 0};
/* verbs that need the spawner */
static const char *const verbs_spawner[] = {"create", "run", "exec", 0};
/* verbs that the engine in teu performs */
static const char *const verbs_small[] = {"create", "start", "run", "exec", "state", "kill", "delete", "pause", "resume", "update", "ps", "events", "list", "spec", "features", "version", 0};
/* options before the verb that ask for one of these instead */
static const char *const verbs_asked[] = {"version", "v", 0};
/* options of verbs with a spawner that take a value */
static const char *const verbs_spawner_values[] = {"bundle", "b", "config", "f", "console-socket", "pid-file", "pidfd-socket", "preserve-fds", "process", "p", "cwd", "env", "e", "user", "u", "additional-gids", "g", "cap", "c", "apparmor", "process-label", "cgroup", 0};
/* those whose options end with the first operand: a command line follows */
static const char *const verbs_command[] = {"exec", 0};
/* the option of those verbs that counts descriptors to keep */
#define VERBS_PRESERVE_FDS "preserve-fds"

#endif
