/** Step types, inferred from the ops table: a leaf that forgets a field does not compile. */

import type { ops } from './ops.ts';

export type Ops = typeof ops;
export type OpName = keyof Ops;
export type Actor = 'host' | 'spawner' | 'mounter' | 'init';
/** RFC 6901 JSON pointer into config.json; '' when no field caused the step. */
export type Pointer = string;
/** Name of an fd register; the encoder numbers them. Each process has its own registers; init inherits the spawner's. */
export type SlotName = string;

interface KindTypes {
  u32: number;
  i32: number;
  u64: bigint;
  i64: bigint;
  str: string;
  strs: readonly string[];
  bytes: Uint8Array;
  slot: SlotName;
  'slot?': SlotName | null;
  late: () => Uint8Array;
}

export type OpArgs<O extends OpName> = {
  readonly [F in keyof Ops[O]['fields']]: Ops[O]['fields'][F] extends keyof KindTypes
    ? KindTypes[Ops[O]['fields'][F]]
    : never;
};

export interface StepBase<O extends OpName> {
  readonly op: O;
  readonly actor: Ops[O]['actors'][number];
  readonly from: Pointer;
  /** Tried in order when this step fails with one of the errnos: what only the kernel can tell. */
  readonly otherwise?: Alternative;
}

/** If the step fails with one of `onErrno` (symbols), `step` is performed in its place. */
export interface Alternative {
  readonly onErrno: readonly string[];
  readonly step: Step;
}

export type StepOf<O extends OpName> = O extends OpName ? StepBase<O> & OpArgs<O> : never;
export type Step = { [O in OpName]: StepOf<O> }[OpName];
/** Ops that an actor may perform. */
export type OpOf<A extends Actor> = { [O in OpName]: A extends Ops[O]['actors'][number] ? O : never }[OpName];
export type HostStep = StepOf<OpOf<'host'>> & { readonly actor: 'host' };

export interface SlotUse {
  readonly id: number;
  readonly name: SlotName;
}

/** `start` is the index of the first step that `start` (not `create`) performs. */
export interface Plan {
  readonly abi: string;
  readonly slots: readonly SlotUse[];
  readonly steps: readonly Step[];
  readonly start: number;
}

/** What became of a step; alternatives that were tried count as the step that listed them. */
export interface Outcome {
  readonly step: number;
  readonly state: 'pending' | 'running' | 'done' | 'failed' | 'skipped';
  readonly call: string;
  readonly errno: number;
  /** Index of the failing item of a list argument (data option, hook argument), or -1. */
  readonly item: number;
  readonly value: bigint;
  readonly startNanos: bigint;
  readonly endNanos: bigint;
}
