// npm run test:kill: kills every command that trains, at random moments, and checks what becomes of it.
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killAndCheck } from './kill-and-check.ts';
import { KILL_CASES } from './kill-case.ts';

const { values } = parseArgs({
  options: {
    times: { type: 'string', default: '5' },
    only: { type: 'string', default: KILL_CASES.map(({ name }) => name).join(',') },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
  },
});
const [times, seed] = [Number(values.times), Number(values.seed)];
const names = values.only.split(',');
const unknown = names.find((name) => KILL_CASES.every((each) => each.name !== name));
if (!(times >= 1) || unknown !== undefined) {
  console.error(`--times N, --only ${KILL_CASES.map(({ name }) => name).join(',')}, --seed N`);
  process.exit(2);
}
console.log(`${times} kills of each, --seed ${seed}`);
const root = mkdtempSync(join(tmpdir(), 'sid-kill-'));
for (const each of KILL_CASES.filter(({ name }) => names.includes(name))) {
  const folder = join(root, each.name);
  mkdirSync(folder);
  const onRound = (line: string): void => console.error(line);
  const report = await killAndCheck(each, folder, { times, seed, onRound });
  const { name, kills, rounds, unbrokenSeconds, faults } = report;
  console.log(
    `${name}: killed ${kills} times in ${rounds} runs (unbroken: ${unbrokenSeconds.toFixed(1)} s), ` +
      `${faults.length} faults`,
  );
  for (const fault of faults) console.log(`  ${fault}`);
  if (faults.length > 0) process.exitCode = 1;
  else rmSync(folder, { recursive: true });
}
if (process.exitCode === 1) console.log(`what was left lies in ${root}`);
else rmSync(root, { recursive: true });
