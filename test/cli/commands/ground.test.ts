import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect } from 'vitest';
import { streamItemBoxes } from '../../../src/artifacts/item-boxes.ts';
import { groundRecord } from '../../../src/records/ground-record.ts';
import { readRecord } from '../../../src/records/run-record.ts';
import { draw } from '../../support/draw-picture.ts';
import { runCli } from '../../support/run-cli.ts';
import { sharedModel, testOnModels } from '../../support/shared-data.ts';

const NAME = 'tiny-grounding-dino';
const root = mkdtempSync(join(tmpdir(), 'sid-ground-cli-'));
const catalog = join(root, 'catalog.csv');
writeFileSync(catalog, 'id,type,picture\n1,Red mug,a.png\n2,Mug,missing.png\n3,,a.png\n');
const words = ['ground', '--items', catalog, '--detector', sharedModel(NAME)];

testOnModels(
  [NAME],
  'from a CSV to boxes, crops, a sheet, a record and what was wrong',
  async () => {
    const pixels = Uint8Array.from({ length: 90 * 70 * 3 }, (_, i) => (i * i) % 253);
    writeFileSync(join(root, 'a.png'), await draw(pixels, 90, 70).png().toBuffer());
    const out = join(root, 'boxes');
    const run = await runCli(...words, '--save-crops', '--out', out, '--json');
    expect(run.status, run.err).toBe(0);
    expect(JSON.parse(run.out)).toMatchObject({
      ...{ items: 3, grounded: 2, known: 0, problems: 2, crops: 2 },
    });
    expect(run.err).toContain('the detector sees pictures of 64 x 80 (height x width)');
    const ids: (number | string)[] = [];
    for await (const { itemIds } of streamItemBoxes(join(out, 'boxes.arrow'))) ids.push(...itemIds);
    expect(ids).toEqual([1, 3]);
    expect(readdirSync(join(out, 'crops'))).toEqual(['1.jpg', '3.jpg']);
    expect(readFileSync(join(out, 'contact-sheet.html'), 'utf8')).toContain('Boxes in catalog.csv');
    const record = readRecord(groundRecord, out);
    expect(record.config).toMatchObject({ detectorSize: null, boxThreshold: 0.25 });
    expect(Object.keys(record.inputs)).toEqual([
      ...['items', 'detector', 'detector-tokenizer', 'detector-processor'],
    ]);
    expect(existsSync(join(out, 'checkpoint'))).toBe(false);
    const again = await runCli(...words, '--save-crops', '--out', out, '--resume');
    expect(again.err).toContain('nothing to do');
  },
);

testOnModels(
  [NAME],
  'a size that the model was not exported for is refused in one line',
  async () => {
    const out = join(root, 'none');
    const run = await runCli(...words, '--detector-size', '480', '--out', out);
    expect(run.status).toBe(2);
    expect(run.err).toMatch(
      /^error: .*model\.onnx was exported for pictures of 64 x 80 only; leave --detector-size out, or .*\n$/,
    );
    expect(existsSync(out)).toBe(false);
  },
);
