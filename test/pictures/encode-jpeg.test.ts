import { expect } from 'vitest';
import { loadPackage } from '../../src/packages/load-package.ts';
import { encodeJpeg } from '../../src/pictures/encode-jpeg.ts';
import { testWithPackages } from '../support/embed-packages.ts';

const size = { side: 80, quality: 85 };

interface Drawing {
  png(): Drawing;
  jpeg(): Drawing;
  raw(): Drawing;
  withMetadata(options: { orientation: number }): Drawing;
  toBuffer(): Promise<Uint8Array>;
  metadata(): Promise<{ format: string; width: number; height: number; orientation?: number }>;
}
type Draw = (
  bytes: Uint8Array,
  options?: { raw: { width: number; height: number; channels: number } },
) => Drawing;

const draw: Draw = (bytes, options) => loadPackage<Draw>('sharp')(bytes, options);

/** One color with its opacity. */
const plain = (width: number, height: number, color: readonly number[]): Drawing =>
  draw(
    Uint8Array.from({ length: width * height * color.length }, (_, i) => color[i % color.length]),
    {
      raw: { width, height, channels: color.length },
    },
  );

testWithPackages(
  'a large picture is shrunk to its longer side, a small one is not enlarged',
  async () => {
    const large = await encodeJpeg(await plain(400, 100, [200, 30, 30]).png().toBuffer(), size);
    expect(await draw(large).metadata()).toMatchObject({ format: 'jpeg', width: 80, height: 20 });
    const small = await encodeJpeg(await plain(40, 10, [200, 30, 30]).png().toBuffer(), size);
    expect(await draw(small).metadata()).toMatchObject({ format: 'jpeg', width: 40, height: 10 });
  },
);

testWithPackages('it is turned as EXIF says, and what is transparent is white', async () => {
  const turned = plain(40, 10, [0, 0, 0]).jpeg().withMetadata({ orientation: 6 });
  const metadata = await draw(await encodeJpeg(await turned.toBuffer(), size)).metadata();
  expect(metadata).toMatchObject({ width: 10, height: 40 });
  expect(metadata.orientation ?? 1).toBe(1);
  const clear = await encodeJpeg(await plain(8, 8, [0, 0, 0, 0]).png().toBuffer(), size);
  expect([...(await draw(clear).raw().toBuffer())].every((value) => value > 250)).toBe(true);
});

testWithPackages('what is no picture is refused', async () => {
  await expect(encodeJpeg(Buffer.from('no picture'), size)).rejects.toThrow(/unsupported/);
});

testWithPackages('a crop is a JPEG of the box at full resolution, upright', async () => {
  // 20 x 40 when upright (orientation 6: turned by a quarter), its upper half black.
  const pixels = Uint8Array.from({ length: 40 * 20 * 3 }, (_, i) =>
    Math.floor(i / 3) % 40 < 20 ? 0 : 255,
  );
  const bytes = await draw(pixels, { raw: { width: 40, height: 20, channels: 3 } })
    .png()
    .withMetadata({ orientation: 6 })
    .toBuffer();
  const box = { x0: 0, y0: 0.5, x1: 0.5, y1: 1 };
  const crop = await encodeJpeg(bytes, { side: null, quality: 92, box });
  expect([...crop.subarray(0, 2)]).toEqual([0xff, 0xd8]);
  expect(await draw(crop).metadata()).toMatchObject({ width: 10, height: 20 });
  expect(Math.min(...(await draw(crop).raw().toBuffer()))).toBeGreaterThan(245);
});
