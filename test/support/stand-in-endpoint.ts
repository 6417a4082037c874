// An OpenAI-compatible endpoint on this machine, with faults on demand.
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';

/** A request as a test looks at it. */
export interface SeenRequest {
  readonly path: string;
  readonly headers: Readonly<Record<string, string | string[] | undefined>>;
  readonly body: Readonly<Record<string, unknown>>;
  /** The text of its message. */
  readonly prompt: string;
  /** Data URL; null: there is none. */
  readonly picture: string | null;
}

/** What is wrong with an answer. */
export type Fault =
  | { readonly fault: 'slow'; readonly ms: number; readonly text: string }
  /** The head at once, the body never whole. */
  | { readonly fault: 'stalled' }
  | {
      readonly fault: 'status';
      readonly status: number;
      readonly error?: unknown;
      readonly headers?: Readonly<Record<string, string>>;
    }
  | { readonly fault: 'body'; readonly body: string; readonly type?: string }
  /** Ends in the middle of its body. */
  | { readonly fault: 'cut off' }
  | { readonly fault: 'disconnected' }
  | { readonly fault: 'no choices' }
  | { readonly fault: 'finished by'; readonly reason: string };

export interface StandIn {
  /** Base URL. */
  readonly url: string;
  readonly requests: readonly SeenRequest[];
  /** Requests that were in work at one time, at most. */
  readonly mostAtOnce: () => number;
  close(): Promise<void>;
}

/** @param answer of each request, in the order in which they come */
export async function startStandIn(
  answer: (request: SeenRequest, index: number) => string | Fault | Promise<string | Fault>,
): Promise<StandIn> {
  const requests: SeenRequest[] = [];
  let [atOnce, mostAtOnce] = [0, 0];
  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const seen = await readRequest(request);
    requests.push(seen);
    mostAtOnce = Math.max(mostAtOnce, ++atOnce);
    try {
      if (seen.path !== '/v1/chat/completions') sendError(response, 404, { detail: 'Not Found' });
      else await send(response, await answer(seen, requests.length - 1));
    } finally {
      atOnce--;
    }
  };
  const server = createServer((request, response) => {
    respond(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/v1`,
    requests,
    mostAtOnce: () => mostAtOnce,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
}

interface Message {
  readonly content: string | readonly { text?: string; image_url?: { url: string } }[];
}

async function readRequest(request: IncomingMessage): Promise<SeenRequest> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString() || '{}') as Record<string, unknown>;
  const [message] = (body.messages ?? [{ content: '' }]) as [Message];
  const parts = typeof message.content === 'string' ? [{ text: message.content }] : message.content;
  return {
    path: request.url ?? '',
    headers: request.headers,
    body,
    prompt: parts.map(({ text }) => text ?? '').join(''),
    picture: parts.flatMap(({ image_url }) => image_url?.url ?? [])[0] ?? null,
  };
}

async function send(response: ServerResponse, answer: string | Fault): Promise<void> {
  if (typeof answer === 'string') return sendText(response, answer);
  switch (answer.fault) {
    case 'slow':
      await sleep(answer.ms);
      return sendText(response, answer.text);
    case 'stalled':
      response.writeHead(200, { 'content-type': 'application/json' }).write('{"choices": [');
      return;
    case 'status':
      return sendError(response, answer.status, answer.error, answer.headers);
    case 'body':
      response.writeHead(200, { 'content-type': answer.type ?? 'application/json' });
      response.end(answer.body);
      return;
    case 'cut off': {
      const body = completion('a text that nobody will read');
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': body.length,
      });
      response.write(body.slice(0, -20), () => response.destroy());
      return;
    }
    case 'disconnected':
      response.destroy();
      return;
    case 'no choices':
      response.writeHead(200, { 'content-type': 'application/json' });
      response.end('{"id": "1", "object": "chat.completion", "choices": []}');
      return;
    case 'finished by':
      sendText(response, 'A text that', answer.reason);
  }
}

function sendText(response: ServerResponse, text: string, finishReason = 'stop'): void {
  response.writeHead(200, { 'content-type': 'application/json' });
  response.end(completion(text, finishReason));
}

/** Counts a token for each word of the answer, and 100 for each question. */
function completion(content: string, finishReason = 'stop'): string {
  return JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1,
    model: 'stand-in',
    choices: [{ index: 0, message: { role: 'assistant', content }, finish_reason: finishReason }],
    usage: {
      prompt_tokens: 100,
      completion_tokens: content.split(' ').length,
      total_tokens: 100 + content.split(' ').length,
    },
  });
}

function sendError(
  response: ServerResponse,
  status: number,
  body: unknown = { error: { message: 'out of order', type: 'server_error', code: null } },
  headers: Readonly<Record<string, string>> = {},
): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}
