// The bytes of a picture, wherever its catalog says that it is.
import { open } from 'node:fs/promises';
import type { PictureSource } from '../data/catalog/open-catalog.ts';
import { messageOf, setting, systemErrorCode, UserError } from '../util/errors.ts';
import { downloadPicture } from './download/download-picture.ts';
import { cachedPicture } from './download/picture-cache.ts';
import { describeSpecialAddress } from './download/public-address.ts';
import { showUrl } from './download/show-url.ts';
import type { PictureSettings } from './picture-settings.ts';
import { tooLargeText } from './too-large.ts';

/** A picture's bytes as they are stored, or why there are none, in words. */
export type PictureBytes = { readonly bytes: Uint8Array } | { readonly problem: string };

/** Reads a picture; what is wrong with it is said, never thrown. Settings are named as `setting()` does. */
export type ReadPicture = (picture: PictureSource | null) => Promise<PictureBytes>;

/** Reads files and bytes; URLs where the settings allow it. */
export function createPictureReader(settings: PictureSettings): ReadPicture {
  return async (picture) => {
    if (picture === null) return { problem: 'no picture' };
    try {
      return { bytes: await readBytes(picture, settings) };
    } catch (error) {
      return { problem: pictureProblem(picture, error) };
    }
  };
}

async function readBytes(picture: PictureSource, settings: PictureSettings): Promise<Uint8Array> {
  const mostBytes = settings.pictureMb * 1e6;
  if ('bytes' in picture) return picture.bytes;
  if ('path' in picture) return readWhole(picture.path, mostBytes);
  const { url } = picture;
  if (!settings.allowDownload) {
    throw new UserError(`is on the net; add ${setting('allowDownload')} to get it`);
  }
  const download = (): Promise<Uint8Array> =>
    downloadPicture(url, {
      refuse: settings.allowPrivateAddresses ? () => undefined : describeSpecialAddress,
      mostBytes,
      mostMs: settings.downloadSeconds * 1000,
    });
  if (settings.pictureCache === null) return download();
  return readWhole(await cachedPicture(settings.pictureCache, url, download), mostBytes);
}

/** "mug.jpg: does not exist", for an error of reading or decoding; no secret of a URL. */
export function pictureProblem(picture: PictureSource | null, error: unknown): string {
  return `${nameOf(picture)}: ${explain(error)}`;
}

async function readWhole(path: string, mostBytes: number): Promise<Uint8Array> {
  const file = await open(path);
  try {
    const stats = await file.stat();
    if (stats.isDirectory()) throw new UserError('is a folder');
    if (!stats.isFile()) throw new UserError('is no file');
    if (stats.size > mostBytes) throw new UserError(tooLargeText(mostBytes));
    return await file.readFile();
  } finally {
    await file.close();
  }
}

function nameOf(picture: PictureSource | null): string {
  if (picture === null) return 'picture';
  if ('path' in picture) return picture.path;
  return 'url' in picture ? showUrl(picture.url) : 'picture';
}

/** sharp's where another thread, with a broken picture of its own, took the decoder's words first. */
const NO_WORDS = 'Unknown error';

function explain(error: unknown): string {
  const code = systemErrorCode(error);
  switch (code) {
    case 'ENOENT':
      return 'does not exist';
    case 'EACCES':
      return 'may not be read; change its permissions';
    case 'ENOTFOUND':
      return 'no host has this name';
    case 'ECONNREFUSED':
      return 'the host does not take connections';
    default:
      return wordsOf(error) ?? code ?? 'cannot be decoded: broken, or cut short';
  }
}

function wordsOf(error: unknown): string | undefined {
  const [first] = messageOf(error).split('\n');
  return first === '' || first === NO_WORDS ? undefined : first;
}
