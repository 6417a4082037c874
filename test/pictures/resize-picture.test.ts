import { expect } from 'vitest';
import { resampleRgb } from '../../src/pictures/resample.ts';
import { resizePicture } from '../../src/pictures/resize-picture.ts';
import { draw } from '../support/draw-picture.ts';
import { testWithPackages } from '../support/embed-packages.ts';

testWithPackages('a picture is turned upright first, and nothing of it is cut off', async () => {
  const pixels = Uint8Array.from({ length: 30 * 20 * 3 }, (_, i) => (i * i * 7) % 251);
  // Orientation 6: what is stored as 30 x 20 stands 20 x 30, its rows being the columns from the bottom up.
  const bytes = await draw(pixels, 30, 20).png().withMetadata({ orientation: 6 }).toBuffer();
  const resized = await resizePicture(
    bytes,
    (upright) => {
      expect(upright).toEqual({ width: 20, height: 30 });
      return { width: 9, height: 50 };
    },
    'linear',
  );
  const turned = Uint8Array.from(pixels, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % 20, Math.floor(i / 60)];
    return pixels[3 * ((19 - x) * 30 + y) + (i % 3)];
  });
  const expected = resampleRgb(turned, { width: 20, height: 30 }, resized, 'linear');
  expect(resized).toMatchObject({ width: 9, height: 50 });
  expect(resized.rgb).toEqual(expected);
});
