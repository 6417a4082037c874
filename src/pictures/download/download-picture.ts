// The bytes behind a URL: redirects, and a few tries.
import { setTimeout as waitFor } from 'node:timers/promises';
import { setting, systemErrorCode, UserError } from '../../util/errors.ts';
import { assertHostAllowed, createCheckedLookup, resolveHost } from './checked-lookup.ts';
import type { RefuseAddress, Resolve } from './checked-lookup.ts';
import { requestOnce } from './request-once.ts';
import type { Reply, RequestLimits } from './request-once.ts';
import { showUrl } from './show-url.ts';

export interface DownloadOptions {
  readonly refuse: RefuseAddress;
  readonly mostBytes: number;
  /** Of one try, its redirects among it. */
  readonly mostMs: number;
  /** The system's by default. */
  readonly resolve?: Resolve;
  readonly wait?: (ms: number) => Promise<unknown>;
}

const MOST_REDIRECTS = 5;
const REDIRECTS: readonly number[] = [301, 302, 303, 307, 308];

/** Waits before the second, third and fourth try; a server that names a longer one gets it, up to the most. */
const WAITS_MS = [500, 2000, 8000] as const;
const MOST_WAIT_MS = 60_000;
const PASSING_FAULTS: readonly string[] = ['ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'EAI_AGAIN'];

/**
 * Downloads a picture. What it is, sharp decides: neither name nor content type is believed.
 *
 * @throws UserError for what is no http(s) URL, an address that is refused, a limit that is passed, or an answer that
 *   is no picture; else the system's error. No message holds a user, password or query.
 */
export async function downloadPicture(url: string, options: DownloadOptions): Promise<Uint8Array> {
  const { wait = waitFor } = options;
  for (let failures = 0; ; failures++) {
    const outcome = await tryOnce(url, options).catch((error: unknown) => {
      if (!isPassingFault(error) || failures === WAITS_MS.length) throw error;
      return undefined;
    });
    if (outcome?.status === 200) return outcome.bytes;
    if (outcome !== undefined && (!isPassing(outcome) || failures === WAITS_MS.length)) {
      throw new UserError(`the server answers ${outcome.status} ${outcome.statusText}`.trim());
    }
    const asked = (outcome?.retryAfter ?? 0) * 1000;
    await wait(Math.min(MOST_WAIT_MS, Math.max(WAITS_MS[failures], asked)));
  }
}

async function tryOnce(url: string, options: DownloadOptions): Promise<Reply> {
  const { resolve = resolveHost, refuse, mostBytes, mostMs } = options;
  const signal = AbortSignal.timeout(mostMs);
  const lookup = createCheckedLookup(resolve, refuse);
  try {
    return await followRedirects(url, { lookup, mostBytes, signal }, refuse);
  } catch (error) {
    if (!signal.aborted) throw error;
    throw new UserError(`took longer than ${mostMs / 1000} s (${setting('downloadSeconds')})`);
  }
}

/** Each place on the way is looked at as the first was. */
async function followRedirects(
  url: string,
  limits: RequestLimits,
  refuse: RefuseAddress,
): Promise<Reply> {
  let at = readUrl(url);
  for (let redirects = 0; ; redirects++) {
    assertHostAllowed(at, refuse, redirects > 0 ? ', where it redirects to,' : '');
    const reply = await requestOnce(at, limits);
    if (!REDIRECTS.includes(reply.status) || reply.location === undefined) return reply;
    if (redirects === MOST_REDIRECTS) {
      throw new UserError(`redirects more than ${MOST_REDIRECTS} times`);
    }
    at = readUrl(reply.location, at.href);
  }
}

function readUrl(text: string, base?: string): URL {
  const url = URL.canParse(text, base) ? new URL(text, base) : undefined;
  if (url?.protocol === 'http:' || url?.protocol === 'https:') return url;
  const shown = base === undefined ? '' : `redirects to ${showUrl(url?.href ?? text)}, `;
  throw new UserError(
    shown + (url === undefined ? 'no valid URL' : `of which only http and https are read`),
  );
}

function isPassing({ status }: Reply): boolean {
  return status === 429 || status === 408 || status >= 500;
}

function isPassingFault(error: unknown): boolean {
  return PASSING_FAULTS.includes(systemErrorCode(error) ?? '');
}
