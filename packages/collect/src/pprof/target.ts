import { NightglassError } from '@nightglass/model';

/**
 * The folder of the pprof handlers, with a slash at its end, from what a person writes: `localhost:6060`,
 * `http://host:6060`, `http://host:6060/debug/pprof`, `http://host/internal/debug/pprof/heap?debug=1`.
 * Throws NG_BAD_PARAMETER when it is not a URL of http or https.
 */
export const pprofFolder = (text: string): URL => {
  const full = /^[a-z][a-z0-9+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  const wrong = (why: string): NightglassError =>
    new NightglassError('NG_BAD_PARAMETER', `"${text}" ${why}`, {
      hint: 'Give the address of net/http/pprof, for example http://localhost:6060/debug/pprof/',
      parameter: 'url',
    });
  if (!URL.canParse(full)) throw wrong('is not a URL');
  const url = new URL(full);
  if (url.protocol !== 'http:' && url.protocol !== 'https:') throw wrong('is neither http nor https');
  const at = url.pathname.indexOf('/debug/pprof');
  if (at >= 0) url.pathname = `${url.pathname.slice(0, at)}/debug/pprof/`;
  else if (url.pathname === '/') url.pathname = '/debug/pprof/';
  else if (!url.pathname.endsWith('/')) url.pathname += '/';
  url.search = url.hash = '';
  return url;
};
