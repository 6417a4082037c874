// What can be wrong with an endpoint's answer, and what follows from it.
import { setting } from '../util/errors.ts';
import { KEY_NAME } from './endpoint-address.ts';
import type { StatusError } from './openai-client.ts';

/**
 * again: the same question may be answered later; item: this question will not be, others may; stop: none will be until
 * the user changes something.
 */
export type Consequence = 'again' | 'item' | 'stop';

interface Wait {
  readonly retryAfterMs?: number | undefined;
  readonly isTooMany?: boolean;
}

/** A fault of one request. The message is one line, without the key. */
export class EndpointFault extends Error {
  override readonly name = 'EndpointFault';
  readonly consequence: Consequence;
  /** How long the endpoint asks everybody to wait; undefined: it does not say. */
  readonly retryAfterMs: number | undefined;
  /** Whether all requests are too many, not this one wrong. */
  readonly isTooMany: boolean;

  constructor(
    consequence: Consequence,
    message: string,
    { retryAfterMs, isTooMany = false }: Wait = {},
  ) {
    super(message);
    this.consequence = consequence;
    this.retryAfterMs = retryAfterMs;
    this.isTooMany = isTooMany;
  }
}

/** An answer with another status than success. */
export function faultOfStatus(
  { status, headers, error }: StatusError,
  { url, hasKey, hasPicture }: { url: string; hasKey: boolean; hasPicture: boolean },
): EndpointFault {
  const { message, code } = error;
  const says = message === '' ? `status ${status}` : `status ${status}: ${message}`;
  if (status === 401 || status === 403) {
    const why = hasKey ? `refuses the key in ${KEY_NAME}` : 'wants a key';
    return new EndpointFault(
      'stop',
      `${url} ${why} (status ${status}); set ${KEY_NAME} to a valid one`,
    );
  }
  if (hasPicture && /image|vision|multimodal|mmproj/i.test(message)) {
    return new EndpointFault('item', `${says}; ${setting('textOnly')} sends no pictures`);
  }
  if (status === 402 || (status === 429 && /insufficient_quota|quota|billing/i.test(code))) {
    return new EndpointFault('stop', `${url}: the quota is used up (${says}); fill it up`);
  }
  if (status >= 300 && status < 400) {
    const to = headers.get('location') ?? 'elsewhere';
    return new EndpointFault(
      'stop',
      `${url} sends requests on to ${to}; give the final address with ${setting('endpoint')}`,
    );
  }
  if (status === 404 || status === 405) {
    return new EndpointFault(
      'stop',
      `${url} answers with ${says}; check ${setting('endpoint')} (its path is often /v1) and ${setting('model')}`,
    );
  }
  if (status === 408 || status === 409 || status === 429 || status >= 500) {
    const retryAfterMs = retryAfterOf(headers);
    return new EndpointFault('again', says, { retryAfterMs, isTooMany: status === 429 });
  }
  return new EndpointFault('item', says);
}

/** In seconds (or, by a header of OpenAI's, milliseconds); the other form, a date, is left to our own back-off. */
function retryAfterOf(headers: StatusError['headers']): number | undefined {
  const millis = Number.parseFloat(headers.get('retry-after-ms') ?? '');
  if (millis >= 0) return millis;
  const seconds = Number(headers.get('retry-after') ?? NaN);
  return seconds >= 0 ? 1000 * seconds : undefined;
}

/** The system's code of a connection that failed ("ECONNREFUSED"), however deep it lies. */
export function connectionCode(error: unknown): string | undefined {
  for (let each = error; each instanceof Error; each = each.cause) {
    if ('code' in each && typeof each.code === 'string') return each.code;
  }
  return undefined;
}
