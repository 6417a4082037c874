import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Answers one request; `seen` counts those of its path, from 1. */
export type Answer = (response: ServerResponse, seen: number, request: IncomingMessage) => void;

/** A server on 127.0.0.1 for one test. */
export interface PictureServer {
  readonly port: number;
  /** "http://127.0.0.1:1234/mug.jpg" */
  readonly url: (path: string) => string;
  /** Requests of a path so far. */
  readonly seen: (path: string) => number;
  /** Connections that were made so far. */
  readonly connections: () => number;
}

/** Runs a test with a server that answers by path, 404 else. */
export async function withPictureServer(
  answers: Readonly<Record<string, Answer>>,
  run: (server: PictureServer) => Promise<void>,
): Promise<void> {
  const seen = new Map<string, number>();
  let connections = 0;
  const server: Server = createServer((request, response) => {
    const path = request.url ?? '';
    seen.set(path, (seen.get(path) ?? 0) + 1);
    const answer = answers[path];
    if (answer === undefined) response.writeHead(404).end();
    else answer(response, seen.get(path) ?? 0, request);
  });
  server.on('connection', () => connections++);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  try {
    await run({
      port,
      url: (path) => `http://127.0.0.1:${port}${path}`,
      seen: (path) => seen.get(path) ?? 0,
      connections: () => connections,
    });
  } finally {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** Answers with these bytes. */
export function bytesAnswer(...bytes: readonly number[]): Answer {
  return (response) => response.end(Uint8Array.from(bytes));
}

export function redirectAnswer(location: string, status = 302): Answer {
  return (response) => response.writeHead(status, { location }).end();
}
