// One GET, with its limits; no redirect, no second try.
import { Agent as HttpAgent, request as requestHttp } from 'node:http';
import type { IncomingMessage } from 'node:http';
import { Agent as HttpsAgent, request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { UserError } from '../../util/errors.ts';
import { tooLargeText } from '../too-large.ts';

export interface RequestLimits {
  readonly lookup: LookupFunction;
  readonly mostBytes: number;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** What a server answered. */
export interface Reply {
  readonly status: number;
  /** "Not Found" */
  readonly statusText: string;
  /** Where a redirect leads, as it was written. */
  readonly location: string | undefined;
  /** Seconds that the server wants to be left alone. */
  readonly retryAfter: number | undefined;
  /** Of status 200 alone. */
  readonly bytes: Uint8Array;
}

/** Connections stay open for the next picture of the same host; idle ones do not keep the process. */
const AGENTS = {
  http: new HttpAgent({ keepAlive: true }),
  https: new HttpsAgent({ keepAlive: true }),
};

const HEADERS = { accept: 'image/*', 'accept-encoding': 'identity', 'user-agent': 'sid' };

/** @throws UserError where the body is too large; else the system's error */
export async function requestOnce(
  url: URL,
  { lookup, mostBytes, signal }: RequestLimits,
): Promise<Reply> {
  const response = await begin(url, lookup, signal);
  const { statusCode: status = 0, statusMessage: statusText = '', headers } = response;
  const { location, 'retry-after': retryAfter } = headers;
  const reply = { status, statusText, location, retryAfter: secondsIn(retryAfter) };
  if (status === 200) return { ...reply, bytes: await readBody(response, mostBytes) };
  response.destroy();
  return { ...reply, bytes: new Uint8Array() };
}

function begin(url: URL, lookup: LookupFunction, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const options = { lookup, signal, headers: HEADERS };
    const request =
      url.protocol === 'https:'
        ? requestHttps(url, { ...options, agent: AGENTS.https })
        : requestHttp(url, { ...options, agent: AGENTS.http });
    request.on('response', resolve).on('error', reject).end();
  });
}

async function readBody(response: IncomingMessage, mostBytes: number): Promise<Uint8Array> {
  const tooLarge = new UserError(tooLargeText(mostBytes));
  try {
    if (Number(response.headers['content-length'] ?? 0) > mostBytes) throw tooLarge;
    const chunks: Uint8Array[] = [];
    let numBytes = 0;
    for await (const chunk of response as AsyncIterable<Uint8Array>) {
      numBytes += chunk.length;
      if (numBytes > mostBytes) throw tooLarge;
      chunks.push(chunk);
    }
    return Buffer.concat(chunks);
  } finally {
    response.destroy();
  }
}

/** A date in its place is not followed: the usual wait is as good. */
function secondsIn(header: string | undefined): number | undefined {
  return header !== undefined && /^\d{1,6}$/.test(header) ? Number(header) : undefined;
}
