// The models that codes are from, found by the hash that codes carry.
import { findModels } from '../quantizer/model/find-model.ts';
import { UserError } from '../util/errors.ts';
import { hashFile } from '../util/hash-file.ts';
import type { InspectedCodes } from './inspected-items.ts';

/**
 * The model's file of each set of codes; null: none was given.
 *
 * @param folders of sid train-rqvae
 * @throws UserError where a folder has no model, or none of the codes is from it
 */
export async function modelsOfCodes(
  folders: readonly string[],
  codes: readonly Pick<InspectedCodes, 'quantizer'>[],
): Promise<(string | null)[]> {
  const fileOf = new Map<string, string>();
  for (const folder of folders) {
    const files = findModels(folder);
    const hashes = await Promise.all(files.map((file) => hashFile(file)));
    if (!codes.some(({ quantizer }) => hashes.includes(quantizer))) {
      throw new UserError(
        `${folder}: none of the codes is from this model; give the one that they were assigned with, or leave it out`,
      );
    }
    // Where best and last are one, it is the best.
    hashes.forEach((hash, i) => fileOf.set(hash, fileOf.get(hash) ?? files[i]));
  }
  return codes.map(({ quantizer }) => fileOf.get(quantizer) ?? null);
}
