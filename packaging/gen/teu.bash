# Printed from src/cli/verbs.ts by scripts/gen-packaging.ts. Do not edit.
_teu() {
  local word=${COMP_WORDS[COMP_CWORD]} before=${COMP_WORDS[COMP_CWORD-1]} verb= at root= options=
  for ((at = 1; at < COMP_CWORD; at++)); do
    case ${COMP_WORDS[at]} in
      --root) root=${COMP_WORDS[at+1]}; ((at++)) ;;
      --root|--log|--log-format|--log-level|--trace|--cgroup-manager|--rootless|--criu|--bundle|-b|--config|-f|--console-socket|--pid-file|--pidfd-socket|--preserve-fds|--process|-p|--cwd|--env|-e|--user|-u|--additional-gids|-g|--cap|-c|--apparmor|--process-label|--cgroup|--resources|-r|--blkio-weight|--cpu-period|--cpu-quota|--cpu-burst|--cpu-share|--cpu-rt-period|--cpu-rt-runtime|--cpu-idle|--cpuset-cpus|--cpuset-mems|--memory|--memory-reservation|--memory-swap|--kernel-memory|--kernel-memory-tcp|--pids-limit|--l3-cache-schema|--mem-bw-schema|--format|--interval|--file|--id|--arch) ((at++)) ;;
      -*) ;;
      *) verb=${COMP_WORDS[at]}; break ;;
    esac
  done
  case $before in
    --log-format) mapfile -t COMPREPLY < <(compgen -W 'text json' -- "$word"); return ;;
    --log-level) mapfile -t COMPREPLY < <(compgen -W 'debug info warn warning error' -- "$word"); return ;;
    --cgroup-manager) mapfile -t COMPREPLY < <(compgen -W 'cgroupfs systemd disabled' -- "$word"); return ;;
    --rootless) mapfile -t COMPREPLY < <(compgen -W 'true false auto' -- "$word"); return ;;
    --format) mapfile -t COMPREPLY < <(compgen -W 'text json' -- "$word"); return ;;
    --root|--log|--trace|--criu|--bundle|-b|--config|-f|--console-socket|--pid-file|--pidfd-socket|--process|-p|--cwd|--resources|-r|--file) mapfile -t COMPREPLY < <(compgen -f -- "$word"); return ;;
  esac
  if [ -z "$verb" ]; then
    options='--root --log --log-format --log-level --debug --trace --systemd-cgroup --cgroup-manager --rootless --criu --systemd-log --version -v --help create start run exec state kill delete pause resume update ps events list spec features explain validate seccomp trace version'
    mapfile -t COMPREPLY < <(compgen -W "$options" -- "$word")
    return
  fi
  case $verb in
    create) options='--bundle -b --config -f --console-socket --pid-file --pidfd-socket --no-pivot --no-new-keyring --preserve-fds --no-subreaper' ;;
    start) options='' ;;
    run) options='--bundle -b --config -f --console-socket --pid-file --pidfd-socket --no-pivot --no-new-keyring --preserve-fds --no-subreaper --detach -d --keep' ;;
    exec) options='--process -p --cwd --env -e --tty -t --user -u --additional-gids -g --cap -c --no-new-privs --apparmor --process-label --detach -d --pid-file --console-socket --pidfd-socket --preserve-fds --cgroup --ignore-paused' ;;
    state) options='' ;;
    kill) options='--all -a --regex -r' ;;
    delete) options='--force -f --regex -r' ;;
    pause) options='' ;;
    resume) options='' ;;
    update) options='--resources -r --blkio-weight --cpu-period --cpu-quota --cpu-burst --cpu-share --cpu-rt-period --cpu-rt-runtime --cpu-idle --cpuset-cpus --cpuset-mems --memory --memory-reservation --memory-swap --kernel-memory --kernel-memory-tcp --pids-limit --l3-cache-schema --mem-bw-schema' ;;
    ps) options='--format -f' ;;
    events) options='--interval --stats' ;;
    list) options='--format -f --quiet -q' ;;
    spec) options='--bundle -b --file -f --rootless' ;;
    features) options='' ;;
    explain) options='--bundle -b --config -f --id --format' ;;
    validate) options='--bundle -b --config -f --config-only --format' ;;
    seccomp) options='--arch --format' ;;
    trace) options='' ;;
    version) options='' ;;
  esac
  if [[ $word == -* ]]; then
    mapfile -t COMPREPLY < <(compgen -W "$options --help" -- "$word")
    return
  fi
  case $verb in
    create|start|run|exec|state|kill|delete|pause|resume|update|ps|events)
      mapfile -t COMPREPLY < <(compgen -W "$(teu ${root:+--root "$root"} list --quiet 2>/dev/null)" -- "$word") ;;
    *) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
  esac
}
complete -o filenames -F _teu teu
