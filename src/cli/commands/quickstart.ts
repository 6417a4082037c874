// `sid quickstart`.
import { join, relative } from 'node:path';
import { CHECKPOINT_MINUTES } from '../../experiments/checkpoint-clock.ts';
import type { QuickstartOptions } from '../frame/command-flags.ts';
import type { RunContext } from '../frame/run-command.ts';
import { packageFolder } from '../frame/version.ts';
import { compare } from './compare.ts';
import { writeReport } from './report.ts';

/** The whole main job on the corpus that ships with sid. */
export async function quickstart({ out, jobs }: QuickstartOptions, run: RunContext): Promise<void> {
  const config = relative(process.cwd(), join(packageFolder(), 'configs', 'quickstart.json'));
  const words = ['compare', '--config', config, '--out', out];
  run.say(`$ sid ${words.join(' ')}`);
  const others = { store: null, set: null, plan: false, collect: false, resume: false };
  const checkpointMinutes = CHECKPOINT_MINUTES;
  await compare({ config, out, jobs, checkpointMinutes, ...others }, run.forStep(words));
  const page = join(out, 'report.html');
  run.say(`\n$ sid report --in ${out} --out ${page} --force`);
  await writeReport({ in: [out], out: page, force: true, markdown: false }, run);
  run.say(
    `${page}: the same with charts, for a browser\n` +
      `done in ${Math.round(run.elapsedSeconds())} s; the README says what the tables mean, ` +
      'and sid --help what else there is',
  );
}
