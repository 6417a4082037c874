import { mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import type { PictureSource } from '../../src/data/catalog/open-catalog.ts';
import { PICTURE_SETTINGS } from '../../src/pictures/picture-settings.ts';
import type { PictureSettings } from '../../src/pictures/picture-settings.ts';
import { createPictureReader, pictureProblem } from '../../src/pictures/read-picture.ts';
import { defaultsOf } from '../../src/schema/settings.ts';
import { bytesAnswer, withPictureServer } from './download/picture-server.ts';

const root = mkdtempSync(join(tmpdir(), 'sid-read-picture-'));
const file = (name: string, bytes: string): string => {
  writeFileSync(join(root, name), bytes);
  return join(root, name);
};

/** The bytes as text, or what is wrong in words. */
async function read(
  picture: PictureSource | null,
  settings: Partial<PictureSettings> = {},
): Promise<string> {
  const reader = createPictureReader({ ...defaultsOf(PICTURE_SETTINGS), ...settings });
  const read = await reader(picture);
  return 'bytes' in read ? Buffer.from(read.bytes).toString() : read.problem;
}

test('files and bytes are read; what is wrong is one line with the name', async () => {
  expect(await read({ path: file('a.jpg', 'abc') })).toBe('abc');
  expect(await read(null)).toBe('no picture');
  expect(await read({ bytes: Buffer.from('def') })).toBe('def');
  expect(await read({ path: join(root, 'none.jpg') })).toBe(
    `${join(root, 'none.jpg')}: does not exist`,
  );
  mkdirSync(join(root, 'folder'));
  expect(await read({ path: join(root, 'folder') })).toBe(`${join(root, 'folder')}: is a folder`);
  expect(await read({ path: '/dev/zero' })).toBe('/dev/zero: is no file');
  const large = file('large.jpg', 'x'.repeat(1_000_001));
  expect(await read({ path: large }, { pictureMb: 1 })).toBe(
    `${large}: larger than 1 MB (‹pictureMb›)`,
  );
});

test('a decoder without words of its own', () => {
  const broken = pictureProblem({ path: 'a.jpg' }, new Error('Unknown error'));
  expect(broken).toBe('a.jpg: cannot be decoded: broken, or cut short');
  expect(pictureProblem(null, new Error('premature end\nmore'))).toBe('picture: premature end');
});

test('a URL is read only where that is allowed, and shown without its secrets', async () => {
  await withPictureServer({ '/a?key=secret': bytesAnswer(111, 107) }, async (server) => {
    const url = `http://user:secret@127.0.0.1:${server.port}/a?key=secret`;
    const shown = `http://127.0.0.1:${server.port}/a?...`;
    expect(await read({ url })).toBe(`${shown}: is on the net; add ‹allowDownload› to get it`);
    expect(await read({ url }, { allowDownload: true })).toMatch(
      /: 127\.0\.0\.1 is a loopback address; add ‹allowPrivateAddresses›/,
    );
    expect(server.connections()).toBe(0);
    const allowed = { allowDownload: true, allowPrivateAddresses: true };
    expect(await read({ url }, allowed)).toBe('ok');
    expect(await read({ url: `${url}2` }, allowed)).toBe(
      `${shown}: the server answers 404 Not Found`,
    );
  });
  const refused = await read(
    { url: 'http://127.0.0.1:9/a' },
    { allowDownload: true, allowPrivateAddresses: true },
  );
  expect(refused).toBe('http://127.0.0.1:9/a: the host does not take connections');
});

test('a cache keeps what was downloaded, and nothing that failed', async () => {
  const pictureCache = join(root, 'cache');
  const settings = { allowDownload: true, allowPrivateAddresses: true, pictureCache };
  let url = '';
  await withPictureServer({ '/a': bytesAnswer(111, 107) }, async (server) => {
    url = server.url('/a');
    expect(await read({ url }, settings)).toBe('ok');
    expect(await read({ url }, settings)).toBe('ok');
    expect(server.seen('/a')).toBe(1);
    expect(await read({ url: server.url('/none') }, settings)).toContain('404');
  });
  // The server is gone.
  expect(await read({ url }, settings)).toBe('ok');
  expect(readdirSync(pictureCache, { recursive: true })).toHaveLength(2);
});
