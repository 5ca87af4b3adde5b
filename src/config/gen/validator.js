// Printed by scripts/gen-validator.ts from src/config/schema.ts; do not edit.
"use strict";
export const validateConfig = validate21;
const schema6 = {"$id":"config","type":"object","required":["ociVersion","root"],"properties":{"ociVersion":{"type":"string"},"root":{"type":"object","required":["path"],"properties":{"path":{"type":"string"},"readonly":{"type":"boolean"}}},"mounts":{"type":"array","items":{"type":"object","required":["destination"],"properties":{"destination":{"type":"string"},"type":{"type":"string"},"source":{"type":"string"},"options":{"type":"array","items":{"type":"string"}},"uidMappings":{"$ref":"idMappings"},"gidMappings":{"$ref":"idMappings"}}}},"process":{"$ref":"process"},"hostname":{"type":"string"},"domainname":{"type":"string"},"hooks":{"type":"object","properties":{"prestart":{"$ref":"hooks"},"createRuntime":{"$ref":"hooks"},"createContainer":{"$ref":"hooks"},"startContainer":{"$ref":"hooks"},"poststart":{"$ref":"hooks"},"poststop":{"$ref":"hooks"}}},"annotations":{"type":"object","additionalProperties":{"type":"string"}},"linux":{"type":"object","properties":{"namespaces":{"type":"array","items":{"type":"object","required":["type"],"properties":{"type":{"type":"string","enum":["ipc","uts","network","cgroup","time","mount","pid","user"]},"path":{"type":"string"}}}},"uidMappings":{"$ref":"idMappings"},"gidMappings":{"$ref":"idMappings"},"timeOffsets":{"type":"object","properties":{"monotonic":{"type":"object","properties":{"secs":{"range":["-9223372036854775808","9223372036854775807"]},"nanosecs":{"range":["0","999999999"]}}},"boottime":{"type":"object","properties":{"secs":{"range":["-9223372036854775808","9223372036854775807"]},"nanosecs":{"range":["0","999999999"]}}}}},"devices":{"type":"array","items":{"type":"object","required":["type","path"],"properties":{"type":{"type":"string","enum":["c","b","u","p"]},"path":{"type":"string"},"major":{"range":["-1","4095"]},"minor":{"range":["-1","1048575"]},"fileMode":{"range":["0","65535"]},"uid":{"range":["0","4294967295"]},"gid":{"range":["0","4294967295"]}}}},"netDevices":{"type":"object","additionalProperties":{"type":"object","properties":{"name":{"type":"string"}}}},"cgroupsPath":{"type":"string"},"resources":{"type":"object","properties":{"devices":{"type":"array","items":{"type":"object","required":["allow"],"properties":{"allow":{"type":"boolean"},"type":{"type":"string","enum":["","a","c","b"]},"major":{"range":["-1","9223372036854775807"]},"minor":{"range":["-1","9223372036854775807"]},"access":{"pattern":"^[rwm]*$","type":"string"}}}},"memory":{"type":"object","properties":{"limit":{"range":["-1","9223372036854775807"]},"reservation":{"range":["-1","9223372036854775807"]},"swap":{"range":["-1","9223372036854775807"]},"kernel":{"range":["-1","9223372036854775807"]},"kernelTCP":{"range":["-1","9223372036854775807"]},"swappiness":{"range":["0","100"]},"disableOOMKiller":{"type":"boolean"},"useHierarchy":{"type":"boolean"},"checkBeforeUpdate":{"type":"boolean"}}},"cpu":{"type":"object","properties":{"shares":{"range":["0","18446744073709551615"]},"quota":{"range":["-9223372036854775808","9223372036854775807"]},"burst":{"range":["0","18446744073709551615"]},"period":{"range":["0","18446744073709551615"]},"realtimeRuntime":{"range":["-9223372036854775808","9223372036854775807"]},"realtimePeriod":{"range":["0","18446744073709551615"]},"cpus":{"type":"string"},"mems":{"type":"string"},"idle":{"range":["0","1"]}}},"pids":{"type":"object","properties":{"limit":{"range":["-9223372036854775808","9223372036854775807"]}}},"blockIO":{"type":"object","properties":{"weight":{"range":["0","65535"]},"leafWeight":{"range":["0","65535"]},"weightDevice":{"type":"array","items":{"type":"object","required":["major","minor"],"properties":{"major":{"range":["0","9223372036854775807"]},"minor":{"range":["0","9223372036854775807"]},"weight":{"range":["0","65535"]},"leafWeight":{"range":["0","65535"]}}}},"throttleReadBpsDevice":{"$ref":"throttles"},"throttleWriteBpsDevice":{"$ref":"throttles"},"throttleReadIOPSDevice":{"$ref":"throttles"},"throttleWriteIOPSDevice":{"$ref":"throttles"}}},"hugepageLimits":{"type":"array","items":{"type":"object","required":["pageSize","limit"],"properties":{"pageSize":{"pattern":"^[1-9][0-9]*[KMG]B$","type":"string"},"limit":{"range":["0","18446744073709551615"]}}}},"network":{"type":"object","properties":{"classID":{"range":["0","4294967295"]},"priorities":{"type":"array","items":{"type":"object","required":["name","priority"],"properties":{"name":{"type":"string"},"priority":{"range":["0","4294967295"]}}}}}},"rdma":{"type":"object","additionalProperties":{"type":"object","properties":{"hcaHandles":{"range":["0","4294967295"]},"hcaObjects":{"range":["0","4294967295"]}}}},"unified":{"type":"object","additionalProperties":{"type":"string"}}}},"intelRdt":{"type":"object","properties":{"closID":{"type":"string"},"schemata":{"type":"array","items":{"type":"string"}},"l3CacheSchema":{"type":"string"},"memBwSchema":{"type":"string"},"enableCMT":{"type":"boolean"},"enableMBM":{"type":"boolean"},"enableMonitoring":{"type":"boolean"}}},"memoryPolicy":{"type":"object","required":["mode"],"properties":{"mode":{"type":"string","enum":["MPOL_DEFAULT","MPOL_PREFERRED","MPOL_BIND","MPOL_INTERLEAVE","MPOL_LOCAL","MPOL_PREFERRED_MANY","MPOL_WEIGHTED_INTERLEAVE"]},"nodes":{"type":"string"},"flags":{"type":"array","items":{"type":"string","enum":["MPOL_F_NUMA_BALANCING","MPOL_F_RELATIVE_NODES","MPOL_F_STATIC_NODES"]}}}},"sysctl":{"type":"object","additionalProperties":{"type":"string"}},"seccomp":{"type":"object","required":["defaultAction"],"properties":{"defaultAction":{"type":"string","enum":["SCMP_ACT_KILL","SCMP_ACT_KILL_PROCESS","SCMP_ACT_KILL_THREAD","SCMP_ACT_TRAP","SCMP_ACT_ERRNO","SCMP_ACT_TRACE","SCMP_ACT_ALLOW","SCMP_ACT_LOG","SCMP_ACT_NOTIFY"]},"defaultErrnoRet":{"range":["0","4294967295"]},"architectures":{"type":"array","items":{"type":"string","enum":["SCMP_ARCH_X86","SCMP_ARCH_X86_64","SCMP_ARCH_X32","SCMP_ARCH_ARM","SCMP_ARCH_AARCH64","SCMP_ARCH_MIPS","SCMP_ARCH_MIPS64","SCMP_ARCH_MIPS64N32","SCMP_ARCH_MIPSEL","SCMP_ARCH_MIPSEL64","SCMP_ARCH_MIPSEL64N32","SCMP_ARCH_PPC","SCMP_ARCH_PPC64","SCMP_ARCH_PPC64LE","SCMP_ARCH_S390","SCMP_ARCH_S390X","SCMP_ARCH_PARISC","SCMP_ARCH_PARISC64","SCMP_ARCH_RISCV64","SCMP_ARCH_LOONGARCH64","SCMP_ARCH_M68K","SCMP_ARCH_SH","SCMP_ARCH_SHEB"]}},"flags":{"type":"array","items":{"type":"string","enum":["SECCOMP_FILTER_FLAG_TSYNC","SECCOMP_FILTER_FLAG_LOG","SECCOMP_FILTER_FLAG_SPEC_ALLOW","SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"]}},"listenerPath":{"type":"string"},"listenerMetadata":{"type":"string"},"syscalls":{"type":"array","items":{"type":"object","required":["names","action"],"properties":{"names":{"minItems":1,"type":"array","items":{"type":"string"}},"action":{"type":"string","enum":["SCMP_ACT_KILL","SCMP_ACT_KILL_PROCESS","SCMP_ACT_KILL_THREAD","SCMP_ACT_TRAP","SCMP_ACT_ERRNO","SCMP_ACT_TRACE","SCMP_ACT_ALLOW","SCMP_ACT_LOG","SCMP_ACT_NOTIFY"]},"errnoRet":{"range":["0","4294967295"]},"args":{"type":"array","items":{"type":"object","required":["index","value","op"],"properties":{"index":{"range":["0","5"]},"value":{"range":["0","18446744073709551615"]},"valueTwo":{"range":["0","18446744073709551615"]},"op":{"type":"string","enum":["SCMP_CMP_NE","SCMP_CMP_LT","SCMP_CMP_LE","SCMP_CMP_EQ","SCMP_CMP_GE","SCMP_CMP_GT","SCMP_CMP_MASKED_EQ"]}}}}}}}}},"rootfsPropagation":{"type":"string","enum":["","shared","slave","private","unbindable","rshared","rslave","rprivate","runbindable"]},"maskedPaths":{"type":"array","items":{"type":"string"}},"readonlyPaths":{"type":"array","items":{"type":"string"}},"mountLabel":{"type":"string"},"personality":{"type":"object","required":["domain"],"properties":{"domain":{"type":"string","enum":["LINUX","LINUX32"]},"flags":{"type":"array","items":{"type":"string"}}}}}},"vm":{"type":"object","properties":{}},"windows":{"type":"object","properties":{}},"solaris":{"type":"object","properties":{}},"freebsd":{"type":"object","properties":{}},"zos":{"type":"object","properties":{}}}};
const schema7 = {"$id":"idMappings","type":"array","items":{"type":"object","required":["containerID","hostID","size"],"properties":{"containerID":{"range":["0","4294967295"]},"hostID":{"range":["0","4294967295"]},"size":{"range":["0","4294967295"]}}}};

