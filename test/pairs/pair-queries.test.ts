import { expect, test } from 'vitest';
import { heldOutRetrieval } from '../../src/pairs/pair-queries.ts';
import type { DirectionFigures, EmbeddedPairs } from '../../src/pairs/pair-queries.ts';
import { UserError } from '../../src/util/errors.ts';
import { Rng } from '../../src/util/rng.ts';

const valuesOf = ({ figures }: DirectionFigures): number[] =>
  (['hits@1', 'hits@5', 'mrr'] as const).map((name) => figures[name].value);

/** A pair for each row of two numbers. */
function pairsOf(
  pictures: readonly (readonly number[])[],
  texts: readonly (readonly number[])[],
  groups: readonly number[],
): EmbeddedPairs {
  const own = Int32Array.from(groups.keys());
  return {
    pictures_ND: Float32Array.from(pictures.flat()),
    texts_ND: Float32Array.from(texts.flat()),
    ...{ width: pictures[0].length, picture_N: own, text_N: own },
    group_N: Int32Array.from(groups),
  };
}

test('by hand: three pairs, of which one text is nearer to the picture of another', () => {
  const pairs = pairsOf(
    [
      [1, 0],
      [0, 2],
      [-3, 0],
    ],
    [
      [1, 0.1],
      [0.6, 0.4],
      [-1, 0.2],
    ],
    [0, 1, 2],
  );
  const { textToPicture, pictureToText } = heldOutRetrieval(pairs);
  // The text at 34 degrees finds the first picture before its own.
  expect(valuesOf(textToPicture)).toEqual([2 / 3, 1, (1 + 1 / 2 + 1) / 3]);
  // The picture at 90 degrees is nearest to its own text.
  expect(valuesOf(pictureToText)).toEqual([1, 1, 1]);
  expect(textToPicture).toMatchObject({ queries: 3, searched: 3 });
  expect(textToPicture.figures['hits@1'].chance).toBeCloseTo(1 / 3, 12);
  expect(textToPicture.figures.mrr.chance).toBeCloseTo((1 + 1 / 2 + 1 / 3) / 3, 12);
  // In one group of the first two, that text is right at once.
  const grouped = heldOutRetrieval({ ...pairs, group_N: Int32Array.of(7, 7, 2) });
  expect(valuesOf(grouped.textToPicture)).toEqual([1, 1, 1]);
});

test('texts that stand in many pairs are searched once: a common one does not fill the first five places', () => {
  // Six photos of one class at 0 degrees, one of another at 80; the other's text is at 30 degrees.
  const degrees = (angle: number): number[] => [
    Math.cos((angle * Math.PI) / 180),
    Math.sin((angle * Math.PI) / 180),
  ];
  const pairs = pairsOf(
    [...Array.from({ length: 6 }, (_, i) => degrees(i)), degrees(10)],
    [...Array.from({ length: 6 }, () => degrees(8)), degrees(30)],
    [0, 0, 0, 0, 0, 0, 1],
  );
  const text_N = Int32Array.of(0, 0, 0, 0, 0, 0, 1);
  const { pictureToText, textToPicture } = heldOutRetrieval({ ...pairs, text_N });
  expect(pictureToText).toMatchObject({ queries: 7, searched: 2 });
  expect(valuesOf(pictureToText)).toEqual([6 / 7, 1, (6 + 1 / 2) / 7]);
  expect(textToPicture).toMatchObject({ queries: 2, searched: 7 });
  expect(valuesOf(textToPicture)[0]).toBe(1 / 2);
});

test('a model that gives all pictures one vector scores what chance does, an only pair is found', () => {
  const same = Array.from({ length: 20 }, () => [1, 2, 3]);
  const { textToPicture } = heldOutRetrieval(pairsOf(same, same, [...same.keys()]));
  for (const { value, chance } of Object.values(textToPicture.figures)) {
    expect(value).toBeCloseTo(chance, 12);
  }
  expect(textToPicture.figures['hits@5'].value).toBeCloseTo(5 / 20, 12);
  const only = heldOutRetrieval(pairsOf([[1, 2]], [[2, 1]], [3]));
  expect(valuesOf(only.pictureToText)).toEqual([1, 1, 1]);
  expect(only.pictureToText.figures.mrr.ci95).toBeUndefined();
});

