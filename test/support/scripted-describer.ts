import type { SeenRequest } from './stand-in-endpoint.ts';

/** What the stand-in's model answers in each role; the same question always gets the same answer. */
export interface Script {
  readonly summarizer: (facts: string, request: SeenRequest) => string;
  readonly evaluator: (text: string) => string;
  readonly refiner: (text: string, criticism: string) => string;
}

/** Says a text is good when it names a color, and adds one where it is told to. */
const COLORIST: Script = {
  summarizer: (facts) => `A ${/title: (.*)/.exec(facts)?.[1] ?? 'thing'}.`,
  evaluator: (text) => (/red|blue|green/.test(text) ? '<STOP>' : 'No color. Name it.'),
  refiner: (text, criticism) => (criticism.includes('color') ? text.replace('A ', 'A red ') : text),
};

/** Between what stands before and after it in a prompt of sid's own. */
function between(prompt: string, before: string, after: string): string {
  const start = prompt.indexOf(before) + before.length;
  return prompt.slice(start, prompt.indexOf(after, start)).trim();
}

/** The answer to a question that was put with sid's own prompts. */
export function scriptedAnswer(request: SeenRequest, script: Partial<Script> = {}): string {
  const { summarizer, evaluator, refiner } = { ...COLORIST, ...script };
  const { prompt } = request;
  const facts = between(prompt, 'about the product:\n', '\n\n');
  if (prompt.startsWith('You write')) return summarizer(facts, request);
  const text = between(prompt, 'The text:\n', '\n\n');
  if (prompt.startsWith('You check')) return evaluator(text);
  return refiner(text, between(prompt, 'found wrong with it:\n', '\n\n'));
}
