import { expect } from 'vitest';
import { loadPackage } from '../../src/packages/load-package.ts';
import { preparePicture } from '../../src/pictures/prepare-picture.ts';
import { Rng } from '../../src/util/rng.ts';
import { testWithPackages } from '../support/embed-packages.ts';

/** What the tests make pictures with. */
interface Drawing {
  png(): Drawing;
  jpeg(options?: { quality: number }): Drawing;
  toColorspace(space: string): Drawing;
  withMetadata(options: { orientation: number }): Drawing;
  toBuffer(): Promise<Uint8Array>;
}
type Draw = (
  pixels: Uint8Array,
  options: { raw: { width: number; height: number; channels: number } },
) => Drawing;

const draw = (pixels: Uint8Array, width: number, height: number): Drawing =>
  loadPackage<Draw>('sharp')(pixels, {
    raw: { width, height, channels: pixels.length / (width * height) },
  });

/** Smooth shapes under noise, so that antialiasing and ringing both show. */
function noisyPixels(width: number, height: number): Uint8Array {
  const rng = Rng.fromSeed(1);
  return Uint8Array.from({ length: width * height * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % width, Math.floor(i / (3 * width))];
    return Math.min(
      255,
      Math.max(0, 128 + 80 * Math.sin(x / 9) * Math.cos(y / 7) + rng.normal() * 40),
    );
  });
}

/**
 * PIL's resampling, written out: the cubic kernel with a = -0.5, stretched by the factor of reduction, weights that sum
 * to 1; columns first, rounded to whole levels between.
 */
function resizeRow(source: (i: number) => number, from: number, to: number): number[] {
  const scale = from / to;
  const stretch = Math.max(scale, 1);
  const cubic = (x: number): number => {
    const d = Math.abs(x);
    if (d < 1) return (1.5 * d - 2.5) * d * d + 1;
    return d < 2 ? ((-0.5 * d + 2.5) * d - 4) * d + 2 : 0;
  };
  return Array.from({ length: to }, (_, i) => {
    const center = (i + 0.5) * scale;
    const first = Math.max(0, Math.round(center - 2 * stretch));
    const last = Math.min(from, Math.round(center + 2 * stretch));
    let [sum, weights] = [0, 0];
    for (let j = first; j < last; j++) {
      const weight = cubic((j + 0.5 - center) / stretch);
      sum += weight * source(j);
      weights += weight;
    }
    return Math.min(255, Math.max(0, Math.round(sum / weights)));
  });
}

testWithPackages('shrinks as PIL does, to a fifth of a gray level on average', async () => {
  const [width, height, size] = [200, 120, 48];
  const pixels = noisyPixels(width, height);
  const wide = Math.floor((width * size) / height);
  const { rgb } = await preparePicture(await draw(pixels, width, height).png().toBuffer(), size);
  let difference = 0;
  for (let channel = 0; channel < 3; channel++) {
    const rows = Array.from({ length: height }, (_, y) =>
      resizeRow((x) => pixels[3 * (y * width + x) + channel], width, wide),
    );
    for (let x = 0; x < size; x++) {
      const column = resizeRow((y) => rows[y][x + Math.floor((wide - size) / 2)], height, size);
      column.forEach(
        (value, y) => (difference += Math.abs(value - rgb[3 * (y * size + x) + channel])),
      );
    }
  }
  expect(difference / (3 * size * size)).toBeLessThan(0.3);
});

testWithPackages('turns a picture as its EXIF says', async () => {
  // Left half black, right half white; orientation 3 is upside down.
  const pixels = Uint8Array.from({ length: 16 * 8 * 3 }, (_, i) =>
    Math.floor(i / 3) % 16 < 8 ? 0 : 255,
  );
  const drawing = draw(pixels, 16, 8);
  const turned = await drawing.jpeg({ quality: 100 }).withMetadata({ orientation: 3 }).toBuffer();
  const { rgb } = await preparePicture(turned, 8);
  expect(rgb[0]).toBeGreaterThan(200);
  expect(rgb[3 * 7]).toBeLessThan(50);
});

testWithPackages('transparent is white, gray has three channels, CMYK becomes RGB', async () => {
  const clear = await draw(new Uint8Array(8 * 8 * 4), 8, 8)
    .png()
    .toBuffer();
  expect([...(await preparePicture(clear, 4)).rgb]).toEqual(Array(48).fill(255));
  const gray = await draw(new Uint8Array(64).fill(77), 8, 8).toColorspace('b-w').png().toBuffer();
  expect([...(await preparePicture(gray, 4)).rgb]).toEqual(Array(48).fill(77));
  const red = Uint8Array.from({ length: 192 }, (_, i) => (i % 3 === 0 ? 220 : 30));
  const cmyk = await draw(red, 8, 8).toColorspace('cmyk').jpeg({ quality: 100 }).toBuffer();
  const { rgb } = await preparePicture(cmyk, 4);
  expect(rgb).toHaveLength(48);
  expect(rgb[0]).toBeGreaterThan(150);
  expect(rgb[1]).toBeLessThan(100);
});

testWithPackages('what is no picture, or cut short, throws', async () => {
  await expect(preparePicture(new TextEncoder().encode('hello'), 8)).rejects.toThrow();
  const whole = await draw(noisyPixels(64, 64), 64, 64).jpeg().toBuffer();
  await expect(preparePicture(whole.slice(0, whole.length / 2), 8)).rejects.toThrow();
});
