import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { loadTokenizer } from '../../src/onnx/tokenizer.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';

testOnModels(['tiny-clip'], "CLIP's token ids are Python's", async () => {
  const folder = sharedModel('tiny-clip');
  const golden = JSON.parse(readFileSync(sharedModel('tiny-clip', 'golden.json'), 'utf8')) as {
    texts: string[];
    input_ids: number[][];
    attention_mask: number[][];
  };
  const tokenize = loadTokenizer(folder);
  golden.texts.forEach((text, i) => {
    const length = golden.attention_mask[i].reduce((sum, one) => sum + one, 0);
    expect(tokenize(text), text).toEqual(golden.input_ids[i].slice(0, length));
  });
  await Promise.resolve();
});

testOnModels(['tiny-clip'], 'a text that is too long keeps its end token', async () => {
  const tokenize = loadTokenizer(sharedModel('tiny-clip'));
  const [start, ...rest] = tokenize('a red apple');
  const long = tokenize('a red apple '.repeat(60));
  expect(long).toHaveLength(77);
  expect(long[0]).toBe(start);
  expect(long.at(-1)).toBe(rest.at(-1));
  await Promise.resolve();
});
