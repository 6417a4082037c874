// Contrastive training, step by step.
import type { StoredParameter } from '../clip/clip-parameters.ts';
import { MODALITIES } from '../clip/graph-encoders.ts';
import { writeParameters } from '../clip/graph-parameters.ts';
import type { Modality } from '../clip/graph-encoders.ts';
import { openGraph } from '../engine/graph-session.ts';
import type { GraphSession } from '../engine/graph-session.ts';
import { tf } from '../engine/tf.ts';
import { adamFeeds } from '../graph/adam-w.ts';
import type { AdamConfig } from '../graph/adam-w.ts';
import { clearVariables, variableTensors, writeVariables } from '../graph/session-variables.ts';
import type { VariableSet } from '../graph/variables.ts';
import { numValues } from '../util/num-values.ts';
import { LOG_SCALE } from './graph-writer.ts';
import type { TrainingGraphOptions } from './graph-writer.ts';
import { writeTrainingGraph } from './training-graph.ts';
import type { TrainingGraph } from './training-graph.ts';

/** Tensors by the keys of an encoder's inputs. */
export type EncoderFeeds = Readonly<Record<string, tf.Tensor>>;

/** A batch of pairs. */
export interface PairInputs {
  readonly size: number;
  /** What an encoder is fed for pairs from one to before another; the trainer frees the tensors. */
  readonly feeds: (modality: Modality, from: number, to: number) => EncoderFeeds;
  /** Pairs of one group are positives of each other. */
  readonly groups: Int32Array;
  /** How much each pair counts, to the loss `weighted` alone. */
  readonly weights: Float32Array;
}

export interface TrainerOptions extends Omit<TrainingGraphOptions, 'inParts'> {
  readonly adam: AdamConfig;
  /** Share of a matrix that is lost in a step, times the rate. */
  readonly decay: number;
  /** Pairs that go through the encoders at once; null: the whole batch. */
  readonly partSize: number | null;
}

/** What steps change. */
export const TRAINER_STATE = ['parameters', 'first', 'second'] as const;
export type TrainerState = (typeof TRAINER_STATE)[number];

export class ContrastiveTrainer {
  readonly #options: TrainerOptions;
  readonly #graph: TrainingGraph;
  readonly #session: GraphSession;

