import { expect, onTestFinished, test, vi } from 'vitest';
import { inspectMachine } from '../../src/engine/inspect-machine.ts';

test('the machine is described; what is poor comes with a remedy', async () => {
  const findings = await inspectMachine();
  const names = findings.map(({ name }) => name);
  for (const name of ['Node', 'processor', 'threads', 'memory', 'tensor engine', 'GPU']) {
    expect(names).toContain(name);
  }
  for (const { state, remedy } of findings) if (state === 'poor') expect(remedy).toBeTruthy();
});

test('a wrong SID_THREADS is poor, and the remedy says what to give', async () => {
  vi.stubEnv('SID_THREADS', 'two');
  onTestFinished(() => void vi.unstubAllEnvs());
  const threads = (await inspectMachine()).find(({ name }) => name === 'threads');
  expect(threads?.state).toBe('poor');
  expect(threads?.remedy).toContain('"two"; give');
});
