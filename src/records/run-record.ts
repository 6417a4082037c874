// `run.json`: its frame, and how a command declares what it keeps there.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { parseFile, readJson } from '../artifacts/json-file.ts';
import {
  amount,
  byName,
  isObject,
  list,
  literal,
  number,
  objectOf,
  string,
} from '../schema/json.ts';
import type { OutputOf, Schema } from '../schema/json.ts';
import { writeJsonWhole } from '../util/atomic-output.ts';
import { messageOf, UserError } from '../util/errors.ts';

const FORMAT = 'sid-run-4';

/** What every record has. */
const FRAME = {
  format: literal(FORMAT),
  /** The words typed, so that it can be run again. */
  argv: list(string()),
  seed: amount,
  /** Version of sid. */
  version: string(),
  /** The tensor engine: "TensorFlow 2.21.0"; "none" where none was needed. */
  engine: string(),
  /** The WebAssembly module of the kernels with the start of its hash: "fma 0123456789"; "none" where none was needed. */
  kernels: string(),
  /** The processor's kind and vector instructions: "x64 avx avx2 fma". The engine's bits depend on them. */
  instructions: string(),
  /** SHA-256 by input name. */
  inputs: byName(string()),
  startedAt: string(),
  seconds: number(),
  peakMemoryMb: number(),
};

type Frame = Omit<OutputOf<typeof FRAME>, 'format'>;

/** `run.json`, in every output folder: what was run, on what, and what came out. */
export interface RunRecord<Command extends string, Config, Metrics> extends Frame {
  /** The subcommand: "train-ranker". */
  readonly command: Command;
  /** Every setting after defaults, files and flags. */
  readonly config: Config;
  /** What was measured, as `--json` shows it. */
  readonly metrics: Metrics;
}

/** The record of one command. */
export interface RecordKind<Command extends string, Config, Metrics> {
  readonly command: Command;
  readonly schema: Schema<RunRecord<Command, Config, Metrics>>;
}

/** The records of a kind. */
export type RecordOf<K> =
  K extends RecordKind<infer Command, infer Config, infer Metrics>
    ? RunRecord<Command, Config, Metrics>
    : never;

/** What the command of a kind measures. */
export type MetricsOf<K> = RecordOf<K>['metrics'];

/**
 * Declares what a command keeps in its run.json.
 *
 * @example
 * const record = defineRecord('assign', { config: objectOf({...}), metrics: objectOf({...}) });
 */
export function defineRecord<const Command extends string, Config, Metrics>(
  command: Command,
  { config, metrics }: { readonly config: Schema<Config>; readonly metrics: Schema<Metrics> },
): RecordKind<Command, Config, Metrics> {
  const schema = objectOf({ ...FRAME, command: literal(command), config, metrics });
  return { command, schema };
}

/**
 * Writes the record and reads it back: a folder whose record is not as declared is a fault of the command that made it,
 * and is better found now than by its first reader.
 */
export async function writeRecord<Command extends string, Config, Metrics>(
  kind: RecordKind<Command, Config, Metrics>,
  folder: string,
  run: Omit<RunRecord<Command, Config, Metrics>, 'command'>,
): Promise<void> {
  const { command } = kind;
  await writeJsonWhole(join(folder, 'run.json'), { format: FORMAT, command, ...run });
  try {
    readRecord(kind, folder);
  } catch (error) {
    const why = messageOf(error);
    throw new Error(`the record of ${command} is not as declared: ${why}`, { cause: error });
  }
}

/**
 * The record of a command's output folder.
 *
 * @throws UserError if the folder has none, or one of another command, or of another format
 */
export function readRecord<Command extends string, Config, Metrics>(
  kind: RecordKind<Command, Config, Metrics>,
  folder: string,
): RunRecord<Command, Config, Metrics> {
  const { path, command, json } = openRecord(folder);
  if (command !== kind.command) {
    throw new UserError(
      `${path} is of sid ${command}; give the output folder of a sid ${kind.command}`,
    );
  }
  return parseRecord(kind, json, path);
}

/** A finished output is taken for what it is until it is gone. */
function remedyOf(folder: string): string {
  return `remove ${folder} and run the command again`;
}

/** A run.json whose command is known, and the rest not yet. */
export interface OpenedRecord {
  readonly path: string;
  readonly command: string;
  readonly json: object;
}

/** @throws UserError if the folder has no run.json, or not one of this format */
export function openRecord(folder: string): OpenedRecord {
  const path = join(folder, 'run.json');
  if (!existsSync(path)) throw new UserError(`${folder} holds no finished run (no run.json)`);
  const json = readJson(path, remedyOf(folder));
  const format = isObject(json) ? json.format : undefined;
  if (!isObject(json) || typeof format !== 'string' || !format.startsWith('sid-run-')) {
    throw new UserError(
      `${path} is not a run record of sid; choose the output folder of a command`,
    );
  }
  if (format !== FORMAT) {
    throw new UserError(
      `${path} is of another version of sid (${format}, not ${FORMAT}); ${remedyOf(folder)}`,
    );
  }
  return { path, command: String(json.command), json };
}

/** @throws UserError naming the field that is missing, unknown or of another type */
export function parseRecord<Command extends string, Config, Metrics>(
  { schema }: RecordKind<Command, Config, Metrics>,
  json: object,
  path: string,
): RunRecord<Command, Config, Metrics> {
  return parseFile(schema, json, path, remedyOf(dirname(path)));
}
