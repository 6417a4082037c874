import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { expect, test } from 'vitest';

test('a reader that stops, as head does, is no fault', async () => {
  const child = spawn(process.execPath, ['dist/bin/sid.js', 'where', '--help']);
  let said = '';
  child.stderr.on('data', (text) => (said += String(text)));
  child.stdout.destroy();
  const [status] = (await once(child, 'close')) as [number];
  expect(said).toBe('');
  expect(status).toBe(0);
});
