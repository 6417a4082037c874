import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import {
  assertFolderIsFree,
  explainWriteError,
  writeFileWhole,
  writeFolderWhole,
} from '../../src/util/atomic-output.ts';
import { UserError } from '../../src/util/errors.ts';

const createFolder = (): string => mkdtempSync(join(tmpdir(), 'sid-output-'));
const fail = (): never => {
  throw new Error('in the middle');
};

test('a file appears only when it is whole; a failure leaves what was there', async () => {
  const folder = createFolder();
  const path = join(folder, 'deep', 'file.txt');
  await writeFileWhole(path, (temporary) => {
    writeFileSync(temporary, 'first');
    expect(existsSync(path)).toBe(false);
  });
  const broken = writeFileWhole(path, (temporary) => {
    writeFileSync(temporary, 'half');
    fail();
  });
  await expect(broken).rejects.toThrow('in the middle');
  expect(readFileSync(path, 'utf8')).toBe('first');
  expect(readdirSync(join(folder, 'deep'))).toEqual(['file.txt']);
});

test('so does a folder; one in use is not touched without force', async () => {
  const folder = createFolder();
  const path = join(folder, 'run');
  const fill = (text: string) => (temporary: string) => {
    writeFileSync(join(temporary, 'a'), text);
    writeFileSync(join(temporary, 'run.json'), '{}');
    return Promise.resolve();
  };
  await writeFolderWhole(path, { force: false }, fill('1'));
  await expect(writeFolderWhole(path, { force: false }, fill('2'))).rejects.toThrow(UserError);
  await expect(writeFolderWhole(path, { force: true }, fail)).rejects.toThrow('in the middle');
  expect(readFileSync(join(path, 'a'), 'utf8')).toBe('1');
  await writeFolderWhole(path, { force: true }, fill('3'));
  expect(readFileSync(join(path, 'a'), 'utf8')).toBe('3');
  expect(readdirSync(folder)).toEqual(['run']);
});

test("what is not sid's is never replaced, not even with force", async () => {
  const folder = createFolder();
  writeFileSync(join(folder, 'letter.txt'), 'dear');
  const written = writeFolderWhole(folder, { force: true }, () => Promise.resolve());
  await expect(written).rejects.toThrow(`${folder} holds files that are not sid's`);
  expect(readFileSync(join(folder, 'letter.txt'), 'utf8')).toBe('dear');
});

test('a file where a folder should go is named; an empty folder is free', () => {
  const folder = createFolder();
  assertFolderIsFree(folder, { force: false });
  const path = join(folder, 'file');
  writeFileSync(path, '');
  for (const force of [false, true]) {
    expect(() => {
      assertFolderIsFree(path, { force });
    }).toThrow(`${path} is a file`);
  }
  expect(existsSync(path)).toBe(true);
});

test('a full disk becomes a line for the user', () => {
  // /dev/full exists on Linux: every write to it finds the disk full.
  const error: unknown = existsSync('/dev/full')
    ? (() => {
        try {
          writeFileSync('/dev/full', 'x');
        } catch (fault) {
          return fault;
        }
        return undefined;
      })()
    : Object.assign(new Error('no space'), { code: 'ENOSPC' });
  expect(explainWriteError(error, 'out/x')).toEqual(
    new UserError('out/x: the disk is full; free some room and run the command again'),
  );
  const other = new Error('something else');
  expect(explainWriteError(other, 'x')).toBe(other);
});

test('a path that leads through a link to nowhere is too', async () => {
  const folder = createFolder();
  symlinkSync(join(folder, 'no such disk'), join(folder, 'link'));
  const fill = (): Promise<void> => Promise.resolve();
  const told = /a part of this path is a link to what is not there; choose another ‹out›/;
  const out = join(folder, 'link', 'run');
  await expect(writeFolderWhole(out, { force: false }, fill)).rejects.toThrow(told);
  await expect(writeFileWhole(out, fill)).rejects.toThrow(told);
});

test('a path that leads through a file is the user’s to mend', async () => {
  const file = join(createFolder(), 'a-file');
  writeFileSync(file, '');
  const out = join(file, 'run');
  const message = `${out}: a part of this path is a file; choose another ‹out›`;
  const fill = (): Promise<void> => Promise.resolve();
  await expect(writeFolderWhole(out, { force: false }, fill)).rejects.toThrow(message);
  await expect(writeFileWhole(join(out, 'x'), fill)).rejects.toThrow(
    /a part of this path is a file/,
  );
});
