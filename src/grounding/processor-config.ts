// preprocessor_config.json of a detector.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { parseFile, readJson } from '../artifacts/json-file.ts';
import type { PictureScale } from '../pictures/picture-tensor.ts';
import type { PictureKernel } from '../pictures/resample.ts';
import { exactOptional, number, objectOf, strictTuple, union } from '../schema/json.ts';
import { positiveInt } from '../schema/kinds.ts';
import { looseObjectOf } from '../schema/parse-json.ts';
import { UserError } from '../util/errors.ts';
import type { DetectorSize } from './detector-size.ts';

/** How a picture becomes the detector's input. */
export interface ProcessorConfig {
  readonly size: DetectorSize;
  readonly kernel: PictureKernel;
  readonly scale: PictureScale;
}

/** PIL's numbers of its kernels. */
const KERNELS: ReadonlyMap<number, PictureKernel> = new Map([
  [2, 'linear'],
  [3, 'cubic'],
]);

const triple = strictTuple([number(), number(), number()], 'a list of three numbers');
const side = positiveInt.schema;

const configSchema = looseObjectOf({
  image_mean: triple,
  image_std: triple,
  resample: exactOptional(number(), 2),
  size: union(
    [
      objectOf({ shortest_edge: side, longest_edge: side }),
      objectOf({ height: side, width: side }),
    ],
    'shortest_edge and longest_edge, or height and width',
  ),
});

/** @throws UserError naming file and key */
export function readProcessorConfig(folder: string): ProcessorConfig {
  const path = join(folder, 'preprocessor_config.json');
  if (!existsSync(path)) {
    throw new UserError(`${path} does not exist; get the model's whole folder`);
  }
  const { image_mean, image_std, resample, size } = parseFile(configSchema, readJson(path), path);
  const kernel = KERNELS.get(resample);
  if (kernel === undefined) {
    throw new UserError(
      `${path}: "resample" is ${resample}; 2 (bilinear) and 3 (bicubic) are known`,
    );
  }
  return {
    kernel,
    scale: { mean: image_mean, std: image_std },
    size:
      'height' in size
        ? size
        : { shortestEdge: size.shortest_edge, longestEdge: size.longest_edge },
  };
}
