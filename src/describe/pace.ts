// How fast questions are asked, by all who ask.
import { InterruptedError, setting } from '../util/errors.ts';
import type { Clock } from '../util/clock.ts';
import type { ShouldStop } from '../util/signals.ts';

/** Looked at so often whether to stop, while waiting. */
const SLICE_MS = 200;

/** Gives requests their turns: evenly, and none while the endpoint wants to be left alone. */
export class Pace {
  private readonly clock: Clock;
  private readonly shouldStop: ShouldStop;
  private readonly intervalMs: number;
  private nextMs = -Infinity;

  /** @param perMinute requests at most; null: any number */
  constructor(clock: Clock, shouldStop: ShouldStop, perMinute: number | null) {
    this.clock = clock;
    this.shouldStop = shouldStop;
    this.intervalMs = perMinute === null ? 0 : 60_000 / perMinute;
  }

  /** @throws InterruptedError where the user wants to stop */
  async turn(): Promise<void> {
    await this.waitUntil(
      () => this.nextMs,
      () => {
        this.nextMs = this.clock.nowMs() + this.intervalMs;
      },
    );
  }

  /** Nobody has a turn for so long. */
  pause(ms: number): void {
    this.nextMs = Math.max(this.nextMs, this.clock.nowMs() + ms);
  }

  /** One waits by itself. @throws InterruptedError where the user wants to stop */
  async wait(ms: number): Promise<void> {
    const end = this.clock.nowMs() + ms;
    await this.waitUntil(() => end);
  }

  /**
   * @param end may move while it is waited for
   * @param claim done before anybody else can see that the time has come
   */
  private async waitUntil(end: () => number, claim?: () => void): Promise<void> {
    for (;;) {
      if (this.shouldStop()) throw new InterruptedError(`add ${setting('resume')} to go on`);
      const left = end() - this.clock.nowMs();
      if (left <= 0) return claim?.();
      await this.clock.sleep(Math.min(left, SLICE_MS));
    }
  }
}
