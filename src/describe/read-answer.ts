// The body of an answer: what is good in it, or what is wrong.
import { isObject } from '../schema/json.ts';
import { setting } from '../util/errors.ts';
import type { Answer } from './ask.ts';
import { EndpointFault } from './endpoint-fault.ts';
import { readFault } from './openai-client.ts';

/**
 * The text of a chat completion, and what it took.
 *
 * @throws EndpointFault for a body that is malformed, empty or an error, and for a text that was cut off or withheld
 */
export function readAnswer(body: string): Answer {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    throw new EndpointFault('again', 'the answer is cut off or no JSON');
  }
  if (!isObject(json)) throw new EndpointFault('again', 'the answer is no JSON object');
  const choice: unknown = Array.isArray(json.choices) ? json.choices[0] : undefined;
  if (!isObject(choice) || !isObject(choice.message)) {
    const { message } = readFault(body);
    const fault = 'error' in json ? `the answer is an error: ${message}` : 'the answer is empty';
    throw new EndpointFault('again', fault);
  }
  const { content, refusal } = choice.message;
  if (choice.finish_reason === 'length') {
    throw new EndpointFault('item', `an answer is longer than ${setting('maxTokens')}; raise it`);
  }
  if (choice.finish_reason === 'content_filter') {
    throw new EndpointFault('item', "the endpoint's content filter withholds the answer");
  }
  if (typeof refusal === 'string' && refusal !== '') {
    throw new EndpointFault('item', `the model refuses: ${refusal}`);
  }
  const text = textOf(content);
  if (text.trim() === '') throw new EndpointFault('again', 'the answer is empty');
  const usage = isObject(json.usage) ? json.usage : {};
  return {
    text,
    inputTokens: countOf(usage.prompt_tokens),
    outputTokens: countOf(usage.completion_tokens),
  };
}

/** A text, or the texts of a list of parts. */
function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  if (!Array.isArray(content)) return '';
  return content.map((part) => (isObject(part) ? textOf(part.text) : '')).join('');
}

function countOf(value: unknown): number {
  return Number.isSafeInteger(value) && (value as number) >= 0 ? (value as number) : 0;
}
