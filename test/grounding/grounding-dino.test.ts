import { readFileSync } from 'node:fs';
import { expect } from 'vitest';
import { captionTokens, toCaption } from '../../src/grounding/detector-caption.ts';
import { loadGroundingDino } from '../../src/grounding/grounding-dino.ts';
import { loadTokenizer } from '../../src/onnx/tokenizer.ts';
import { sharedModel, testOnModels } from '../support/shared-data.ts';

const NAME = 'tiny-grounding-dino';
const GOLDEN = `${NAME}/golden.json`;
const folder = sharedModel(NAME);

/** What PyTorch made of a caption and a picture of noise. */
interface GoldenCase {
  readonly caption: string;
  readonly input_ids: number[];
  readonly height: number;
  readonly width: number;
  readonly pixel_values: number[];
  /** Null: -Infinity, which JSON does not have. */
  readonly logits: (number | null)[];
  readonly pred_boxes: number[];
}

const readGolden = (): GoldenCase[] =>
  JSON.parse(readFileSync(sharedModel(GOLDEN), 'utf8')) as GoldenCase[];

testOnModels([NAME, GOLDEN], "logits, boxes and token ids are PyTorch's", async () => {
  const detector = await loadGroundingDino(folder, null);
  const tokenize = loadTokenizer(folder);
  for (const { caption, input_ids, pixel_values, ...golden } of readGolden()) {
    expect(captionTokens(caption, tokenize, 256)).toEqual(input_ids);
    const pixels = Float32Array.from(pixel_values);
    const { logits, boxes } = await detector.detectPixels(pixels, golden, caption);
    expect(boxes).toHaveLength(golden.pred_boxes.length);
    golden.pred_boxes.forEach((value, i) => expect(Math.abs(boxes[i] - value)).toBeLessThan(1e-6));
    expect(logits).toHaveLength(golden.logits.length);
    golden.logits.forEach((value, i) => {
      if (value === null) expect(logits[i]).toBe(-Infinity);
      else expect(Math.abs(logits[i] - value)).toBeLessThan(5e-5);
    });
  }
});

testOnModels([NAME], 'a long prompt loses words, never its full stop', () => {
  const tokenize = loadTokenizer(folder);
  const all = captionTokens('Apple pear shirt', tokenize, 256);
  expect(all).toEqual(tokenize('apple pear shirt.'));
  const cut = captionTokens('Apple pear shirt', tokenize, all.length - 1);
  expect(cut).toEqual(tokenize('apple pear.'));
  expect(toCaption(' Golden Apple. ')).toBe('golden apple.');
  return Promise.resolve();
});

testOnModels([NAME], 'a graph of one size takes no other', async () => {
  expect((await loadGroundingDino(folder, 64)).size).toEqual({ height: 64, width: 80 });
  await expect(loadGroundingDino(folder, 480)).rejects.toThrow(
    /model\.onnx was exported for pictures of 64 x 80 only; leave ‹detectorSize› out/,
  );
});

testOnModels(['tiny-clip'], 'another model is refused', async () => {
  await expect(loadGroundingDino(sharedModel('tiny-clip'), null)).rejects.toThrow('tiny-clip');
});
