// `run.json`.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { writeJsonWhole } from '../util/atomic-output.ts';
import { UserError } from '../util/errors.ts';
import { readJson } from './read-json.ts';

/** `run.json`, in every output folder: what was run, on what, and what came out. */
export interface RunRecord {
  readonly format: 'sid-run-1';
  /** The subcommand: "train-ranker". */
  readonly command: string;
  /** The words typed, so that it can be run again. */
  readonly argv: readonly string[];
  /** Every setting after defaults, files and flags. */
  readonly config: Readonly<Record<string, unknown>>;
  readonly seed: number;
  /** Version of sid. */
  readonly version: string;
  /** The tensor engine: "TensorFlow 2.21.0"; "none" where none was needed. */
  readonly engine: string;
  /** The WebAssembly module of the kernels with the start of its hash: "fma 0123456789"; "none" where none was needed. */
  readonly kernels: string;
  /** The processor's kind and vector instructions: "x64 avx avx2 fma". The engine's bits depend on them. */
  readonly instructions: string;
  /** SHA-256 by input name. */
  readonly inputs: Readonly<Record<string, string>>;
  readonly metrics: Readonly<Record<string, unknown>>;
  readonly startedAt: string;
  readonly seconds: number;
  readonly peakMemoryMb: number;
}

export async function writeRunRecord(folder: string, record: RunRecord): Promise<void> {
  await writeJsonWhole(join(folder, 'run.json'), record);
}

/** @throws UserError if the folder has no run.json or another format */
export function readRunRecord(folder: string): RunRecord {
  const path = join(folder, 'run.json');
  if (!existsSync(path)) throw new UserError(`${folder} holds no finished run (no run.json)`);
  const record = readJson(path) as RunRecord | null;
  if (record?.format !== 'sid-run-1') {
    throw new UserError(
      `${path} is not a run record of sid; choose the output folder of a command`,
    );
  }
  const parts = ['config', 'inputs', 'metrics'] as const;
  const fault = parts.find((part) => typeof record[part] !== 'object' || record[part] === null);
  if (fault !== undefined) {
    throw new UserError(`${path} is damaged: "${fault}" is missing; run the command again`);
  }
  return record;
}