  /**
   * @param initial a parameter's values, as its variable holds them
   * @throws UserError without the native engine
   */
  constructor(options: TrainerOptions, initial: (parameter: StoredParameter) => Float32Array) {
    this.#options = options;
    this.#graph = writeTrainingGraph({ ...options, inParts: options.partSize !== null });
    this.#session = openGraph(this.#graph.graph.nodes);
    const { parameters, sets } = this.#graph;
    writeParameters(this.#session, parameters, initial);
    for (const set of Object.values(sets)) clearVariables(this.#session, set);
  }

  get parameters(): TrainingGraph['parameters']['all'] {
    return this.#graph.parameters.all;
  }

  get learned(): TrainingGraph['learned'] {
    return this.#graph.learned;
  }

  /**
   * One step of AdamW.
   *
   * @param at number of the step, from 1, and the rate
   * @returns the batch's loss before the step
   */
  step(batch: PairInputs, at: { readonly step: number; readonly rate: number }): number {
    const { partSize, adam, decay } = this.#options;
    const scalars = adamFeeds(adam, { ...at, decay });
    if (partSize === null || batch.size <= partSize) return this.#wholeStep(batch, scalars);
    return this.#stepInParts(batch, partSize, scalars);
  }

  /** @returns rows of length 1 */
  embed(modality: Modality, feeds: EncoderFeeds): Float32Array {
    return this.#values(named(`embed/${modality}`, feeds), this.#graph.embed[modality]);
  }

  /** The logarithm of what cosines are multiplied by. */
  get logScale(): number {
    const { variables, read } = this.#graph.parameters.set;
    const fetch = read[variables.findIndex(({ name }) => name === LOG_SCALE)];
    return this.#values({}, fetch)[0];
  }

  /**
   * The parameters, or the moments of AdamW, which the learned parameters have. Nothing is copied until a tensor's data are
   * asked for.
   *
   * @returns tensors by their variables' names, the caller's
   */
  tensors(what: TrainerState): Readonly<Record<string, tf.Tensor>> {
    return variableTensors(this.#session, this.#setOf(what));
  }

  /** Copies of what `tensors` gives. */
  read(what: TrainerState): ReadonlyMap<string, Float32Array> {
    const tensors = this.tensors(what);
    const values = Object.entries(tensors).map(
      ([name, tensor]) => [name, tensor.dataSync<'float32'>()] as const,
    );
    tf.dispose(tensors);
    return new Map(values);
  }

  /** @param values by the names that `read` gives */
  write(what: TrainerState, values: (name: string, size: number) => Float32Array): void {
    writeVariables(this.#session, this.#setOf(what), ({ name, shape }) =>
      values(name, numValues(shape)),
    );
  }

  dispose(): void {
    this.#session.dispose();
  }

  #setOf(what: TrainerState): VariableSet {
    return what === 'parameters' ? this.#graph.parameters.set : this.#graph.sets[what];
  }

  #wholeStep(batch: PairInputs, scalars: Readonly<Record<string, number>>): number {
    const { loss, done } = this.#graph.step;
    const feeds = {
      ...named('step/picture', batch.feeds('picture', 0, batch.size)),
      ...named('step/text', batch.feeds('text', 0, batch.size)),
      ...pairFeeds(batch, 'step'),
      ...scalarFeeds(scalars, 'step/adam'),
    };
    return this.#values(feeds, loss, done)[0];
  }

  /** GradCache (Gao 2021): all embeddings, the loss and its gradients, then each part's way back. */
  #stepInParts(
    batch: PairInputs,
    partSize: number,
    scalars: Readonly<Record<string, number>>,
  ): number {
    const { inParts, sets } = this.#graph;
    if (inParts === undefined || sets.sum === undefined)
      throw new Error('the graph was written for whole batches');
    const parts = partsOf(batch.size, partSize);
    const embeddings = MODALITIES.map((modality) => this.#embedParts(batch, modality, parts));
    const lossFeeds = { 'loss/picture': embeddings[0], 'loss/text': embeddings[1] };
    const [loss, ofPictures, ofTexts, ...rest] = this.#run(
      { ...lossFeeds, ...pairFeeds(batch, 'loss') },
      [inParts.loss, inParts.gradients.picture, inParts.gradients.text, inParts.sumsOfLoss],
    );
    const gradients = { picture: ofPictures, text: ofTexts };
    for (const modality of MODALITIES) {
      for (const { from, to } of parts) {
        const gradient = tf.slice(gradients[modality], [from, 0], [to - from, -1]);
        const feeds = named(`back/${modality}`, { ...batch.feeds(modality, from, to), gradient });
        tf.dispose(this.#run(feeds, [inParts.back[modality]]));
      }
    }
    tf.dispose(this.#run(scalarFeeds(scalars, 'apply/adam'), [inParts.apply]));
    clearVariables(this.#session, sets.sum);
    const value = loss.dataSync()[0];
    tf.dispose([loss, ofPictures, ofTexts, ...rest]);
    return value;
  }

  #embedParts(batch: PairInputs, modality: Modality, parts: readonly Part[]): tf.Tensor {
    const rows = parts.map(({ from, to }) => {
      const feeds = named(`embed/${modality}`, batch.feeds(modality, from, to));
      return this.#run(feeds, [this.#graph.embed[modality]])[0];
    });
    const all = tf.concat(rows, 0);
    tf.dispose(rows);
    return all;
  }

  /** Frees what it was fed. */
  #run(feeds: EncoderFeeds, fetches: readonly string[]): tf.Tensor[] {
    try {
      return this.#session.run(feeds, fetches);
    } finally {
      tf.dispose(Object.values(feeds));
    }
  }

  #values(feeds: EncoderFeeds, ...fetches: readonly string[]): Float32Array {
    const outputs = this.#run(feeds, fetches);
    const values = Float32Array.from(outputs[0].dataSync<'float32'>());
    tf.dispose(outputs);
    return values;
  }
}

interface Part {
  readonly from: number;
  readonly to: number;
}

function partsOf(size: number, partSize: number): Part[] {
  return Array.from({ length: Math.ceil(size / partSize) }, (_, part) => ({
    from: part * partSize,
    to: Math.min(size, (part + 1) * partSize),
  }));
}

function named(prefix: string, feeds: EncoderFeeds): Record<string, tf.Tensor> {
  const entries = Object.entries(feeds).map(([key, value]) => [`${prefix}/${key}`, value] as const);
  return Object.fromEntries(entries);
}

function pairFeeds({ groups, weights }: PairInputs, prefix: string): EncoderFeeds {
  return named(prefix, {
    groups: tf.tensor1d(groups, 'int32'),
    weights: tf.tensor1d(weights),
  });
}

function scalarFeeds(scalars: Readonly<Record<string, number>>, prefix: string): EncoderFeeds {
  const entries = Object.entries(scalars).map(([key, value]) => [key, tf.scalar(value)] as const);
  return named(prefix, Object.fromEntries(entries));
}
