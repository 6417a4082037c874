import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { unpackWheel } from '../../../src/engine/setup/unpack-wheel.ts';

/** A zip file whose entries are stored as they are (PKWARE's APPNOTE, sections 4.3.7 to 4.3.16). */
function zipOf(files: Readonly<Record<string, string>>): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, text] of Object.entries(files)) {
    const data = Buffer.from(text);
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0); // version needed
    common.writeUInt32LE(crc32(data), 10);
    common.writeUInt32LE(data.length, 14);
    common.writeUInt32LE(data.length, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), common, Buffer.from(name), data]);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    const version = Buffer.from([20, 0]);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02'), version, common, tail, Buffer.from(name)]),
    );
    parts.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(directory.length, 4);
  end.writeUInt16LE(directory.length, 6);
  end.writeUInt32LE(entries.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...parts, entries, Buffer.from('PK\x05\x06'), end]);
}

test('chosen files are unpacked to where they are wanted, others stay packed', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'sid-wheel-'));
  const wheel = join(folder, 'some.whl');
  writeFileSync(wheel, zipOf({ 'a/one.h': 'first', 'a/two.py': 'second', 'a/b/three.h': 'third' }));
  const seen: number[] = [];
  await unpackWheel(
    wheel,
    join(folder, 'out'),
    (name) => (name.endsWith('.h') ? name.replace('a/', 'include/') : undefined),
    ({ done }) => seen.push(done),
  );
  expect(readFileSync(join(folder, 'out', 'include', 'one.h'), 'utf8')).toBe('first');
  expect(readFileSync(join(folder, 'out', 'include', 'b', 'three.h'), 'utf8')).toBe('third');
  expect(existsSync(join(folder, 'out', 'a', 'two.py'))).toBe(false);
  expect(seen.at(-1)).toBe(3);
});
