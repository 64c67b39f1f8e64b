/** Host names in error texts: of URLs, of dialled addresses, of names that were looked up. */

const label = '[A-Za-z0-9_](?:[A-Za-z0-9_-]{0,62})';
const name = `${label}(?:\\.${label}){0,10}`;

const patterns: readonly RegExp[] = [
  new RegExp(`\\b[a-z][a-z0-9+.-]{1,20}://(?:[^\\s/@"']{1,80}@)?(${name})`, 'i'),
  new RegExp(`\\blookup (${name})\\.?(?: on |:)`, 'i'),
  new RegExp(`\\b(?:ENOTFOUND|EAI_AGAIN|EAI_NONAME|ESERVFAIL|ETIMEOUT) (${name})`),
  new RegExp(`UnknownHostException: (${name})`),
  new RegExp(`could not resolve host:? ["']?(${name})`, 'i'),
  new RegExp(`(?:resolve|resolving|resolution of|resolution for|lookup for|host) ["'](${name})["']`, 'i'),
  new RegExp(`\\b(?:CN|altnames?|dns)[=:] ?(?:DNS:)?(${name})`, 'i'),
  new RegExp(
    `\\b(?:dial (?:tcp|udp)|connect(?:ing|ion)?(?: refused)?(?: to| by)?|handshake (?:to|with)|to|host) ["']?(${name}):\\d{1,5}\\b`,
    'i',
  ),
  new RegExp(`\\bhandshake (?:to|with) ["']?(${name})`, 'i'),
];

/** The first host that the text names, without its port; '' for none and for addresses of numbers. */
export const hostIn = (text: string): string => {
  const head = text.slice(0, 2000);
  for (const pattern of patterns) {
    const host = pattern.exec(head)?.[1]?.replace(/\.$/, '') ?? '';
    if (host !== '' && !/^[\d.]+$/.test(host)) return host;
  }
  return '';
};
