/** Printed by scripts/gen-ops.ts. Do not edit. */

export const layouts = `
await 1 8 - whom 0 0
cgroup_mkdir 2 8 cgroup path 1 0
cgroup_write 3 16 - file 1 0 value 1 8
cgroup_devices 4 16 - path 1 0 program 5 8
id_map 5 16 - file 1 0 value 1 8
id_map_helper 6 16 - helper 1 0 args 4 8
hook_run 7 48 - path 1 0 args 4 8 env 4 16 inheritEnv 0 24 timeoutMs 0 28 stateHead 1 32 stateTail 1 40
state_save 8 8 - status 1 0
pid_file 9 8 file path 1 0
verify 10 56 - noNewPrivs 0 0 effective 3 8 permitted 3 16 inheritable 3 24 bounding 3 32 ambient 3 40 cgroups 4 48
label_check 18 16 - file 1 0 refused 1 8
socket_remove 11 8 - path 1 0
netns_open 16 8 - slot 2 0
net_device 17 32 - name 1 0 target 1 8 addresses 5 16 up 0 24 netns 2 28
rdt_group 110 16 resctrl path 1 0 keep 0 8
rdt_write 111 24 - file 1 0 value 1 8 status 1 16
rdt_join 112 16 - file 1 0 status 1 8
cgroup_chown 14 24 - path 1 0 files 4 8 uid 0 16
scope_start 170 64 scope unit 1 0 manager 1 8 path 1 16 cgroup 1 24 description 1 32 byPidfd 0 40 properties 4 44 fields 4 52
scope_set 171 32 - unit 1 0 manager 1 8 properties 4 16 fields 4 24
scope_attach 172 24 - unit 1 0 manager 1 8 cgroup 1 16
agent_check 143 8 - path 1 0
agent_connect 144 16 - path 1 0 slot 2 8
agent_send 145 16 - slot 2 0 state 4 4
pidfd_send 150 16 - path 1 0 name 1 8
proc_open_host 20 8 - slot 2 0
socket_listen 21 16 - path 1 0 slot 2 8
socket_connect 22 16 - path 1 0 slot 2 8
dir_open 23 24 - path 1 0 magic 3 8 slot 2 16
cgroup_join 24 8 - file 1 0
oom_score_adj 25 8 - value 0 0 proc 2 4
ns_open 26 24 - path 1 0 type 3 8 proc 2 16 slot 2 20
ns_join 27 16 - slot 2 0 type 3 8
clone_init 28 16 process flags 3 0 cgroup 2 8
clone_mounter 29 8 -
mount_send 30 8 - mount 2 0
userns_make 160 24 - uidMap 1 0 gidMap 1 8 proc 2 16 slot 2 20
mounter_run 161 8 -
process_open 31 24 - pid 0 0 startTime 3 8 proc 2 16 slot 2 20
dumpable 40 8 - value 0 0
session 41 8 -
userns_root 42 8 - groups 0 0
time_enter 43 16 - offsets 1 0 proc 2 8
loopback_up 44 8 -
propagation 45 24 - path 1 0 propagation 3 8 recursive 0 16
rootfs_open 46 16 - path 1 0 slot 2 8
null_open 47 8 - slot 2 0
mount_new 48 48 - fstype 1 0 source 1 8 data 4 16 attrs 3 24 sbFlags 3 32 slot 2 40
mount_clone 49 24 - source 1 0 recursive 0 8 noFollow 0 12 slot 2 16
mount_attrs 50 40 - mount 2 0 set 3 8 clear 3 16 propagation 3 24 recursive 0 32
mount_idmap 162 16 - mount 2 0 userns 2 4 recursive 0 8
mount_under 163 16 - root 2 0 target 1 4 slot 2 12
mount_copyup 51 16 - mount 2 0 root 2 4 target 1 8
mount_mode 52 16 - mount 2 0 root 2 4 target 1 8
mount_attach 53 32 - mount 2 0 root 2 4 target 1 8 create 0 16 keep 0 20 noFollow 0 24
mount_legacy 54 56 - fstype 1 0 source 1 8 target 1 16 flags 3 24 data 1 32 root 2 40 slot 2 44 proc 2 48
mount_remount 55 56 - root 2 0 target 1 4 set 3 16 clear 3 24 propagation 3 32 recursive 0 40 data 4 44
device_node 56 40 - root 2 0 path 1 4 mode 0 12 major 0 16 minor 0 20 uid 0 24 gid 0 28 keep 0 32
device_bind 57 32 - root 2 0 path 1 4 source 1 12 mode 0 20 major 0 24 minor 0 28
await_mounter 58 8 - slot 2 0
proc_open 59 8 - slot 2 0
pivot_root 60 8 - root 2 0
move_root 61 8 - root 2 0
symlink 62 24 - root 2 0 target 1 4 path 1 12 replace 0 20
console 63 32 - pts 2 0 socket 2 4 root 2 8 mount 0 12 width 0 16 height 0 20 uid 0 24
mask_path 64 24 - root 2 0 path 1 4 directory 2 12 file 2 16
readonly_path 65 16 - root 2 0 path 1 4
sysctl 66 24 - proc 2 0 path 1 4 value 1 12
hostname 67 8 - name 1 0
domainname 68 8 - name 1 0
rlimit 80 24 - resource 0 0 soft 3 8 hard 3 16
stdio_owner 81 8 - uid 0 0
umask 82 8 - mask 0 0
credentials 83 24 - uid 0 0 gid 0 4 groups 5 8 setGroups 0 16
cwd 84 16 - root 2 0 path 1 4 make 0 12
exec_resolve 85 8 - candidates 4 0
parent_death 86 8 - signal 0 0
start_wait 87 8 - socket 2 0
no_new_privileges 88 8 -
capabilities 89 48 - bounding 3 0 effective 3 8 permitted 3 16 inheritable 3 24 ambient 3 32 last 0 40
execve 90 40 - args 4 0 env 4 8 candidates 4 16 home 0 24 uid 0 28 preserveFds 0 32
directory 91 16 - root 2 0 path 1 4
chroot 92 8 - root 2 0
exec_prepare 141 32 - args 4 0 env 4 8 home 0 16 uid 0 20 preserveFds 0 24
seccomp 142 16 - program 5 0 flags 0 8
session_keyring 120 16 - name 1 0 permissions 0 8
cpu_affinity 121 8 - mask 5 0
scheduler 122 48 - policy 0 0 flags 3 8 nice 0 16 priority 0 20 runtime 3 24 deadline 3 32 period 3 40
io_priority 123 8 - priority 0 0
memory_policy 124 16 - mode 0 0 nodes 5 4
personality 125 8 - domain 0 0
lsm_attribute 126 32 - proc 2 0 file 1 4 value 1 12 expected 1 20
mount_label 127 16 - mount 2 0 label 1 4
ns_unshare 93 8 - flags 3 0
`;
