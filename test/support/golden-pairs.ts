import { join } from 'node:path';
import { storedValues, valuesInGraph } from '../../src/clip/graph-parameters.ts';
import type { TextGraphEncoder } from '../../src/clip/graph-encoders.ts';
import { readEncoders } from '../../src/clip/read-encoders.ts';
import { ContrastiveTrainer } from '../../src/contrastive/trainer.ts';
import type { PairInputs, TrainerOptions, TrainerState } from '../../src/contrastive/trainer.ts';
import { tf } from '../../src/engine/tf.ts';
import { changeModel } from './change-model.ts';
import type { Json } from './change-model.ts';
import { readGoldenTensors } from './golden-tensors.ts';

/** Models with random weights and what PyTorch makes of them; test/golden/contrastive/make.py. */
const FOLDER = join(import.meta.dirname, '..', 'golden', 'contrastive');
export const GOLDEN_CLIP = join(FOLDER, 'clip');
/** With a BERT. */
export const GOLDEN_DUAL = join(FOLDER, 'dual');

/** Where the script's AdamW holds the temperature. */
export const MOST_LOG_SCALE = 1.47;

const SIDE = 16;
const FLOATS = 3 * SIDE * SIDE;

export interface GoldenPairs {
  readonly value: (name: string) => Float32Array;
  /** @param rows which of the pairs, in order @param extra what differs from pairs that each stand alone */
  readonly batch: (rows: readonly number[], extra?: Partial<PairInputs>) => PairInputs;
}

export function readGoldenPairs(folder: string): GoldenPairs {
  const tensors = readGoldenTensors(join(folder, 'golden.safetensors'));
  const value = (name: string): Float32Array => {
    const found = tensors.get(name);
    if (found === undefined) throw new Error(`no golden value is called ${name}`);
    return found;
  };
  const { feeds } = readEncoders(folder).text;
  const [pixels, tokens] = [value('pixels'), value('tokens')];
  const lengths = [...value('lengths')];
  const width = tokens.length / lengths.length;
  const texts = lengths.map((length, i) => [...tokens.subarray(i * width, i * width + length)]);
  const pictures = lengths.map((_, i) => pixels.subarray(i * FLOATS, (i + 1) * FLOATS));
  return {
    value,
    batch: (rows, extra = {}) => ({
      ...pairsOf(
        rows.map((row) => pictures[row]),
        rows.map((row) => texts[row]),
        feeds,
      ),
      ...extra,
    }),
  };
}

/** Pairs that each stand alone. */
function pairsOf(
  pictures: readonly Float32Array[],
  texts: readonly (readonly number[])[],
  textFeeds: TextGraphEncoder['feeds'],
): PairInputs {
  return {
    size: texts.length,
    groups: Int32Array.from(texts.keys()),
    weights: new Float32Array(texts.length).fill(1),
    feeds(modality, from, to) {
      if (modality === 'text') return textFeeds(texts.slice(from, to));
      const pixels = new Float32Array((to - from) * FLOATS);
      pictures.slice(from, to).forEach((picture, i) => pixels.set(picture, i * FLOATS));
      return { pixels: tf.tensor4d(pixels, [to - from, 3, SIDE, SIDE]) };
    },
  };
}

/** Of the script's texts. */
export const [START_TOKEN, END_TOKEN] = [38, 39];

/** A trainer that begins at a model's weights. */
export function createGoldenTrainer(
  folder: string,
  options: Partial<TrainerOptions> = {},
): ContrastiveTrainer {
  const { picture, text, openWeights } = readEncoders(folder);
  const weights = openWeights();
  return new ContrastiveTrainer(
    {
      encoders: { picture, text },
      loss: 'infonce',
      learns: () => true,
      recomputesBlocks: false,
      mostLogScale: MOST_LOG_SCALE,
      adam: { beta1: 0.9, beta2: 0.98, epsilon: 1e-4 },
      decay: 0.1,
      partSize: null,
      ...options,
    },
    (parameter) =>
      parameter.name === 'logit_bias'
        ? Float32Array.of(GOLDEN_BIAS)
        : valuesInGraph(weights, parameter),
  );
}

/** The same model with another activation in both encoders. */
export function withActivation(folder: string, hidden_act: string): string {
  return changeModel(folder, 'config.json', (config) => ({
    ...config,
    text_config: { ...(config.text_config as Json), hidden_act },
    vision_config: { ...(config.vision_config as Json), hidden_act },
  }));
}

/** The script's, which the model's folder does not have. */
const GOLDEN_BIAS = -1.5;

/** Values of the parameters or moments, laid out as in the model's file. */
export function readStored(
  trainer: ContrastiveTrainer,
  what: TrainerState,
): ReadonlyMap<string, Float32Array> {
  const values = trainer.read(what);
  const suffix = what === 'parameters' ? '' : `/${what}`;
  return new Map(
    trainer.parameters.flatMap((parameter) => {
      const { name } = parameter.stored;
      const own = values.get(`${name}${suffix}`);
      return own === undefined ? [] : [[name, storedValues(parameter, own)] as const];
    }),
  );
}

/** Forgets the moments of AdamW. */
export function clearMoments(trainer: ContrastiveTrainer): void {
  const sizes = new Map(
    trainer.parameters.map(({ stored: { name, shape } }) => [
      name,
      shape.reduce((product, size) => product * size, 1),
    ]),
  );
  for (const what of ['first', 'second'] as const) {
    trainer.write(
      what,
      (name) => new Float32Array(sizes.get(name.slice(0, -what.length - 1)) ?? 0),
    );
  }
}
