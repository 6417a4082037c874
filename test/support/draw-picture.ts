import { loadPackage } from '../../src/packages/load-package.ts';

/** What the tests make pictures with. */
export interface Drawing {
  png(): Drawing;
  jpeg(options?: { quality: number }): Drawing;
  gif(): Drawing;
  toColorspace(space: string): Drawing;
  withMetadata(options: { orientation: number }): Drawing;
  toBuffer(): Promise<Uint8Array>;
}

/** A picture from its pixels, one channel after another. */
export function draw(pixels: Uint8Array | Uint16Array, width: number, height: number): Drawing {
  const channels = pixels.length / (width * height);
  const sharp = loadPackage<(from: typeof pixels, options: object) => Drawing>('sharp');
  return sharp(pixels, { raw: { width, height, channels } });
}

/** An animated GIF of pictures. */
export function animate(frames: readonly Uint8Array[]): Promise<Uint8Array> {
  const sharp = loadPackage<(from: typeof frames, options: object) => Drawing>('sharp');
  return sharp(frames, { join: { animated: true } })
    .gif()
    .toBuffer();
}
