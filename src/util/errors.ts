// UserError, InterruptedError.

/** A fault that the user can mend. Shown as one line, exit status 2. */
export class UserError extends Error {
  override readonly name = 'UserError';
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
