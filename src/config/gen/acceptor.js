// Printed by scripts/gen-validator.ts from src/config/schema.ts; do not edit.
"use strict";
export const acceptsConfig = validate21;

function validate22(data){
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.containerID === undefined){
return false;
}
if(data0.hostID === undefined){
return false;
}
if(data0.size === undefined){
return false;
}
if(data0.containerID !== undefined){
let data1 = data0.containerID;
if(!((typeof data1 == "bigint" || Number.isSafeInteger(data1)) && data1 >= 0 && data1 <= 4294967295)){
return false;
}
}
if(data0.hostID !== undefined){
let data2 = data0.hostID;
if(!((typeof data2 == "bigint" || Number.isSafeInteger(data2)) && data2 >= 0 && data2 <= 4294967295)){
return false;
}
}
if(data0.size !== undefined){
let data3 = data0.size;
if(!((typeof data3 == "bigint" || Number.isSafeInteger(data3)) && data3 >= 0 && data3 <= 4294967295)){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
return true;
}


function validate25(data){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.cwd === undefined){
return false;
}
if(data.terminal !== undefined){
if(typeof data.terminal !== "boolean"){
return false;
}
}
if(data.consoleSize !== undefined){
let data1 = data.consoleSize;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.height === undefined){
return false;
}
if(data1.width === undefined){
return false;
}
if(data1.height !== undefined){
let data2 = data1.height;
if(!((typeof data2 == "bigint" || Number.isSafeInteger(data2)) && data2 >= 0 && data2 <= 4294967295)){
return false;
}
}
if(data1.width !== undefined){
let data3 = data1.width;
if(!((typeof data3 == "bigint" || Number.isSafeInteger(data3)) && data3 >= 0 && data3 <= 4294967295)){
return false;
}
}
}
else {
return false;
}
}
if(data.user !== undefined){
let data4 = data.user;
if(data4 && typeof data4 == "object" && !Array.isArray(data4)){
if(data4.uid !== undefined){
let data5 = data4.uid;
if(!((typeof data5 == "bigint" || Number.isSafeInteger(data5)) && data5 >= 0 && data5 <= 4294967295)){
return false;
}
}
if(data4.gid !== undefined){
let data6 = data4.gid;
if(!((typeof data6 == "bigint" || Number.isSafeInteger(data6)) && data6 >= 0 && data6 <= 4294967295)){
return false;
}
}
if(data4.umask !== undefined){
let data7 = data4.umask;
if(!((typeof data7 == "bigint" || Number.isSafeInteger(data7)) && data7 >= 0 && data7 <= 511)){
return false;
}
}
if(data4.additionalGids !== undefined){
let data8 = data4.additionalGids;
if(Array.isArray(data8)){
const len0 = data8.length;
for(let i0=0; i0<len0; i0++){
let data9 = data8[i0];
if(!((typeof data9 == "bigint" || Number.isSafeInteger(data9)) && data9 >= 0 && data9 <= 4294967295)){
return false;
}
}
}
else {
return false;
}
}
if(data4.username !== undefined){
if(typeof data4.username !== "string"){
return false;
}
}
}
else {
return false;
}
}
if(data.args !== undefined){
let data11 = data.args;
if(Array.isArray(data11)){
const len1 = data11.length;
for(let i1=0; i1<len1; i1++){
if(typeof data11[i1] !== "string"){
return false;
}
}
}
else {
return false;
}
}
if(data.commandLine !== undefined){
if(typeof data.commandLine !== "string"){
return false;
}
}
if(data.env !== undefined){
let data14 = data.env;
if(Array.isArray(data14)){
const len2 = data14.length;
for(let i2=0; i2<len2; i2++){
if(typeof data14[i2] !== "string"){
return false;
}
}
}
else {
return false;
}
}
if(data.cwd !== undefined){
if(typeof data.cwd !== "string"){
return false;
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
return false;
}
}
}
else {
return false;
}
}
if(data17.effective !== undefined){
let data20 = data17.effective;
if(Array.isArray(data20)){
const len4 = data20.length;
for(let i4=0; i4<len4; i4++){
if(typeof data20[i4] !== "string"){
return false;
}
}
}
else {
return false;
}
}
if(data17.inheritable !== undefined){
let data22 = data17.inheritable;
if(Array.isArray(data22)){
const len5 = data22.length;
for(let i5=0; i5<len5; i5++){
if(typeof data22[i5] !== "string"){
return false;
}
}
}
else {
return false;
}
}
if(data17.permitted !== undefined){
let data24 = data17.permitted;
if(Array.isArray(data24)){
const len6 = data24.length;
for(let i6=0; i6<len6; i6++){
if(typeof data24[i6] !== "string"){
return false;
}
}
}
else {
return false;
}
}
if(data17.ambient !== undefined){
let data26 = data17.ambient;
if(Array.isArray(data26)){
const len7 = data26.length;
for(let i7=0; i7<len7; i7++){
if(typeof data26[i7] !== "string"){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
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
return false;
}
if(data29.soft === undefined){
return false;
}
if(data29.hard === undefined){
return false;
}
if(data29.type !== undefined){
let data30 = data29.type;
if(typeof data30 !== "string"){
return false;
}
if(!((((((((((((((((data30 === "RLIMIT_CPU") || (data30 === "RLIMIT_FSIZE")) || (data30 === "RLIMIT_DATA")) || (data30 === "RLIMIT_STACK")) || (data30 === "RLIMIT_CORE")) || (data30 === "RLIMIT_RSS")) || (data30 === "RLIMIT_NPROC")) || (data30 === "RLIMIT_NOFILE")) || (data30 === "RLIMIT_MEMLOCK")) || (data30 === "RLIMIT_AS")) || (data30 === "RLIMIT_LOCKS")) || (data30 === "RLIMIT_SIGPENDING")) || (data30 === "RLIMIT_MSGQUEUE")) || (data30 === "RLIMIT_NICE")) || (data30 === "RLIMIT_RTPRIO")) || (data30 === "RLIMIT_RTTIME"))){
return false;
}
}
if(data29.soft !== undefined){
let data31 = data29.soft;
if(!((typeof data31 == "bigint" || Number.isSafeInteger(data31)) && data31 >= 0 && data31 <= BigInt("18446744073709551615"))){
return false;
}
}
if(data29.hard !== undefined){
let data32 = data29.hard;
if(!((typeof data32 == "bigint" || Number.isSafeInteger(data32)) && data32 >= 0 && data32 <= BigInt("18446744073709551615"))){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
if(data.noNewPrivileges !== undefined){
if(typeof data.noNewPrivileges !== "boolean"){
return false;
}
}
if(data.apparmorProfile !== undefined){
if(typeof data.apparmorProfile !== "string"){
return false;
}
}
if(data.oomScoreAdj !== undefined){
let data35 = data.oomScoreAdj;
if(!((typeof data35 == "bigint" || Number.isSafeInteger(data35)) && data35 >= -1000 && data35 <= 1000)){
return false;
}
}
if(data.scheduler !== undefined){
let data36 = data.scheduler;
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
if(data36.policy === undefined){
return false;
}
if(data36.policy !== undefined){
let data37 = data36.policy;
if(typeof data37 !== "string"){
return false;
}
if(!(((((((data37 === "SCHED_OTHER") || (data37 === "SCHED_FIFO")) || (data37 === "SCHED_RR")) || (data37 === "SCHED_BATCH")) || (data37 === "SCHED_ISO")) || (data37 === "SCHED_IDLE")) || (data37 === "SCHED_DEADLINE"))){
return false;
}
}
if(data36.nice !== undefined){
let data38 = data36.nice;
if(!((typeof data38 == "bigint" || Number.isSafeInteger(data38)) && data38 >= -2147483648 && data38 <= 2147483647)){
return false;
}
}
if(data36.priority !== undefined){
let data39 = data36.priority;
if(!((typeof data39 == "bigint" || Number.isSafeInteger(data39)) && data39 >= -2147483648 && data39 <= 2147483647)){
return false;
}
}
if(data36.flags !== undefined){
let data40 = data36.flags;
if(Array.isArray(data40)){
const len9 = data40.length;
for(let i9=0; i9<len9; i9++){
let data41 = data40[i9];
if(typeof data41 !== "string"){
return false;
}
if(!(((((((data41 === "SCHED_FLAG_RESET_ON_FORK") || (data41 === "SCHED_FLAG_RECLAIM")) || (data41 === "SCHED_FLAG_DL_OVERRUN")) || (data41 === "SCHED_FLAG_KEEP_POLICY")) || (data41 === "SCHED_FLAG_KEEP_PARAMS")) || (data41 === "SCHED_FLAG_UTIL_CLAMP_MIN")) || (data41 === "SCHED_FLAG_UTIL_CLAMP_MAX"))){
return false;
}
}
}
else {
return false;
}
}
if(data36.runtime !== undefined){
let data42 = data36.runtime;
if(!((typeof data42 == "bigint" || Number.isSafeInteger(data42)) && data42 >= 0 && data42 <= BigInt("18446744073709551615"))){
return false;
}
}
if(data36.deadline !== undefined){
let data43 = data36.deadline;
if(!((typeof data43 == "bigint" || Number.isSafeInteger(data43)) && data43 >= 0 && data43 <= BigInt("18446744073709551615"))){
return false;
}
}
if(data36.period !== undefined){
let data44 = data36.period;
if(!((typeof data44 == "bigint" || Number.isSafeInteger(data44)) && data44 >= 0 && data44 <= BigInt("18446744073709551615"))){
return false;
}
}
}
else {
return false;
}
}
if(data.selinuxLabel !== undefined){
if(typeof data.selinuxLabel !== "string"){
return false;
}
}
if(data.ioPriority !== undefined){
let data46 = data.ioPriority;
if(data46 && typeof data46 == "object" && !Array.isArray(data46)){
if(data46.class === undefined){
return false;
}
if(data46.priority === undefined){
return false;
}
if(data46.class !== undefined){
let data47 = data46.class;
if(typeof data47 !== "string"){
return false;
}
if(!(((data47 === "IOPRIO_CLASS_RT") || (data47 === "IOPRIO_CLASS_BE")) || (data47 === "IOPRIO_CLASS_IDLE"))){
return false;
}
}
if(data46.priority !== undefined){
let data48 = data46.priority;
if(!((typeof data48 == "bigint" || Number.isSafeInteger(data48)) && data48 >= 0 && data48 <= 7)){
return false;
}
}
}
else {
return false;
}
}
if(data.execCPUAffinity !== undefined){
let data49 = data.execCPUAffinity;
if(data49 && typeof data49 == "object" && !Array.isArray(data49)){
if(data49.initial !== undefined){
if(typeof data49.initial !== "string"){
return false;
}
}
if(data49.final !== undefined){
if(typeof data49.final !== "string"){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
return true;
}


function validate27(data){
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.path === undefined){
return false;
}
if(data0.path !== undefined){
if(typeof data0.path !== "string"){
return false;
}
}
if(data0.args !== undefined){
let data2 = data0.args;
if(Array.isArray(data2)){
const len1 = data2.length;
for(let i1=0; i1<len1; i1++){
if(typeof data2[i1] !== "string"){
return false;
}
}
}
else {
return false;
}
}
if(data0.env !== undefined){
let data4 = data0.env;
if(Array.isArray(data4)){
const len2 = data4.length;
for(let i2=0; i2<len2; i2++){
if(typeof data4[i2] !== "string"){
return false;
}
}
}
else {
return false;
}
}
if(data0.timeout !== undefined){
let data6 = data0.timeout;
if(!((typeof data6 == "bigint" || Number.isSafeInteger(data6)) && data6 >= 1 && data6 <= BigInt("9223372036854775807"))){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
return true;
}


function validate36(data){
if(Array.isArray(data)){
const len0 = data.length;
for(let i0=0; i0<len0; i0++){
let data0 = data[i0];
if(data0 && typeof data0 == "object" && !Array.isArray(data0)){
if(data0.major === undefined){
return false;
}
if(data0.minor === undefined){
return false;
}
if(data0.rate === undefined){
return false;
}
if(data0.major !== undefined){
let data1 = data0.major;
if(!((typeof data1 == "bigint" || Number.isSafeInteger(data1)) && data1 >= 0 && data1 <= BigInt("9223372036854775807"))){
return false;
}
}
if(data0.minor !== undefined){
let data2 = data0.minor;
if(!((typeof data2 == "bigint" || Number.isSafeInteger(data2)) && data2 >= 0 && data2 <= BigInt("9223372036854775807"))){
return false;
}
}
if(data0.rate !== undefined){
let data3 = data0.rate;
if(!((typeof data3 == "bigint" || Number.isSafeInteger(data3)) && data3 >= 0 && data3 <= BigInt("18446744073709551615"))){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
return true;
}

const pattern0 = new RegExp("^[rwm]*$", "u");
const pattern1 = new RegExp("^[1-9][0-9]*[KMG]B$", "u");

function validate21(data){
if(data && typeof data == "object" && !Array.isArray(data)){
if(data.ociVersion === undefined){
return false;
}
if(data.root === undefined){
return false;
}
if(data.ociVersion !== undefined){
if(typeof data.ociVersion !== "string"){
return false;
}
}
if(data.root !== undefined){
let data1 = data.root;
if(data1 && typeof data1 == "object" && !Array.isArray(data1)){
if(data1.path === undefined){
return false;
}
if(data1.path !== undefined){
if(typeof data1.path !== "string"){
return false;
}
}
if(data1.readonly !== undefined){
if(typeof data1.readonly !== "boolean"){
return false;
}
}
}
else {
return false;
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
return false;
}
if(data5.destination !== undefined){
if(typeof data5.destination !== "string"){
return false;
}
}
if(data5.type !== undefined){
if(typeof data5.type !== "string"){
return false;
}
}
if(data5.source !== undefined){
if(typeof data5.source !== "string"){
return false;
}
}
if(data5.options !== undefined){
let data9 = data5.options;
if(Array.isArray(data9)){
const len1 = data9.length;
for(let i1=0; i1<len1; i1++){
if(typeof data9[i1] !== "string"){
return false;
}
}
}
else {
return false;
}
}
if(data5.uidMappings !== undefined){
if(!(validate22(data5.uidMappings))){
return false;
}
}
if(data5.gidMappings !== undefined){
if(!(validate22(data5.gidMappings))){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
if(data.process !== undefined){
if(!(validate25(data.process))){
return false;
}
}
if(data.hostname !== undefined){
if(typeof data.hostname !== "string"){
return false;
}
}
if(data.domainname !== undefined){
if(typeof data.domainname !== "string"){
return false;
}
}
if(data.hooks !== undefined){
let data16 = data.hooks;
if(data16 && typeof data16 == "object" && !Array.isArray(data16)){
if(data16.prestart !== undefined){
if(!(validate27(data16.prestart))){
return false;
}
}
if(data16.createRuntime !== undefined){
if(!(validate27(data16.createRuntime))){
return false;
}
}
if(data16.createContainer !== undefined){
if(!(validate27(data16.createContainer))){
return false;
}
}
if(data16.startContainer !== undefined){
if(!(validate27(data16.startContainer))){
return false;
}
}
if(data16.poststart !== undefined){
if(!(validate27(data16.poststart))){
return false;
}
}
if(data16.poststop !== undefined){
if(!(validate27(data16.poststop))){
return false;
}
}
}
else {
return false;
}
}
if(data.annotations !== undefined){
let data23 = data.annotations;
if(data23 && typeof data23 == "object" && !Array.isArray(data23)){
for(const key0 in data23){
if(typeof data23[key0] !== "string"){
return false;
}
}
}
else {
return false;
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
return false;
}
if(data27.type !== undefined){
let data28 = data27.type;
if(typeof data28 !== "string"){
return false;
}
if(!((((((((data28 === "ipc") || (data28 === "uts")) || (data28 === "network")) || (data28 === "cgroup")) || (data28 === "time")) || (data28 === "mount")) || (data28 === "pid")) || (data28 === "user"))){
return false;
}
}
if(data27.path !== undefined){
if(typeof data27.path !== "string"){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
if(data25.uidMappings !== undefined){
if(!(validate22(data25.uidMappings))){
return false;
}
}
if(data25.gidMappings !== undefined){
if(!(validate22(data25.gidMappings))){
return false;
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
return false;
}
}
if(data33.nanosecs !== undefined){
let data35 = data33.nanosecs;
if(!((typeof data35 == "bigint" || Number.isSafeInteger(data35)) && data35 >= 0 && data35 <= 999999999)){
return false;
}
}
}
else {
return false;
}
}
if(data32.boottime !== undefined){
let data36 = data32.boottime;
if(data36 && typeof data36 == "object" && !Array.isArray(data36)){
if(data36.secs !== undefined){
let data37 = data36.secs;
if(!((typeof data37 == "bigint" || Number.isSafeInteger(data37)) && data37 >= BigInt("-9223372036854775808") && data37 <= BigInt("9223372036854775807"))){
return false;
}
}
if(data36.nanosecs !== undefined){
let data38 = data36.nanosecs;
if(!((typeof data38 == "bigint" || Number.isSafeInteger(data38)) && data38 >= 0 && data38 <= 999999999)){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
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
return false;
}
if(data40.path === undefined){
return false;
}
if(data40.type !== undefined){
let data41 = data40.type;
if(typeof data41 !== "string"){
return false;
}
if(!((((data41 === "c") || (data41 === "b")) || (data41 === "u")) || (data41 === "p"))){
return false;
}
}
if(data40.path !== undefined){
if(typeof data40.path !== "string"){
return false;
}
}
if(data40.major !== undefined){
let data43 = data40.major;
if(!((typeof data43 == "bigint" || Number.isSafeInteger(data43)) && data43 >= -1 && data43 <= 4095)){
return false;
}
}
if(data40.minor !== undefined){
let data44 = data40.minor;
if(!((typeof data44 == "bigint" || Number.isSafeInteger(data44)) && data44 >= -1 && data44 <= 1048575)){
return false;
}
}
if(data40.fileMode !== undefined){
let data45 = data40.fileMode;
if(!((typeof data45 == "bigint" || Number.isSafeInteger(data45)) && data45 >= 0 && data45 <= 65535)){
return false;
}
}
if(data40.uid !== undefined){
let data46 = data40.uid;
if(!((typeof data46 == "bigint" || Number.isSafeInteger(data46)) && data46 >= 0 && data46 <= 4294967295)){
return false;
}
}
if(data40.gid !== undefined){
let data47 = data40.gid;
if(!((typeof data47 == "bigint" || Number.isSafeInteger(data47)) && data47 >= 0 && data47 <= 4294967295)){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
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
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
if(data25.cgroupsPath !== undefined){
if(typeof data25.cgroupsPath !== "string"){
return false;
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
return false;
}
if(data54.allow !== undefined){
if(typeof data54.allow !== "boolean"){
return false;
}
}
if(data54.type !== undefined){
let data56 = data54.type;
if(typeof data56 !== "string"){
return false;
}
if(!((((data56 === "") || (data56 === "a")) || (data56 === "c")) || (data56 === "b"))){
return false;
}
}
if(data54.major !== undefined){
let data57 = data54.major;
if(!((typeof data57 == "bigint" || Number.isSafeInteger(data57)) && data57 >= -1 && data57 <= BigInt("9223372036854775807"))){
return false;
}
}
if(data54.minor !== undefined){
let data58 = data54.minor;
if(!((typeof data58 == "bigint" || Number.isSafeInteger(data58)) && data58 >= -1 && data58 <= BigInt("9223372036854775807"))){
return false;
}
}
if(data54.access !== undefined){
let data59 = data54.access;
if(typeof data59 === "string"){
if(!pattern0.test(data59)){
return false;
}
}
else {
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
if(data52.memory !== undefined){
let data60 = data52.memory;
if(data60 && typeof data60 == "object" && !Array.isArray(data60)){
if(data60.limit !== undefined){
let data61 = data60.limit;
if(!((typeof data61 == "bigint" || Number.isSafeInteger(data61)) && data61 >= -1 && data61 <= BigInt("9223372036854775807"))){
return false;
}
}
if(data60.reservation !== undefined){
let data62 = data60.reservation;
if(!((typeof data62 == "bigint" || Number.isSafeInteger(data62)) && data62 >= -1 && data62 <= BigInt("9223372036854775807"))){
return false;
}
}
if(data60.swap !== undefined){
let data63 = data60.swap;
if(!((typeof data63 == "bigint" || Number.isSafeInteger(data63)) && data63 >= -1 && data63 <= BigInt("9223372036854775807"))){
return false;
}
}
if(data60.kernel !== undefined){
let data64 = data60.kernel;
if(!((typeof data64 == "bigint" || Number.isSafeInteger(data64)) && data64 >= -1 && data64 <= BigInt("9223372036854775807"))){
return false;
}
}
if(data60.kernelTCP !== undefined){
let data65 = data60.kernelTCP;
if(!((typeof data65 == "bigint" || Number.isSafeInteger(data65)) && data65 >= -1 && data65 <= BigInt("9223372036854775807"))){
return false;
}
}
if(data60.swappiness !== undefined){
let data66 = data60.swappiness;
if(!((typeof data66 == "bigint" || Number.isSafeInteger(data66)) && data66 >= 0 && data66 <= 100)){
return false;
}
}
if(data60.disableOOMKiller !== undefined){
if(typeof data60.disableOOMKiller !== "boolean"){
return false;
}
}
if(data60.useHierarchy !== undefined){
if(typeof data60.useHierarchy !== "boolean"){
return false;
}
}
if(data60.checkBeforeUpdate !== undefined){
if(typeof data60.checkBeforeUpdate !== "boolean"){
return false;
}
}
}
else {
return false;
}
}
if(data52.cpu !== undefined){
let data70 = data52.cpu;
if(data70 && typeof data70 == "object" && !Array.isArray(data70)){
if(data70.shares !== undefined){
let data71 = data70.shares;
if(!((typeof data71 == "bigint" || Number.isSafeInteger(data71)) && data71 >= 0 && data71 <= BigInt("18446744073709551615"))){
return false;
}
}
if(data70.quota !== undefined){
let data72 = data70.quota;
if(!((typeof data72 == "bigint" || Number.isSafeInteger(data72)) && data72 >= BigInt("-9223372036854775808") && data72 <= BigInt("9223372036854775807"))){
return false;
}
}
if(data70.burst !== undefined){
let data73 = data70.burst;
if(!((typeof data73 == "bigint" || Number.isSafeInteger(data73)) && data73 >= 0 && data73 <= BigInt("18446744073709551615"))){
return false;
}
}
if(data70.period !== undefined){
let data74 = data70.period;
if(!((typeof data74 == "bigint" || Number.isSafeInteger(data74)) && data74 >= 0 && data74 <= BigInt("18446744073709551615"))){
return false;
}
}
if(data70.realtimeRuntime !== undefined){
let data75 = data70.realtimeRuntime;
if(!((typeof data75 == "bigint" || Number.isSafeInteger(data75)) && data75 >= BigInt("-9223372036854775808") && data75 <= BigInt("9223372036854775807"))){
return false;
}
}
if(data70.realtimePeriod !== undefined){
let data76 = data70.realtimePeriod;
if(!((typeof data76 == "bigint" || Number.isSafeInteger(data76)) && data76 >= 0 && data76 <= BigInt("18446744073709551615"))){
return false;
}
}
if(data70.cpus !== undefined){
if(typeof data70.cpus !== "string"){
return false;
}
}
if(data70.mems !== undefined){
if(typeof data70.mems !== "string"){
return false;
}
}
if(data70.idle !== undefined){
let data79 = data70.idle;
if(!((typeof data79 == "bigint" || Number.isSafeInteger(data79)) && data79 >= 0 && data79 <= 1)){
return false;
}
}
}
else {
return false;
}
}
if(data52.pids !== undefined){
let data80 = data52.pids;
if(data80 && typeof data80 == "object" && !Array.isArray(data80)){
if(data80.limit !== undefined){
let data81 = data80.limit;
if(!((typeof data81 == "bigint" || Number.isSafeInteger(data81)) && data81 >= BigInt("-9223372036854775808") && data81 <= BigInt("9223372036854775807"))){
return false;
}
}
}
else {
return false;
}
}
if(data52.blockIO !== undefined){
let data82 = data52.blockIO;
if(data82 && typeof data82 == "object" && !Array.isArray(data82)){
if(data82.weight !== undefined){
let data83 = data82.weight;
if(!((typeof data83 == "bigint" || Number.isSafeInteger(data83)) && data83 >= 0 && data83 <= 65535)){
return false;
}
}
if(data82.leafWeight !== undefined){
let data84 = data82.leafWeight;
if(!((typeof data84 == "bigint" || Number.isSafeInteger(data84)) && data84 >= 0 && data84 <= 65535)){
return false;
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
return false;
}
if(data86.minor === undefined){
return false;
}
if(data86.major !== undefined){
let data87 = data86.major;
if(!((typeof data87 == "bigint" || Number.isSafeInteger(data87)) && data87 >= 0 && data87 <= BigInt("9223372036854775807"))){
return false;
}
}
if(data86.minor !== undefined){
let data88 = data86.minor;
if(!((typeof data88 == "bigint" || Number.isSafeInteger(data88)) && data88 >= 0 && data88 <= BigInt("9223372036854775807"))){
return false;
}
}
if(data86.weight !== undefined){
let data89 = data86.weight;
if(!((typeof data89 == "bigint" || Number.isSafeInteger(data89)) && data89 >= 0 && data89 <= 65535)){
return false;
}
}
if(data86.leafWeight !== undefined){
let data90 = data86.leafWeight;
if(!((typeof data90 == "bigint" || Number.isSafeInteger(data90)) && data90 >= 0 && data90 <= 65535)){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
if(data82.throttleReadBpsDevice !== undefined){
if(!(validate36(data82.throttleReadBpsDevice))){
return false;
}
}
if(data82.throttleWriteBpsDevice !== undefined){
if(!(validate36(data82.throttleWriteBpsDevice))){
return false;
}
}
if(data82.throttleReadIOPSDevice !== undefined){
if(!(validate36(data82.throttleReadIOPSDevice))){
return false;
}
}
if(data82.throttleWriteIOPSDevice !== undefined){
if(!(validate36(data82.throttleWriteIOPSDevice))){
return false;
}
}
}
else {
return false;
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
return false;
}
if(data96.limit === undefined){
return false;
}
if(data96.pageSize !== undefined){
let data97 = data96.pageSize;
if(typeof data97 === "string"){
if(!pattern1.test(data97)){
return false;
}
}
else {
return false;
}
}
if(data96.limit !== undefined){
let data98 = data96.limit;
if(!((typeof data98 == "bigint" || Number.isSafeInteger(data98)) && data98 >= 0 && data98 <= BigInt("18446744073709551615"))){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
if(data52.network !== undefined){
let data99 = data52.network;
if(data99 && typeof data99 == "object" && !Array.isArray(data99)){
if(data99.classID !== undefined){
let data100 = data99.classID;
if(!((typeof data100 == "bigint" || Number.isSafeInteger(data100)) && data100 >= 0 && data100 <= 4294967295)){
return false;
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
return false;
}
if(data102.priority === undefined){
return false;
}
if(data102.name !== undefined){
if(typeof data102.name !== "string"){
return false;
}
}
if(data102.priority !== undefined){
let data104 = data102.priority;
if(!((typeof data104 == "bigint" || Number.isSafeInteger(data104)) && data104 >= 0 && data104 <= 4294967295)){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
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
return false;
}
}
if(data106.hcaObjects !== undefined){
let data108 = data106.hcaObjects;
if(!((typeof data108 == "bigint" || Number.isSafeInteger(data108)) && data108 >= 0 && data108 <= 4294967295)){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
if(data52.unified !== undefined){
let data109 = data52.unified;
if(data109 && typeof data109 == "object" && !Array.isArray(data109)){
for(const key3 in data109){
if(typeof data109[key3] !== "string"){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
if(data25.intelRdt !== undefined){
let data111 = data25.intelRdt;
if(data111 && typeof data111 == "object" && !Array.isArray(data111)){
if(data111.closID !== undefined){
if(typeof data111.closID !== "string"){
return false;
}
}
if(data111.schemata !== undefined){
let data113 = data111.schemata;
if(Array.isArray(data113)){
const len8 = data113.length;
for(let i8=0; i8<len8; i8++){
if(typeof data113[i8] !== "string"){
return false;
}
}
}
else {
return false;
}
}
if(data111.l3CacheSchema !== undefined){
if(typeof data111.l3CacheSchema !== "string"){
return false;
}
}
if(data111.memBwSchema !== undefined){
if(typeof data111.memBwSchema !== "string"){
return false;
}
}
if(data111.enableCMT !== undefined){
if(typeof data111.enableCMT !== "boolean"){
return false;
}
}
if(data111.enableMBM !== undefined){
if(typeof data111.enableMBM !== "boolean"){
return false;
}
}
if(data111.enableMonitoring !== undefined){
if(typeof data111.enableMonitoring !== "boolean"){
return false;
}
}
}
else {
return false;
}
}
if(data25.memoryPolicy !== undefined){
let data120 = data25.memoryPolicy;
if(data120 && typeof data120 == "object" && !Array.isArray(data120)){
if(data120.mode === undefined){
return false;
}
if(data120.mode !== undefined){
let data121 = data120.mode;
if(typeof data121 !== "string"){
return false;
}
if(!(((((((data121 === "MPOL_DEFAULT") || (data121 === "MPOL_PREFERRED")) || (data121 === "MPOL_BIND")) || (data121 === "MPOL_INTERLEAVE")) || (data121 === "MPOL_LOCAL")) || (data121 === "MPOL_PREFERRED_MANY")) || (data121 === "MPOL_WEIGHTED_INTERLEAVE"))){
return false;
}
}
if(data120.nodes !== undefined){
if(typeof data120.nodes !== "string"){
return false;
}
}
if(data120.flags !== undefined){
let data123 = data120.flags;
if(Array.isArray(data123)){
const len9 = data123.length;
for(let i9=0; i9<len9; i9++){
let data124 = data123[i9];
if(typeof data124 !== "string"){
return false;
}
if(!(((data124 === "MPOL_F_NUMA_BALANCING") || (data124 === "MPOL_F_RELATIVE_NODES")) || (data124 === "MPOL_F_STATIC_NODES"))){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
if(data25.sysctl !== undefined){
let data125 = data25.sysctl;
if(data125 && typeof data125 == "object" && !Array.isArray(data125)){
for(const key4 in data125){
if(typeof data125[key4] !== "string"){
return false;
}
}
}
else {
return false;
}
}
if(data25.seccomp !== undefined){
let data127 = data25.seccomp;
if(data127 && typeof data127 == "object" && !Array.isArray(data127)){
if(data127.defaultAction === undefined){
return false;
}
if(data127.defaultAction !== undefined){
let data128 = data127.defaultAction;
if(typeof data128 !== "string"){
return false;
}
if(!(((((((((data128 === "SCMP_ACT_KILL") || (data128 === "SCMP_ACT_KILL_PROCESS")) || (data128 === "SCMP_ACT_KILL_THREAD")) || (data128 === "SCMP_ACT_TRAP")) || (data128 === "SCMP_ACT_ERRNO")) || (data128 === "SCMP_ACT_TRACE")) || (data128 === "SCMP_ACT_ALLOW")) || (data128 === "SCMP_ACT_LOG")) || (data128 === "SCMP_ACT_NOTIFY"))){
return false;
}
}
if(data127.defaultErrnoRet !== undefined){
let data129 = data127.defaultErrnoRet;
if(!((typeof data129 == "bigint" || Number.isSafeInteger(data129)) && data129 >= 0 && data129 <= 4294967295)){
return false;
}
}
if(data127.architectures !== undefined){
let data130 = data127.architectures;
if(Array.isArray(data130)){
const len10 = data130.length;
for(let i10=0; i10<len10; i10++){
let data131 = data130[i10];
if(typeof data131 !== "string"){
return false;
}
if(!(((((((((((((((((((((((data131 === "SCMP_ARCH_X86") || (data131 === "SCMP_ARCH_X86_64")) || (data131 === "SCMP_ARCH_X32")) || (data131 === "SCMP_ARCH_ARM")) || (data131 === "SCMP_ARCH_AARCH64")) || (data131 === "SCMP_ARCH_MIPS")) || (data131 === "SCMP_ARCH_MIPS64")) || (data131 === "SCMP_ARCH_MIPS64N32")) || (data131 === "SCMP_ARCH_MIPSEL")) || (data131 === "SCMP_ARCH_MIPSEL64")) || (data131 === "SCMP_ARCH_MIPSEL64N32")) || (data131 === "SCMP_ARCH_PPC")) || (data131 === "SCMP_ARCH_PPC64")) || (data131 === "SCMP_ARCH_PPC64LE")) || (data131 === "SCMP_ARCH_S390")) || (data131 === "SCMP_ARCH_S390X")) || (data131 === "SCMP_ARCH_PARISC")) || (data131 === "SCMP_ARCH_PARISC64")) || (data131 === "SCMP_ARCH_RISCV64")) || (data131 === "SCMP_ARCH_LOONGARCH64")) || (data131 === "SCMP_ARCH_M68K")) || (data131 === "SCMP_ARCH_SH")) || (data131 === "SCMP_ARCH_SHEB"))){
return false;
}
}
}
else {
return false;
}
}
if(data127.flags !== undefined){
let data132 = data127.flags;
if(Array.isArray(data132)){
const len11 = data132.length;
for(let i11=0; i11<len11; i11++){
let data133 = data132[i11];
if(typeof data133 !== "string"){
return false;
}
if(!((((data133 === "SECCOMP_FILTER_FLAG_TSYNC") || (data133 === "SECCOMP_FILTER_FLAG_LOG")) || (data133 === "SECCOMP_FILTER_FLAG_SPEC_ALLOW")) || (data133 === "SECCOMP_FILTER_FLAG_WAIT_KILLABLE_RECV"))){
return false;
}
}
}
else {
return false;
}
}
if(data127.listenerPath !== undefined){
if(typeof data127.listenerPath !== "string"){
return false;
}
}
if(data127.listenerMetadata !== undefined){
if(typeof data127.listenerMetadata !== "string"){
return false;
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
return false;
}
if(data137.action === undefined){
return false;
}
if(data137.names !== undefined){
let data138 = data137.names;
if(Array.isArray(data138)){
if(data138.length < 1){
return false;
}
const len13 = data138.length;
for(let i13=0; i13<len13; i13++){
if(typeof data138[i13] !== "string"){
return false;
}
}
}
else {
return false;
}
}
if(data137.action !== undefined){
let data140 = data137.action;
if(typeof data140 !== "string"){
return false;
}
if(!(((((((((data140 === "SCMP_ACT_KILL") || (data140 === "SCMP_ACT_KILL_PROCESS")) || (data140 === "SCMP_ACT_KILL_THREAD")) || (data140 === "SCMP_ACT_TRAP")) || (data140 === "SCMP_ACT_ERRNO")) || (data140 === "SCMP_ACT_TRACE")) || (data140 === "SCMP_ACT_ALLOW")) || (data140 === "SCMP_ACT_LOG")) || (data140 === "SCMP_ACT_NOTIFY"))){
return false;
}
}
if(data137.errnoRet !== undefined){
let data141 = data137.errnoRet;
if(!((typeof data141 == "bigint" || Number.isSafeInteger(data141)) && data141 >= 0 && data141 <= 4294967295)){
return false;
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
return false;
}
if(data143.value === undefined){
return false;
}
if(data143.op === undefined){
return false;
}
if(data143.index !== undefined){
let data144 = data143.index;
if(!((typeof data144 == "bigint" || Number.isSafeInteger(data144)) && data144 >= 0 && data144 <= 5)){
return false;
}
}
if(data143.value !== undefined){
let data145 = data143.value;
if(!((typeof data145 == "bigint" || Number.isSafeInteger(data145)) && data145 >= 0 && data145 <= BigInt("18446744073709551615"))){
return false;
}
}
if(data143.valueTwo !== undefined){
let data146 = data143.valueTwo;
if(!((typeof data146 == "bigint" || Number.isSafeInteger(data146)) && data146 >= 0 && data146 <= BigInt("18446744073709551615"))){
return false;
}
}
if(data143.op !== undefined){
let data147 = data143.op;
if(typeof data147 !== "string"){
return false;
}
if(!(((((((data147 === "SCMP_CMP_NE") || (data147 === "SCMP_CMP_LT")) || (data147 === "SCMP_CMP_LE")) || (data147 === "SCMP_CMP_EQ")) || (data147 === "SCMP_CMP_GE")) || (data147 === "SCMP_CMP_GT")) || (data147 === "SCMP_CMP_MASKED_EQ"))){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
if(data25.rootfsPropagation !== undefined){
let data148 = data25.rootfsPropagation;
if(typeof data148 !== "string"){
return false;
}
if(!(((((((((data148 === "") || (data148 === "shared")) || (data148 === "slave")) || (data148 === "private")) || (data148 === "unbindable")) || (data148 === "rshared")) || (data148 === "rslave")) || (data148 === "rprivate")) || (data148 === "runbindable"))){
return false;
}
}
if(data25.maskedPaths !== undefined){
let data149 = data25.maskedPaths;
if(Array.isArray(data149)){
const len15 = data149.length;
for(let i15=0; i15<len15; i15++){
if(typeof data149[i15] !== "string"){
return false;
}
}
}
else {
return false;
}
}
if(data25.readonlyPaths !== undefined){
let data151 = data25.readonlyPaths;
if(Array.isArray(data151)){
const len16 = data151.length;
for(let i16=0; i16<len16; i16++){
if(typeof data151[i16] !== "string"){
return false;
}
}
}
else {
return false;
}
}
if(data25.mountLabel !== undefined){
if(typeof data25.mountLabel !== "string"){
return false;
}
}
if(data25.personality !== undefined){
let data154 = data25.personality;
if(data154 && typeof data154 == "object" && !Array.isArray(data154)){
if(data154.domain === undefined){
return false;
}
if(data154.domain !== undefined){
let data155 = data154.domain;
if(typeof data155 !== "string"){
return false;
}
if(!((data155 === "LINUX") || (data155 === "LINUX32"))){
return false;
}
}
if(data154.flags !== undefined){
let data156 = data154.flags;
if(Array.isArray(data156)){
const len17 = data156.length;
for(let i17=0; i17<len17; i17++){
if(typeof data156[i17] !== "string"){
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
}
else {
return false;
}
}
if(data.vm !== undefined){
let data158 = data.vm;
if(!(data158 && typeof data158 == "object" && !Array.isArray(data158))){
return false;
}
}
if(data.windows !== undefined){
let data159 = data.windows;
if(!(data159 && typeof data159 == "object" && !Array.isArray(data159))){
return false;
}
}
if(data.solaris !== undefined){
let data160 = data.solaris;
if(!(data160 && typeof data160 == "object" && !Array.isArray(data160))){
return false;
}
}
if(data.freebsd !== undefined){
let data161 = data.freebsd;
if(!(data161 && typeof data161 == "object" && !Array.isArray(data161))){
return false;
}
}
if(data.zos !== undefined){
let data162 = data.zos;
if(!(data162 && typeof data162 == "object" && !Array.isArray(data162))){
return false;
}
}
}
else {
return false;
}
return true;
}

export const acceptsProcess = validate25;
