// The encoders of `sid embed` as they are declared; encoders.ts makes them.
import { setting, UserError } from '../util/errors.ts';

/** Settings with a model's folder. */
export const MODEL_KEYS = ['textModel', 'pictureModel', 'clip', 'dual'] as const;
export type ModelKey = (typeof MODEL_KEYS)[number];

/** Folders of models, by what they are for. */
export type ModelFolders = Readonly<Record<ModelKey, string | null>>;

type Modality = 'text' | 'picture';

interface EncoderKind {
  /** For help texts. */
  readonly says: string;
  readonly needs: readonly ModelKey[];
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

type GivenModels = { readonly [K in ModelKey]?: string | null | undefined };

/** @throws UserError if a model is missing, or one is given that the encoder does not look at */
export function assertModelsGiven(name: EncoderName, given: GivenModels): void {
  assertModelsUsed([name], given);
  const missing = ENCODERS[name].needs.find((key) => (given[key] ?? null) === null);
  if (missing === undefined) return;
  throw new UserError(
    `the encoder ${name} needs a model; give its folder with ${setting(missing)}`,
  );
}

/** @throws UserError if a model is given that none of the encoders looks at */
export function assertModelsUsed(names: readonly EncoderName[], given: GivenModels): void {
  const used = new Set<ModelKey>(names.flatMap((name) => [...ENCODERS[name].needs]));
  const idle = MODEL_KEYS.find((key) => (given[key] ?? null) !== null && !used.has(key));
  if (idle === undefined) return;
  const all = [...new Set(names)].join(' and ');
  throw new UserError(
    `the encoder ${all} does not look at ${setting(idle)}; leave it out, or choose another ${setting('encoder')}`,
  );
}
