import type { Encoder } from '../../src/embed/encoder.ts';
import type { PictureShape } from '../../src/pictures/prepare-picture.ts';

/** An encoder that looks vectors up by text; "" for items without one. */
export function fakeEncoder(options: {
  readonly vectors?: Readonly<Record<string, readonly number[]>>;
  readonly readsText?: boolean;
  readonly pictures?: PictureShape;
  /** Called with the texts of each batch. */
  readonly onBatch?: (texts: readonly string[]) => void;
}): Encoder {
  const { vectors = {}, readsText = false, pictures = null, onBatch } = options;
  const width = Object.values(vectors)[0]?.length ?? 2;
  return {
    width,
    pictures,
    readsText,
    files: {},
    encode(inputs) {
      const texts = inputs.map(({ text }) => (readsText ? (text ?? '') : ''));
      onBatch?.(texts);
      const rows = texts.flatMap((text) => vectors[text] ?? [text.length, 1]);
      return Promise.resolve(Float32Array.from(rows));
    },
  };
}
