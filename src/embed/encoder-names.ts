// The encoders of `sid embed` as they are declared; encoders.ts makes them.

/** Folders of models, by what they are for. */
export interface ModelFolders {
  readonly textModel: string | null;
  readonly pictureModel: string | null;
  readonly clip: string | null;
  readonly dual: string | null;
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
  clip: { says: "the mean of CLIP's picture and text encoders", needs: ['clip'] },
  'clip-picture': { says: "CLIP's picture encoder", needs: ['clip'] },
  'clip-text': { says: "CLIP's text encoder", needs: ['clip'] },
  dual: { says: 'the mean of the two encoders of a pair like CLIP in ONNX', needs: ['dual'] },
  'dual-picture': { says: 'its picture encoder', needs: ['dual'] },
  'dual-text': { says: 'its text encoder', needs: ['dual'] },
} as const satisfies Readonly<Record<string, EncoderKind>>;

export type EncoderName = keyof typeof ENCODERS;
export const ENCODER_NAMES = Object.keys(ENCODERS) as EncoderName[];
