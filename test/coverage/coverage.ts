// npm run coverage: how often intervals cover what they should, on many small worlds.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { measureCoverage } from './measure-coverage.ts';
import { coverageTable } from './coverage-table.ts';
import { repeat } from './repetition.ts';
import type { Repeated } from './repetition.ts';
import settings from './settings.json' with { type: 'json' };

/** What is drawn anew from one repetition to the next, besides the seeds of rankers, hashes and RQ-VAEs. */
const EXPERIMENTS = { populations: 'populationSeed', worlds: 'seed' } as const;
type Experiment = keyof typeof EXPERIMENTS;

const { values } = parseArgs({
  options: {
    out: { type: 'string', default: 'runs/coverage' },
    only: { type: 'string', default: 'populations,worlds' },
    /** "1/2": the first of two processes that share the work. */
    part: { type: 'string', default: '1/1' },
    collect: { type: 'boolean', default: false },
  },
});
const names = values.only.split(',').filter((name): name is Experiment => name in EXPERIMENTS);
const [part, parts] = values.part.split('/').map(Number);

/** The comparison of one repetition: no seed of a ranker is another's. */
function configOf(experiment: Experiment, repetition: number): Record<string, unknown> {
  const { comparison, seedsOfEach } = settings;
  const simulate = { ...comparison.simulate, [EXPERIMENTS[experiment]]: repetition };
  const first = seedsOfEach * (repetition - 1) + 1;
  const seeds = Array.from({ length: seedsOfEach }, (_, i) => first + i);
  return { ...comparison, simulate, seeds };
}

const placeOf = (experiment: Experiment, repetition: number): string =>
  join(values.out, experiment, `${repetition}.json`);

const repetitions = Array.from({ length: settings.repetitions }, (_, i) => i + 1);
for (const experiment of names) mkdirSync(join(values.out, experiment), { recursive: true });
if (!values.collect) {
  for (const repetition of repetitions.filter((each) => each % parts === part % parts)) {
    for (const experiment of names) {
      const place = placeOf(experiment, repetition);
      if (existsSync(place)) continue;
      const startedMs = Date.now();
      const measured = await repeat(configOf(experiment, repetition), settings.figures);
      writeFileSync(place, `${JSON.stringify(measured)}\n`);
      const seconds = ((Date.now() - startedMs) / 1000).toFixed(1);
      console.error(`${experiment} ${repetition}: ${seconds} s`);
    }
  }
}
const coverages = names.map((experiment) => {
  const done = repetitions.map((each) => placeOf(experiment, each)).filter(existsSync);
  const measured = done.map((place) => JSON.parse(readFileSync(place, 'utf8')) as Repeated[]);
  const figures = settings.figures.map((figure, i) => ({
    ...figure,
    ...measureCoverage(
      measured.map((each) => each[i]),
      settings.worldsOfAGroup,
    ),
  }));
  return { experiment, repetitions: done.length, figures };
});
writeFileSync(
  join(values.out, 'coverage.json'),
  `${JSON.stringify({ settings, coverages }, null, 2)}\n`,
);
console.log(coverages.map(coverageTable).join('\n\n'));
