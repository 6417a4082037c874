// How a question is put: with all parameters that the endpoint takes.
import { jpegUrl } from '../pictures/encode-jpeg.ts';
import type { Question } from './ask.ts';
import type { ChatRequest, StatusError } from './openai-client.ts';

/** What decides an answer besides the question. */
export interface Sampling {
  readonly model: string;
  readonly seed: number;
  /** Tokens of an answer at most. */
  readonly maxTokens: number;
}

const OLD_LIMIT = 'max_tokens';
const NEW_LIMIT = 'max_completion_tokens';

/** Parameters that an endpoint may refuse, and what is sent in their place. */
const REFUSABLE: Readonly<Record<string, string | undefined>> = {
  temperature: undefined,
  seed: undefined,
  [OLD_LIMIT]: NEW_LIMIT,
};

/**
 * Writes requests: temperature 0, a seed, a limit. Models that reason take no temperature and call the limit otherwise,
 * some servers know no seed; which, they say in their refusals.
 */
export class RequestForm {
  private readonly sampling: Sampling;
  private readonly refused = new Set<string>();

  constructor(sampling: Sampling) {
    this.sampling = sampling;
  }

  of({ prompt, picture }: Question): ChatRequest {
    const { model, seed, maxTokens } = this.sampling;
    const limit = this.refused.has(OLD_LIMIT) ? NEW_LIMIT : OLD_LIMIT;
    const parameters = { temperature: 0, seed, [limit]: maxTokens };
    const accepted = Object.entries(parameters).filter(([name]) => !this.refused.has(name));
    const content = picture === null ? prompt : withPicture(prompt, picture.jpeg);
    const messages = [{ role: 'user', content }];
    return { model, messages, ...Object.fromEntries(accepted) };
  }

  /**
   * Learns from a refusal.
   *
   * @param body that was refused
   * @returns what will be otherwise, in words; empty where that is known already; undefined: nothing, and asking again
   *   would be of no use
   */
  adapt(body: ChatRequest, { status, error }: StatusError): string | undefined {
    if (status !== 400 && status !== 422) return undefined;
    const sent = Object.keys(REFUSABLE).filter((name) => name in body);
    const name = sent.find((each) => isNamed(each, error));
    if (name === undefined) return undefined;
    if (this.refused.has(name)) return '';
    this.refused.add(name);
    const other = REFUSABLE[name];
    return `does not take ${name}: it gets ${other ?? 'none'}`;
  }
}

/** As the parameter that is wrong, or, where the endpoint names none, as a word of the message. */
function isNamed(name: string, { message, param }: StatusError['error']): boolean {
  return param === '' ? new RegExp(`\\b${name}\\b`).test(message) : param === name;
}

/** The picture as a data URL behind the text. */
function withPicture(prompt: string, jpeg: Uint8Array): readonly object[] {
  return [
    { type: 'text', text: prompt },
    { type: 'image_url', image_url: { url: jpegUrl(jpeg) } },
  ];
}
