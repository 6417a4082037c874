// `sid quickstart`.
import { join, relative } from 'node:path';
import { CHECKPOINT_MINUTES } from '../../experiments/checkpoint-clock.ts';
import { WHERE_SETTINGS } from '../../experiments/where/where-settings.ts';
import type { SidsBySeed } from '../../experiments/compare/plan-inputs.ts';
import { INSPECT_SETTINGS } from '../../inspect/inspect-settings.ts';
import { completeSettings } from '../../schema/settings.ts';
import type { QuickstartOptions } from '../frame/command-flags.ts';
import type { RunContext } from '../frame/run-command.ts';
import { packageFolder } from '../../util/package-folder.ts';
import { driftLine } from '../../records/where-facts.ts';
import { paragraph } from '../print/paragraph.ts';
import { compareAll } from './compare.ts';
import { writeReport } from './report.ts';
import { inspectAndRecord } from './inspect.ts';
import { measureWhere } from './where.ts';

/** The whole main job on the corpus that ships with sid. */
export async function quickstart({ out, jobs }: QuickstartOptions, run: RunContext): Promise<void> {
  const config = relative(process.cwd(), join(packageFolder(), 'configs', 'quickstart.json'));
  const words = ['compare', '--config', config, '--out', out];
  run.say(`$ sid ${words.join(' ')}`);
  const others = { store: null, set: null, plan: false, collect: false, resume: false };
  const checkpointMinutes = CHECKPOINT_MINUTES;
  const options = { config, out, jobs, checkpointMinutes, ...others };
  const comparison = await compareAll(options, run.forStep(words));
  const [corpus] = comparison?.inputs[0].corpora.values() ?? [];
  await describeLog(corpus, join(out, 'where'), run);
  await judgeCodes(corpus, comparison?.inputs[0].sids ?? new Map(), join(out, 'inspect'), run);
  const page = join(out, 'report.html');
  run.say(`\n$ sid report --in ${out} --out ${page} --force`);
  await writeReport({ in: [out], out: page, force: true, markdown: false }, run);
  run.say(
    `${page}: the same with charts, for a browser\n` +
      `done in ${Math.round(run.elapsedSeconds())} s; the README says what the tables mean, ` +
      'and sid --help what else there is',
  );
}

/** What the log is like, for the report; why drift cannot show in it, for the console. */
async function describeLog(corpus: string, out: string, run: RunContext): Promise<void> {
  const words = ['where', '--corpus', corpus, '--out', out, '--force'];
  run.say(`\n$ sid ${words.join(' ')}`);
  const metrics = await measureWhere(
    { corpus, out, force: true, map: null, seed: WHERE_SETTINGS.seed.default },
    run.forStep(words),
  );
  for (const line of driftLine(metrics)) run.say(paragraph(line));
}

/** How good the codes of each seed are, without the rankers: for the report, in short for the console. */
async function judgeCodes(
  corpus: string,
  sidsBySeed: SidsBySeed,
  out: string,
  run: RunContext,
): Promise<void> {
  const sids = [...sidsBySeed].flatMap(([seed, path]) =>
    path === undefined ? [] : [`seed-${seed}=${path}`],
  );
  if (sids.length === 0) return;
  const words = ['inspect', '--sids', ...sids, '--corpus', corpus, '--out', out, '--force'];
  run.say(`\n$ sid ${words.join(' ')}`);
  const defaults = completeSettings(INSPECT_SETTINGS, { sids, corpus }, '');
  const { codes } = await inspectAndRecord({ ...defaults, out, force: true }, run.forStep(words));
  for (const { name, colliding_percent, recall } of codes) {
    run.say(
      `codes of ${name}: ${(100 - colliding_percent).toFixed(1)} % of items told apart, neighbor ` +
        `recall@${recall[0].k} ${(100 * recall[0].value).toFixed(1)} %`,
    );
  }
}
