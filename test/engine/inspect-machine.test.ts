import { expect, test } from 'vitest';
import { inspectMachine } from '../../src/engine/inspect-machine.ts';

test('the machine is described; what is poor comes with a remedy', async () => {
  const findings = await inspectMachine();
  const names = findings.map(({ name }) => name);
  for (const name of ['Node', 'processor', 'threads', 'memory', 'tensor engine', 'GPU']) {
    expect(names).toContain(name);
  }
  for (const { state, remedy } of findings) if (state === 'poor') expect(remedy).toBeTruthy();
});
