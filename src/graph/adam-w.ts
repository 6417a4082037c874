// AdamW inside a graph.
import type { Graph, Value } from './graph.ts';
import { placeholder } from './ops/constants.ts';
import { FLOAT, plain } from './ops/plain.ts';
import { assignTo, readVariable } from './variables.ts';
import type { Variable } from './variables.ts';

/** Betas and epsilon of AdamW (Loshchilov and Hutter 2019); epsilon is added to the root of the corrected second moment. */
export interface AdamConfig {
  readonly beta1: number;
  readonly beta2: number;
  readonly epsilon: number;
}

/** What differs from step to step: scalars that are fed. */
export interface AdamInputs {
  readonly rate: Value;
  readonly beta1Power: Value;
  readonly beta2Power: Value;
  readonly epsilon: Value;
  /** 1 - rate times decay. */
  readonly kept: Value;
  readonly beta1: Value;
  readonly beta2: Value;
}

const FED = ['rate', 'beta1Power', 'beta2Power', 'epsilon', 'kept', 'beta1', 'beta2'] as const;

export function adamInputs(graph: Graph, prefix: string): AdamInputs {
  const entries = FED.map((key) => [key, placeholder(graph, `${prefix}/${key}`, [])] as const);
  return Object.fromEntries(entries) as unknown as AdamInputs;
}

/**
 * Values to feed.
 *
 * @param step from 1
 * @param decay times the rate: the share of a decayed parameter that is lost in a step
 */
export function adamFeeds(
  { beta1, beta2, epsilon }: AdamConfig,
  { step, rate, decay }: { readonly step: number; readonly rate: number; readonly decay: number },
): Readonly<Record<keyof AdamInputs, number>> {
  const [beta1Power, beta2Power] = [beta1 ** step, beta2 ** step];
  return {
    ...{ rate, beta1, beta2, beta1Power, beta2Power },
    // TensorFlow adds its epsilon to the root of what is not corrected yet.
    epsilon: epsilon * Math.sqrt(1 - beta2Power),
    kept: 1 - rate * decay,
  };
}

/** A variable that is learned, and what AdamW keeps of it. */
export interface LearnedVariable {
  readonly variable: Variable;
  readonly first: Variable;
  readonly second: Variable;
  readonly isDecayed: boolean;
}

/**
 * Changes a variable.
 *
 * @param after readers of its old value: with none left it is changed in place
 * @returns the op to wait for
 */
export function applyAdamW(
  graph: Graph,
  { variable, first, second, isDecayed }: LearnedVariable,
  gradient: Value,
  inputs: AdamInputs,
  after: readonly Value[],
): Value {
  const { rate, beta1Power, beta2Power, epsilon, kept, beta1, beta2 } = inputs;
  const decayed = isDecayed ? [decay(graph, variable, kept, after)] : [];
  return graph.op(
    'ResourceApplyAdam',
    [
      ...[variable.handle, first.handle, second.handle],
      ...[beta1Power, beta2Power, rate, beta1, beta2, epsilon, gradient],
    ],
    {
      attributes: { ...FLOAT, use_locking: { bool: false }, use_nesterov: { bool: false } },
      after: [...after, ...decayed],
    },
  );
}

function decay(graph: Graph, { handle }: Variable, kept: Value, after: readonly Value[]): Value {
  const old = readVariable(graph, handle, after);
  return assignTo(graph, handle, plain(graph, 'Mul', old, kept));
}
