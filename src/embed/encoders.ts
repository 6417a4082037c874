// Makes the encoder of a name.
import { createClipPictureEncoder, createClipTextEncoder } from './clip-encoder.ts';
import { createDualPictureEncoder, createDualTextEncoder } from './dual-encoder.ts';
import { assertModelsGiven, MODEL_KEYS } from './encoder-names.ts';
import type { EncoderName, ModelFolders, ModelKey } from './encoder-names.ts';
import type { Encoder } from './encoder.ts';
import { averageEncoders, joinEncoders } from './joined-encoder.ts';
import { createPictureEncoder } from './picture-encoder.ts';
import { createTextEncoder } from './text-encoder.ts';

/** From the folders of all models that it needs, and the tensor engine's threads. */
type CreateEncoder = (
  given: Readonly<Record<ModelKey, string> & { threads: number }>,
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
  assertModelsGiven(name, given);
  const folders = Object.fromEntries(MODEL_KEYS.map((key) => [key, given[key] ?? '']));
  const models = folders as Readonly<Record<ModelKey, string>>;
  return CREATORS[name]({ ...models, threads: given.threads });
}
