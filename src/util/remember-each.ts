// A function that does its work once for each text.

/** The same function; what it gave or threw for a text it gives again. */
export function rememberEach<T>(work: (text: string) => Promise<T>): (text: string) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (text) => {
    const result = known.get(text) ?? work(text);
    known.set(text, result);
    return result;
  };
}
