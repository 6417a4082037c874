// Why the native half does not load.

/** The line of an error's message or a program's output that says why the native engine does not load. */
export function explainFault(output: string): string {
  if (output.includes('(tfjs_binding.node) can not be found'))
    return 'its native half is not there';
  const lines = output.split('\n').filter((line) => line.trim() !== '');
  const line =
    lines.find((each) => /^\w*Error: /.test(each)) ?? lines[lines.length - 1] ?? 'no reason given';
  return line.replace(/^\w*Error: /, '').trim();
}
