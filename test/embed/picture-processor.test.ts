import { mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { readPictureProcessor } from '../../src/embed/picture-processor.ts';
import { UserError } from '../../src/util/errors.ts';

function read(config: object, file = 'preprocessor_config.json') {
  const folder = mkdtempSync(join(tmpdir(), 'sid-processor-'));
  writeFileSync(join(folder, file), JSON.stringify(config));
  return readPictureProcessor(folder, 224);
}

const CLIP = {
  ...{ do_center_crop: true, do_resize: true, resample: 3, rescale_factor: 0.00392156862745098 },
  ...{ image_mean: [0.48, 0.46, 0.41], image_std: [0.27, 0.26, 0.28] },
};

test("CLIP's, as old and new versions write it", () => {
  const middle = { size: 224, shorterSide: 224, kernel: 'cubic' };
  const scale = { mean: CLIP.image_mean, std: CLIP.image_std };
  const now = { ...CLIP, size: { shortest_edge: 224 }, crop_size: { height: 224, width: 224 } };
  expect(read(now)).toMatchObject({ shape: middle, scale });
  expect(read({ ...CLIP, size: 224, crop_size: 224 })).toMatchObject({ shape: middle, scale });
  expect(read({ image_processor: now }, 'processor_config.json')).toMatchObject({ shape: middle });
});

test('a larger picture of which the middle is cut', () => {
  const { shape } = read({ size: { shortest_edge: 256 }, crop_size: 224, resample: 2 }) ?? {};
  expect(shape).toEqual({ size: 224, shorterSide: 256, kernel: 'linear' });
});

test("ViT's: the whole picture squeezed into the square, values from -1 to 1", () => {
  const squeezed = { size: 224, shorterSide: null, kernel: 'linear' };
  const vit = { size: { height: 224, width: 224 }, resample: 2, do_normalize: true };
  const scale = { mean: [0.5, 0.5, 0.5], std: [0.5, 0.5, 0.5] };
  expect(read(vit)).toMatchObject({ shape: squeezed, scale });
  expect(read({ ...vit, size: 224 })).toMatchObject({ shape: squeezed });
  const raw = { mean: [0, 0, 0], std: [1, 1, 1] };
  expect(read({ ...vit, do_normalize: false })).toMatchObject({ scale: raw });
});

test('a folder without the file', () => {
  expect(readPictureProcessor(mkdtempSync(join(tmpdir(), 'sid-none-')), 224)).toBeUndefined();
});

test.each([
  [{}, '"size" is missing'],
  [{ size: 'large' }, '"size" must be a number, {"shortest_edge": n}'],
  [{ size: 384 }, 'makes pictures of 384 x 384, the model takes 224 x 224'],
  [{ size: { height: 224, width: 112 } }, '"size" is 224 x 112; squares are wanted'],
  [{ size: { shortest_edge: 224 } }, 'pictures of any shape'],
  [{ size: 200, crop_size: 224 }, '"crop_size" 224 is above "size" 200'],
  [{ size: 224, resample: 0 }, '"resample" 0 is not known'],
  [{ size: 224, rescale_factor: 0.0078 }, 'rescaled by 1/255'],
  [{ size: 224, image_mean: [0.5] }, 'lists of three numbers'],
])('refuses %j in one line', (config, message) => {
  expect(() => read(config)).toThrow(UserError);
  expect(() => read(config)).toThrow(message);
  expect(() => read(config)).toThrow('preprocessor_config.json');
});
