import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { encodeStage } from '../../src/embed/encode-stage.ts';
import { UserError } from '../../src/util/errors.ts';
import { fakeEncoder } from './fake-encoder.ts';

afterEach(() => {
  vi.unstubAllEnvs();
});

test('that the package for pictures is missing is told at once, and is no problem of an item', () => {
  vi.stubEnv('SID_CACHE_DIR', mkdtempSync(join(tmpdir(), 'sid-no-packages-')));
  const pictures = { size: 2, shorterSide: null, kernel: 'linear' } as const;
  const look = {
    readPicture: () => Promise.resolve({ problem: 'not read' }),
    sources: { boxes: null, texts: null },
  };
  const stageOf = (encoder: Parameters<typeof fakeEncoder>[0]) => () =>
    encodeStage(fakeEncoder(encoder), {}, look);
  expect(stageOf({ pictures })).toThrow(UserError);
  expect(stageOf({ pictures })).toThrow('sharp is not there; run sid setup --embed');
  expect(stageOf({ readsText: true })).not.toThrow();
});
