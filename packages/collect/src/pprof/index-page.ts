/** The page is a few KB; what a hostile one holds behind this is not looked at. */
const maxChars = 256 * 1024;

/**
 * The handlers that the index page of net/http/pprof links to (`allocs`, `goroutine`, `profile` ...), the same in every
 * Go version from 1.10 on: `<a href='NAME?debug=1'>` or `"NAME?debug=1"`. Null when it is not that page.
 */
export const readIndexPage = (html: string): Set<string> | null => {
  const names = new Set<string>();
  for (const match of html.slice(0, maxChars).matchAll(/href=['"]([a-z][\w.-]{0,80})\?debug=\d/gi))
    if (match[1] !== undefined) names.add(match[1]);
  return names.has('goroutine') ? names : null;
};
