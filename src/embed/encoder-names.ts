// The encoders of `sid embed` as they are declared; encoders.ts makes them.

/** Folders of models, by what they are for. */
export interface ModelFolders {
  readonly textModel: string | null;
  readonly pictureModel: string | null;
  readonly clip: string | null;
  readonly dual: string | null;
}

type Modality = 'text' | 'picture';

interface EncoderKind {
  /** For help texts. */
  readonly says: string;
  readonly needs: readonly (keyof ModelFolders)[];
  readonly reads: readonly Modality[];
}

export const ENCODERS = {
  text: {
    says: 'a sentence encoder on title, type, description and attributes',
    needs: ['textModel'],
    reads: ['text'],
  },
  picture: { says: 'a picture encoder', needs: ['pictureModel'], reads: ['picture'] },
  joined: {
    says: 'both, one behind the other',
    needs: ['textModel', 'pictureModel'],
    reads: ['text', 'picture'],
  },
  clip: {
    says: "the mean of CLIP's picture and text encoders",
    needs: ['clip'],
    reads: ['text', 'picture'],
  },
  'clip-picture': { says: "CLIP's picture encoder", needs: ['clip'], reads: ['picture'] },
  'clip-text': { says: "CLIP's text encoder", needs: ['clip'], reads: ['text'] },
  dual: {
    says: 'the mean of the two encoders of a pair like CLIP in ONNX',
    needs: ['dual'],
    reads: ['text', 'picture'],
  },
  'dual-picture': { says: 'its picture encoder', needs: ['dual'], reads: ['picture'] },
  'dual-text': { says: 'its text encoder', needs: ['dual'], reads: ['text'] },
} as const satisfies Readonly<Record<string, EncoderKind>>;

export type EncoderName = keyof typeof ENCODERS;
export const ENCODER_NAMES = Object.keys(ENCODERS) as EncoderName[];

/** Those that look at texts, or at pictures. */
export const READERS: Readonly<Record<Modality, readonly EncoderName[]>> = {
  text: namesWhere(({ reads }) => reads.includes('text')),
  picture: namesWhere(({ reads }) => reads.includes('picture')),
};

/** Those that are CLIP's, on the tensor engine. */
export const CLIP_READERS = namesWhere(({ needs }) => needs.includes('clip'));

function namesWhere(is: (kind: EncoderKind) => boolean): readonly EncoderName[] {
  return ENCODER_NAMES.filter((name) => is(ENCODERS[name]));
}
