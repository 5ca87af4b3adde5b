/** Printed from src/cli/verbs.ts by scripts/gen-verbs.ts. Do not edit. */

export const globalLine =
  'root text - - log text - - log-format text - text|json log-level text - debug|info|warn|warning|error debug flag - - trace text - - systemd-cgroup flag - - cgroup-manager text - cgroupfs|systemd|disabled rootless text - true|false|auto criu text - - systemd-log flag - - version flag v -';

export const verbLines = `
create 1 1 - bundle text b - config text f - console-socket text - - pid-file text - - pidfd-socket text - - no-pivot flag - - no-new-keyring flag - - preserve-fds count - - no-subreaper flag - -
start 1 1 -
run 1 1 - bundle text b - config text f - console-socket text - - pid-file text - - pidfd-socket text - - no-pivot flag - - no-new-keyring flag - - preserve-fds count - - no-subreaper flag - - detach flag d - keep flag - -
exec 1 1 command process text p - cwd text - - env texts e - tty flag t - user text u - additional-gids texts g - cap texts c - no-new-privs flag - - apparmor text - - process-label text - - detach flag d - pid-file text - - console-socket text - - pidfd-socket text - - preserve-fds count - - cgroup texts - - ignore-paused flag - -
state 1 1 -
kill 1 2 - all flag a - regex flag r -
delete 1 * - force flag f - regex flag r -
pause 1 * -
resume 1 * -
update 1 1 - resources text r - blkio-weight text - - cpu-period text - - cpu-quota text - - cpu-burst text - - cpu-share text - - cpu-rt-period text - - cpu-rt-runtime text - - cpu-idle text - - cpuset-cpus text - - cpuset-mems text - - memory text - - memory-reservation text - - memory-swap text - - kernel-memory text - - kernel-memory-tcp text - - pids-limit text - - l3-cache-schema text - - mem-bw-schema text - -
ps 1 1 command format text f table|json
events 1 1 - interval text - - stats flag - -
list 0 0 - format text f table|json quiet flag q -
spec 0 0 - bundle text b - file text f - rootless flag - -
features 0 0 -
explain 0 1 - bundle text b - config text f - id text - - format text - text|json
validate 0 1 - bundle text b - config text f - config-only flag - - format text - text|json
seccomp 2 9 - arch text - - format text - text|json
trace 1 1 -
version 0 0 -
`;
