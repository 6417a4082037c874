import { crc32 } from 'node:zlib';
import { expect } from 'vitest';
import { middleSquare, preparePicture } from '../../src/pictures/prepare-picture.ts';
import { Rng } from '../../src/util/rng.ts';
import { testWithPackages } from '../support/embed-packages.ts';
import { animate, draw } from '../support/draw-picture.ts';

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
  const { rgb } = await preparePicture(
    await draw(pixels, width, height).png().toBuffer(),
    middleSquare(size),
  );
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

testWithPackages('enlarges as PIL does, to the last bit', async () => {
  const [width, height, size] = [30, 20, 32];
  const pixels = noisyPixels(width, height);
  const { rgb } = await preparePicture(
    await draw(pixels, width, height).png().toBuffer(),
    middleSquare(size),
  );
  for (let channel = 0; channel < 3; channel++) {
    const rows = Array.from({ length: height }, (_, y) =>
      resizeRow((x) => pixels[3 * (y * width + x) + channel], width, 48),
    );
    for (let x = 0; x < size; x++) {
      const column = resizeRow((y) => rows[y][x + 8], height, size);
      const own = Array.from({ length: size }, (_, y) => rgb[3 * (y * size + x) + channel]);
      expect(own).toEqual(column);
    }
  }
});

testWithPackages('turns a picture as its EXIF says', async () => {
  // Left half black, right half white; orientation 3 is upside down.
  const pixels = Uint8Array.from({ length: 16 * 8 * 3 }, (_, i) =>
    Math.floor(i / 3) % 16 < 8 ? 0 : 255,
  );
  const drawing = draw(pixels, 16, 8);
  const turned = await drawing.jpeg({ quality: 100 }).withMetadata({ orientation: 3 }).toBuffer();
  const { rgb } = await preparePicture(turned, middleSquare(8));
  expect(rgb[0]).toBeGreaterThan(200);
  expect(rgb[3 * 7]).toBeLessThan(50);
});

testWithPackages('transparent is white, gray has three channels, CMYK becomes RGB', async () => {
  const clear = await draw(new Uint8Array(8 * 8 * 4), 8, 8)
    .png()
    .toBuffer();
  expect([...(await preparePicture(clear, middleSquare(4))).rgb]).toEqual(Array(48).fill(255));
  const gray = await draw(new Uint8Array(64).fill(77), 8, 8).toColorspace('b-w').png().toBuffer();
  expect([...(await preparePicture(gray, middleSquare(4))).rgb]).toEqual(Array(48).fill(77));
  const red = Uint8Array.from({ length: 192 }, (_, i) => (i % 3 === 0 ? 220 : 30));
  const cmyk = await draw(red, 8, 8).toColorspace('cmyk').jpeg({ quality: 100 }).toBuffer();
  const { rgb } = await preparePicture(cmyk, middleSquare(4));
  expect(rgb).toHaveLength(48);
  expect(rgb[0]).toBeGreaterThan(150);
  expect(rgb[1]).toBeLessThan(100);
});

testWithPackages(
  'of 16 bits the upper eight are taken, gray with a clear part lies on white',
  async () => {
    const deep = await draw(new Uint16Array(192).fill(0x8000), 8, 8)
      .toColorspace('rgb16')
      .png()
      .toBuffer();
    expect([...(await preparePicture(deep, middleSquare(4))).rgb]).toEqual(Array(48).fill(128));
    const gray = await draw(new Uint16Array(64).fill(0x4000), 8, 8)
      .toColorspace('grey16')
      .png()
      .toBuffer();
    expect([...(await preparePicture(gray, middleSquare(4))).rgb]).toEqual(Array(48).fill(64));
    const clear = Uint8Array.from({ length: 128 }, (_, i) => (i % 2 === 0 ? 50 : 0));
    const half = await draw(clear, 8, 8).toColorspace('b-w').png().toBuffer();
    expect([...(await preparePicture(half, middleSquare(4))).rgb]).toEqual(Array(48).fill(255));
  },
);

testWithPackages('of an animation the first frame is taken', async () => {
  const frame = (level: number) => draw(new Uint8Array(192).fill(level), 8, 8).png().toBuffer();
  const bytes = await animate([await frame(250), await frame(5)]);
  expect([...(await preparePicture(bytes, middleSquare(4))).rgb]).toEqual(Array(48).fill(250));
});

testWithPackages('long and thin, or smaller than the square, is no trouble', async () => {
  const thin = await draw(new Uint8Array(3 * 20_000).fill(90), 20_000, 1)
    .png()
    .toBuffer();
  expect([...(await preparePicture(thin, middleSquare(4))).rgb]).toEqual(Array(48).fill(90));
  const dot = await draw(Uint8Array.from([1, 2, 3]), 1, 1)
    .png()
    .toBuffer();
  expect([...(await preparePicture(dot, middleSquare(2))).rgb]).toEqual([
    1, 2, 3, 1, 2, 3, 1, 2, 3, 1, 2, 3,
  ]);
});

