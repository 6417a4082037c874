// What preprocessor_config.json says of a model's pictures.
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { parseFile, readJson } from '../artifacts/json-file.ts';
import type { PictureScale } from '../pictures/picture-tensor.ts';
import type { PictureShape } from '../pictures/prepare-picture.ts';
import type { PictureKernel } from '../pictures/resample.ts';
import {
  boolean,
  integer,
  isObject,
  list,
  looseObjectOf,
  nullish,
  number,
  union,
} from '../schema/json.ts';
import type { InferOutput } from '../schema/json.ts';
import { positiveInt } from '../schema/kinds.ts';
import { UserError } from '../util/errors.ts';

/** How a picture becomes a model's input. */
export interface PictureProcessor {
  /** The file that says so, for run.json. */
  readonly files: Readonly<Record<string, string>>;
  readonly shape: PictureShape;
  readonly scale: PictureScale;
}

/** By PIL's numbers. */
const KERNELS: ReadonlyMap<number, PictureKernel> = new Map([
  [2, 'linear'],
  [3, 'cubic'],
]);
const BICUBIC = 3;
/** To what most models are rescaled; the exact factor that Python writes has all digits of 1/255. */
const RESCALED = 1 / 255;

const side = positiveInt.schema;
const sides = union(
  [side, looseObjectOf({ shortest_edge: side }), looseObjectOf({ height: side, width: side })],
  'a number, {"shortest_edge": n} or {"height": n, "width": n}',
);
const triple = nullish(list(number()), [0.5, 0.5, 0.5]);

const schema = looseObjectOf({
  size: sides,
  crop_size: nullish(sides),
  do_center_crop: nullish(boolean()),
  do_rescale: nullish(boolean(), true),
  rescale_factor: nullish(number(), RESCALED),
  do_normalize: nullish(boolean(), true),
  image_mean: triple,
  image_std: triple,
  resample: nullish(integer, BICUBIC),
});
type Config = InferOutput<typeof schema>;

/**
 * Reads preprocessor_config.json, or the part of processor_config.json that newer versions write instead.
 *
 * @param pictureSize side of the squares that the model takes; undefined: it takes any
 * @returns undefined: the folder has neither
 * @throws UserError if the file asks for what sid does not do, or for squares of another size
 */
export function readPictureProcessor(
  folder: string,
  pictureSize: number | undefined,
): PictureProcessor | undefined {
  const found = findConfig(folder);
  if (found === undefined) return undefined;
  const { path, json } = found;
  const config = parseFile(schema, json, path);
  const shape = shapeOf(config, path);
  if (pictureSize !== undefined && shape.size !== pictureSize) {
    throw new UserError(
      `${path} makes pictures of ${shape.size} x ${shape.size}, the model takes ${pictureSize} x ${pictureSize}; ` +
        'they belong to different models',
    );
  }
  return { shape, scale: scaleOf(config, path), files: { [basename(path)]: path } };
}

function findConfig(folder: string): { path: string; json: unknown } | undefined {
  const own = join(folder, 'preprocessor_config.json');
  if (existsSync(own)) return { path: own, json: readJson(own) };
  const path = join(folder, 'processor_config.json');
  if (!existsSync(path)) return undefined;
  const json = readJson(path);
  const part = isObject(json) ? json.image_processor : undefined;
  return part === undefined ? undefined : { path, json: part };
}

function shapeOf(config: Config, path: string): PictureShape {
  const kernel = KERNELS.get(config.resample);
  if (kernel === undefined) {
    throw new UserError(
      `${path}: "resample" ${config.resample} is not known; 2 and 3 are (bilinear, bicubic)`,
    );
  }
  const { size, crop_size } = config;
  const crops = config.do_center_crop ?? (crop_size !== undefined && crop_size !== null);
  if (!crops) {
    if (typeof size === 'object' && 'shortest_edge' in size) {
      throw new UserError(
        `${path} makes pictures of any shape ("shortest_edge" without "do_center_crop"); squares are wanted`,
      );
    }
    return { size: squareSide(size, 'size', path), shorterSide: null, kernel };
  }
  const cropped = squareSide(crop_size ?? size, 'crop_size', path);
  const shorterSide = squareSide(size, 'size', path);
  if (shorterSide < cropped) {
    throw new UserError(`${path}: "crop_size" ${cropped} is above "size" ${shorterSide}`);
  }
  return { size: cropped, shorterSide, kernel };
}

function squareSide(size: InferOutput<typeof sides>, key: string, path: string): number {
  if (typeof size === 'number') return size;
  if ('shortest_edge' in size) return size.shortest_edge as number;
  if (size.height === size.width) return size.height;
  throw new UserError(`${path}: "${key}" is ${size.height} x ${size.width}; squares are wanted`);
}

function scaleOf(config: Config, path: string): PictureScale {
  const { image_mean: mean, image_std: std } = config;
  if (!config.do_rescale || Math.abs(config.rescale_factor - RESCALED) > 1e-9) {
    throw new UserError(`${path}: pictures rescaled by 1/255 are wanted ("rescale_factor")`);
  }
  if (!config.do_normalize) return { mean: [0, 0, 0], std: [1, 1, 1] };
  if (mean.length !== 3 || std.length !== 3) {
    throw new UserError(`${path}: "image_mean" and "image_std" must be lists of three numbers`);
  }
  return { mean, std };
}
