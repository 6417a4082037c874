// The encoders of `sid embed` as they are declared; encoders.ts makes them.

/** Folders of models, by what they are for. */
export interface ModelFolders {
  readonly textModel: string | null;
  readonly pictureModel: string | null;
}

interface EncoderKind {
  /** For help texts. */
  readonly says: string;
  readonly needs: readonly (keyof ModelFolders)[];
}

export const ENCODERS = {
  text: {
    says: 'a sentence encoder on title, type, description and attributes',
    needs: ['textModel'],
  },
  picture: { says: 'a picture encoder', needs: ['pictureModel'] },
  joined: { says: 'both, one behind the other', needs: ['textModel', 'pictureModel'] },
} as const satisfies Readonly<Record<string, EncoderKind>>;

export type EncoderName = keyof typeof ENCODERS;
export const ENCODER_NAMES = Object.keys(ENCODERS) as EncoderName[];
