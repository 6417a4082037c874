// One question to an OpenAI-compatible endpoint, one answer or one fault.
import { setting } from '../util/errors.ts';
import type { Answer, Question } from './ask.ts';
import { parseUrl } from './endpoint-address.ts';
import { connectionCode, EndpointFault, faultOfStatus } from './endpoint-fault.ts';
import { createClient, statusErrorOf } from './openai-client.ts';
import type { ChatRequest } from './openai-client.ts';
import { readAnswer } from './read-answer.ts';
import { RequestForm } from './request-form.ts';
import type { Sampling } from './request-form.ts';

export interface EndpointOptions {
  /** Base URL: http://localhost:8000/v1 */
  readonly url: string;
  /** Null: none is sent. */
  readonly key: string | null;
  readonly sampling: Sampling;
  /** Of one request, to its last byte. */
  readonly timeoutMs: number;
  /** Told once of each parameter that the endpoint does not take. */
  readonly warn: (line: string) => void;
}

/** Shorter words are no key, and may stand in any text. */
const LEAST_KEY_LETTERS = 8;
const MOST_LETTERS_SHOWN = 300;

/** Codes of connections that broke, or of servers that were slow: the address is right. */
const PASSES = /^(?:ECONNRESET|EPIPE|HPE_|UND_ERR_(?!CONNECT))/;

/**
 * Asks once. Parameters that the endpoint refuses are left out from then on.
 *
 * @returns a function that throws EndpointFault where there is no good answer
 * @throws UserError if the URL is none, or the optional packages are not installed
 */
export function createEndpoint(options: EndpointOptions): (question: Question) => Promise<Answer> {
  const { key, sampling, timeoutMs, warn } = options;
  const url = parseUrl(options.url);
  const client = createClient(url, key);
  const form = new RequestForm(sampling);
  let hasAnswered = false;
  return async (question) => {
    try {
      for (;;) {
        const body = form.of(question);
        try {
          return await send(body);
        } catch (error) {
          const status = statusErrorOf(error);
          if (status === undefined) throw error;
          const change = form.adapt(body, status);
          const hasPicture = question.picture !== null;
          if (change === undefined) {
            throw faultOfStatus(status, { url, hasKey: key !== null, hasPicture });
          }
          if (change !== '') warn(`${url} ${change}`);
        }
      }
    } catch (error) {
      if (!(error instanceof EndpointFault)) throw error;
      throw new EndpointFault(error.consequence, oneLine(error.message), error);
    }
  };

  async function send(body: ChatRequest): Promise<Answer> {
    const { text, contentType } = await fetchBody(body);
    assertNoPage(contentType);
    const answer = readAnswer(text);
    hasAnswered = true;
    return { ...answer, text: withoutKey(answer.text) };
  }

  async function fetchBody(body: ChatRequest) {
    const limit = new AbortController();
    const { signal } = limit;
    // Not AbortSignal.timeout, which holds on to the request, pictures and all, until its time has come.
    const timer = setTimeout(() => limit.abort(), timeoutMs);
    try {
      const response = await client.chat.completions.create(body, { signal }).asResponse();
      return { text: await response.text(), contentType: response.headers.get('content-type') };
    } catch (error) {
      if (signal.aborted)
        throw new EndpointFault('again', `no answer within ${timeoutMs / 1000} s`);
      throw statusErrorOf(error) === undefined ? connectionFault(error) : error;
    } finally {
      clearTimeout(timer);
    }
  }

  /** A web page where an answer was wanted: the address is of something else. */
  function assertNoPage(contentType: string | null): void {
    if (hasAnswered || contentType?.startsWith('text/html') !== true) return;
    throw new EndpointFault(
      'stop',
      `${url} answers with a web page; check ${setting('endpoint')} (its path is often /v1)`,
    );
  }

  function connectionFault(error: unknown): EndpointFault {
    // Not the message: of a header that cannot be sent it shows the value.
    const code = connectionCode(error) ?? 'no connection';
    return !hasAnswered && !PASSES.test(code)
      ? new EndpointFault(
          'stop',
          `${url} cannot be reached (${code}); check ${setting('endpoint')}, and whether the server runs`,
        )
      : new EndpointFault('again', `the connection failed (${code})`);
  }

  function withoutKey(text: string): string {
    return key === null || key.length < LEAST_KEY_LETTERS ? text : text.replaceAll(key, '[key]');
  }

  function oneLine(text: string): string {
    const line = withoutKey(text).replaceAll(/\s+/g, ' ');
    return line.length <= MOST_LETTERS_SHOWN ? line : `${line.slice(0, MOST_LETTERS_SHOWN)} ...`;
  }
}
