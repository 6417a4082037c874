// The graph of contrastive training: a whole step, the embeddings, and the parts of a step for batches that are too large.
import { eachModality, MODALITIES } from '../clip/graph-encoders.ts';
import type { Modality } from '../clip/graph-encoders.ts';
import type { StoredParameter } from '../clip/clip-parameters.ts';
import { createParameters } from '../clip/graph-parameters.ts';
import type { GraphParameters } from '../clip/graph-parameters.ts';
import { adamInputs, applyAdamW } from '../graph/adam-w.ts';
import { Graph } from '../graph/graph.ts';
import { scalar } from '../graph/ops/constants.ts';
import { doneAfter, variable, variableSet } from '../graph/variables.ts';
import type { Variable, VariableSet } from '../graph/variables.ts';
import {
  BIAS,
  clampScale,
  embedUnit,
  learnedGradients,
  LOG_SCALE,
  writeLoss,
} from './graph-writer.ts';
import type { LearnedParameter, TrainingGraphOptions, Writer } from './graph-writer.ts';
import { LOSSES } from './losses.ts';
import { writeParts } from './parts-graph.ts';

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
    /** Feeds `apply/adam/...`; the sums stay. */
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

function writeEmbed(writer: Writer, name: Modality): string {
  const { graph } = writer;
  const unit_BD = embedUnit(writer, name, writer.parameters.weights(), 'embed');
  return graph.op('Identity', [unit_BD], {
    name: `embed/${name}`,
    attributes: { T: { type: 'float32' } },
  }).name;
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
