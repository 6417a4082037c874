// Models on disk.
import { readCheckpoint, tensorIn, writeCheckpoint } from '../../artifacts/checkpoint.ts';
import type { Checkpoint, NamedTensor } from '../../artifacts/checkpoint.ts';
import { parseFileText } from '../../artifacts/json-file.ts';
import { check, isObject, pipe, transform, unknown } from '../../schema/json.ts';
import { settingsSchema } from '../../schema/settings.ts';
import { UserError } from '../../util/errors.ts';
import { Rng } from '../../util/rng.ts';
import { createQuantizerModel } from './create-quantizer-model.ts';
import { normalizationTensors, readNormalization } from './normalization.ts';
import type { Normalization } from './normalization.ts';
import type { QuantizerModel } from './quantizer-model.ts';
import { RQ_VAE_SETTINGS } from './rq-vae-config.ts';
import type { SizedConfig } from './rq-vae-config.ts';

/** A quantizer with all that it takes to code embeddings. */
export interface Quantizer {
  readonly config: SizedConfig;
  readonly model: QuantizerModel;
  readonly normalization: Normalization;
}

const FORMAT = 'sid-quantizer-2';
/** Codebooks as [L, K, Z]; its config says threads, which no longer matter; all networks started at random. */
const OLD_FORMAT = 'sid-quantizer-1';

const CONFIG = pipe(
  unknown(),
  transform((config) => {
    if (!isObject(config)) return config;
    const rest = Object.fromEntries(Object.entries(config).filter(([key]) => key !== 'threads'));
    return { networkStart: 'random', codebookUpdate: 'gradient', bestBy: 'loss', ...rest };
  }),
  settingsSchema(RQ_VAE_SETTINGS),
  check(({ latentWidth }) => latentWidth !== null, 'with a latentWidth'),
  transform((config) => config as SizedConfig),
);

/** Weights by name. */
export function weightsOf({ parameters }: QuantizerModel): Map<string, NamedTensor> {
  return new Map(
    parameters.map((each) => [each.name, { shape: each.shape, values: each.read() }] as const),
  );
}

/** The codebooks of all levels one below the other. */
function withFlatCodebooks({ tensors, metadata }: Checkpoint): Checkpoint {
  const flat = [...tensors].map(([name, { shape, values }]) => {
    const [levels, size, width] = shape;
    const isOfLevels = name === 'codebooks' && shape.length === 3;
    return [name, { shape: isOfLevels ? [levels * size, width] : shape, values }] as const;
  });
  return { tensors: new Map(flat), metadata };
}

/** One file that holds all: weights, the figures of the normalization, and in its metadata the config. */
export async function writeQuantizer(path: string, quantizer: Quantizer): Promise<void> {
  const { config, model, normalization } = quantizer;
  const metadata = {
    format: FORMAT,
    input_width: String(model.inputWidth),
    config: JSON.stringify(config),
  };
  const tensors = new Map([...weightsOf(model), ...normalizationTensors(normalization)]);
  await writeCheckpoint(path, { tensors, metadata });
}

/**
 * The model of a file; the caller disposes it.
 *
 * @throws UserError if the file is missing, damaged or no quantizer
 */
export function readQuantizer(path: string): Quantizer {
  const checkpoint = readCheckpoint(path);
  const { format, input_width: inputWidth, config: text } = checkpoint.metadata;
  if ((format !== FORMAT && format !== OLD_FORMAT) || text === undefined) {
    throw new UserError(`${path} is no model of sid train-rqvae; give the folder that it wrote`);
  }
  const config = parseFileText(CONFIG, text, path, 'train again');
  const width = Number(inputWidth);
  const normalization = readNormalization(checkpoint, config.normalize, width, path);
  const model = createQuantizerModel(config, width, Rng.fromSeed(config.seed));
  try {
    const known = format === FORMAT ? checkpoint : withFlatCodebooks(checkpoint);
    for (const parameter of model.parameters) {
      parameter.write(tensorIn(known, parameter.name, parameter.shape, path));
    }
  } catch (error) {
    model.dispose();
    throw error;
  }
  return { config, model, normalization };
}