test('vectors that are no numbers, or have no direction, are told', () => {
  const broken = pairsOf([[NaN, 1]], [[1, 0]], [0]);
  expect(() => heldOutRetrieval(broken)).toThrow(UserError);
  expect(() => heldOutRetrieval(broken)).toThrow('training has diverged');
  expect(() => heldOutRetrieval(pairsOf([[1, 1]], [[0, 0]], [0]))).toThrow(
    'no direction any more: training has diverged',
  );
});

/** The definition, for pairs without ties. @returns HITS@1, HITS@5, MRR */
function slowly(pairs: EmbeddedPairs, from: 'picture' | 'text'): number[] {
  const { width } = pairs;
  const sides = {
    picture: { vectors: pairs.pictures_ND, number_N: pairs.picture_N },
    text: { vectors: pairs.texts_ND, number_N: pairs.text_N },
  };
  const distinct = (side: 'picture' | 'text') => {
    const { vectors, number_N } = sides[side];
    return [...new Set(number_N)].map((number) => {
      const rows = [...number_N.keys()].filter((pair) => number_N[pair] === number);
      const vector = vectors.slice(rows[0] * width, (rows[0] + 1) * width);
      return { vector, groups: rows.map((pair) => pairs.group_N[pair]) };
    });
  };
  const cosine = (a: Float32Array, b: Float32Array): number => {
    const dot = (x: Float32Array, y: Float32Array) =>
      x.reduce((sum, value, i) => sum + value * y[i], 0);
    return dot(a, b) / Math.sqrt(dot(a, a) * dot(b, b));
  };
  const [asking, searched] = [distinct(from), distinct(from === 'picture' ? 'text' : 'picture')];
  const sums = [0, 0, 0];
  for (const query of asking) {
    const scored = searched.map((item) => ({
      score: cosine(query.vector, item.vector),
      isRight: item.groups.some((group) => query.groups.includes(group)),
    }));
    const rank = 1 + scored.sort((a, b) => b.score - a.score).findIndex(({ isRight }) => isRight);
    [Number(rank <= 1), Number(rank <= 5), 1 / rank].forEach((value, i) => (sums[i] += value));
  }
  return sums.map((sum) => sum / asking.length);
}

test('agrees with sorting all of them, groups and doubles among them', () => {
  const rng = Rng.fromSeed(5);
  const [count, width] = [120, 8];
  const picture_N = Int32Array.from({ length: count }, () => rng.int(90));
  const text_N = Int32Array.from({ length: count }, () => rng.int(60));
  const vectorsOf = (number_N: Int32Array): Float32Array => {
    const known = Array.from({ length: 90 }, () =>
      Array.from({ length: width }, () => rng.normal()),
    );
    return Float32Array.from([...number_N].flatMap((number) => known[number]));
  };
  const pairs: EmbeddedPairs = {
    ...{ width, picture_N, text_N, group_N: Int32Array.from({ length: count }, () => rng.int(50)) },
    ...{ pictures_ND: vectorsOf(picture_N), texts_ND: vectorsOf(text_N) },
  };
  const { pictureToText, textToPicture } = heldOutRetrieval(pairs);
  slowly(pairs, 'picture').forEach((value, i) =>
    expect(valuesOf(pictureToText)[i]).toBeCloseTo(value, 12),
  );
  slowly(pairs, 'text').forEach((value, i) =>
    expect(valuesOf(textToPicture)[i]).toBeCloseTo(value, 12),
  );
  const { value, ci95 } = textToPicture.figures.mrr;
  expect(ci95?.[0]).toBeLessThan(value);
  expect(ci95?.[1]).toBeGreaterThan(value);
});
