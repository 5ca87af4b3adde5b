/** What a container looks like from inside, as named facts that two runtimes can be compared by. */

/**
 * Each prints one fact of the shell that is the payload ($P is its directory in /proc); run by busybox sh in the
 * container. Order is that of the report.
 * Other tests mount the hierarchies net_cls and net_prio for a moment, so that they come and go.
 * SigIgn is left out: runc passes on what its caller ignores (e2e/exactness says what is right).
 */
export const probes: Readonly<Record<string, string>> = {
  status:
    'grep -vE "^(Name|Pid|NSpid|NStgid|NSpgid|NSsid|Tgid|VmPeak|VmSize|VmHWM|VmRSS|RssFile|RssAnon|RssShmem|VmData|VmStk|VmExe|VmLib|VmPTE|voluntary|nonvoluntary|State|PPid|Speculation|SigQ|SigIgn|untag|x86)" $P/status',
  mounts:
    'awk \'{ n = $6; p = ""; for (i = 7; $i != "-"; i++) p = p $i " "; gsub(/:[0-9]+/, "", p); print $5, n, p, $(i+1), $(i+3) }\' $P/mountinfo | sed \'s/,*\\(inode64\\|seclabel\\)//g\'',
  limits: 'cat $P/limits',
  cgroup: 'cut -d: -f2- $P/cgroup | grep -v ^net_',
  uid_map: 'cat $P/uid_map $P/gid_map $P/setgroups',
  namespaces: 'ls $P/ns',
  dev: 'cd /dev && find . ! -path "./pts/*" ! -path "./mqueue/*" ! -path "./shm/*" -exec stat -c "%n %F %a %u:%g %t:%T" {} + | sort; for l in fd stdin stdout stderr ptmx core; do echo "$l $(readlink $l)"; done',
  environment: 'tr "\\0" "\\n" < $P/environ | sort',
  cwd: 'readlink $P/cwd; readlink $P/root',
  fds: 'ls $P/fd',
  identity:
    'id; umask; hostname; cat $P/oom_score_adj $P/loginuid $P/timerslack_ns $P/personality 2>/dev/null',
  session: 'cut -d" " -f1,4,5,6,7,8,18,19,40,41 $P/stat | sed "s/\\b$$\\b/self/g"',
  sysctl:
    'cd /proc/sys; cat net/ipv4/ip_forward kernel/domainname kernel/msgmax net/ipv4/ip_unprivileged_port_start net/ipv4/ping_group_range 2>/dev/null',
  root: 'ls -la / | sed 1d | awk "{ print \\$1, \\$3, \\$4, \\$NF }" | grep -v " \\.\\.$"',
  refused:
    'unshare -U true; unshare -m true; mkdir /tmp/made; kill -CONT $$; kill -0 $$; chroot / true; unshare -u true',
  network: 'ip -o link | cut -d" " -f2,3',
};

/** The status of the payload. */
export const payloadStatus = 7;

/** One script that prints every fact between markers. */
export const script = [
  'P=/proc/$$',
  ...Object.entries(probes).map(([name, command]) => `echo "=== ${name}"; { ${command}; } 2>&1`),
  `exit ${payloadStatus}`,
].join('\n');

/** name -> lines */
export function parse(output: string): ReadonlyMap<string, readonly string[]> {
  const facts = new Map<string, string[]>();
  let current: string[] = [];
  for (const line of output.split('\n')) {
    const name = /^=== (\w+)$/.exec(line)?.[1];
    if (name !== undefined) {
      current = [];
      facts.set(name, current);
    } else if (line !== '') current.push(line);
  }
  return facts;
}
