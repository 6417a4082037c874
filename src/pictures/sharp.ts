// The part of sharp's interface that is used here.
import { loadPackage } from '../packages/load-package.ts';
import type { PictureKernel } from './resample.ts';

/** A picture in sharp's hands; each method gives it back. */
export interface SharpPicture {
  autoOrient(): SharpPicture;
  flatten(options: { background: string }): SharpPicture;
  toColorspace(space: 'srgb'): SharpPicture;
  resize(
    width: number,
    height: number,
    options:
      | { fit: 'fill'; kernel: PictureKernel; fastShrinkOnLoad: boolean }
      | { fit: 'inside'; withoutEnlargement: boolean },
  ): SharpPicture;
  extract(area: { left: number; top: number; width: number; height: number }): SharpPicture;
  raw(): SharpPicture;
  jpeg(options: { quality: number }): SharpPicture;
  metadata(): Promise<{ format: string; autoOrient: { width: number; height: number } }>;
  toBuffer(options: {
    resolveWithObject: true;
  }): Promise<{ data: Uint8Array; info: { width: number; height: number; channels: number } }>;
}

type Sharp = (
  source: Uint8Array | string,
  options: { failOn: 'error'; limitInputPixels: number },
) => SharpPicture;

let loaded: Sharp | undefined;

/** @throws UserError if the optional packages are not installed */
export function loadSharp(): Sharp {
  loaded ??= loadPackage<Sharp>('sharp');
  return loaded;
}
