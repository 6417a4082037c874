// Complaints about a config name its file.
import { nameSettings, UserError } from '../../util/errors.ts';

/** Puts the file's name before a complaint about its content, and names settings as they stand there. */
export function explainIn<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (!(error instanceof UserError) || error.message.includes(path)) throw error;
    throw new UserError(`${path}: ${nameSettings(error.message, (key) => `"${key}"`)}`);
  }
}
