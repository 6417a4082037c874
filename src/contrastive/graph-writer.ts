// What all parts of a contrastive training's graph are written with.
import type { GraphEncoder, Modality } from '../clip/graph-encoders.ts';
import type { GraphParameters } from '../clip/graph-parameters.ts';
import type { LearnedVariable } from '../graph/adam-w.ts';
import { gradients } from '../graph/gradients.ts';
import type { Graph, Value } from '../graph/graph.ts';
import { placeholder, scalar } from '../graph/ops/constants.ts';
import { plain } from '../graph/ops/plain.ts';
import { unitRows } from '../graph/ops/unit-length.ts';
import { assignTo, readVariable } from '../graph/variables.ts';
import type { Variable } from '../graph/variables.ts';
import { LOSSES } from './losses.ts';
import type { LossName, PairBatch } from './losses.ts';
import { pairsTogether } from './pairs-together.ts';

/** Hugging Face's name of the learned temperature's logarithm. */
export const LOG_SCALE = 'logit_scale';
/** SigLIP's. */
export const BIAS = 'logit_bias';

export interface TrainingGraphOptions {
  readonly encoders: Readonly<Record<Modality, GraphEncoder>>;
  readonly loss: LossName;
  /** Whether a parameter is learned, by its name. */
  readonly learns: (name: string) => boolean;
  readonly recomputesBlocks: boolean;
  /** Batches come in parts, whose gradients are summed (GradCache, Gao 2021). */
  readonly inParts: boolean;
  /** The largest logarithm of the temperature's inverse. */
  readonly mostLogScale: number;
}

/** A learned parameter with the moments of AdamW, and its summed gradient where batches come in parts. */
export interface LearnedParameter extends LearnedVariable {
  readonly name: string;
  readonly sum?: Variable;
}

export interface Writer extends TrainingGraphOptions {
  readonly graph: Graph;
  readonly parameters: GraphParameters;
  readonly learned: readonly LearnedParameter[];
}

export type Weights = (name: string) => Value;

export function embedUnit(
  { graph, encoders, recomputesBlocks }: Writer,
  name: Modality,
  weights: Weights,
  prefix: string,
): Value {
  const encoder = encoders[name];
  const inputs = encoder.inputs(graph, `${prefix}/${name}`);
  return unitRows(graph, encoder.embed({ graph, weights }, inputs, { recomputesBlocks }));
}

export function writeLoss(
  { graph, loss }: Writer,
  weights: Weights,
  [pictures_BD, texts_BD]: readonly [Value, Value],
  prefix: string,
): Value {
  const groups_B = placeholder(graph, `${prefix}/groups`, [null], 'int32');
  const weights_B = placeholder(graph, `${prefix}/weights`, [null]);
  const batch: PairBatch = {
    ...{ pictures_BD, texts_BD, weights_B },
    together_BB: pairsTogether(graph, groups_B),
    logScale: weights(LOG_SCALE),
    bias: LOSSES[loss].learnsBias ? weights(BIAS) : scalar(graph, 0),
  };
  return LOSSES[loss].write(graph, batch);
}

/** Gradients with respect to the learned parameters that have a part in the seeds. */
export function learnedGradients(
  { graph, learned }: Writer,
  weights: Weights,
  seeds: Parameters<typeof gradients>[1],
): { readonly parameter: LearnedParameter; readonly gradient: Value; readonly read: Value }[] {
  const read = learned.map(({ name }) => weights(name));
  return gradients(graph, seeds, read).flatMap((gradient, i) =>
    gradient === undefined ? [] : [{ parameter: learned[i], gradient, read: read[i] }],
  );
}

/** CLIP holds its temperature above 1/100: below it training was not stable. */
export function clampScale(
  { graph, learned, mostLogScale }: Writer,
  after: readonly Value[],
): Value[] {
  const scale = learned.find(({ name }) => name === LOG_SCALE);
  if (scale === undefined) return [];
  const { handle } = scale.variable;
  const value = readVariable(graph, handle, after);
  return [assignTo(graph, handle, plain(graph, 'Minimum', value, scalar(graph, mostLogScale)))];
}
