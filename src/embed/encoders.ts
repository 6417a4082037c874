// Makes the encoder of a name.
import { setting, UserError } from '../util/errors.ts';
import { ENCODERS } from './encoder-names.ts';
import type { EncoderName, ModelFolders } from './encoder-names.ts';
import type { Encoder } from './encoder.ts';
import { joinEncoders } from './joined-encoder.ts';
import { createPictureEncoder } from './picture-encoder.ts';
import { createTextEncoder } from './text-encoder.ts';

/** From the folders of all models that it needs. */
type CreateEncoder = (folders: Readonly<Record<keyof ModelFolders, string>>) => Promise<Encoder>;

const CREATORS: Readonly<Record<EncoderName, CreateEncoder>> = {
  text: ({ textModel }) => createTextEncoder(textModel),
  picture: ({ pictureModel }) => createPictureEncoder(pictureModel),
  async joined({ textModel, pictureModel }) {
    const text = await createTextEncoder(textModel);
    return joinEncoders(text, await createPictureEncoder(pictureModel));
  },
};

/** @throws UserError if a model is missing, or one is given that the encoder does not look at */
export async function createEncoder(name: EncoderName, folders: ModelFolders): Promise<Encoder> {
  const needs: readonly (keyof ModelFolders)[] = ENCODERS[name].needs;
  const models: Record<keyof ModelFolders, string> = { textModel: '', pictureModel: '' };
  for (const key of Object.keys(models) as (keyof ModelFolders)[]) {
    const folder = folders[key];
    const isNeeded = needs.includes(key);
    if (isNeeded && folder === null) {
      throw new UserError(
        `the encoder ${name} needs a model; give its folder with ${setting(key)}`,
      );
    }
    if (!isNeeded && folder !== null) {
      throw new UserError(
        `the encoder ${name} does not look at ${setting(key)}; leave it out, or choose another ${setting('encoder')}`,
      );
    }
    models[key] = folder ?? '';
  }
  return CREATORS[name](models);
}
