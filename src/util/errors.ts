// UserError, InterruptedError, and how they name settings.

/** A fault that the user can mend. Shown as one line, exit status 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
}

/**
 * A setting in a message, by its key. Only the command line knows that settings have flags, and shows these
 * (`nameSettings`).
 *
 * @example new UserError(`${setting('modelWidth')} 6 must be a multiple of 4`) // error: --model-width 6 must be ...
 */
export function setting(key: string): string {
  return `‹${key}›`;
}

/** A message with its settings named in another way. */
export function nameSettings(message: string, nameOf: (key: string) => string): string {
  return message.replaceAll(/‹(\w+)›/g, (_, key: string) => nameOf(key));
}

/** The work was interrupted (Ctrl-C); what the message says can go on. Exit status 130. */
export class InterruptedError extends Error {
  override readonly name = 'InterruptedError';
}

/** The system's code of a failed file operation (`ENOENT`, `ENOSPC` ...), or undefined. */
export function systemErrorCode(error: unknown): string | undefined {
  if (error instanceof Error && 'code' in error && typeof error.code === 'string')
    return error.code;
  return undefined;
}

/** One line for any thrown value. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
