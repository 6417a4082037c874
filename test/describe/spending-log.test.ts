import { appendFileSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { SpendingLog } from '../../src/describe/spending-log.ts';

test('what several processes have spent is added up, a line that a kill cut short left out', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'sid-spent-')), 'spent.jsonl');
  const log = new SpendingLog(path);
  expect(await log.hasAnswers()).toBe(false);
  log.addFault('status 429');
  expect(await log.hasAnswers()).toBe(false);
  log.addAnswer('summarizer', { text: '', inputTokens: 100, outputTokens: 20 });
  log.addAnswer('evaluator', { text: '', inputTokens: 130, outputTokens: 1 });
  appendFileSync(path, '\n{"answered": "evaluator", "input_to');
  const next = new SpendingLog(path);
  next.addAnswer('evaluator', { text: '', inputTokens: 7, outputTokens: 1 });
  next.addFound('evaluator');
  expect(await next.hasAnswers()).toBe(true);
  expect([log.note(), next.note()]).toEqual(['2 calls, 1 asked again', '1 call']);
  expect(await next.read()).toEqual({
    by_role: {
      summarizer: { calls: 1, cached_calls: 0, input_tokens: 100, output_tokens: 20 },
      evaluator: { calls: 2, cached_calls: 1, input_tokens: 137, output_tokens: 2 },
      refiner: { calls: 0, cached_calls: 0, input_tokens: 0, output_tokens: 0 },
    },
    retries: 1,
  });
});
