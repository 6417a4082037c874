// All encoders of `sid embed`, by name.
import { setting, UserError } from '../util/errors.ts';
import type { Encoder } from './encoder.ts';
import { joinEncoders } from './joined-encoder.ts';
import { createPictureEncoder } from './picture-encoder.ts';
import { createTextEncoder } from './text-encoder.ts';

/** Folders of models, by what they are for. */
export interface ModelFolders {
  readonly textModel: string | null;
  readonly pictureModel: string | null;
}

interface EncoderKind {
  /** For help texts. */
  readonly says: string;
  readonly needs: readonly (keyof ModelFolders)[];
  /** @param folders of all models that it needs */
  create(folders: Readonly<Record<keyof ModelFolders, string>>): Promise<Encoder>;
}

export const ENCODERS = {
  text: {
    says: 'a sentence encoder on title, type, description and attributes',
    needs: ['textModel'],
    create: ({ textModel }) => createTextEncoder(textModel),
  },
  picture: {
    says: 'a picture encoder',
    needs: ['pictureModel'],
    create: ({ pictureModel }) => createPictureEncoder(pictureModel),
  },
  joined: {
    says: 'both, one behind the other',
    needs: ['textModel', 'pictureModel'],
    async create({ textModel, pictureModel }) {
      const text = await createTextEncoder(textModel);
      return joinEncoders(text, await createPictureEncoder(pictureModel));
    },
  },
} as const satisfies Readonly<Record<string, EncoderKind>>;

export type EncoderName = keyof typeof ENCODERS;
export const ENCODER_NAMES = Object.keys(ENCODERS) as EncoderName[];

/** @throws UserError if a model is missing, or one is given that the encoder does not look at */
export async function createEncoder(name: EncoderName, folders: ModelFolders): Promise<Encoder> {
  const kind: EncoderKind = ENCODERS[name];
  const models: Record<keyof ModelFolders, string> = { textModel: '', pictureModel: '' };
  for (const key of Object.keys(models) as (keyof ModelFolders)[]) {
    const folder = folders[key];
    const isNeeded = kind.needs.includes(key);
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
  return kind.create(models);
}