testWithPackages('large ones are decoded one after another, and come out as they are', async () => {
  const large = await draw(new Uint8Array(5001 * 5000).fill(9), 5001, 5000)
    .toColorspace('b-w')
    .png()
    .toBuffer();
  const cut = large.slice(0, large.length / 2);
  const all = [
    preparePicture(cut, middleSquare(2)),
    preparePicture(large, middleSquare(2)),
    preparePicture(large, middleSquare(2)),
  ];
  const outcomes = await Promise.allSettled(all);
  const levels = outcomes.map((each) => (each.status === 'rejected' ? [] : [...each.value.rgb]));
  expect(levels).toEqual([[], Array(12).fill(9), Array(12).fill(9)]);
});

/** A PNG that says to be so wide and high, of which no pixel follows. */
function pngBomb(width: number, height: number): Uint8Array {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2], 8);
  const chunk = (type: string, data: Uint8Array): Uint8Array => {
    const bytes = Buffer.concat([Buffer.alloc(4), Buffer.from(type), data, Buffer.alloc(4)]);
    bytes.writeUInt32BE(data.length, 0);
    bytes.writeUInt32BE(crc32(bytes.subarray(4, -4)), bytes.length - 4);
    return bytes;
  };
  const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');
  return Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', new Uint8Array(8))]);
}

testWithPackages(
  'what is no picture, or a drawing, cut short or a bomb, throws a line that says so',
  async () => {
    const asBytes = (text: string): Uint8Array => new TextEncoder().encode(text);
    await expect(preparePicture(new Uint8Array(), middleSquare(8))).rejects.toThrow('has no bytes');
    await expect(
      preparePicture(asBytes('<html>not found</html>'), middleSquare(8)),
    ).rejects.toThrow('unsupported image format');
    const svg = '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect/></svg>';
    await expect(preparePicture(asBytes(svg), middleSquare(8))).rejects.toThrow(
      'is svg; JPEG, PNG',
    );
    const whole = await draw(noisyPixels(64, 64), 64, 64).jpeg().toBuffer();
    await expect(
      preparePicture(whole.slice(0, whole.length / 2), middleSquare(8)),
    ).rejects.toThrow();
    await expect(preparePicture(pngBomb(15_000, 15_000), middleSquare(8))).rejects.toThrow(
      'pixel limit',
    );
  },
);

testWithPackages('a box is cut out of the upright picture before anything is shrunk', async () => {
  // 16 x 8, stored upside down: when upright the left half is white, the right half black, with a gray corner.
  const pixels = Uint8Array.from({ length: 16 * 8 * 3 }, (_, i) => {
    const [x, y] = [Math.floor(i / 3) % 16, Math.floor(i / 48)];
    if (x < 4 && y < 4) return 120;
    return x < 8 ? 0 : 255;
  });
  const bytes = await draw(pixels, 16, 8).png().withMetadata({ orientation: 3 }).toBuffer();
  const colors = async (x0: number, y0: number, x1: number, y1: number): Promise<number[]> => [
    ...new Set((await preparePicture(bytes, middleSquare(4), { x0, y0, x1, y1 })).rgb),
  ];
  expect(await colors(0, 0, 0.5, 1)).toEqual([255]);
  expect(await colors(0.5, 0, 1, 0.5)).toEqual([0]);
  expect(await colors(0.75, 0.5, 1, 1)).toEqual([120]);
  const whole = (await preparePicture(bytes, middleSquare(4))).rgb;
  expect(
    (await preparePicture(bytes, middleSquare(4), { x0: 0, y0: 0, x1: 1, y1: 1 })).rgb,
  ).toEqual(whole);
});

testWithPackages('a model may want the whole picture squeezed, or its middle', async () => {
  // Columns of 0, 100, 200 and 250, two rows.
  const row = [0, 100, 200, 250].flatMap((level) => [level, level, level]);
  const wide = await draw(Uint8Array.from([...row, ...row]), 4, 2)
    .png()
    .toBuffer();
  const middle = await preparePicture(wide, middleSquare(2));
  expect([...middle.rgb].filter((_, i) => i % 3 === 0)).toEqual([100, 200, 100, 200]);
  const shape = { size: 2, shorterSide: null, kernel: 'linear' } as const;
  const squeezed = await preparePicture(wide, shape);
  // Bilinear, stretched by 2: weights 1/8, 3/8, 3/8 and 1/8, with the edge drawn out.
  const [left, right] = [(0 + 3 * 0 + 3 * 100 + 200) / 8, (100 + 3 * 200 + 3 * 250 + 250) / 8];
  [left, right, left, right].forEach((level, i) => {
    expect(Math.abs(squeezed.rgb[3 * i] - level)).toBeLessThan(1);
  });
});
