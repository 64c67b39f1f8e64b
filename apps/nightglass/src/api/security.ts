import { createHash } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isIP } from 'node:net';
import { NightglassError } from '@nightglass/model';

/** Headers of every answer. The policy of JSON allows nothing; pages get `pagePolicy`. */
export const setSecurityHeaders = (response: ServerResponse): void => {
  response.setHeader('x-content-type-options', 'nosniff');
  response.setHeader('referrer-policy', 'no-referrer');
  response.setHeader('x-frame-options', 'DENY');
  response.setHeader('cross-origin-opener-policy', 'same-origin');
  response.setHeader('cross-origin-resource-policy', 'same-origin');
  response.setHeader('content-security-policy', "default-src 'none'; frame-ancestors 'none'");
};

/**
 * The policy of a page: everything from here, nothing inline but the scripts the page itself was built with
 * (by their hash). Styles set by scripts through the DOM need no exception.
 */
export const pagePolicy = (html: string): string => {
  const hashes = [...html.matchAll(/<script(?![^>]*\ssrc=)[^>]*>([\s\S]*?)<\/script>/gi)].map(
    (m) =>
      `'sha256-${createHash('sha256')
        .update(m[1] ?? '')
        .digest('base64')}'`,
  );
  return [
    "default-src 'none'",
    ["script-src 'self'", ...hashes].join(' '),
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "manifest-src 'self'",
    "worker-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
};

export const isLoopback = (address: string): boolean =>
  address === '::1' || address.startsWith('127.') || address.startsWith('::ffff:127.');

/** `Host` without its port, lower case, without the brackets of IPv6. */
const hostName = (host: string): string =>
  host
    .toLowerCase()
    .replace(/:\d+$/, '')
    .replace(/^\[(.*)\]$/, '$1');

/**
 * Keeps web pages of others from reading the API through a visitor's browser (DNS rebinding, cross-site requests).
 * A connection over loopback must name an address, `localhost`, or one of `allowedHosts`; over the network any
 * Host is taken unless `allowedHosts` is given. An `Origin` of another site is refused everywhere.
 */
export const checkCaller = (request: IncomingMessage, allowedHosts: readonly string[]): void => {
  const host = request.headers.host;
  const name = host === undefined ? undefined : hostName(host);
  if (name !== undefined && !hostAllowed(name, request.socket.localAddress ?? '', allowedHosts)) {
    throw new NightglassError(
      'NG_FORBIDDEN',
      `the Host ${JSON.stringify(name.slice(0, 100))} is not served here`,
      {
        parameter: 'Host',
        hint: 'Use localhost or an IP address, or start the server with --allowed-hosts and this name.',
      },
    );
  }
  const origin = request.headers.origin;
  if (origin !== undefined && originHost(origin) !== host?.toLowerCase()) {
    throw new NightglassError('NG_FORBIDDEN', 'pages of another origin may not call this API', {
      parameter: 'Origin',
      hint: 'Call it from a page that this server serves, or from a program that sends no Origin.',
    });
  }
};

/**
 * For requests that change something: a browser says where the page stands that sends them, and only our own may.
 * (`Origin` is checked before; this holds for what sends none.) Programs send no `Sec-Fetch-Site` at all.
 */
export const checkSender = (request: IncomingMessage): void => {
  const site = request.headers['sec-fetch-site'];
  if (site === undefined || site === 'same-origin' || site === 'none') return;
  throw new NightglassError('NG_FORBIDDEN', 'pages of another site may not change anything here', {
    parameter: 'Sec-Fetch-Site',
    hint: 'Send it from a page that this server serves, or from a program.',
  });
};

const hostAllowed = (name: string, localAddress: string, allowed: readonly string[]): boolean => {
  if (isIP(name) !== 0 || name === 'localhost' || name.endsWith('.localhost')) return true;
  if (allowed.includes('*') || allowed.includes(name)) return true;
  return allowed.length === 0 && !isLoopback(localAddress);
};

const originHost = (origin: string): string | undefined => {
  try {
    return new URL(origin).host.toLowerCase();
  } catch {
    return undefined;
  }
};
