// A process that ends when the one that started it ends.
import { readSync } from 'node:fs';
import { Worker } from 'node:worker_threads';
import { systemErrorCode } from '../../util/errors.ts';

const STANDARD_INPUT = 0;

/**
 * Runs in a thread of its own, so that no kernel and no tensor op holds it up. The pipe is closed when the parent has
 * ended, of whatever; and whatever is half done here can be half done: outputs appear when they are whole.
 */
const WATCH = `
  const { Socket } = require('node:net');
  const end = () => process.kill(process.pid, 'SIGKILL');
  new Socket({ fd: ${STANDARD_INPUT}, readable: true, writable: false }).on('error', end).on('close', end).resume();
`;

/** Ends this process, at once, when its standard input is closed. The parent has a pipe to it and writes no more. */
export function endWithParent(): void {
  new Worker(WATCH, { eval: true, stdin: false }).unref();
}

/** The first line of standard input, a pipe; ends the process where that is closed before. */
export function readInputLine(): string {
  const parts: Buffer[] = [];
  const part = Buffer.alloc(1 << 16);
  for (;;) {
    const length = readSome(part);
    if (length === 0) process.kill(process.pid, 'SIGKILL');
    parts.push(Buffer.from(part.subarray(0, length)));
    if (part[length - 1] === 0x0a) return Buffer.concat(parts).toString('utf8').trimEnd();
  }
}

function readSome(into: Buffer): number {
  for (;;) {
    try {
      return readSync(STANDARD_INPUT, into);
    } catch (error) {
      if (systemErrorCode(error) !== 'EAGAIN') throw error;
    }
  }
}
