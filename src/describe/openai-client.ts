// The part of openai's interface that is used here.
import { loadPackage } from '../packages/load-package.ts';
import { isObject } from '../schema/json.ts';

/** The body of a request to chat.completions. */
export type ChatRequest = Readonly<Record<string, unknown>> & { readonly model: string };

/** An answer that has come whole or not; the headers are there. */
export interface ChatResponse {
  readonly headers: { get(name: string): string | null };
  text(): Promise<string>;
}

export interface ChatClient {
  readonly chat: {
    readonly completions: {
      create(
        body: ChatRequest,
        options: { readonly signal: AbortSignal },
      ): { asResponse(): Promise<ChatResponse> };
    };
  };
}

interface ClientOptions {
  readonly baseURL: string;
  readonly apiKey: string;
  readonly adminAPIKey: null;
  readonly maxRetries: number;
  readonly timeout: number;
  readonly logLevel: 'off';
  readonly fetch: typeof fetch;
  readonly fetchOptions: { readonly redirect: 'manual' };
}

interface OpenAiPackage {
  readonly OpenAI: new (options: ClientOptions) => ChatClient;
}

/** What the client throws where it was answered with a status that is no success; undefined: where it was not. */
export interface StatusError {
  readonly status: number;
  readonly headers: { get(name: string): string | null };
  /** What the body says, as OpenAI's own endpoint has it. */
  readonly error: { readonly message: string; readonly code: string; readonly param: string };
}

/** Longer than any request may take: our own limit is for the whole answer, the client's for its head alone. */
const NO_LIMIT_MS = 2 ** 31 - 1;

/**
 * A client that asks once, follows no redirect and writes no log: that would show keys and pictures.
 *
 * @param key of the endpoint; null: it wants none
 * @throws UserError if the optional packages are not installed
 */
export function createClient(baseUrl: string, key: string | null): ChatClient {
  const { OpenAI } = loadPackage<OpenAiPackage>('openai');
  return new OpenAI({
    baseURL: baseUrl,
    // The client insists on one.
    apiKey: key ?? 'none',
    ...{ adminAPIKey: null, maxRetries: 0, timeout: NO_LIMIT_MS, logLevel: 'off' },
    fetch: fetchWithFault,
    fetchOptions: { redirect: 'manual' },
  });
}

/** Servers word their faults in several ways, of which the client understands one. */
const fetchWithFault: typeof fetch = async (url, init) => {
  const response = await fetch(url, init);
  if (response.ok || response.status === 304) return response;
  const error = readFault(await response.text().catch(() => ''));
  const { status, headers } = response;
  const kept = new Headers(headers);
  for (const name of ['content-length', 'content-encoding']) kept.delete(name);
  return new Response(JSON.stringify({ error }), { status, headers: kept });
};

/** {"error": {"message"}}, {"error": "..."}, {"message"}, {"detail"}, or no JSON at all. */
export function readFault(body: string): StatusError['error'] {
  let json: unknown;
  try {
    json = JSON.parse(body);
  } catch {
    json = undefined;
  }
  const fault = isObject(json) ? (json.error ?? json.detail ?? json) : body;
  if (!isObject(fault)) return { message: plainText(fault), code: '', param: '' };
  const { message = fault, code, type, param } = fault;
  return { message: plainText(message), code: plainText(code ?? type), param: plainText(param) };
}

function plainText(value: unknown): string {
  if (value === undefined || value === null) return '';
  return typeof value === 'string' ? value : JSON.stringify(value);
}

/** What of an error is a status and a body. */
export function statusErrorOf(error: unknown): StatusError | undefined {
  const { status, headers, error: body } = error as Partial<StatusError>;
  if (typeof status !== 'number' || headers === undefined || body === undefined) return undefined;
  return { status, headers, error: body };
}
