// Bars, or plain lines without a terminal.
import { Presets, SingleBar } from 'cli-progress';
import { formatCount } from '../../util/format-count.ts';
import type { Progress, ProgressListener } from '../../util/progress.ts';

/** Draws progress on standard error. */
export interface ProgressDrawer {
  readonly onProgress: ProgressListener;
  /** A line of text that must not be drawn over. */
  writeLine(line: string): void;
  /** Leaves the last state on the screen. */
  close(): void;
}

/** What a drawer writes to: a terminal or not. */
export interface ProgressStream {
  readonly isTTY?: boolean;
  write(text: string): unknown;
}

const PLAIN_LINE_EVERY_MS = 10_000;

/** Bars on a terminal, else a plain line every ten seconds. */
export function createProgressDrawer(
  stream: NodeJS.WriteStream,
  nowMs: () => number = Date.now,
): ProgressDrawer {
  return stream.isTTY ? createBars(stream, nowMs) : createPlainLines(stream, nowMs);
}

function createBars(stream: NodeJS.WriteStream, nowMs: () => number): ProgressDrawer {
  let bar: SingleBar | undefined;
  let stage = '';
  let first = { done: 0, atMs: 0 };
  const payloadOf = (progress: Progress): Record<string, string> => ({
    stage: progress.stage,
    done: formatCount(progress.done),
    whole: formatCount(progress.total ?? 0),
    unit: progress.unit,
    note: [timeLeft(progress, first.done, nowMs() - first.atMs), progress.note ?? '']
      .filter((part) => part !== '')
      .join(' | '),
  });
  const close = (): void => {
    bar?.stop();
    bar = undefined;
  };
  const open = (progress: Progress): SingleBar => {
    const hasTotal = progress.total !== undefined;
    const format = hasTotal
      ? '{stage} {bar} {percentage}% | {done} of {whole} {unit} | {note}'
      : '{stage} | {done} {unit} | {note}';
    const opened = new SingleBar(
      { format, stream, fps: 5, barsize: 24, hideCursor: true, forceRedraw: true },
      Presets.shades_classic,
    );
    opened.start(progress.total ?? 1, 0, payloadOf(progress));
    return opened;
  };
  return {
    close,
    onProgress(progress) {
      if (bar === undefined || progress.stage !== stage) {
        close();
        stage = progress.stage;
        first = { done: progress.done, atMs: nowMs() };
        bar = open(progress);
      }
      if (progress.total !== undefined) bar.setTotal(progress.total);
      bar.update(progress.total === undefined ? 0 : progress.done, payloadOf(progress));
    },
    writeLine(line) {
      stream.write(bar === undefined ? `${line}\n` : `\r\u001b[K${line}\n`);
    },
  };
}

/** "2 min left", "31 h left"; nothing while there is nothing to judge by. */
export function timeLeft(progress: Progress, firstDone: number, elapsedMs: number): string {
  const { done, total } = progress;
  if (total === undefined || done <= firstDone || elapsedMs < 1000) return '';
  const seconds = ((total - done) * elapsedMs) / (done - firstDone) / 1000;
  if (seconds < 90) return `${Math.ceil(seconds)} s left`;
  const minutes = Math.round(seconds / 60);
  return minutes < 90 ? `${minutes} min left` : `${formatCount(minutes / 60)} h left`;
}

/** The drawer for logs and pipes. */
export function createPlainLines(stream: ProgressStream, nowMs: () => number): ProgressDrawer {
  let lastLineMs = nowMs();
  let stage: string | undefined;
  let first = { done: 0, atMs: 0 };
  return {
    close: () => undefined,
    onProgress(progress) {
      const now = nowMs();
      if (progress.stage !== stage) {
        stage = progress.stage;
        first = { done: progress.done, atMs: now };
      }
      if (now - lastLineMs < PLAIN_LINE_EVERY_MS) return;
      lastLineMs = now;
      const left = timeLeft(progress, first.done, now - first.atMs);
      stream.write(
        `${[describeProgress(progress), left].filter((part) => part !== '').join(', ')}\n`,
      );
    },
    writeLine(line) {
      stream.write(`${line}\n`);
    },
  };
}

/** "day 3: 12,000 of 48,000 impressions (25 %), ne 0.81" */
export function describeProgress(progress: Progress): string {
  const { stage, done, total, unit, note } = progress;
  const share =
    total === undefined || total === 0 ? '' : ` (${Math.floor((100 * done) / total)} %)`;
  const of = total === undefined ? '' : ` of ${formatCount(total)}`;
  return `${stage}: ${formatCount(done)}${of} ${unit}${share}${note ? `, ${note}` : ''}`;
}
