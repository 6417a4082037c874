// A resumed run has the settings it began with.
import { UserError } from '../util/errors.ts';

/**
 * For a run that goes on: its settings must be those that it was begun with.
 *
 * @param folder of the run, for the message
 * @throws UserError naming the first setting that differs
 */
export function assertSameSettings(begun: object, now: object, folder: string): void {
  const wanted: Record<string, unknown> = { ...now };
  for (const [key, value] of Object.entries(begun)) {
    if (JSON.stringify(value) !== JSON.stringify(wanted[key])) {
      throw new UserError(
        `${folder} was begun with ${key} ${JSON.stringify(value)}, now it is ` +
          `${JSON.stringify(wanted[key])}; give the same settings, or remove ${folder} to begin anew`,
      );
    }
  }
}
