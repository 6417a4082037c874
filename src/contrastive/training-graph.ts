// The graph of contrastive training: a whole step, and the parts of one for batches that are too large for a step.
import { MODALITIES } from '../clip/graph-encoders.ts';
import type { GraphEncoder, Modality } from '../clip/graph-encoders.ts';
import { createParameters } from '../clip/graph-parameters.ts';
import type { GraphParameters } from '../clip/graph-parameters.ts';
import type { StoredParameter } from '../clip/clip-parameters.ts';
import { adamInputs, applyAdamW } from '../graph/adam-w.ts';
import type { AdamInputs, LearnedVariable } from '../graph/adam-w.ts';
import { gradients } from '../graph/gradients.ts';
import { Graph, stopGradient } from '../graph/graph.ts';
import type { Value } from '../graph/graph.ts';
import { placeholder, scalar } from '../graph/ops/constants.ts';
import { plain } from '../graph/ops/plain.ts';
import { unitRows } from '../graph/ops/unit-length.ts';
import { assignTo, doneAfter, readVariable, variable, variableSet } from '../graph/variables.ts';
import type { Variable, VariableSet } from '../graph/variables.ts';
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

/** Names to feed and fetch; a part's inputs are called `${part}/picture/pixels` and so on. */
export interface TrainingGraph {
  readonly graph: Graph;
  readonly parameters: GraphParameters;
  readonly learned: readonly LearnedParameter[];
  /** Of the learned parameters: AdamW's first and second moments, and gradients summed over parts. */
  readonly sets: Readonly<Record<'first' | 'second', VariableSet>> & { readonly sum?: VariableSet };
  /** Feeds both encoders, `step/groups`, `step/weights`, `step/adam/...`. */
  readonly step: { readonly loss: string; readonly done: string };
  /** Feeds an encoder. Rows are of length 1. */
  readonly embed: Readonly<Record<Modality, string>>;
  readonly inParts?: {
    /** Feeds `loss/picture`, `loss/text` (rows of length 1), `loss/groups`, `loss/weights`. */
    readonly loss: string;
    readonly gradients: Readonly<Record<Modality, string>>;
    readonly sumsOfLoss: string;
    /** Feeds `back/picture/...` and `back/picture/gradient`. */
    readonly back: Readonly<Record<Modality, string>>;
    /** Feeds `apply/adam/...`. */
    readonly apply: string;
  };
}

const one = (name: string): StoredParameter => ({ name, shape: [], isLinear: false });

export function writeTrainingGraph(options: TrainingGraphOptions): TrainingGraph {
  const { encoders, loss, learns, inParts } = options;
  const graph = new Graph();
  const stored = [
    ...MODALITIES.flatMap((name) => encoders[name].parameters),
    ...[LOG_SCALE, ...(LOSSES[loss].learnsBias ? [BIAS] : [])].map(one),
  ];
  const parameters = createParameters(graph, stored);
  const learned = parameters.all
    .filter(({ stored: { name } }) => learns(name))
    .map(({ stored: { name, shape }, variable: own }): LearnedParameter => {
      const beside = (what: string): Variable => variable(graph, `${name}/${what}`, own.shape);
      return {
        ...{ name, variable: own, first: beside('first'), second: beside('second') },
        // Scales, biases and the temperature are not drawn to 0.
        isDecayed: shape.length > 1,
        ...(inParts ? { sum: beside('sum') } : {}),
      };
    });
  const writer = { ...options, graph, parameters, learned };
  const setOf = (what: 'first' | 'second' | 'sum'): VariableSet =>
    variableSet(
      graph,
      what,
      learned.flatMap(({ [what]: each }) => each ?? []),
    );
  return {
    ...{ graph, parameters, learned },
    sets: {
      ...{ first: setOf('first'), second: setOf('second') },
      ...(inParts ? { sum: setOf('sum') } : {}),
    },
    step: writeStep(writer),
    embed: eachModality((name) => writeEmbed(writer, name)),
    ...(inParts ? { inParts: writeParts(writer) } : {}),
  };
}

interface Writer extends TrainingGraphOptions {
  readonly graph: Graph;
  readonly parameters: GraphParameters;
  readonly learned: readonly LearnedParameter[];
}

type Weights = (name: string) => Value;

function eachModality<T>(make: (name: Modality) => T): Record<Modality, T> {
  return { picture: make('picture'), text: make('text') };
}

function embedUnit(
  { graph, encoders, recomputesBlocks }: Writer,
  name: Modality,
  weights: Weights,
  prefix: string,
): Value {
  const encoder = encoders[name];
  const inputs = encoder.inputs(graph, `${prefix}/${name}`);
  return unitRows(graph, encoder.embed({ graph, weights }, inputs, { recomputesBlocks }));
}

