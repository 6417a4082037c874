import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { corpusPath } from '../../src/artifacts/corpus.ts';
import { writeIds } from '../../src/artifacts/id-file.ts';
import { assertItemsEmbedded } from '../../src/experiments/assert-items-embedded.ts';

function writeConfig(folder: string, config: object): void {
  writeFileSync(join(folder, 'run.json'), JSON.stringify({ config }));
}

test('an item without an embedding is named, with why sid embed left it out and what to do', async () => {
  const root = mkdtempSync(join(tmpdir(), 'sid-embedded-'));
  const [corpus, folder] = [join(root, 'corpus'), join(root, 'embedded')];
  for (const each of [corpus, folder]) mkdirSync(each);
  await writeIds(corpusPath(corpus, 'items.arrow'), 'item_id', ['mug', 'cup', 'jug']);
  const path = join(folder, 'embeddings.arrow');
  await assertItemsEmbedded(corpus, ['jug', 'cup', 'mug'], path);
  const told = `${path} has no embedding of item cup of ${corpus} and of 1 more`;
  await expect(assertItemsEmbedded(corpus, ['mug'], path)).rejects.toThrow(
    `${told}; give ‹embeddings› of all its items`,
  );
  const problems = [
    { item_id: 'cup', row: 2, problem: 'cup.jpg: does not exist', kept: false },
    { item_id: 'mug', row: 1, problem: 'no text', kept: true },
  ];
  writeFileSync(join(folder, 'problems.json'), JSON.stringify(problems));
  await expect(assertItemsEmbedded(corpus, ['mug'], path)).rejects.toThrow(
    `${told}: cup.jpg: does not exist; mend that, remove ${folder} and make it again`,
  );
  // Heads say little, and the vectors that they were trained on are finished too, and so are the boxes of these.
  const [heads, boxes, own] = ['heads', 'boxes', 'own'].map((name) => join(root, name));
  for (const each of [heads, boxes, own]) mkdirSync(each);
  writeConfig(heads, { clip: null, pictureFeatures: path, textFeatures: folder });
  writeConfig(folder, { clip: own, boxes: [boxes], texts: null });
  const of = (problem: string): string => JSON.stringify([{ ...problems[0], problem }]);
  writeFileSync(join(heads, 'problems.json'), of('no features'));
  writeFileSync(join(boxes, 'problems.json'), of('cup.jpg: does not exist'));
  writeFileSync(join(own, 'problems.json'), '[]');
  await expect(
    assertItemsEmbedded(corpus, ['mug'], join(heads, 'embeddings.arrow')),
  ).rejects.toThrow(
    `: no features; cup.jpg: does not exist; mend that, remove ${heads} and ${folder} and ${boxes} and make them again`,
  );
  // Told of the vectors, what was trained on them is not forgotten.
  await expect(assertItemsEmbedded(corpus, ['mug'], path)).rejects.toThrow(
    `mend that, remove ${folder} and ${boxes} and ${heads} and make them again`,
  );
  await expect(assertItemsEmbedded(corpus, Float64Array.of(1), path)).rejects.toThrow(
    'ids are numbers in',
  );
});
