import { expect, test } from 'vitest';
import { averageEncoders, joinEncoders } from '../../src/embed/joined-encoder.ts';
import { middleSquare } from '../../src/pictures/prepare-picture.ts';
import { fakeEncoder } from './fake-encoder.ts';

const picture = { rgb: new Uint8Array(12), size: 2 };

test('each of two counts half; where one is missing the other counts whole', async () => {
  const text = fakeEncoder({ vectors: { a: [0.6, 0.8] }, readsText: true });
  const pictures = fakeEncoder({ vectors: { '': [0, 0, 1] }, pictures: middleSquare(2) });
  const joined = joinEncoders(text, pictures);
  expect(joined).toMatchObject({ width: 5, pictures: { size: 2 }, readsText: true });
  const vectors = await joined.encode([
    { text: 'a', picture },
    { text: 'a', picture: null },
    { text: null, picture },
  ]);
  const half = Math.SQRT1_2;
  const expected = [0.6 * half, 0.8 * half, 0, 0, half, 0.6, 0.8, 0, 0, 0, 0, 0, 0, 0, 1];
  expected.forEach((value, i) => expect(vectors[i]).toBeCloseTo(value, 6));
});

test('the mean of two in one space; where one is missing it is the other', async () => {
  const text = fakeEncoder({ vectors: { a: [1, 0] }, readsText: true });
  const pictures = fakeEncoder({ vectors: { '': [0, 1] }, pictures: middleSquare(2) });
  const both = averageEncoders(text, pictures);
  expect(both).toMatchObject({ width: 2, pictures: { size: 2 }, readsText: true });
  const vectors = await both.encode([
    { text: 'a', picture },
    { text: 'a', picture: null },
    { text: null, picture },
  ]);
  const half = Math.SQRT1_2;
  const expected = [half, half, 1, 0, 0, 1];
  expected.forEach((value, i) => expect(vectors[i]).toBeCloseTo(value, 6));
});
