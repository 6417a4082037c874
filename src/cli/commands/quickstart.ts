// `sid quickstart`.
import { Command } from 'commander';
import { join, relative } from 'node:path';
import { compare } from './compare.ts';
import type { FindCommand } from '../frame/check-config-flags.ts';
import { parsePositiveInt } from '../frame/options.ts';
import { writeReport } from './report.ts';
import { defineCommand } from '../frame/run-command.ts';
import { packageFolder } from '../frame/version.ts';

interface QuickstartOptions {
  out: string;
  jobs?: number;
}

/** `sid quickstart`: the whole main job on the corpus that ships with sid. */
export function createQuickstartCommand(findCommand: FindCommand): Command {
  const command = new Command('quickstart')
    .description(
      'the whole job on the real data that ships with sid, in a few minutes\n\n' +
        'Import, RQ-VAE, semantic IDs, rankers, tables, a report; each step shows the command that does it. A ' +
        'second run reuses what is finished.',
    )
    .option('--out <dir>', 'folder to write', 'runs/quickstart')
    .option('--jobs <n>', 'trials at a time (default: one for each core)', parsePositiveInt);
  return defineCommand<QuickstartOptions>(command, async ({ out, jobs }, run) => {
    const config = relative(process.cwd(), join(packageFolder(), 'configs', 'quickstart.json'));
    run.say(`$ sid compare --config ${config} --out ${out}`);
    await compare({ config, out, ...(jobs === undefined ? {} : { jobs }) }, run, findCommand);
    const page = join(out, 'report.html');
    run.say(`\n$ sid report --in ${out} --out ${page} --force`);
    await writeReport({ in: [out], out: page, force: true }, run);
    run.say(
      `${page}: the same with charts, for a browser\n` +
        `done in ${Math.round(run.elapsedSeconds())} s; the README says what the tables mean, ` +
        'and sid --help what else there is',
    );
  });
}
