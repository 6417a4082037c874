import { expect } from 'vitest';
import { loadPackage } from '../../src/packages/load-package.ts';
import { loadSharp } from '../../src/pictures/sharp.ts';
import { thumbnail } from '../../src/pictures/thumbnail.ts';
import { testWithPackages } from '../support/embed-packages.ts';

type Draw = (
  pixels: Uint8Array,
  options: { raw: { width: number; height: number; channels: number } },
) => { png(): { toBuffer(): Promise<Uint8Array> } };

/** Half transparent: left red, right nothing. */
async function halfRed(width: number, height: number): Promise<Uint8Array> {
  const pixels = Uint8Array.from({ length: width * height * 4 }, (_, i) => {
    const isLeft = Math.floor(i / 4) % width < width / 2;
    return isLeft && (i % 4 === 0 || i % 4 === 3) ? 255 : 0;
  });
  const raw = { width, height, channels: 4 };
  return loadPackage<Draw>('sharp')(pixels, { raw }).png().toBuffer();
}

async function decode(url: string) {
  expect(url).toMatch(/^data:image\/jpeg;base64,/);
  const bytes = Buffer.from(url.slice(url.indexOf(',') + 1), 'base64');
  const options = { failOn: 'error', limitInputPixels: 1e6 } as const;
  return loadSharp()(bytes, options).raw().toBuffer({ resolveWithObject: true });
}

testWithPackages('a large picture shrinks as a whole, what is transparent is white', async () => {
  const { data, info } = await decode(await thumbnail(await halfRed(120, 60), 40));
  expect([info.width, info.height]).toEqual([40, 20]);
  const pixel = (x: number): number[] => [
    ...data.subarray((10 * 40 + x) * 3, (10 * 40 + x) * 3 + 3),
  ];
  const near = (a: number[], b: number[]): number =>
    Math.max(...a.map((v, i) => Math.abs(v - b[i])));
  expect(near(pixel(4), [255, 0, 0])).toBeLessThan(12);
  expect(near(pixel(36), [255, 255, 255])).toBeLessThan(12);
});

testWithPackages('a small one stays as it is, and no picture is an error', async () => {
  const { info } = await decode(await thumbnail(await halfRed(12, 6), 40));
  expect([info.width, info.height]).toEqual([12, 6]);
  await expect(thumbnail(Buffer.from('no picture'), 40)).rejects.toThrow();
});
