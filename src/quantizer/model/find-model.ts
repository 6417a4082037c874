// The models that a folder of sid train-rqvae holds.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { UserError } from '../../util/errors.ts';
import { MODEL_NAMES, modelFile } from './model-file.ts';
import type { ModelName } from './model-file.ts';

/** The file of one of the two. @throws UserError where the folder lacks it */
export function findModel(folder: string, name: ModelName): string {
  const path = join(folder, modelFile(name));
  if (existsSync(path)) return path;
  throw new UserError(`${folder} holds no ${name} model; make one with sid train-rqvae`);
}

/** The files of those that there are, the best first. @throws UserError where the folder has none */
export function findModels(folder: string): string[] {
  const paths = MODEL_NAMES.map((name) => join(folder, modelFile(name))).filter(existsSync);
  if (paths.length > 0) return paths;
  throw new UserError(`${folder} holds no model; give the output folder of a sid train-rqvae`);
}
