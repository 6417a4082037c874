// Makes the encoder of a name.
import { setting, UserError } from '../util/errors.ts';
import { createClipPictureEncoder, createClipTextEncoder } from './clip-encoder.ts';
import { createDualPictureEncoder, createDualTextEncoder } from './dual-encoder.ts';
import { ENCODERS } from './encoder-names.ts';
import type { EncoderName, ModelFolders } from './encoder-names.ts';
import type { Encoder } from './encoder.ts';
import { averageEncoders, joinEncoders } from './joined-encoder.ts';
import { createPictureEncoder } from './picture-encoder.ts';
import { createTextEncoder } from './text-encoder.ts';

/** From the folders of all models that it needs, and the tensor engine's threads. */
type CreateEncoder = (
  given: Readonly<Record<keyof ModelFolders, string> & { threads: number }>,
) => Encoder | Promise<Encoder>;

const CREATORS: Readonly<Record<EncoderName, CreateEncoder>> = {
  text: ({ textModel }) => createTextEncoder(textModel),
  picture: ({ pictureModel }) => createPictureEncoder(pictureModel),
  async joined({ textModel, pictureModel }) {
    const text = await createTextEncoder(textModel);
    return joinEncoders(text, await createPictureEncoder(pictureModel));
  },
  clip: ({ clip, threads }) =>
    averageEncoders(createClipTextEncoder(clip, threads), createClipPictureEncoder(clip, threads)),
  'clip-picture': ({ clip, threads }) => createClipPictureEncoder(clip, threads),
  'clip-text': ({ clip, threads }) => createClipTextEncoder(clip, threads),
  async dual({ dual }) {
    const text = await createDualTextEncoder(dual);
    return averageEncoders(text, await createDualPictureEncoder(dual));
  },
  'dual-picture': ({ dual }) => createDualPictureEncoder(dual),
  'dual-text': ({ dual }) => createDualTextEncoder(dual),
};

/** @throws UserError if a model is missing, or one is given that the encoder does not look at */
export async function createEncoder(
  name: EncoderName,
  given: ModelFolders & { readonly threads: number },
): Promise<Encoder> {
  const needs: readonly (keyof ModelFolders)[] = ENCODERS[name].needs;
  const models = { textModel: '', pictureModel: '', clip: '', dual: '' };
  for (const key of Object.keys(models) as (keyof ModelFolders)[]) {
    const folder = given[key];
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
  return CREATORS[name]({ ...models, threads: given.threads });
}
