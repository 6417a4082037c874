import { expect, test } from 'vitest';
import type { Ask, Question } from '../../src/describe/ask.ts';
import { UnansweredError } from '../../src/describe/ask.ts';
import { describeItem } from '../../src/describe/describe-item.ts';

const prompts = {
  summarizer: 'S of {facts}',
  evaluator: 'E of {facts}: {text}',
  refiner: 'R of {facts}: {text} / {criticism}',
};
const picture = { jpeg: Uint8Array.of(1), hash: 'p' };

/** Answers from a list, and what was asked. */
function scripted(...answers: string[]): { ask: Ask; asked: Question[] } {
  const asked: Question[] = [];
  return {
    asked,
    ask: (question) => {
      asked.push(question);
      const text = answers[asked.length - 1];
      return Promise.resolve({ text, inputTokens: asked.length, outputTokens: 1 });
    },
  };
}

test('the loop by hand: a text, criticism, a better text, <STOP>', async () => {
  const { ask, asked } = scripted(
    'a cup',
    'No color. Say that it is red.',
    '"a red {text} cup"',
    '<STOP>',
  );
  const result = await describeItem({ facts: 'title: cup', picture }, { prompts, rounds: 5, ask });
  expect(asked.map(({ role, prompt }) => [role, prompt])).toEqual([
    ['summarizer', 'S of title: cup'],
    ['evaluator', 'E of title: cup: a cup'],
    ['refiner', 'R of title: cup: a cup / No color. Say that it is red.'],
    // Braces of an answer are not filled in.
    ['evaluator', 'E of title: cup: a red {text} cup'],
  ]);
  expect(asked.every((question) => question.picture === picture)).toBe(true);
  expect(result).toEqual({
    text: 'a red {text} cup',
    rounds: 2,
    isGood: true,
    steps: [
      { role: 'summarizer', answer: 'a cup', input_tokens: 1, output_tokens: 1 },
      {
        role: 'evaluator',
        answer: 'No color. Say that it is red.',
        ...{ input_tokens: 2, output_tokens: 1 },
      },
      { role: 'refiner', answer: '"a red {text} cup"', input_tokens: 3, output_tokens: 1 },
      { role: 'evaluator', answer: '<STOP>', input_tokens: 4, output_tokens: 1 },
    ],
  });
});

test('an Evaluator that never has enough is asked 5 times: 11 calls, and the last text counts', async () => {
  const { ask, asked } = scripted('q0', ...[1, 2, 3, 4, 5].flatMap((i) => ['worse', `q${i}`]));
  const result = await describeItem({ facts: null, picture }, { prompts, rounds: 5, ask });
  expect(result).toMatchObject({ text: 'q5', rounds: 5, isGood: false });
  expect(asked).toHaveLength(11);
  expect(asked[0].prompt).toBe('S of (nothing: there is only the picture)');
});

test("without rounds the Summarizer's text is taken as it is", async () => {
  const { ask, asked } = scripted('q0');
  const result = await describeItem({ facts: 'a', picture: null }, { prompts, rounds: 0, ask });
  expect(result).toMatchObject({ text: 'q0', rounds: 0, isGood: false });
  expect(asked).toHaveLength(1);
});

test('thoughts without a text are no answer', async () => {
  const { ask } = scripted('<think>a cup?</think>');
  const result = describeItem({ facts: 'a', picture: null }, { prompts, rounds: 1, ask });
  await expect(result).rejects.toThrow(UnansweredError);
});