function validate22(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="idMappings" */;
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.containerID === undefined){
const err0 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "containerID"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data0.hostID === undefined){
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "hostID"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data0.size === undefined){
const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "size"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data0.containerID !== undefined){
let data1 = data0.containerID;
if(!((typeof data1 == "bigint" || Number.isSafeInteger(data1)) && data1 >= 0 && data1 <= 4294967295)){
const err3 = {instancePath:instancePath+"/" + i0+"/containerID",schemaPath:"#/items/properties/containerID/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data0.hostID !== undefined){
let data2 = data0.hostID;
if(!((typeof data2 == "bigint" || Number.isSafeInteger(data2)) && data2 >= 0 && data2 <= 4294967295)){
const err4 = {instancePath:instancePath+"/" + i0+"/hostID",schemaPath:"#/items/properties/hostID/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.size !== undefined){
let data3 = data0.size;
if(!((typeof data3 == "bigint" || Number.isSafeInteger(data3)) && data3 >= 0 && data3 <= 4294967295)){
const err5 = {instancePath:instancePath+"/" + i0+"/size",schemaPath:"#/items/properties/size/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate22.errors = vErrors;
return errors === 0;
}

const schema8 = {"$id":"process","type":"object","required":["cwd"],"properties":{"terminal":{"type":"boolean"},"consoleSize":{"type":"object","required":["height","width"],"properties":{"height":{"range":["0","4294967295"]},"width":{"range":["0","4294967295"]}}},"user":{"type":"object","properties":{"uid":{"range":["0","4294967295"]},"gid":{"range":["0","4294967295"]},"umask":{"range":["0","511"]},"additionalGids":{"type":"array","items":{"range":["0","4294967295"]}},"username":{"type":"string"}}},"args":{"type":"array","items":{"type":"string"}},"commandLine":{"type":"string"},"env":{"type":"array","items":{"type":"string"}},"cwd":{"type":"string"},"capabilities":{"type":"object","properties":{"bounding":{"type":"array","items":{"type":"string"}},"effective":{"type":"array","items":{"type":"string"}},"inheritable":{"type":"array","items":{"type":"string"}},"permitted":{"type":"array","items":{"type":"string"}},"ambient":{"type":"array","items":{"type":"string"}}}},"rlimits":{"type":"array","items":{"type":"object","required":["type","soft","hard"],"properties":{"type":{"type":"string","enum":["RLIMIT_CPU","RLIMIT_FSIZE","RLIMIT_DATA","RLIMIT_STACK","RLIMIT_CORE","RLIMIT_RSS","RLIMIT_NPROC","RLIMIT_NOFILE","RLIMIT_MEMLOCK","RLIMIT_AS","RLIMIT_LOCKS","RLIMIT_SIGPENDING","RLIMIT_MSGQUEUE","RLIMIT_NICE","RLIMIT_RTPRIO","RLIMIT_RTTIME"]},"soft":{"range":["0","18446744073709551615"]},"hard":{"range":["0","18446744073709551615"]}}}},"noNewPrivileges":{"type":"boolean"},"apparmorProfile":{"type":"string"},"oomScoreAdj":{"range":["-1000","1000"]},"scheduler":{"type":"object","required":["policy"],"properties":{"policy":{"type":"string","enum":["SCHED_OTHER","SCHED_FIFO","SCHED_RR","SCHED_BATCH","SCHED_ISO","SCHED_IDLE","SCHED_DEADLINE"]},"nice":{"range":["-2147483648","2147483647"]},"priority":{"range":["-2147483648","2147483647"]},"flags":{"type":"array","items":{"type":"string","enum":["SCHED_FLAG_RESET_ON_FORK","SCHED_FLAG_RECLAIM","SCHED_FLAG_DL_OVERRUN","SCHED_FLAG_KEEP_POLICY","SCHED_FLAG_KEEP_PARAMS","SCHED_FLAG_UTIL_CLAMP_MIN","SCHED_FLAG_UTIL_CLAMP_MAX"]}},"runtime":{"range":["0","18446744073709551615"]},"deadline":{"range":["0","18446744073709551615"]},"period":{"range":["0","18446744073709551615"]}}},"selinuxLabel":{"type":"string"},"ioPriority":{"type":"object","required":["class","priority"],"properties":{"class":{"type":"string","enum":["IOPRIO_CLASS_RT","IOPRIO_CLASS_BE","IOPRIO_CLASS_IDLE"]},"priority":{"range":["0","7"]}}},"execCPUAffinity":{"type":"object","properties":{"initial":{"type":"string"},"final":{"type":"string"}}}}};

function validate25(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="process" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.cwd === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "cwd"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.terminal !== undefined){
if(typeof data.terminal !== "boolean"){
const err1 = {instancePath:instancePath+"/terminal",schemaPath:"#/properties/terminal/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data.consoleSize !== undefined){
let data1 = data.consoleSize;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.height === undefined){
const err2 = {instancePath:instancePath+"/consoleSize",schemaPath:"#/properties/consoleSize/required",keyword:"required",params:{missingProperty: "height"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data1.width === undefined){
const err3 = {instancePath:instancePath+"/consoleSize",schemaPath:"#/properties/consoleSize/required",keyword:"required",params:{missingProperty: "width"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data1.height !== undefined){
let data2 = data1.height;
if(!((typeof data2 == "bigint" || Number.isSafeInteger(data2)) && data2 >= 0 && data2 <= 4294967295)){
const err4 = {instancePath:instancePath+"/consoleSize/height",schemaPath:"#/properties/consoleSize/properties/height/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data1.width !== undefined){
let data3 = data1.width;
if(!((typeof data3 == "bigint" || Number.isSafeInteger(data3)) && data3 >= 0 && data3 <= 4294967295)){
const err5 = {instancePath:instancePath+"/consoleSize/width",schemaPath:"#/properties/consoleSize/properties/width/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath:instancePath+"/consoleSize",schemaPath:"#/properties/consoleSize/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.user !== undefined){
let data4 = data.user;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.uid !== undefined){
let data5 = data4.uid;
if(!((typeof data5 == "bigint" || Number.isSafeInteger(data5)) && data5 >= 0 && data5 <= 4294967295)){
const err7 = {instancePath:instancePath+"/user/uid",schemaPath:"#/properties/user/properties/uid/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
if(data4.gid !== undefined){
let data6 = data4.gid;
if(!((typeof data6 == "bigint" || Number.isSafeInteger(data6)) && data6 >= 0 && data6 <= 4294967295)){
const err8 = {instancePath:instancePath+"/user/gid",schemaPath:"#/properties/user/properties/gid/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data4.umask !== undefined){
let data7 = data4.umask;
if(!((typeof data7 == "bigint" || Number.isSafeInteger(data7)) && data7 >= 0 && data7 <= 511)){
const err9 = {instancePath:instancePath+"/user/umask",schemaPath:"#/properties/user/properties/umask/range",keyword:"range",params:{from: "0", to: "511"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data4.additionalGids !== undefined){
let data8 = data4.additionalGids;
if(Array.isArray(data8)){
const len0 = data8.length;
for(let i0=0; i0<len0; i0++){
let data9 = data8[i0];
if(!((typeof data9 == "bigint" || Number.isSafeInteger(data9)) && data9 >= 0 && data9 <= 4294967295)){
const err10 = {instancePath:instancePath+"/user/additionalGids/" + i0,schemaPath:"#/properties/user/properties/additionalGids/items/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
}
else {
const err11 = {instancePath:instancePath+"/user/additionalGids",schemaPath:"#/properties/user/properties/additionalGids/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
if(data4.username !== undefined){
if(typeof data4.username !== "string"){
const err12 = {instancePath:instancePath+"/user/username",schemaPath:"#/properties/user/properties/username/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
}
else {
const err13 = {instancePath:instancePath+"/user",schemaPath:"#/properties/user/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
if(data.args !== undefined){
let data11 = data.args;
if(Array.isArray(data11)){
const len1 = data11.length;
for(let i1=0; i1<len1; i1++){
if(typeof data11[i1] !== "string"){
const err14 = {instancePath:instancePath+"/args/" + i1,schemaPath:"#/properties/args/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
}
else {
const err15 = {instancePath:instancePath+"/args",schemaPath:"#/properties/args/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.commandLine !== undefined){
if(typeof data.commandLine !== "string"){
const err16 = {instancePath:instancePath+"/commandLine",schemaPath:"#/properties/commandLine/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.env !== undefined){
let data14 = data.env;
if(Array.isArray(data14)){
const len2 = data14.length;
for(let i2=0; i2<len2; i2++){
if(typeof data14[i2] !== "string"){
const err17 = {instancePath:instancePath+"/env/" + i2,schemaPath:"#/properties/env/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
}
else {
const err18 = {instancePath:instancePath+"/env",schemaPath:"#/properties/env/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
if(data.cwd !== undefined){
if(typeof data.cwd !== "string"){
const err19 = {instancePath:instancePath+"/cwd",schemaPath:"#/properties/cwd/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.capabilities !== undefined){
let data17 = data.capabilities;
if(data17 && typeof data17 == "object" && !Array.isArray(data17)){
if(data17.bounding !== undefined){
let data18 = data17.bounding;
if(Array.isArray(data18)){
const len3 = data18.length;
for(let i3=0; i3<len3; i3++){
if(typeof data18[i3] !== "string"){
const err20 = {instancePath:instancePath+"/capabilities/bounding/" + i3,schemaPath:"#/properties/capabilities/properties/bounding/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
}
}
else {
const err21 = {instancePath:instancePath+"/capabilities/bounding",schemaPath:"#/properties/capabilities/properties/bounding/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
}
if(data17.effective !== undefined){
let data20 = data17.effective;
if(Array.isArray(data20)){
const len4 = data20.length;
for(let i4=0; i4<len4; i4++){
if(typeof data20[i4] !== "string"){
const err22 = {instancePath:instancePath+"/capabilities/effective/" + i4,schemaPath:"#/properties/capabilities/properties/effective/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
}
else {
const err23 = {instancePath:instancePath+"/capabilities/effective",schemaPath:"#/properties/capabilities/properties/effective/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
if(data17.inheritable !== undefined){
let data22 = data17.inheritable;
if(Array.isArray(data22)){
const len5 = data22.length;
for(let i5=0; i5<len5; i5++){
if(typeof data22[i5] !== "string"){
const err24 = {instancePath:instancePath+"/capabilities/inheritable/" + i5,schemaPath:"#/properties/capabilities/properties/inheritable/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath:instancePath+"/capabilities/inheritable",schemaPath:"#/properties/capabilities/properties/inheritable/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data17.permitted !== undefined){
let data24 = data17.permitted;
if(Array.isArray(data24)){
const len6 = data24.length;
for(let i6=0; i6<len6; i6++){
if(typeof data24[i6] !== "string"){
const err26 = {instancePath:instancePath+"/capabilities/permitted/" + i6,schemaPath:"#/properties/capabilities/properties/permitted/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
}
else {
const err27 = {instancePath:instancePath+"/capabilities/permitted",schemaPath:"#/properties/capabilities/properties/permitted/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
if(data17.ambient !== undefined){
let data26 = data17.ambient;
if(Array.isArray(data26)){
const len7 = data26.length;
for(let i7=0; i7<len7; i7++){
if(typeof data26[i7] !== "string"){
const err28 = {instancePath:instancePath+"/capabilities/ambient/" + i7,schemaPath:"#/properties/capabilities/properties/ambient/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
}
else {
const err29 = {instancePath:instancePath+"/capabilities/ambient",schemaPath:"#/properties/capabilities/properties/ambient/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
}
else {
const err30 = {instancePath:instancePath+"/capabilities",schemaPath:"#/properties/capabilities/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
if(data.rlimits !== undefined){
let data28 = data.rlimits;
if(Array.isArray(data28)){
const len8 = data28.length;
for(let i8=0; i8<len8; i8++){
let data29 = data28[i8];
if(data29 && typeof data29 == "object" && !Array.isArray(data29)){
if(data29.type === undefined){
const err31 = {instancePath:instancePath+"/rlimits/" + i8,schemaPath:"#/properties/rlimits/items/required",keyword:"required",params:{missingProperty: "type"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
if(data29.soft === undefined){
const err32 = {instancePath:instancePath+"/rlimits/" + i8,schemaPath:"#/properties/rlimits/items/required",keyword:"required",params:{missingProperty: "soft"}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
if(data29.hard === undefined){
const err33 = {instancePath:instancePath+"/rlimits/" + i8,schemaPath:"#/properties/rlimits/items/required",keyword:"required",params:{missingProperty: "hard"}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data29.type !== undefined){
let data30 = data29.type;
if(typeof data30 !== "string"){
const err34 = {instancePath:instancePath+"/rlimits/" + i8+"/type",schemaPath:"#/properties/rlimits/items/properties/type/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(!((((((((((((((((data30 === "RLIMIT_CPU") || (data30 === "RLIMIT_FSIZE")) || (data30 === "RLIMIT_DATA")) || (data30 === "RLIMIT_STACK")) || (data30 === "RLIMIT_CORE")) || (data30 === "RLIMIT_RSS")) || (data30 === "RLIMIT_NPROC")) || (data30 === "RLIMIT_NOFILE")) || (data30 === "RLIMIT_MEMLOCK")) || (data30 === "RLIMIT_AS")) || (data30 === "RLIMIT_LOCKS")) || (data30 === "RLIMIT_SIGPENDING")) || (data30 === "RLIMIT_MSGQUEUE")) || (data30 === "RLIMIT_NICE")) || (data30 === "RLIMIT_RTPRIO")) || (data30 === "RLIMIT_RTTIME"))){
const err35 = {instancePath:instancePath+"/rlimits/" + i8+"/type",schemaPath:"#/properties/rlimits/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema8.properties.rlimits.items.properties.type.enum}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
}
if(data29.soft !== undefined){
let data31 = data29.soft;
if(!((typeof data31 == "bigint" || Number.isSafeInteger(data31)) && data31 >= 0 && data31 <= BigInt("18446744073709551615"))){
const err36 = {instancePath:instancePath+"/rlimits/" + i8+"/soft",schemaPath:"#/properties/rlimits/items/properties/soft/range",keyword:"range",params:{from: "0", to: "18446744073709551615"}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data29.hard !== undefined){
let data32 = data29.hard;
if(!((typeof data32 == "bigint" || Number.isSafeInteger(data32)) && data32 >= 0 && data32 <= BigInt("18446744073709551615"))){
const err37 = {instancePath:instancePath+"/rlimits/" + i8+"/hard",schemaPath:"#/properties/rlimits/items/properties/hard/range",keyword:"range",params:{from: "0", to: "18446744073709551615"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
}
else {
const err38 = {instancePath:instancePath+"/rlimits/" + i8,schemaPath:"#/properties/rlimits/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
}
else {
const err39 = {instancePath:instancePath+"/rlimits",schemaPath:"#/properties/rlimits/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data.noNewPrivileges !== undefined){
if(typeof data.noNewPrivileges !== "boolean"){
const err40 = {instancePath:instancePath+"/noNewPrivileges",schemaPath:"#/properties/noNewPrivileges/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data.apparmorProfile !== undefined){
if(typeof data.apparmorProfile !== "string"){
const err41 = {instancePath:instancePath+"/apparmorProfile",schemaPath:"#/properties/apparmorProfile/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data.oomScoreAdj !== undefined){
let data35 = data.oomScoreAdj;
if(!((typeof data35 == "bigint" || Number.isSafeInteger(data35)) && data35 >= -1000 && data35 <= 1000)){
const err42 = {instancePath:instancePath+"/oomScoreAdj",schemaPath:"#/properties/oomScoreAdj/range",keyword:"range",params:{from: "-1000", to: "1000"}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
if(data.scheduler !== undefined){
let data36 = data.scheduler;
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
if(data36.policy === undefined){
const err43 = {instancePath:instancePath+"/scheduler",schemaPath:"#/properties/scheduler/required",keyword:"required",params:{missingProperty: "policy"}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
if(data36.policy !== undefined){
let data37 = data36.policy;
if(typeof data37 !== "string"){
const err44 = {instancePath:instancePath+"/scheduler/policy",schemaPath:"#/properties/scheduler/properties/policy/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
if(!(((((((data37 === "SCHED_OTHER") || (data37 === "SCHED_FIFO")) || (data37 === "SCHED_RR")) || (data37 === "SCHED_BATCH")) || (data37 === "SCHED_ISO")) || (data37 === "SCHED_IDLE")) || (data37 === "SCHED_DEADLINE"))){
const err45 = {instancePath:instancePath+"/scheduler/policy",schemaPath:"#/properties/scheduler/properties/policy/enum",keyword:"enum",params:{allowedValues: schema8.properties.scheduler.properties.policy.enum}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
if(data36.nice !== undefined){
let data38 = data36.nice;
if(!((typeof data38 == "bigint" || Number.isSafeInteger(data38)) && data38 >= -2147483648 && data38 <= 2147483647)){
const err46 = {instancePath:instancePath+"/scheduler/nice",schemaPath:"#/properties/scheduler/properties/nice/range",keyword:"range",params:{from: "-2147483648", to: "2147483647"}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
if(data36.priority !== undefined){
let data39 = data36.priority;
if(!((typeof data39 == "bigint" || Number.isSafeInteger(data39)) && data39 >= -2147483648 && data39 <= 2147483647)){
const err47 = {instancePath:instancePath+"/scheduler/priority",schemaPath:"#/properties/scheduler/properties/priority/range",keyword:"range",params:{from: "-2147483648", to: "2147483647"}};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data36.flags !== undefined){
let data40 = data36.flags;
if(Array.isArray(data40)){
const len9 = data40.length;
for(let i9=0; i9<len9; i9++){
let data41 = data40[i9];
if(typeof data41 !== "string"){
const err48 = {instancePath:instancePath+"/scheduler/flags/" + i9,schemaPath:"#/properties/scheduler/properties/flags/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
if(!(((((((data41 === "SCHED_FLAG_RESET_ON_FORK") || (data41 === "SCHED_FLAG_RECLAIM")) || (data41 === "SCHED_FLAG_DL_OVERRUN")) || (data41 === "SCHED_FLAG_KEEP_POLICY")) || (data41 === "SCHED_FLAG_KEEP_PARAMS")) || (data41 === "SCHED_FLAG_UTIL_CLAMP_MIN")) || (data41 === "SCHED_FLAG_UTIL_CLAMP_MAX"))){
const err49 = {instancePath:instancePath+"/scheduler/flags/" + i9,schemaPath:"#/properties/scheduler/properties/flags/items/enum",keyword:"enum",params:{allowedValues: schema8.properties.scheduler.properties.flags.items.enum}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
}
}
else {
const err50 = {instancePath:instancePath+"/scheduler/flags",schemaPath:"#/properties/scheduler/properties/flags/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data36.runtime !== undefined){
let data42 = data36.runtime;
if(!((typeof data42 == "bigint" || Number.isSafeInteger(data42)) && data42 >= 0 && data42 <= BigInt("18446744073709551615"))){
const err51 = {instancePath:instancePath+"/scheduler/runtime",schemaPath:"#/properties/scheduler/properties/runtime/range",keyword:"range",params:{from: "0", to: "18446744073709551615"}};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
}
if(data36.deadline !== undefined){
let data43 = data36.deadline;
if(!((typeof data43 == "bigint" || Number.isSafeInteger(data43)) && data43 >= 0 && data43 <= BigInt("18446744073709551615"))){
const err52 = {instancePath:instancePath+"/scheduler/deadline",schemaPath:"#/properties/scheduler/properties/deadline/range",keyword:"range",params:{from: "0", to: "18446744073709551615"}};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data36.period !== undefined){
let data44 = data36.period;
if(!((typeof data44 == "bigint" || Number.isSafeInteger(data44)) && data44 >= 0 && data44 <= BigInt("18446744073709551615"))){
const err53 = {instancePath:instancePath+"/scheduler/period",schemaPath:"#/properties/scheduler/properties/period/range",keyword:"range",params:{from: "0", to: "18446744073709551615"}};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
}
else {
const err54 = {instancePath:instancePath+"/scheduler",schemaPath:"#/properties/scheduler/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data.selinuxLabel !== undefined){
if(typeof data.selinuxLabel !== "string"){
const err55 = {instancePath:instancePath+"/selinuxLabel",schemaPath:"#/properties/selinuxLabel/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
if(data.ioPriority !== undefined){
let data46 = data.ioPriority;
if(data46 && typeof data46 == "object" && !Array.isArray(data46)){
if(data46.class === undefined){
const err56 = {instancePath:instancePath+"/ioPriority",schemaPath:"#/properties/ioPriority/required",keyword:"required",params:{missingProperty: "class"}};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
if(data46.priority === undefined){
const err57 = {instancePath:instancePath+"/ioPriority",schemaPath:"#/properties/ioPriority/required",keyword:"required",params:{missingProperty: "priority"}};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
if(data46.class !== undefined){
let data47 = data46.class;
if(typeof data47 !== "string"){
const err58 = {instancePath:instancePath+"/ioPriority/class",schemaPath:"#/properties/ioPriority/properties/class/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
if(!(((data47 === "IOPRIO_CLASS_RT") || (data47 === "IOPRIO_CLASS_BE")) || (data47 === "IOPRIO_CLASS_IDLE"))){
const err59 = {instancePath:instancePath+"/ioPriority/class",schemaPath:"#/properties/ioPriority/properties/class/enum",keyword:"enum",params:{allowedValues: schema8.properties.ioPriority.properties.class.enum}};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data46.priority !== undefined){
let data48 = data46.priority;
if(!((typeof data48 == "bigint" || Number.isSafeInteger(data48)) && data48 >= 0 && data48 <= 7)){
const err60 = {instancePath:instancePath+"/ioPriority/priority",schemaPath:"#/properties/ioPriority/properties/priority/range",keyword:"range",params:{from: "0", to: "7"}};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
}
else {
const err61 = {instancePath:instancePath+"/ioPriority",schemaPath:"#/properties/ioPriority/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data.execCPUAffinity !== undefined){
let data49 = data.execCPUAffinity;
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
if(data49.initial !== undefined){
if(typeof data49.initial !== "string"){
const err62 = {instancePath:instancePath+"/execCPUAffinity/initial",schemaPath:"#/properties/execCPUAffinity/properties/initial/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data49.final !== undefined){
if(typeof data49.final !== "string"){
const err63 = {instancePath:instancePath+"/execCPUAffinity/final",schemaPath:"#/properties/execCPUAffinity/properties/final/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
}
else {
const err64 = {instancePath:instancePath+"/execCPUAffinity",schemaPath:"#/properties/execCPUAffinity/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
}
else {
const err65 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
validate25.errors = vErrors;
return errors === 0;
}

const schema9 = {"$id":"hooks","type":"array","items":{"type":"object","required":["path"],"properties":{"path":{"type":"string"},"args":{"type":"array","items":{"type":"string"}},"env":{"type":"array","items":{"type":"string"}},"timeout":{"range":["1","9223372036854775807"]}}}};

function validate27(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="hooks" */;
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.path === undefined){
const err0 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "path"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data0.path !== undefined){
if(typeof data0.path !== "string"){
const err1 = {instancePath:instancePath+"/" + i0+"/path",schemaPath:"#/items/properties/path/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
}
if(data0.args !== undefined){
let data2 = data0.args;
if(Array.isArray(data2)){
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
if(typeof data2[i1] !== "string"){
const err2 = {instancePath:instancePath+"/" + i0+"/args/" + i1,schemaPath:"#/items/properties/args/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
}
else {
const err3 = {instancePath:instancePath+"/" + i0+"/args",schemaPath:"#/items/properties/args/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data0.env !== undefined){
let data4 = data0.env;
if(Array.isArray(data4)){
const len2 = data4.length;
for(let i2=0; i2<len2; i2++){
if(typeof data4[i2] !== "string"){
const err4 = {instancePath:instancePath+"/" + i0+"/env/" + i2,schemaPath:"#/items/properties/env/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
}
else {
const err5 = {instancePath:instancePath+"/" + i0+"/env",schemaPath:"#/items/properties/env/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
if(data0.timeout !== undefined){
let data6 = data0.timeout;
if(!((typeof data6 == "bigint" || Number.isSafeInteger(data6)) && data6 >= 1 && data6 <= BigInt("9223372036854775807"))){
const err6 = {instancePath:instancePath+"/" + i0+"/timeout",schemaPath:"#/items/properties/timeout/range",keyword:"range",params:{from: "1", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
}
}
else {
const err8 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
validate27.errors = vErrors;
return errors === 0;
}

const schema10 = {"$id":"throttles","type":"array","items":{"type":"object","required":["major","minor","rate"],"properties":{"major":{"range":["0","9223372036854775807"]},"minor":{"range":["0","9223372036854775807"]},"rate":{"range":["0","18446744073709551615"]}}}};

function validate36(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="throttles" */;
let vErrors = null;
let errors = 0;
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.major === undefined){
const err0 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "major"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data0.minor === undefined){
const err1 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "minor"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data0.rate === undefined){
const err2 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/required",keyword:"required",params:{missingProperty: "rate"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
if(data0.major !== undefined){
let data1 = data0.major;
if(!((typeof data1 == "bigint" || Number.isSafeInteger(data1)) && data1 >= 0 && data1 <= BigInt("9223372036854775807"))){
const err3 = {instancePath:instancePath+"/" + i0+"/major",schemaPath:"#/items/properties/major/range",keyword:"range",params:{from: "0", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
}
if(data0.minor !== undefined){
let data2 = data0.minor;
if(!((typeof data2 == "bigint" || Number.isSafeInteger(data2)) && data2 >= 0 && data2 <= BigInt("9223372036854775807"))){
const err4 = {instancePath:instancePath+"/" + i0+"/minor",schemaPath:"#/items/properties/minor/range",keyword:"range",params:{from: "0", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data0.rate !== undefined){
let data3 = data0.rate;
if(!((typeof data3 == "bigint" || Number.isSafeInteger(data3)) && data3 >= 0 && data3 <= BigInt("18446744073709551615"))){
const err5 = {instancePath:instancePath+"/" + i0+"/rate",schemaPath:"#/items/properties/rate/range",keyword:"range",params:{from: "0", to: "18446744073709551615"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath:instancePath+"/" + i0,schemaPath:"#/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
}
else {
const err7 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
validate36.errors = vErrors;
return errors === 0;
}

const pattern0 = new RegExp("^[rwm]*$", "u");
const pattern1 = new RegExp("^[1-9][0-9]*[KMG]B$", "u");

function validate21(data, {instancePath="", parentData, parentDataProperty, rootData=data}={}){
/*# sourceURL="config" */;
let vErrors = null;
let errors = 0;
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.ociVersion === undefined){
const err0 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "ociVersion"}};
if(vErrors === null){
vErrors = [err0];
}
else {
vErrors.push(err0);
}
errors++;
}
if(data.root === undefined){
const err1 = {instancePath,schemaPath:"#/required",keyword:"required",params:{missingProperty: "root"}};
if(vErrors === null){
vErrors = [err1];
}
else {
vErrors.push(err1);
}
errors++;
}
if(data.ociVersion !== undefined){
if(typeof data.ociVersion !== "string"){
const err2 = {instancePath:instancePath+"/ociVersion",schemaPath:"#/properties/ociVersion/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err2];
}
else {
vErrors.push(err2);
}
errors++;
}
}
if(data.root !== undefined){
let data1 = data.root;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.path === undefined){
const err3 = {instancePath:instancePath+"/root",schemaPath:"#/properties/root/required",keyword:"required",params:{missingProperty: "path"}};
if(vErrors === null){
vErrors = [err3];
}
else {
vErrors.push(err3);
}
errors++;
}
if(data1.path !== undefined){
if(typeof data1.path !== "string"){
const err4 = {instancePath:instancePath+"/root/path",schemaPath:"#/properties/root/properties/path/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err4];
}
else {
vErrors.push(err4);
}
errors++;
}
}
if(data1.readonly !== undefined){
if(typeof data1.readonly !== "boolean"){
const err5 = {instancePath:instancePath+"/root/readonly",schemaPath:"#/properties/root/properties/readonly/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err5];
}
else {
vErrors.push(err5);
}
errors++;
}
}
}
else {
const err6 = {instancePath:instancePath+"/root",schemaPath:"#/properties/root/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err6];
}
else {
vErrors.push(err6);
}
errors++;
}
}
if(data.mounts !== undefined){
let data4 = data.mounts;
if(Array.isArray(data4)){
const len0 = data4.length;
for(let i0=0; i0<len0; i0++){
let data5 = data4[i0];
if(data5 && typeof data5 == "object" && !Array.isArray(data5)){
if(data5.destination === undefined){
const err7 = {instancePath:instancePath+"/mounts/" + i0,schemaPath:"#/properties/mounts/items/required",keyword:"required",params:{missingProperty: "destination"}};
if(vErrors === null){
vErrors = [err7];
}
else {
vErrors.push(err7);
}
errors++;
}
if(data5.destination !== undefined){
if(typeof data5.destination !== "string"){
const err8 = {instancePath:instancePath+"/mounts/" + i0+"/destination",schemaPath:"#/properties/mounts/items/properties/destination/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err8];
}
else {
vErrors.push(err8);
}
errors++;
}
}
if(data5.type !== undefined){
if(typeof data5.type !== "string"){
const err9 = {instancePath:instancePath+"/mounts/" + i0+"/type",schemaPath:"#/properties/mounts/items/properties/type/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err9];
}
else {
vErrors.push(err9);
}
errors++;
}
}
if(data5.source !== undefined){
if(typeof data5.source !== "string"){
const err10 = {instancePath:instancePath+"/mounts/" + i0+"/source",schemaPath:"#/properties/mounts/items/properties/source/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err10];
}
else {
vErrors.push(err10);
}
errors++;
}
}
if(data5.options !== undefined){
let data9 = data5.options;
if(Array.isArray(data9)){
const len1 = data9.length;
for(let i1=0; i1<len1; i1++){
if(typeof data9[i1] !== "string"){
const err11 = {instancePath:instancePath+"/mounts/" + i0+"/options/" + i1,schemaPath:"#/properties/mounts/items/properties/options/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err11];
}
else {
vErrors.push(err11);
}
errors++;
}
}
}
else {
const err12 = {instancePath:instancePath+"/mounts/" + i0+"/options",schemaPath:"#/properties/mounts/items/properties/options/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err12];
}
else {
vErrors.push(err12);
}
errors++;
}
}
if(data5.uidMappings !== undefined){
if(!(validate22(data5.uidMappings, {instancePath:instancePath+"/mounts/" + i0+"/uidMappings",parentData:data5,parentDataProperty:"uidMappings",rootData}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
if(data5.gidMappings !== undefined){
if(!(validate22(data5.gidMappings, {instancePath:instancePath+"/mounts/" + i0+"/gidMappings",parentData:data5,parentDataProperty:"gidMappings",rootData}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
}
else {
const err13 = {instancePath:instancePath+"/mounts/" + i0,schemaPath:"#/properties/mounts/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err13];
}
else {
vErrors.push(err13);
}
errors++;
}
}
}
else {
const err14 = {instancePath:instancePath+"/mounts",schemaPath:"#/properties/mounts/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err14];
}
else {
vErrors.push(err14);
}
errors++;
}
}
if(data.process !== undefined){
if(!(validate25(data.process, {instancePath:instancePath+"/process",parentData:data,parentDataProperty:"process",rootData}))){
vErrors = vErrors === null ? validate25.errors : vErrors.concat(validate25.errors);
errors = vErrors.length;
}
}
if(data.hostname !== undefined){
if(typeof data.hostname !== "string"){
const err15 = {instancePath:instancePath+"/hostname",schemaPath:"#/properties/hostname/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err15];
}
else {
vErrors.push(err15);
}
errors++;
}
}
if(data.domainname !== undefined){
if(typeof data.domainname !== "string"){
const err16 = {instancePath:instancePath+"/domainname",schemaPath:"#/properties/domainname/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err16];
}
else {
vErrors.push(err16);
}
errors++;
}
}
if(data.hooks !== undefined){
let data16 = data.hooks;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
if(data16.prestart !== undefined){
if(!(validate27(data16.prestart, {instancePath:instancePath+"/hooks/prestart",parentData:data16,parentDataProperty:"prestart",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
if(data16.createRuntime !== undefined){
if(!(validate27(data16.createRuntime, {instancePath:instancePath+"/hooks/createRuntime",parentData:data16,parentDataProperty:"createRuntime",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
if(data16.createContainer !== undefined){
if(!(validate27(data16.createContainer, {instancePath:instancePath+"/hooks/createContainer",parentData:data16,parentDataProperty:"createContainer",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
if(data16.startContainer !== undefined){
if(!(validate27(data16.startContainer, {instancePath:instancePath+"/hooks/startContainer",parentData:data16,parentDataProperty:"startContainer",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
if(data16.poststart !== undefined){
if(!(validate27(data16.poststart, {instancePath:instancePath+"/hooks/poststart",parentData:data16,parentDataProperty:"poststart",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
if(data16.poststop !== undefined){
if(!(validate27(data16.poststop, {instancePath:instancePath+"/hooks/poststop",parentData:data16,parentDataProperty:"poststop",rootData}))){
vErrors = vErrors === null ? validate27.errors : vErrors.concat(validate27.errors);
errors = vErrors.length;
}
}
}
else {
const err17 = {instancePath:instancePath+"/hooks",schemaPath:"#/properties/hooks/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err17];
}
else {
vErrors.push(err17);
}
errors++;
}
}
if(data.annotations !== undefined){
let data23 = data.annotations;
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
for(const key0 in data23){
if(typeof data23[key0] !== "string"){
const err18 = {instancePath:instancePath+"/annotations/" + key0.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/annotations/additionalProperties/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err18];
}
else {
vErrors.push(err18);
}
errors++;
}
}
}
else {
const err19 = {instancePath:instancePath+"/annotations",schemaPath:"#/properties/annotations/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err19];
}
else {
vErrors.push(err19);
}
errors++;
}
}
if(data.linux !== undefined){
let data25 = data.linux;
if(data25 && typeof data25 == "object" && !Array.isArray(data25)){
if(data25.namespaces !== undefined){
let data26 = data25.namespaces;
if(Array.isArray(data26)){
const len2 = data26.length;
for(let i2=0; i2<len2; i2++){
let data27 = data26[i2];
if(data27 && typeof data27 == "object" && !Array.isArray(data27)){
if(data27.type === undefined){
const err20 = {instancePath:instancePath+"/linux/namespaces/" + i2,schemaPath:"#/properties/linux/properties/namespaces/items/required",keyword:"required",params:{missingProperty: "type"}};
if(vErrors === null){
vErrors = [err20];
}
else {
vErrors.push(err20);
}
errors++;
}
if(data27.type !== undefined){
let data28 = data27.type;
if(typeof data28 !== "string"){
const err21 = {instancePath:instancePath+"/linux/namespaces/" + i2+"/type",schemaPath:"#/properties/linux/properties/namespaces/items/properties/type/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err21];
}
else {
vErrors.push(err21);
}
errors++;
}
if(!((((((((data28 === "ipc") || (data28 === "uts")) || (data28 === "network")) || (data28 === "cgroup")) || (data28 === "time")) || (data28 === "mount")) || (data28 === "pid")) || (data28 === "user"))){
const err22 = {instancePath:instancePath+"/linux/namespaces/" + i2+"/type",schemaPath:"#/properties/linux/properties/namespaces/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema6.properties.linux.properties.namespaces.items.properties.type.enum}};
if(vErrors === null){
vErrors = [err22];
}
else {
vErrors.push(err22);
}
errors++;
}
}
if(data27.path !== undefined){
if(typeof data27.path !== "string"){
const err23 = {instancePath:instancePath+"/linux/namespaces/" + i2+"/path",schemaPath:"#/properties/linux/properties/namespaces/items/properties/path/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err23];
}
else {
vErrors.push(err23);
}
errors++;
}
}
}
else {
const err24 = {instancePath:instancePath+"/linux/namespaces/" + i2,schemaPath:"#/properties/linux/properties/namespaces/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err24];
}
else {
vErrors.push(err24);
}
errors++;
}
}
}
else {
const err25 = {instancePath:instancePath+"/linux/namespaces",schemaPath:"#/properties/linux/properties/namespaces/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err25];
}
else {
vErrors.push(err25);
}
errors++;
}
}
if(data25.uidMappings !== undefined){
if(!(validate22(data25.uidMappings, {instancePath:instancePath+"/linux/uidMappings",parentData:data25,parentDataProperty:"uidMappings",rootData}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
if(data25.gidMappings !== undefined){
if(!(validate22(data25.gidMappings, {instancePath:instancePath+"/linux/gidMappings",parentData:data25,parentDataProperty:"gidMappings",rootData}))){
vErrors = vErrors === null ? validate22.errors : vErrors.concat(validate22.errors);
errors = vErrors.length;
}
}
if(data25.timeOffsets !== undefined){
let data32 = data25.timeOffsets;
if(data32 && typeof data32 == "object" && !Array.isArray(data32)){
if(data32.monotonic !== undefined){
let data33 = data32.monotonic;
if(data33 && typeof data33 == "object" && !Array.isArray(data33)){
if(data33.secs !== undefined){
let data34 = data33.secs;
if(!((typeof data34 == "bigint" || Number.isSafeInteger(data34)) && data34 >= BigInt("-9223372036854775808") && data34 <= BigInt("9223372036854775807"))){
const err26 = {instancePath:instancePath+"/linux/timeOffsets/monotonic/secs",schemaPath:"#/properties/linux/properties/timeOffsets/properties/monotonic/properties/secs/range",keyword:"range",params:{from: "-9223372036854775808", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err26];
}
else {
vErrors.push(err26);
}
errors++;
}
}
if(data33.nanosecs !== undefined){
let data35 = data33.nanosecs;
if(!((typeof data35 == "bigint" || Number.isSafeInteger(data35)) && data35 >= 0 && data35 <= 999999999)){
const err27 = {instancePath:instancePath+"/linux/timeOffsets/monotonic/nanosecs",schemaPath:"#/properties/linux/properties/timeOffsets/properties/monotonic/properties/nanosecs/range",keyword:"range",params:{from: "0", to: "999999999"}};
if(vErrors === null){
vErrors = [err27];
}
else {
vErrors.push(err27);
}
errors++;
}
}
}
else {
const err28 = {instancePath:instancePath+"/linux/timeOffsets/monotonic",schemaPath:"#/properties/linux/properties/timeOffsets/properties/monotonic/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err28];
}
else {
vErrors.push(err28);
}
errors++;
}
}
if(data32.boottime !== undefined){
let data36 = data32.boottime;
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
if(data36.secs !== undefined){
let data37 = data36.secs;
if(!((typeof data37 == "bigint" || Number.isSafeInteger(data37)) && data37 >= BigInt("-9223372036854775808") && data37 <= BigInt("9223372036854775807"))){
const err29 = {instancePath:instancePath+"/linux/timeOffsets/boottime/secs",schemaPath:"#/properties/linux/properties/timeOffsets/properties/boottime/properties/secs/range",keyword:"range",params:{from: "-9223372036854775808", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err29];
}
else {
vErrors.push(err29);
}
errors++;
}
}
if(data36.nanosecs !== undefined){
let data38 = data36.nanosecs;
if(!((typeof data38 == "bigint" || Number.isSafeInteger(data38)) && data38 >= 0 && data38 <= 999999999)){
const err30 = {instancePath:instancePath+"/linux/timeOffsets/boottime/nanosecs",schemaPath:"#/properties/linux/properties/timeOffsets/properties/boottime/properties/nanosecs/range",keyword:"range",params:{from: "0", to: "999999999"}};
if(vErrors === null){
vErrors = [err30];
}
else {
vErrors.push(err30);
}
errors++;
}
}
}
else {
const err31 = {instancePath:instancePath+"/linux/timeOffsets/boottime",schemaPath:"#/properties/linux/properties/timeOffsets/properties/boottime/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err31];
}
else {
vErrors.push(err31);
}
errors++;
}
}
}
else {
const err32 = {instancePath:instancePath+"/linux/timeOffsets",schemaPath:"#/properties/linux/properties/timeOffsets/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err32];
}
else {
vErrors.push(err32);
}
errors++;
}
}
if(data25.devices !== undefined){
let data39 = data25.devices;
if(Array.isArray(data39)){
const len3 = data39.length;
for(let i3=0; i3<len3; i3++){
let data40 = data39[i3];
if(data40 && typeof data40 == "object" && !Array.isArray(data40)){
if(data40.type === undefined){
const err33 = {instancePath:instancePath+"/linux/devices/" + i3,schemaPath:"#/properties/linux/properties/devices/items/required",keyword:"required",params:{missingProperty: "type"}};
if(vErrors === null){
vErrors = [err33];
}
else {
vErrors.push(err33);
}
errors++;
}
if(data40.path === undefined){
const err34 = {instancePath:instancePath+"/linux/devices/" + i3,schemaPath:"#/properties/linux/properties/devices/items/required",keyword:"required",params:{missingProperty: "path"}};
if(vErrors === null){
vErrors = [err34];
}
else {
vErrors.push(err34);
}
errors++;
}
if(data40.type !== undefined){
let data41 = data40.type;
if(typeof data41 !== "string"){
const err35 = {instancePath:instancePath+"/linux/devices/" + i3+"/type",schemaPath:"#/properties/linux/properties/devices/items/properties/type/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err35];
}
else {
vErrors.push(err35);
}
errors++;
}
if(!((((data41 === "c") || (data41 === "b")) || (data41 === "u")) || (data41 === "p"))){
const err36 = {instancePath:instancePath+"/linux/devices/" + i3+"/type",schemaPath:"#/properties/linux/properties/devices/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema6.properties.linux.properties.devices.items.properties.type.enum}};
if(vErrors === null){
vErrors = [err36];
}
else {
vErrors.push(err36);
}
errors++;
}
}
if(data40.path !== undefined){
if(typeof data40.path !== "string"){
const err37 = {instancePath:instancePath+"/linux/devices/" + i3+"/path",schemaPath:"#/properties/linux/properties/devices/items/properties/path/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err37];
}
else {
vErrors.push(err37);
}
errors++;
}
}
if(data40.major !== undefined){
let data43 = data40.major;
if(!((typeof data43 == "bigint" || Number.isSafeInteger(data43)) && data43 >= -1 && data43 <= 4095)){
const err38 = {instancePath:instancePath+"/linux/devices/" + i3+"/major",schemaPath:"#/properties/linux/properties/devices/items/properties/major/range",keyword:"range",params:{from: "-1", to: "4095"}};
if(vErrors === null){
vErrors = [err38];
}
else {
vErrors.push(err38);
}
errors++;
}
}
if(data40.minor !== undefined){
let data44 = data40.minor;
if(!((typeof data44 == "bigint" || Number.isSafeInteger(data44)) && data44 >= -1 && data44 <= 1048575)){
const err39 = {instancePath:instancePath+"/linux/devices/" + i3+"/minor",schemaPath:"#/properties/linux/properties/devices/items/properties/minor/range",keyword:"range",params:{from: "-1", to: "1048575"}};
if(vErrors === null){
vErrors = [err39];
}
else {
vErrors.push(err39);
}
errors++;
}
}
if(data40.fileMode !== undefined){
let data45 = data40.fileMode;
if(!((typeof data45 == "bigint" || Number.isSafeInteger(data45)) && data45 >= 0 && data45 <= 65535)){
const err40 = {instancePath:instancePath+"/linux/devices/" + i3+"/fileMode",schemaPath:"#/properties/linux/properties/devices/items/properties/fileMode/range",keyword:"range",params:{from: "0", to: "65535"}};
if(vErrors === null){
vErrors = [err40];
}
else {
vErrors.push(err40);
}
errors++;
}
}
if(data40.uid !== undefined){
let data46 = data40.uid;
if(!((typeof data46 == "bigint" || Number.isSafeInteger(data46)) && data46 >= 0 && data46 <= 4294967295)){
const err41 = {instancePath:instancePath+"/linux/devices/" + i3+"/uid",schemaPath:"#/properties/linux/properties/devices/items/properties/uid/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err41];
}
else {
vErrors.push(err41);
}
errors++;
}
}
if(data40.gid !== undefined){
let data47 = data40.gid;
if(!((typeof data47 == "bigint" || Number.isSafeInteger(data47)) && data47 >= 0 && data47 <= 4294967295)){
const err42 = {instancePath:instancePath+"/linux/devices/" + i3+"/gid",schemaPath:"#/properties/linux/properties/devices/items/properties/gid/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err42];
}
else {
vErrors.push(err42);
}
errors++;
}
}
}
else {
const err43 = {instancePath:instancePath+"/linux/devices/" + i3,schemaPath:"#/properties/linux/properties/devices/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err43];
}
else {
vErrors.push(err43);
}
errors++;
}
}
}
else {
const err44 = {instancePath:instancePath+"/linux/devices",schemaPath:"#/properties/linux/properties/devices/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err44];
}
else {
vErrors.push(err44);
}
errors++;
}
}
if(data25.netDevices !== undefined){
let data48 = data25.netDevices;
if(data48 && typeof data48 == "object" && !Array.isArray(data48)){
for(const key1 in data48){
let data49 = data48[key1];
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
if(data49.name !== undefined){
if(typeof data49.name !== "string"){
const err45 = {instancePath:instancePath+"/linux/netDevices/" + key1.replace(/~/g, "~0").replace(/\//g, "~1")+"/name",schemaPath:"#/properties/linux/properties/netDevices/additionalProperties/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err45];
}
else {
vErrors.push(err45);
}
errors++;
}
}
}
else {
const err46 = {instancePath:instancePath+"/linux/netDevices/" + key1.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/linux/properties/netDevices/additionalProperties/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err46];
}
else {
vErrors.push(err46);
}
errors++;
}
}
}
else {
const err47 = {instancePath:instancePath+"/linux/netDevices",schemaPath:"#/properties/linux/properties/netDevices/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err47];
}
else {
vErrors.push(err47);
}
errors++;
}
}
if(data25.cgroupsPath !== undefined){
if(typeof data25.cgroupsPath !== "string"){
const err48 = {instancePath:instancePath+"/linux/cgroupsPath",schemaPath:"#/properties/linux/properties/cgroupsPath/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err48];
}
else {
vErrors.push(err48);
}
errors++;
}
}
if(data25.resources !== undefined){
let data52 = data25.resources;
if(data52 && typeof data52 == "object" && !Array.isArray(data52)){
if(data52.devices !== undefined){
let data53 = data52.devices;
if(Array.isArray(data53)){
const len4 = data53.length;
for(let i4=0; i4<len4; i4++){
let data54 = data53[i4];
if(data54 && typeof data54 == "object" && !Array.isArray(data54)){
if(data54.allow === undefined){
const err49 = {instancePath:instancePath+"/linux/resources/devices/" + i4,schemaPath:"#/properties/linux/properties/resources/properties/devices/items/required",keyword:"required",params:{missingProperty: "allow"}};
if(vErrors === null){
vErrors = [err49];
}
else {
vErrors.push(err49);
}
errors++;
}
if(data54.allow !== undefined){
if(typeof data54.allow !== "boolean"){
const err50 = {instancePath:instancePath+"/linux/resources/devices/" + i4+"/allow",schemaPath:"#/properties/linux/properties/resources/properties/devices/items/properties/allow/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err50];
}
else {
vErrors.push(err50);
}
errors++;
}
}
if(data54.type !== undefined){
let data56 = data54.type;
if(typeof data56 !== "string"){
const err51 = {instancePath:instancePath+"/linux/resources/devices/" + i4+"/type",schemaPath:"#/properties/linux/properties/resources/properties/devices/items/properties/type/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err51];
}
else {
vErrors.push(err51);
}
errors++;
}
if(!((((data56 === "") || (data56 === "a")) || (data56 === "c")) || (data56 === "b"))){
const err52 = {instancePath:instancePath+"/linux/resources/devices/" + i4+"/type",schemaPath:"#/properties/linux/properties/resources/properties/devices/items/properties/type/enum",keyword:"enum",params:{allowedValues: schema6.properties.linux.properties.resources.properties.devices.items.properties.type.enum}};
if(vErrors === null){
vErrors = [err52];
}
else {
vErrors.push(err52);
}
errors++;
}
}
if(data54.major !== undefined){
let data57 = data54.major;
if(!((typeof data57 == "bigint" || Number.isSafeInteger(data57)) && data57 >= -1 && data57 <= BigInt("9223372036854775807"))){
const err53 = {instancePath:instancePath+"/linux/resources/devices/" + i4+"/major",schemaPath:"#/properties/linux/properties/resources/properties/devices/items/properties/major/range",keyword:"range",params:{from: "-1", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err53];
}
else {
vErrors.push(err53);
}
errors++;
}
}
if(data54.minor !== undefined){
let data58 = data54.minor;
if(!((typeof data58 == "bigint" || Number.isSafeInteger(data58)) && data58 >= -1 && data58 <= BigInt("9223372036854775807"))){
const err54 = {instancePath:instancePath+"/linux/resources/devices/" + i4+"/minor",schemaPath:"#/properties/linux/properties/resources/properties/devices/items/properties/minor/range",keyword:"range",params:{from: "-1", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err54];
}
else {
vErrors.push(err54);
}
errors++;
}
}
if(data54.access !== undefined){
let data59 = data54.access;
if(typeof data59 === "string"){
if(!pattern0.test(data59)){
const err55 = {instancePath:instancePath+"/linux/resources/devices/" + i4+"/access",schemaPath:"#/properties/linux/properties/resources/properties/devices/items/properties/access/pattern",keyword:"pattern",params:{pattern: "^[rwm]*$"}};
if(vErrors === null){
vErrors = [err55];
}
else {
vErrors.push(err55);
}
errors++;
}
}
else {
const err56 = {instancePath:instancePath+"/linux/resources/devices/" + i4+"/access",schemaPath:"#/properties/linux/properties/resources/properties/devices/items/properties/access/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err56];
}
else {
vErrors.push(err56);
}
errors++;
}
}
}
else {
const err57 = {instancePath:instancePath+"/linux/resources/devices/" + i4,schemaPath:"#/properties/linux/properties/resources/properties/devices/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err57];
}
else {
vErrors.push(err57);
}
errors++;
}
}
}
else {
const err58 = {instancePath:instancePath+"/linux/resources/devices",schemaPath:"#/properties/linux/properties/resources/properties/devices/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err58];
}
else {
vErrors.push(err58);
}
errors++;
}
}
if(data52.memory !== undefined){
let data60 = data52.memory;
if(data60 && typeof data60 == "object" && !Array.isArray(data60)){
if(data60.limit !== undefined){
let data61 = data60.limit;
if(!((typeof data61 == "bigint" || Number.isSafeInteger(data61)) && data61 >= -1 && data61 <= BigInt("9223372036854775807"))){
const err59 = {instancePath:instancePath+"/linux/resources/memory/limit",schemaPath:"#/properties/linux/properties/resources/properties/memory/properties/limit/range",keyword:"range",params:{from: "-1", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err59];
}
else {
vErrors.push(err59);
}
errors++;
}
}
if(data60.reservation !== undefined){
let data62 = data60.reservation;
if(!((typeof data62 == "bigint" || Number.isSafeInteger(data62)) && data62 >= -1 && data62 <= BigInt("9223372036854775807"))){
const err60 = {instancePath:instancePath+"/linux/resources/memory/reservation",schemaPath:"#/properties/linux/properties/resources/properties/memory/properties/reservation/range",keyword:"range",params:{from: "-1", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err60];
}
else {
vErrors.push(err60);
}
errors++;
}
}
if(data60.swap !== undefined){
let data63 = data60.swap;
if(!((typeof data63 == "bigint" || Number.isSafeInteger(data63)) && data63 >= -1 && data63 <= BigInt("9223372036854775807"))){
const err61 = {instancePath:instancePath+"/linux/resources/memory/swap",schemaPath:"#/properties/linux/properties/resources/properties/memory/properties/swap/range",keyword:"range",params:{from: "-1", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err61];
}
else {
vErrors.push(err61);
}
errors++;
}
}
if(data60.kernel !== undefined){
let data64 = data60.kernel;
if(!((typeof data64 == "bigint" || Number.isSafeInteger(data64)) && data64 >= -1 && data64 <= BigInt("9223372036854775807"))){
const err62 = {instancePath:instancePath+"/linux/resources/memory/kernel",schemaPath:"#/properties/linux/properties/resources/properties/memory/properties/kernel/range",keyword:"range",params:{from: "-1", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err62];
}
else {
vErrors.push(err62);
}
errors++;
}
}
if(data60.kernelTCP !== undefined){
let data65 = data60.kernelTCP;
if(!((typeof data65 == "bigint" || Number.isSafeInteger(data65)) && data65 >= -1 && data65 <= BigInt("9223372036854775807"))){
const err63 = {instancePath:instancePath+"/linux/resources/memory/kernelTCP",schemaPath:"#/properties/linux/properties/resources/properties/memory/properties/kernelTCP/range",keyword:"range",params:{from: "-1", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err63];
}
else {
vErrors.push(err63);
}
errors++;
}
}
if(data60.swappiness !== undefined){
let data66 = data60.swappiness;
if(!((typeof data66 == "bigint" || Number.isSafeInteger(data66)) && data66 >= 0 && data66 <= 100)){
const err64 = {instancePath:instancePath+"/linux/resources/memory/swappiness",schemaPath:"#/properties/linux/properties/resources/properties/memory/properties/swappiness/range",keyword:"range",params:{from: "0", to: "100"}};
if(vErrors === null){
vErrors = [err64];
}
else {
vErrors.push(err64);
}
errors++;
}
}
if(data60.disableOOMKiller !== undefined){
if(typeof data60.disableOOMKiller !== "boolean"){
const err65 = {instancePath:instancePath+"/linux/resources/memory/disableOOMKiller",schemaPath:"#/properties/linux/properties/resources/properties/memory/properties/disableOOMKiller/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err65];
}
else {
vErrors.push(err65);
}
errors++;
}
}
if(data60.useHierarchy !== undefined){
if(typeof data60.useHierarchy !== "boolean"){
const err66 = {instancePath:instancePath+"/linux/resources/memory/useHierarchy",schemaPath:"#/properties/linux/properties/resources/properties/memory/properties/useHierarchy/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err66];
}
else {
vErrors.push(err66);
}
errors++;
}
}
if(data60.checkBeforeUpdate !== undefined){
if(typeof data60.checkBeforeUpdate !== "boolean"){
const err67 = {instancePath:instancePath+"/linux/resources/memory/checkBeforeUpdate",schemaPath:"#/properties/linux/properties/resources/properties/memory/properties/checkBeforeUpdate/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err67];
}
else {
vErrors.push(err67);
}
errors++;
}
}
}
else {
const err68 = {instancePath:instancePath+"/linux/resources/memory",schemaPath:"#/properties/linux/properties/resources/properties/memory/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err68];
}
else {
vErrors.push(err68);
}
errors++;
}
}
if(data52.cpu !== undefined){
let data70 = data52.cpu;
if(data70 && typeof data70 == "object" && !Array.isArray(data70)){
if(data70.shares !== undefined){
let data71 = data70.shares;
if(!((typeof data71 == "bigint" || Number.isSafeInteger(data71)) && data71 >= 0 && data71 <= BigInt("18446744073709551615"))){
const err69 = {instancePath:instancePath+"/linux/resources/cpu/shares",schemaPath:"#/properties/linux/properties/resources/properties/cpu/properties/shares/range",keyword:"range",params:{from: "0", to: "18446744073709551615"}};
if(vErrors === null){
vErrors = [err69];
}
else {
vErrors.push(err69);
}
errors++;
}
}
if(data70.quota !== undefined){
let data72 = data70.quota;
if(!((typeof data72 == "bigint" || Number.isSafeInteger(data72)) && data72 >= BigInt("-9223372036854775808") && data72 <= BigInt("9223372036854775807"))){
const err70 = {instancePath:instancePath+"/linux/resources/cpu/quota",schemaPath:"#/properties/linux/properties/resources/properties/cpu/properties/quota/range",keyword:"range",params:{from: "-9223372036854775808", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err70];
}
else {
vErrors.push(err70);
}
errors++;
}
}
if(data70.burst !== undefined){
let data73 = data70.burst;
if(!((typeof data73 == "bigint" || Number.isSafeInteger(data73)) && data73 >= 0 && data73 <= BigInt("18446744073709551615"))){
const err71 = {instancePath:instancePath+"/linux/resources/cpu/burst",schemaPath:"#/properties/linux/properties/resources/properties/cpu/properties/burst/range",keyword:"range",params:{from: "0", to: "18446744073709551615"}};
if(vErrors === null){
vErrors = [err71];
}
else {
vErrors.push(err71);
}
errors++;
}
}
if(data70.period !== undefined){
let data74 = data70.period;
if(!((typeof data74 == "bigint" || Number.isSafeInteger(data74)) && data74 >= 0 && data74 <= BigInt("18446744073709551615"))){
const err72 = {instancePath:instancePath+"/linux/resources/cpu/period",schemaPath:"#/properties/linux/properties/resources/properties/cpu/properties/period/range",keyword:"range",params:{from: "0", to: "18446744073709551615"}};
if(vErrors === null){
vErrors = [err72];
}
else {
vErrors.push(err72);
}
errors++;
}
}
if(data70.realtimeRuntime !== undefined){
let data75 = data70.realtimeRuntime;
if(!((typeof data75 == "bigint" || Number.isSafeInteger(data75)) && data75 >= BigInt("-9223372036854775808") && data75 <= BigInt("9223372036854775807"))){
const err73 = {instancePath:instancePath+"/linux/resources/cpu/realtimeRuntime",schemaPath:"#/properties/linux/properties/resources/properties/cpu/properties/realtimeRuntime/range",keyword:"range",params:{from: "-9223372036854775808", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err73];
}
else {
vErrors.push(err73);
}
errors++;
}
}
if(data70.realtimePeriod !== undefined){
let data76 = data70.realtimePeriod;
if(!((typeof data76 == "bigint" || Number.isSafeInteger(data76)) && data76 >= 0 && data76 <= BigInt("18446744073709551615"))){
const err74 = {instancePath:instancePath+"/linux/resources/cpu/realtimePeriod",schemaPath:"#/properties/linux/properties/resources/properties/cpu/properties/realtimePeriod/range",keyword:"range",params:{from: "0", to: "18446744073709551615"}};
if(vErrors === null){
vErrors = [err74];
}
else {
vErrors.push(err74);
}
errors++;
}
}
if(data70.cpus !== undefined){
if(typeof data70.cpus !== "string"){
const err75 = {instancePath:instancePath+"/linux/resources/cpu/cpus",schemaPath:"#/properties/linux/properties/resources/properties/cpu/properties/cpus/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err75];
}
else {
vErrors.push(err75);
}
errors++;
}
}
if(data70.mems !== undefined){
if(typeof data70.mems !== "string"){
const err76 = {instancePath:instancePath+"/linux/resources/cpu/mems",schemaPath:"#/properties/linux/properties/resources/properties/cpu/properties/mems/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err76];
}
else {
vErrors.push(err76);
}
errors++;
}
}
if(data70.idle !== undefined){
let data79 = data70.idle;
if(!((typeof data79 == "bigint" || Number.isSafeInteger(data79)) && data79 >= 0 && data79 <= 1)){
const err77 = {instancePath:instancePath+"/linux/resources/cpu/idle",schemaPath:"#/properties/linux/properties/resources/properties/cpu/properties/idle/range",keyword:"range",params:{from: "0", to: "1"}};
if(vErrors === null){
vErrors = [err77];
}
else {
vErrors.push(err77);
}
errors++;
}
}
}
else {
const err78 = {instancePath:instancePath+"/linux/resources/cpu",schemaPath:"#/properties/linux/properties/resources/properties/cpu/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err78];
}
else {
vErrors.push(err78);
}
errors++;
}
}
if(data52.pids !== undefined){
let data80 = data52.pids;
if(data80 && typeof data80 == "object" && !Array.isArray(data80)){
if(data80.limit !== undefined){
let data81 = data80.limit;
if(!((typeof data81 == "bigint" || Number.isSafeInteger(data81)) && data81 >= BigInt("-9223372036854775808") && data81 <= BigInt("9223372036854775807"))){
const err79 = {instancePath:instancePath+"/linux/resources/pids/limit",schemaPath:"#/properties/linux/properties/resources/properties/pids/properties/limit/range",keyword:"range",params:{from: "-9223372036854775808", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err79];
}
else {
vErrors.push(err79);
}
errors++;
}
}
}
else {
const err80 = {instancePath:instancePath+"/linux/resources/pids",schemaPath:"#/properties/linux/properties/resources/properties/pids/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err80];
}
else {
vErrors.push(err80);
}
errors++;
}
}
if(data52.blockIO !== undefined){
let data82 = data52.blockIO;
if(data82 && typeof data82 == "object" && !Array.isArray(data82)){
if(data82.weight !== undefined){
let data83 = data82.weight;
if(!((typeof data83 == "bigint" || Number.isSafeInteger(data83)) && data83 >= 0 && data83 <= 65535)){
const err81 = {instancePath:instancePath+"/linux/resources/blockIO/weight",schemaPath:"#/properties/linux/properties/resources/properties/blockIO/properties/weight/range",keyword:"range",params:{from: "0", to: "65535"}};
if(vErrors === null){
vErrors = [err81];
}
else {
vErrors.push(err81);
}
errors++;
}
}
if(data82.leafWeight !== undefined){
let data84 = data82.leafWeight;
if(!((typeof data84 == "bigint" || Number.isSafeInteger(data84)) && data84 >= 0 && data84 <= 65535)){
const err82 = {instancePath:instancePath+"/linux/resources/blockIO/leafWeight",schemaPath:"#/properties/linux/properties/resources/properties/blockIO/properties/leafWeight/range",keyword:"range",params:{from: "0", to: "65535"}};
if(vErrors === null){
vErrors = [err82];
}
else {
vErrors.push(err82);
}
errors++;
}
}
if(data82.weightDevice !== undefined){
let data85 = data82.weightDevice;
if(Array.isArray(data85)){
const len5 = data85.length;
for(let i5=0; i5<len5; i5++){
let data86 = data85[i5];
if(data86 && typeof data86 == "object" && !Array.isArray(data86)){
if(data86.major === undefined){
const err83 = {instancePath:instancePath+"/linux/resources/blockIO/weightDevice/" + i5,schemaPath:"#/properties/linux/properties/resources/properties/blockIO/properties/weightDevice/items/required",keyword:"required",params:{missingProperty: "major"}};
if(vErrors === null){
vErrors = [err83];
}
else {
vErrors.push(err83);
}
errors++;
}
if(data86.minor === undefined){
const err84 = {instancePath:instancePath+"/linux/resources/blockIO/weightDevice/" + i5,schemaPath:"#/properties/linux/properties/resources/properties/blockIO/properties/weightDevice/items/required",keyword:"required",params:{missingProperty: "minor"}};
if(vErrors === null){
vErrors = [err84];
}
else {
vErrors.push(err84);
}
errors++;
}
if(data86.major !== undefined){
let data87 = data86.major;
if(!((typeof data87 == "bigint" || Number.isSafeInteger(data87)) && data87 >= 0 && data87 <= BigInt("9223372036854775807"))){
const err85 = {instancePath:instancePath+"/linux/resources/blockIO/weightDevice/" + i5+"/major",schemaPath:"#/properties/linux/properties/resources/properties/blockIO/properties/weightDevice/items/properties/major/range",keyword:"range",params:{from: "0", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err85];
}
else {
vErrors.push(err85);
}
errors++;
}
}
if(data86.minor !== undefined){
let data88 = data86.minor;
if(!((typeof data88 == "bigint" || Number.isSafeInteger(data88)) && data88 >= 0 && data88 <= BigInt("9223372036854775807"))){
const err86 = {instancePath:instancePath+"/linux/resources/blockIO/weightDevice/" + i5+"/minor",schemaPath:"#/properties/linux/properties/resources/properties/blockIO/properties/weightDevice/items/properties/minor/range",keyword:"range",params:{from: "0", to: "9223372036854775807"}};
if(vErrors === null){
vErrors = [err86];
}
else {
vErrors.push(err86);
}
errors++;
}
}
if(data86.weight !== undefined){
let data89 = data86.weight;
if(!((typeof data89 == "bigint" || Number.isSafeInteger(data89)) && data89 >= 0 && data89 <= 65535)){
const err87 = {instancePath:instancePath+"/linux/resources/blockIO/weightDevice/" + i5+"/weight",schemaPath:"#/properties/linux/properties/resources/properties/blockIO/properties/weightDevice/items/properties/weight/range",keyword:"range",params:{from: "0", to: "65535"}};
if(vErrors === null){
vErrors = [err87];
}
else {
vErrors.push(err87);
}
errors++;
}
}
if(data86.leafWeight !== undefined){
let data90 = data86.leafWeight;
if(!((typeof data90 == "bigint" || Number.isSafeInteger(data90)) && data90 >= 0 && data90 <= 65535)){
const err88 = {instancePath:instancePath+"/linux/resources/blockIO/weightDevice/" + i5+"/leafWeight",schemaPath:"#/properties/linux/properties/resources/properties/blockIO/properties/weightDevice/items/properties/leafWeight/range",keyword:"range",params:{from: "0", to: "65535"}};
if(vErrors === null){
vErrors = [err88];
}
else {
vErrors.push(err88);
}
errors++;
}
}
}
else {
const err89 = {instancePath:instancePath+"/linux/resources/blockIO/weightDevice/" + i5,schemaPath:"#/properties/linux/properties/resources/properties/blockIO/properties/weightDevice/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err89];
}
else {
vErrors.push(err89);
}
errors++;
}
}
}
else {
const err90 = {instancePath:instancePath+"/linux/resources/blockIO/weightDevice",schemaPath:"#/properties/linux/properties/resources/properties/blockIO/properties/weightDevice/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err90];
}
else {
vErrors.push(err90);
}
errors++;
}
}
if(data82.throttleReadBpsDevice !== undefined){
if(!(validate36(data82.throttleReadBpsDevice, {instancePath:instancePath+"/linux/resources/blockIO/throttleReadBpsDevice",parentData:data82,parentDataProperty:"throttleReadBpsDevice",rootData}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
}
if(data82.throttleWriteBpsDevice !== undefined){
if(!(validate36(data82.throttleWriteBpsDevice, {instancePath:instancePath+"/linux/resources/blockIO/throttleWriteBpsDevice",parentData:data82,parentDataProperty:"throttleWriteBpsDevice",rootData}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
}
if(data82.throttleReadIOPSDevice !== undefined){
if(!(validate36(data82.throttleReadIOPSDevice, {instancePath:instancePath+"/linux/resources/blockIO/throttleReadIOPSDevice",parentData:data82,parentDataProperty:"throttleReadIOPSDevice",rootData}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
}
if(data82.throttleWriteIOPSDevice !== undefined){
if(!(validate36(data82.throttleWriteIOPSDevice, {instancePath:instancePath+"/linux/resources/blockIO/throttleWriteIOPSDevice",parentData:data82,parentDataProperty:"throttleWriteIOPSDevice",rootData}))){
vErrors = vErrors === null ? validate36.errors : vErrors.concat(validate36.errors);
errors = vErrors.length;
}
}
}
else {
const err91 = {instancePath:instancePath+"/linux/resources/blockIO",schemaPath:"#/properties/linux/properties/resources/properties/blockIO/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err91];
}
else {
vErrors.push(err91);
}
errors++;
}
}
if(data52.hugepageLimits !== undefined){
let data95 = data52.hugepageLimits;
if(Array.isArray(data95)){
const len6 = data95.length;
for(let i6=0; i6<len6; i6++){
let data96 = data95[i6];
if(data96 && typeof data96 == "object" && !Array.isArray(data96)){
if(data96.pageSize === undefined){
const err92 = {instancePath:instancePath+"/linux/resources/hugepageLimits/" + i6,schemaPath:"#/properties/linux/properties/resources/properties/hugepageLimits/items/required",keyword:"required",params:{missingProperty: "pageSize"}};
if(vErrors === null){
vErrors = [err92];
}
else {
vErrors.push(err92);
}
errors++;
}
if(data96.limit === undefined){
const err93 = {instancePath:instancePath+"/linux/resources/hugepageLimits/" + i6,schemaPath:"#/properties/linux/properties/resources/properties/hugepageLimits/items/required",keyword:"required",params:{missingProperty: "limit"}};
if(vErrors === null){
vErrors = [err93];
}
else {
vErrors.push(err93);
}
errors++;
}
if(data96.pageSize !== undefined){
let data97 = data96.pageSize;
if(typeof data97 === "string"){
if(!pattern1.test(data97)){
const err94 = {instancePath:instancePath+"/linux/resources/hugepageLimits/" + i6+"/pageSize",schemaPath:"#/properties/linux/properties/resources/properties/hugepageLimits/items/properties/pageSize/pattern",keyword:"pattern",params:{pattern: "^[1-9][0-9]*[KMG]B$"}};
if(vErrors === null){
vErrors = [err94];
}
else {
vErrors.push(err94);
}
errors++;
}
}
else {
const err95 = {instancePath:instancePath+"/linux/resources/hugepageLimits/" + i6+"/pageSize",schemaPath:"#/properties/linux/properties/resources/properties/hugepageLimits/items/properties/pageSize/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err95];
}
else {
vErrors.push(err95);
}
errors++;
}
}
if(data96.limit !== undefined){
let data98 = data96.limit;
if(!((typeof data98 == "bigint" || Number.isSafeInteger(data98)) && data98 >= 0 && data98 <= BigInt("18446744073709551615"))){
const err96 = {instancePath:instancePath+"/linux/resources/hugepageLimits/" + i6+"/limit",schemaPath:"#/properties/linux/properties/resources/properties/hugepageLimits/items/properties/limit/range",keyword:"range",params:{from: "0", to: "18446744073709551615"}};
if(vErrors === null){
vErrors = [err96];
}
else {
vErrors.push(err96);
}
errors++;
}
}
}
else {
const err97 = {instancePath:instancePath+"/linux/resources/hugepageLimits/" + i6,schemaPath:"#/properties/linux/properties/resources/properties/hugepageLimits/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err97];
}
else {
vErrors.push(err97);
}
errors++;
}
}
}
else {
const err98 = {instancePath:instancePath+"/linux/resources/hugepageLimits",schemaPath:"#/properties/linux/properties/resources/properties/hugepageLimits/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err98];
}
else {
vErrors.push(err98);
}
errors++;
}
}
if(data52.network !== undefined){
let data99 = data52.network;
if(data99 && typeof data99 == "object" && !Array.isArray(data99)){
if(data99.classID !== undefined){
let data100 = data99.classID;
if(!((typeof data100 == "bigint" || Number.isSafeInteger(data100)) && data100 >= 0 && data100 <= 4294967295)){
const err99 = {instancePath:instancePath+"/linux/resources/network/classID",schemaPath:"#/properties/linux/properties/resources/properties/network/properties/classID/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err99];
}
else {
vErrors.push(err99);
}
errors++;
}
}
if(data99.priorities !== undefined){
let data101 = data99.priorities;
if(Array.isArray(data101)){
const len7 = data101.length;
for(let i7=0; i7<len7; i7++){
let data102 = data101[i7];
if(data102 && typeof data102 == "object" && !Array.isArray(data102)){
if(data102.name === undefined){
const err100 = {instancePath:instancePath+"/linux/resources/network/priorities/" + i7,schemaPath:"#/properties/linux/properties/resources/properties/network/properties/priorities/items/required",keyword:"required",params:{missingProperty: "name"}};
if(vErrors === null){
vErrors = [err100];
}
else {
vErrors.push(err100);
}
errors++;
}
if(data102.priority === undefined){
const err101 = {instancePath:instancePath+"/linux/resources/network/priorities/" + i7,schemaPath:"#/properties/linux/properties/resources/properties/network/properties/priorities/items/required",keyword:"required",params:{missingProperty: "priority"}};
if(vErrors === null){
vErrors = [err101];
}
else {
vErrors.push(err101);
}
errors++;
}
if(data102.name !== undefined){
if(typeof data102.name !== "string"){
const err102 = {instancePath:instancePath+"/linux/resources/network/priorities/" + i7+"/name",schemaPath:"#/properties/linux/properties/resources/properties/network/properties/priorities/items/properties/name/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err102];
}
else {
vErrors.push(err102);
}
errors++;
}
}
if(data102.priority !== undefined){
let data104 = data102.priority;
if(!((typeof data104 == "bigint" || Number.isSafeInteger(data104)) && data104 >= 0 && data104 <= 4294967295)){
const err103 = {instancePath:instancePath+"/linux/resources/network/priorities/" + i7+"/priority",schemaPath:"#/properties/linux/properties/resources/properties/network/properties/priorities/items/properties/priority/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err103];
}
else {
vErrors.push(err103);
}
errors++;
}
}
}
else {
const err104 = {instancePath:instancePath+"/linux/resources/network/priorities/" + i7,schemaPath:"#/properties/linux/properties/resources/properties/network/properties/priorities/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err104];
}
else {
vErrors.push(err104);
}
errors++;
}
}
}
else {
const err105 = {instancePath:instancePath+"/linux/resources/network/priorities",schemaPath:"#/properties/linux/properties/resources/properties/network/properties/priorities/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err105];
}
else {
vErrors.push(err105);
}
errors++;
}
}
}
else {
const err106 = {instancePath:instancePath+"/linux/resources/network",schemaPath:"#/properties/linux/properties/resources/properties/network/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err106];
}
else {
vErrors.push(err106);
}
errors++;
}
}
if(data52.rdma !== undefined){
let data105 = data52.rdma;
if(data105 && typeof data105 == "object" && !Array.isArray(data105)){
for(const key2 in data105){
let data106 = data105[key2];
if(data106 && typeof data106 == "object" && !Array.isArray(data106)){
if(data106.hcaHandles !== undefined){
let data107 = data106.hcaHandles;
if(!((typeof data107 == "bigint" || Number.isSafeInteger(data107)) && data107 >= 0 && data107 <= 4294967295)){
const err107 = {instancePath:instancePath+"/linux/resources/rdma/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/hcaHandles",schemaPath:"#/properties/linux/properties/resources/properties/rdma/additionalProperties/properties/hcaHandles/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err107];
}
else {
vErrors.push(err107);
}
errors++;
}
}
if(data106.hcaObjects !== undefined){
let data108 = data106.hcaObjects;
if(!((typeof data108 == "bigint" || Number.isSafeInteger(data108)) && data108 >= 0 && data108 <= 4294967295)){
const err108 = {instancePath:instancePath+"/linux/resources/rdma/" + key2.replace(/~/g, "~0").replace(/\//g, "~1")+"/hcaObjects",schemaPath:"#/properties/linux/properties/resources/properties/rdma/additionalProperties/properties/hcaObjects/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err108];
}
else {
vErrors.push(err108);
}
errors++;
}
}
}
else {
const err109 = {instancePath:instancePath+"/linux/resources/rdma/" + key2.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/linux/properties/resources/properties/rdma/additionalProperties/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err109];
}
else {
vErrors.push(err109);
}
errors++;
}
}
}
else {
const err110 = {instancePath:instancePath+"/linux/resources/rdma",schemaPath:"#/properties/linux/properties/resources/properties/rdma/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err110];
}
else {
vErrors.push(err110);
}
errors++;
}
}
if(data52.unified !== undefined){
let data109 = data52.unified;
if(data109 && typeof data109 == "object" && !Array.isArray(data109)){
for(const key3 in data109){
if(typeof data109[key3] !== "string"){
const err111 = {instancePath:instancePath+"/linux/resources/unified/" + key3.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/linux/properties/resources/properties/unified/additionalProperties/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err111];
}
else {
vErrors.push(err111);
}
errors++;
}
}
}
else {
const err112 = {instancePath:instancePath+"/linux/resources/unified",schemaPath:"#/properties/linux/properties/resources/properties/unified/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err112];
}
else {
vErrors.push(err112);
}
errors++;
}
}
}
else {
const err113 = {instancePath:instancePath+"/linux/resources",schemaPath:"#/properties/linux/properties/resources/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err113];
}
else {
vErrors.push(err113);
}
errors++;
}
}
if(data25.intelRdt !== undefined){
let data111 = data25.intelRdt;
if(data111 && typeof data111 == "object" && !Array.isArray(data111)){
if(data111.closID !== undefined){
if(typeof data111.closID !== "string"){
const err114 = {instancePath:instancePath+"/linux/intelRdt/closID",schemaPath:"#/properties/linux/properties/intelRdt/properties/closID/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err114];
}
else {
vErrors.push(err114);
}
errors++;
}
}
if(data111.schemata !== undefined){
let data113 = data111.schemata;
if(Array.isArray(data113)){
const len8 = data113.length;
for(let i8=0; i8<len8; i8++){
if(typeof data113[i8] !== "string"){
const err115 = {instancePath:instancePath+"/linux/intelRdt/schemata/" + i8,schemaPath:"#/properties/linux/properties/intelRdt/properties/schemata/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err115];
}
else {
vErrors.push(err115);
}
errors++;
}
}
}
else {
const err116 = {instancePath:instancePath+"/linux/intelRdt/schemata",schemaPath:"#/properties/linux/properties/intelRdt/properties/schemata/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err116];
}
else {
vErrors.push(err116);
}
errors++;
}
}
if(data111.l3CacheSchema !== undefined){
if(typeof data111.l3CacheSchema !== "string"){
const err117 = {instancePath:instancePath+"/linux/intelRdt/l3CacheSchema",schemaPath:"#/properties/linux/properties/intelRdt/properties/l3CacheSchema/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err117];
}
else {
vErrors.push(err117);
}
errors++;
}
}
if(data111.memBwSchema !== undefined){
if(typeof data111.memBwSchema !== "string"){
const err118 = {instancePath:instancePath+"/linux/intelRdt/memBwSchema",schemaPath:"#/properties/linux/properties/intelRdt/properties/memBwSchema/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err118];
}
else {
vErrors.push(err118);
}
errors++;
}
}
if(data111.enableCMT !== undefined){
if(typeof data111.enableCMT !== "boolean"){
const err119 = {instancePath:instancePath+"/linux/intelRdt/enableCMT",schemaPath:"#/properties/linux/properties/intelRdt/properties/enableCMT/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err119];
}
else {
vErrors.push(err119);
}
errors++;
}
}
if(data111.enableMBM !== undefined){
if(typeof data111.enableMBM !== "boolean"){
const err120 = {instancePath:instancePath+"/linux/intelRdt/enableMBM",schemaPath:"#/properties/linux/properties/intelRdt/properties/enableMBM/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err120];
}
else {
vErrors.push(err120);
}
errors++;
}
}
if(data111.enableMonitoring !== undefined){
if(typeof data111.enableMonitoring !== "boolean"){
const err121 = {instancePath:instancePath+"/linux/intelRdt/enableMonitoring",schemaPath:"#/properties/linux/properties/intelRdt/properties/enableMonitoring/type",keyword:"type",params:{type: "boolean"}};
if(vErrors === null){
vErrors = [err121];
}
else {
vErrors.push(err121);
}
errors++;
}
}
}
else {
const err122 = {instancePath:instancePath+"/linux/intelRdt",schemaPath:"#/properties/linux/properties/intelRdt/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err122];
}
else {
vErrors.push(err122);
}
errors++;
}
}
if(data25.memoryPolicy !== undefined){
let data120 = data25.memoryPolicy;
if(data120 && typeof data120 == "object" && !Array.isArray(data120)){
if(data120.mode === undefined){
const err123 = {instancePath:instancePath+"/linux/memoryPolicy",schemaPath:"#/properties/linux/properties/memoryPolicy/required",keyword:"required",params:{missingProperty: "mode"}};
if(vErrors === null){
vErrors = [err123];
}
else {
vErrors.push(err123);
}
errors++;
}
if(data120.mode !== undefined){
let data121 = data120.mode;
if(typeof data121 !== "string"){
const err124 = {instancePath:instancePath+"/linux/memoryPolicy/mode",schemaPath:"#/properties/linux/properties/memoryPolicy/properties/mode/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err124];
}
else {
vErrors.push(err124);
}
errors++;
}
if(!(((((((data121 === "MPOL_DEFAULT") || (data121 === "MPOL_PREFERRED")) || (data121 === "MPOL_BIND")) || (data121 === "MPOL_INTERLEAVE")) || (data121 === "MPOL_LOCAL")) || (data121 === "MPOL_PREFERRED_MANY")) || (data121 === "MPOL_WEIGHTED_INTERLEAVE"))){
const err125 = {instancePath:instancePath+"/linux/memoryPolicy/mode",schemaPath:"#/properties/linux/properties/memoryPolicy/properties/mode/enum",keyword:"enum",params:{allowedValues: schema6.properties.linux.properties.memoryPolicy.properties.mode.enum}};
if(vErrors === null){
vErrors = [err125];
}
else {
vErrors.push(err125);
}
errors++;
}
}
if(data120.nodes !== undefined){
if(typeof data120.nodes !== "string"){
const err126 = {instancePath:instancePath+"/linux/memoryPolicy/nodes",schemaPath:"#/properties/linux/properties/memoryPolicy/properties/nodes/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err126];
}
else {
vErrors.push(err126);
}
errors++;
}
}
if(data120.flags !== undefined){
let data123 = data120.flags;
if(Array.isArray(data123)){
const len9 = data123.length;
for(let i9=0; i9<len9; i9++){
let data124 = data123[i9];
if(typeof data124 !== "string"){
const err127 = {instancePath:instancePath+"/linux/memoryPolicy/flags/" + i9,schemaPath:"#/properties/linux/properties/memoryPolicy/properties/flags/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err127];
}
else {
vErrors.push(err127);
}
errors++;
}
if(!(((data124 === "MPOL_F_NUMA_BALANCING") || (data124 === "MPOL_F_RELATIVE_NODES")) || (data124 === "MPOL_F_STATIC_NODES"))){
const err128 = {instancePath:instancePath+"/linux/memoryPolicy/flags/" + i9,schemaPath:"#/properties/linux/properties/memoryPolicy/properties/flags/items/enum",keyword:"enum",params:{allowedValues: schema6.properties.linux.properties.memoryPolicy.properties.flags.items.enum}};
if(vErrors === null){
vErrors = [err128];
}
else {
vErrors.push(err128);
}
errors++;
}
}
}
else {
const err129 = {instancePath:instancePath+"/linux/memoryPolicy/flags",schemaPath:"#/properties/linux/properties/memoryPolicy/properties/flags/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err129];
}
else {
vErrors.push(err129);
}
errors++;
}
}
}
else {
const err130 = {instancePath:instancePath+"/linux/memoryPolicy",schemaPath:"#/properties/linux/properties/memoryPolicy/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err130];
}
else {
vErrors.push(err130);
}
errors++;
}
}
if(data25.sysctl !== undefined){
let data125 = data25.sysctl;
if(data125 && typeof data125 == "object" && !Array.isArray(data125)){
for(const key4 in data125){
if(typeof data125[key4] !== "string"){
const err131 = {instancePath:instancePath+"/linux/sysctl/" + key4.replace(/~/g, "~0").replace(/\//g, "~1"),schemaPath:"#/properties/linux/properties/sysctl/additionalProperties/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err131];
}
else {
vErrors.push(err131);
}
errors++;
}
}
}
else {
const err132 = {instancePath:instancePath+"/linux/sysctl",schemaPath:"#/properties/linux/properties/sysctl/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err132];
}
else {
vErrors.push(err132);
}
errors++;
}
}
if(data25.seccomp !== undefined){
let data127 = data25.seccomp;
if(data127 && typeof data127 == "object" && !Array.isArray(data127)){
if(data127.defaultAction === undefined){
const err133 = {instancePath:instancePath+"/linux/seccomp",schemaPath:"#/properties/linux/properties/seccomp/required",keyword:"required",params:{missingProperty: "defaultAction"}};
if(vErrors === null){
vErrors = [err133];
}
else {
vErrors.push(err133);
}
errors++;
}
if(data127.defaultAction !== undefined){
let data128 = data127.defaultAction;
if(typeof data128 !== "string"){
const err134 = {instancePath:instancePath+"/linux/seccomp/defaultAction",schemaPath:"#/properties/linux/properties/seccomp/properties/defaultAction/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err134];
}
else {
vErrors.push(err134);
}
errors++;
}
if(!(((((((((data128 === "SCMP_ACT_KILL") || (data128 === "SCMP_ACT_KILL_PROCESS")) || (data128 === "SCMP_ACT_KILL_THREAD")) || (data128 === "SCMP_ACT_TRAP")) || (data128 === "SCMP_ACT_ERRNO")) || (data128 === "SCMP_ACT_TRACE")) || (data128 === "SCMP_ACT_ALLOW")) || (data128 === "SCMP_ACT_LOG")) || (data128 === "SCMP_ACT_NOTIFY"))){
const err135 = {instancePath:instancePath+"/linux/seccomp/defaultAction",schemaPath:"#/properties/linux/properties/seccomp/properties/defaultAction/enum",keyword:"enum",params:{allowedValues: schema6.properties.linux.properties.seccomp.properties.defaultAction.enum}};
if(vErrors === null){
vErrors = [err135];
}
else {
vErrors.push(err135);
}
errors++;
}
}
if(data127.defaultErrnoRet !== undefined){
let data129 = data127.defaultErrnoRet;
if(!((typeof data129 == "bigint" || Number.isSafeInteger(data129)) && data129 >= 0 && data129 <= 4294967295)){
const err136 = {instancePath:instancePath+"/linux/seccomp/defaultErrnoRet",schemaPath:"#/properties/linux/properties/seccomp/properties/defaultErrnoRet/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err136];
}
else {
vErrors.push(err136);
}
errors++;
}
}
if(data127.architectures !== undefined){
let data130 = data127.architectures;
if(Array.isArray(data130)){
const len10 = data130.length;
for(let i10=0; i10<len10; i10++){
let data131 = data130[i10];
if(typeof data131 !== "string"){
const err137 = {instancePath:instancePath+"/linux/seccomp/architectures/" + i10,schemaPath:"#/properties/linux/properties/seccomp/properties/architectures/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err137];
}
else {
vErrors.push(err137);
}
errors++;
}
if(!(((((((((((((((((((((((data131 === "SCMP_ARCH_X86") || (data131 === "SCMP_ARCH_X86_64")) || (data131 === "SCMP_ARCH_X32")) || (data131 === "SCMP_ARCH_ARM")) || (data131 === "SCMP_ARCH_AARCH64")) || (data131 === "SCMP_ARCH_MIPS")) || (data131 === "SCMP_ARCH_MIPS64")) || (data131 === "SCMP_ARCH_MIPS64N32")) || (data131 === "SCMP_ARCH_MIPSEL")) || (data131 === "SCMP_ARCH_MIPSEL64")) || (data131 === "SCMP_ARCH_MIPSEL64N32")) || (data131 === "SCMP_ARCH_PPC")) || (data131 === "SCMP_ARCH_PPC64")) || (data131 === "SCMP_ARCH_PPC64LE")) || (data131 === "SCMP_ARCH_S390")) || (data131 === "SCMP_ARCH_S390X")) || (data131 === "SCMP_ARCH_PARISC")) || (data131 === "SCMP_ARCH_PARISC64")) || (data131 === "SCMP_ARCH_RISCV64")) || (data131 === "SCMP_ARCH_LOONGARCH64")) || (data131 === "SCMP_ARCH_M68K")) || (data131 === "SCMP_ARCH_SH")) || (data131 === "SCMP_ARCH_SHEB"))){
const err138 = {instancePath:instancePath+"/linux/seccomp/architectures/" + i10,schemaPath:"#/properties/linux/properties/seccomp/properties/architectures/items/enum",keyword:"enum",params:{allowedValues: schema6.properties.linux.properties.seccomp.properties.architectures.items.enum}};
if(vErrors === null){
vErrors = [err138];
}
else {
vErrors.push(err138);
}
errors++;
}
}
}
else {
const err139 = {instancePath:instancePath+"/linux/seccomp/architectures",schemaPath:"#/properties/linux/properties/seccomp/properties/architectures/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err139];
}
else {
vErrors.push(err139);
}
errors++;
}
}
if(data127.flags !== undefined){
let data132 = data127.flags;
if(Array.isArray(data132)){
const len11 = data132.length;
for(let i11=0; i11<len11; i11++){
let data133 = data132[i11];
if(typeof data133 !== "string"){
const err140 = {instancePath:instancePath+"/linux/seccomp/flags/" + i11,schemaPath:"#/properties/linux/properties/seccomp/properties/flags/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err140];
}
else {
vErrors.push(err140);
}
errors++;
}
if(!((((data133 === "SECCOMP_FILTER_FLAG_TSYNC") || (data133 === "SECCOMP_FILTER_FLAG_LOG")) || (data133 === "SECCOMP_FILTER_FLAG_SPEC_ALLOW")) || (data133 === "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"))){
const err141 = {instancePath:instancePath+"/linux/seccomp/flags/" + i11,schemaPath:"#/properties/linux/properties/seccomp/properties/flags/items/enum",keyword:"enum",params:{allowedValues: schema6.properties.linux.properties.seccomp.properties.flags.items.enum}};
if(vErrors === null){
vErrors = [err141];
}
else {
vErrors.push(err141);
}
errors++;
}
}
}
else {
const err142 = {instancePath:instancePath+"/linux/seccomp/flags",schemaPath:"#/properties/linux/properties/seccomp/properties/flags/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err142];
}
else {
vErrors.push(err142);
}
errors++;
}
}
if(data127.listenerPath !== undefined){
if(typeof data127.listenerPath !== "string"){
const err143 = {instancePath:instancePath+"/linux/seccomp/listenerPath",schemaPath:"#/properties/linux/properties/seccomp/properties/listenerPath/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err143];
}
else {
vErrors.push(err143);
}
errors++;
}
}
if(data127.listenerMetadata !== undefined){
if(typeof data127.listenerMetadata !== "string"){
const err144 = {instancePath:instancePath+"/linux/seccomp/listenerMetadata",schemaPath:"#/properties/linux/properties/seccomp/properties/listenerMetadata/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err144];
}
else {
vErrors.push(err144);
}
errors++;
}
}
if(data127.syscalls !== undefined){
let data136 = data127.syscalls;
if(Array.isArray(data136)){
const len12 = data136.length;
for(let i12=0; i12<len12; i12++){
let data137 = data136[i12];
if(data137 && typeof data137 == "object" && !Array.isArray(data137)){
if(data137.names === undefined){
const err145 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12,schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/required",keyword:"required",params:{missingProperty: "names"}};
if(vErrors === null){
vErrors = [err145];
}
else {
vErrors.push(err145);
}
errors++;
}
if(data137.action === undefined){
const err146 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12,schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/required",keyword:"required",params:{missingProperty: "action"}};
if(vErrors === null){
vErrors = [err146];
}
else {
vErrors.push(err146);
}
errors++;
}
if(data137.names !== undefined){
let data138 = data137.names;
if(Array.isArray(data138)){
if(data138.length < 1){
const err147 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/names",schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/names/minItems",keyword:"minItems",params:{limit: 1}};
if(vErrors === null){
vErrors = [err147];
}
else {
vErrors.push(err147);
}
errors++;
}
const len13 = data138.length;
for(let i13=0; i13<len13; i13++){
if(typeof data138[i13] !== "string"){
const err148 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/names/" + i13,schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/names/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err148];
}
else {
vErrors.push(err148);
}
errors++;
}
}
}
else {
const err149 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/names",schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/names/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err149];
}
else {
vErrors.push(err149);
}
errors++;
}
}
if(data137.action !== undefined){
let data140 = data137.action;
if(typeof data140 !== "string"){
const err150 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/action",schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/action/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err150];
}
else {
vErrors.push(err150);
}
errors++;
}
if(!(((((((((data140 === "SCMP_ACT_KILL") || (data140 === "SCMP_ACT_KILL_PROCESS")) || (data140 === "SCMP_ACT_KILL_THREAD")) || (data140 === "SCMP_ACT_TRAP")) || (data140 === "SCMP_ACT_ERRNO")) || (data140 === "SCMP_ACT_TRACE")) || (data140 === "SCMP_ACT_ALLOW")) || (data140 === "SCMP_ACT_LOG")) || (data140 === "SCMP_ACT_NOTIFY"))){
const err151 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/action",schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/action/enum",keyword:"enum",params:{allowedValues: schema6.properties.linux.properties.seccomp.properties.syscalls.items.properties.action.enum}};
if(vErrors === null){
vErrors = [err151];
}
else {
vErrors.push(err151);
}
errors++;
}
}
if(data137.errnoRet !== undefined){
let data141 = data137.errnoRet;
if(!((typeof data141 == "bigint" || Number.isSafeInteger(data141)) && data141 >= 0 && data141 <= 4294967295)){
const err152 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/errnoRet",schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/errnoRet/range",keyword:"range",params:{from: "0", to: "4294967295"}};
if(vErrors === null){
vErrors = [err152];
}
else {
vErrors.push(err152);
}
errors++;
}
}
if(data137.args !== undefined){
let data142 = data137.args;
if(Array.isArray(data142)){
const len14 = data142.length;
for(let i14=0; i14<len14; i14++){
let data143 = data142[i14];
if(data143 && typeof data143 == "object" && !Array.isArray(data143)){
if(data143.index === undefined){
const err153 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/args/" + i14,schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/args/items/required",keyword:"required",params:{missingProperty: "index"}};
if(vErrors === null){
vErrors = [err153];
}
else {
vErrors.push(err153);
}
errors++;
}
if(data143.value === undefined){
const err154 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/args/" + i14,schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/args/items/required",keyword:"required",params:{missingProperty: "value"}};
if(vErrors === null){
vErrors = [err154];
}
else {
vErrors.push(err154);
}
errors++;
}
if(data143.op === undefined){
const err155 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/args/" + i14,schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/args/items/required",keyword:"required",params:{missingProperty: "op"}};
if(vErrors === null){
vErrors = [err155];
}
else {
vErrors.push(err155);
}
errors++;
}
if(data143.index !== undefined){
let data144 = data143.index;
if(!((typeof data144 == "bigint" || Number.isSafeInteger(data144)) && data144 >= 0 && data144 <= 5)){
const err156 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/args/" + i14+"/index",schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/args/items/properties/index/range",keyword:"range",params:{from: "0", to: "5"}};
if(vErrors === null){
vErrors = [err156];
}
else {
vErrors.push(err156);
}
errors++;
}
}
if(data143.value !== undefined){
let data145 = data143.value;
if(!((typeof data145 == "bigint" || Number.isSafeInteger(data145)) && data145 >= 0 && data145 <= BigInt("18446744073709551615"))){
const err157 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/args/" + i14+"/value",schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/args/items/properties/value/range",keyword:"range",params:{from: "0", to: "18446744073709551615"}};
if(vErrors === null){
vErrors = [err157];
}
else {
vErrors.push(err157);
}
errors++;
}
}
if(data143.valueTwo !== undefined){
let data146 = data143.valueTwo;
if(!((typeof data146 == "bigint" || Number.isSafeInteger(data146)) && data146 >= 0 && data146 <= BigInt("18446744073709551615"))){
const err158 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/args/" + i14+"/valueTwo",schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/args/items/properties/valueTwo/range",keyword:"range",params:{from: "0", to: "18446744073709551615"}};
if(vErrors === null){
vErrors = [err158];
}
else {
vErrors.push(err158);
}
errors++;
}
}
if(data143.op !== undefined){
let data147 = data143.op;
if(typeof data147 !== "string"){
const err159 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/args/" + i14+"/op",schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/args/items/properties/op/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err159];
}
else {
vErrors.push(err159);
}
errors++;
}
if(!(((((((data147 === "SCMP_CMP_NE") || (data147 === "SCMP_CMP_LT")) || (data147 === "SCMP_CMP_LE")) || (data147 === "SCMP_CMP_EQ")) || (data147 === "SCMP_CMP_GE")) || (data147 === "SCMP_CMP_GT")) || (data147 === "SCMP_CMP_MASKED_EQ"))){
const err160 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/args/" + i14+"/op",schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/args/items/properties/op/enum",keyword:"enum",params:{allowedValues: schema6.properties.linux.properties.seccomp.properties.syscalls.items.properties.args.items.properties.op.enum}};
if(vErrors === null){
vErrors = [err160];
}
else {
vErrors.push(err160);
}
errors++;
}
}
}
else {
const err161 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/args/" + i14,schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/args/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err161];
}
else {
vErrors.push(err161);
}
errors++;
}
}
}
else {
const err162 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12+"/args",schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/properties/args/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err162];
}
else {
vErrors.push(err162);
}
errors++;
}
}
}
else {
const err163 = {instancePath:instancePath+"/linux/seccomp/syscalls/" + i12,schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/items/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err163];
}
else {
vErrors.push(err163);
}
errors++;
}
}
}
else {
const err164 = {instancePath:instancePath+"/linux/seccomp/syscalls",schemaPath:"#/properties/linux/properties/seccomp/properties/syscalls/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err164];
}
else {
vErrors.push(err164);
}
errors++;
}
}
}
else {
const err165 = {instancePath:instancePath+"/linux/seccomp",schemaPath:"#/properties/linux/properties/seccomp/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err165];
}
else {
vErrors.push(err165);
}
errors++;
}
}
if(data25.rootfsPropagation !== undefined){
let data148 = data25.rootfsPropagation;
if(typeof data148 !== "string"){
const err166 = {instancePath:instancePath+"/linux/rootfsPropagation",schemaPath:"#/properties/linux/properties/rootfsPropagation/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err166];
}
else {
vErrors.push(err166);
}
errors++;
}
if(!(((((((((data148 === "") || (data148 === "shared")) || (data148 === "slave")) || (data148 === "private")) || (data148 === "unbindable")) || (data148 === "rshared")) || (data148 === "rslave")) || (data148 === "rprivate")) || (data148 === "runbindable"))){
const err167 = {instancePath:instancePath+"/linux/rootfsPropagation",schemaPath:"#/properties/linux/properties/rootfsPropagation/enum",keyword:"enum",params:{allowedValues: schema6.properties.linux.properties.rootfsPropagation.enum}};
if(vErrors === null){
vErrors = [err167];
}
else {
vErrors.push(err167);
}
errors++;
}
}
if(data25.maskedPaths !== undefined){
let data149 = data25.maskedPaths;
if(Array.isArray(data149)){
const len15 = data149.length;
for(let i15=0; i15<len15; i15++){
if(typeof data149[i15] !== "string"){
const err168 = {instancePath:instancePath+"/linux/maskedPaths/" + i15,schemaPath:"#/properties/linux/properties/maskedPaths/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err168];
}
else {
vErrors.push(err168);
}
errors++;
}
}
}
else {
const err169 = {instancePath:instancePath+"/linux/maskedPaths",schemaPath:"#/properties/linux/properties/maskedPaths/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err169];
}
else {
vErrors.push(err169);
}
errors++;
}
}
if(data25.readonlyPaths !== undefined){
let data151 = data25.readonlyPaths;
if(Array.isArray(data151)){
const len16 = data151.length;
for(let i16=0; i16<len16; i16++){
if(typeof data151[i16] !== "string"){
const err170 = {instancePath:instancePath+"/linux/readonlyPaths/" + i16,schemaPath:"#/properties/linux/properties/readonlyPaths/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err170];
}
else {
vErrors.push(err170);
}
errors++;
}
}
}
else {
const err171 = {instancePath:instancePath+"/linux/readonlyPaths",schemaPath:"#/properties/linux/properties/readonlyPaths/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err171];
}
else {
vErrors.push(err171);
}
errors++;
}
}
if(data25.mountLabel !== undefined){
if(typeof data25.mountLabel !== "string"){
const err172 = {instancePath:instancePath+"/linux/mountLabel",schemaPath:"#/properties/linux/properties/mountLabel/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err172];
}
else {
vErrors.push(err172);
}
errors++;
}
}
if(data25.personality !== undefined){
let data154 = data25.personality;
if(data154 && typeof data154 == "object" && !Array.isArray(data154)){
if(data154.domain === undefined){
const err173 = {instancePath:instancePath+"/linux/personality",schemaPath:"#/properties/linux/properties/personality/required",keyword:"required",params:{missingProperty: "domain"}};
if(vErrors === null){
vErrors = [err173];
}
else {
vErrors.push(err173);
}
errors++;
}
if(data154.domain !== undefined){
let data155 = data154.domain;
if(typeof data155 !== "string"){
const err174 = {instancePath:instancePath+"/linux/personality/domain",schemaPath:"#/properties/linux/properties/personality/properties/domain/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err174];
}
else {
vErrors.push(err174);
}
errors++;
}
if(!((data155 === "LINUX") || (data155 === "LINUX32"))){
const err175 = {instancePath:instancePath+"/linux/personality/domain",schemaPath:"#/properties/linux/properties/personality/properties/domain/enum",keyword:"enum",params:{allowedValues: schema6.properties.linux.properties.personality.properties.domain.enum}};
if(vErrors === null){
vErrors = [err175];
}
else {
vErrors.push(err175);
}
errors++;
}
}
if(data154.flags !== undefined){
let data156 = data154.flags;
if(Array.isArray(data156)){
const len17 = data156.length;
for(let i17=0; i17<len17; i17++){
if(typeof data156[i17] !== "string"){
const err176 = {instancePath:instancePath+"/linux/personality/flags/" + i17,schemaPath:"#/properties/linux/properties/personality/properties/flags/items/type",keyword:"type",params:{type: "string"}};
if(vErrors === null){
vErrors = [err176];
}
else {
vErrors.push(err176);
}
errors++;
}
}
}
else {
const err177 = {instancePath:instancePath+"/linux/personality/flags",schemaPath:"#/properties/linux/properties/personality/properties/flags/type",keyword:"type",params:{type: "array"}};
if(vErrors === null){
vErrors = [err177];
}
else {
vErrors.push(err177);
}
errors++;
}
}
}
else {
const err178 = {instancePath:instancePath+"/linux/personality",schemaPath:"#/properties/linux/properties/personality/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err178];
}
else {
vErrors.push(err178);
}
errors++;
}
}
}
else {
const err179 = {instancePath:instancePath+"/linux",schemaPath:"#/properties/linux/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err179];
}
else {
vErrors.push(err179);
}
errors++;
}
}
if(data.vm !== undefined){
let data158 = data.vm;
if(!(data158 && typeof data158 == "object" && !Array.isArray(data158))){
const err180 = {instancePath:instancePath+"/vm",schemaPath:"#/properties/vm/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err180];
}
else {
vErrors.push(err180);
}
errors++;
}
}
if(data.windows !== undefined){
let data159 = data.windows;
if(!(data159 && typeof data159 == "object" && !Array.isArray(data159))){
const err181 = {instancePath:instancePath+"/windows",schemaPath:"#/properties/windows/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err181];
}
else {
vErrors.push(err181);
}
errors++;
}
}
if(data.solaris !== undefined){
let data160 = data.solaris;
if(!(data160 && typeof data160 == "object" && !Array.isArray(data160))){
const err182 = {instancePath:instancePath+"/solaris",schemaPath:"#/properties/solaris/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err182];
}
else {
vErrors.push(err182);
}
errors++;
}
}
if(data.freebsd !== undefined){
let data161 = data.freebsd;
if(!(data161 && typeof data161 == "object" && !Array.isArray(data161))){
const err183 = {instancePath:instancePath+"/freebsd",schemaPath:"#/properties/freebsd/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err183];
}
else {
vErrors.push(err183);
}
errors++;
}
}
if(data.zos !== undefined){
let data162 = data.zos;
if(!(data162 && typeof data162 == "object" && !Array.isArray(data162))){
const err184 = {instancePath:instancePath+"/zos",schemaPath:"#/properties/zos/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err184];
}
else {
vErrors.push(err184);
}
errors++;
}
}
}
else {
const err185 = {instancePath,schemaPath:"#/type",keyword:"type",params:{type: "object"}};
if(vErrors === null){
vErrors = [err185];
}
else {
vErrors.push(err185);
}
errors++;
}
validate21.errors = vErrors;
return errors === 0;
}

export const validateProcess = validate25;
