// Where the pictures of pairs are, so that any of them can be had at any time without reading through the catalog.
import { closeSync, mkdirSync, openSync, readSync, rmSync, writeSync } from 'node:fs';
import { dirname } from 'node:path';
import type { PixelArea } from '../pictures/picture-box.ts';
import type { PictureFile, PictureSize } from '../pictures/with-picture.ts';
import { UserError } from '../util/errors.ts';
import { Growable } from '../util/growable.ts';

/** A picture that can be decoded. */
export interface StoredPicture {
  readonly source: PictureFile;
  readonly upright: PictureSize;
  /** What of it is the item; null: all of it. */
  readonly area: PixelArea | null;
}

/** Pictures by their number, from 0. */
export interface PictureStore {
  readonly count: number;
  /** Adds one that was looked at. @returns its number */
  add(picture: StoredPicture): number;
  /** @throws UserError if the file of the store was cut or removed */
  get(number: number): StoredPicture;
  /** The path of its file; undefined: it has none of its own. */
  pathOf(number: number): string | undefined;
  /** Removes the store's file. */
  close(): void;
}

/**
 * Pictures that are files stay where they are. Bytes out of a catalog, or from the net, go into one file, from which each
 * is read at its place: a table of columns gives no single picture without a pass over many.
 *
 * @param path of that file, replaced; made with the first picture that needs it
 */
export function createPictureStore(path: string): PictureStore {
  const paths: (string | null)[] = [];
  const starts = new Growable(new Float64Array(0));
  const sizes = new Growable(new Int32Array(0));
  let file: number | undefined;
  let end = 0;
  const append = (bytes: Uint8Array): void => {
    if (file === undefined) {
      mkdirSync(dirname(path), { recursive: true });
      file = openSync(path, 'w+');
    }
    for (let done = 0; done < bytes.length;) {
      done += writeSync(file, bytes, done, bytes.length - done, end + done);
    }
    end += bytes.length;
  };
  const read = (number: number): Uint8Array => {
    const start = starts.values[number];
    const next = number + 1 < paths.length ? starts.values[number + 1] : end;
    const bytes = new Uint8Array(next - start);
    for (let done = 0; done < bytes.length;) {
      const got = readSync(file as number, bytes, done, bytes.length - done, start + done);
      if (got === 0) throw new UserError(`${path} was cut short; run the same command again`);
      done += got;
    }
    return bytes;
  };
  return {
    get count() {
      return paths.length;
    },
    add({ source, upright, area }) {
      const isFile = typeof source === 'string';
      paths.push(isFile ? source : null);
      starts.push(end);
      if (!isFile) append(source);
      const { left, top, width, height } = area ?? { left: -1, top: 0, width: 0, height: 0 };
      for (const value of [upright.width, upright.height, left, top, width, height]) {
        sizes.push(value);
      }
      return paths.length - 1;
    },
    get(number) {
      const at = number * 6;
      const [wide, high, left, top, width, height] = sizes.values.subarray(at, at + 6);
      return {
        source: paths[number] ?? read(number),
        upright: { width: wide, height: high },
        area: left < 0 ? null : { left, top, width, height },
      };
    },
    pathOf: (number) => paths[number] ?? undefined,
    close() {
      if (file === undefined) return;
      closeSync(file);
      file = undefined;
      rmSync(path, { force: true });
    },
  };
}
