// URLs as they may be shown.

/**
 * A URL without what may be a secret: user, password, query (which signs it, at many hosts) and fragment.
 *
 * @example "https://a:b@host/mug.jpg?key=1" -> "https://host/mug.jpg?..."
 */
export function showUrl(url: string): string {
  if (!URL.canParse(url)) return `${/^[\w+.-]*:/.exec(url)?.[0] ?? ''}...`;
  const { protocol, host, pathname, search } = new URL(url);
  if (protocol !== 'http:' && protocol !== 'https:') return `${protocol}...`;
  return `${protocol}//${host}${pathname}${search === '' ? '' : '?...'}`;
}