function writeEmbed(writer: Writer, name: Modality): string {
  const { graph } = writer;
  const unit_BD = embedUnit(writer, name, writer.parameters.weights(), 'embed');
  return graph.op('Identity', [unit_BD], {
    name: `embed/${name}`,
    attributes: { T: { type: 'float32' } },
  }).name;
}

function writeLoss(
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
function learnedGradients(
  { graph, learned }: Writer,
  weights: Weights,
  seeds: Parameters<typeof gradients>[1],
): { readonly parameter: LearnedParameter; readonly gradient: Value; readonly read: Value }[] {
  const read = learned.map(({ name }) => weights(name));
  return gradients(graph, seeds, read).flatMap((gradient, i) =>
    gradient === undefined ? [] : [{ parameter: learned[i], gradient, read: read[i] }],
  );
}

function writeStep(writer: Writer): TrainingGraph['step'] {
  const { graph, parameters } = writer;
  const weights = parameters.weights();
  const pictures_BD = embedUnit(writer, 'picture', weights, 'step');
  const texts_BD = embedUnit(writer, 'text', weights, 'step');
  const loss = writeLoss(writer, weights, [pictures_BD, texts_BD], 'step');
  const inputs = adamInputs(graph, 'step/adam');
  const found = learnedGradients(writer, weights, [{ value: loss, gradient: scalar(graph, 1) }]);
  const applied = found.map(({ parameter, gradient, read }) =>
    applyAdamW(graph, parameter, gradient, inputs, graph.consumersOf(read)),
  );
  const clamped = clampScale(writer, applied);
  const named = graph.op('Identity', [loss], {
    name: 'step/loss',
    attributes: { T: { type: 'float32' } },
  });
  return { loss: named.name, done: doneAfter(graph, 'step/done', [...applied, ...clamped]).name };
}

/** CLIP holds its temperature above 1/100: below it training was not stable. */
function clampScale({ graph, learned, mostLogScale }: Writer, after: readonly Value[]): Value[] {
  const scale = learned.find(({ name }) => name === LOG_SCALE);
  if (scale === undefined) return [];
  const { handle } = scale.variable;
  const value = readVariable(graph, handle, after);
  return [assignTo(graph, handle, plain(graph, 'Minimum', value, scalar(graph, mostLogScale)))];
}

function writeParts(writer: Writer): NonNullable<TrainingGraph['inParts']> {
  const { graph, parameters, learned, encoders } = writer;
  const weights = parameters.weights();
  const embeddings = MODALITIES.map((name) =>
    placeholder(graph, `loss/${name}`, [null, encoders[name].width]),
  );
  const loss = writeLoss(writer, weights, [embeddings[0], embeddings[1]], 'loss');
  const seeds = [{ value: loss, gradient: scalar(graph, 1) }];
  const [ofPictures, ofTexts] = gradients(graph, seeds, embeddings);
  if (ofPictures === undefined || ofTexts === undefined) throw new Error('a loss without pairs');
  const sumsOfLoss = addToSums(writer, learnedGradients(writer, weights, seeds), 'loss/done');
  const back = eachModality((name) => {
    const own = parameters.weights();
    const value = embedUnit(writer, name, own, 'back');
    const gradient = placeholder(graph, `back/${name}/gradient`, [null, encoders[name].width]);
    const found = learnedGradients(writer, own, [{ value, gradient }]);
    return addToSums(writer, found, `back/${name}/done`);
  });
  const inputs: AdamInputs = adamInputs(graph, 'apply/adam');
  const applied = learned.map((parameter) => {
    const { handle } = parameter.sum as Variable;
    const sum = readVariable(graph, handle);
    return { handle, sum, op: applyAdamW(graph, parameter, sum, inputs, []) };
  });
  const ops = applied.map(({ op }) => op);
  const cleared = applied.map(({ handle, sum, op }) => {
    const zeros = graph.op('ZerosLike', [stopGradient(sum)], {
      attributes: { T: { type: 'float32' } },
      after: [op],
    });
    return assignTo(graph, handle, zeros);
  });
  const clamped = clampScale(writer, ops);
  return {
    loss: loss.name,
    gradients: { picture: ofPictures.name, text: ofTexts.name },
    ...{ sumsOfLoss, back },
    apply: doneAfter(graph, 'apply/done', [...ops, ...cleared, ...clamped]).name,
  };
}

function addToSums(
  { graph }: Writer,
  found: ReturnType<typeof learnedGradients>,
  name: string,
): string {
  const added = found.map(({ parameter, gradient }) =>
    graph.op('AssignAddVariableOp', [(parameter.sum as Variable).handle, gradient], {
      attributes: { dtype: { type: 'float32' } },
    }),
  );
  return doneAfter(graph, name, added).name;
}
