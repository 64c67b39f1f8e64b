import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { extname, join, sep } from 'node:path';
import { sendBody } from './respond.ts';
import { pagePolicy } from './security.ts';

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.webmanifest': 'application/manifest+json',
  '.woff2': 'font/woff2',
  '.txt': 'text/plain; charset=utf-8',
};

/** Vite's `name-<8 characters of hash>.ext` under /assets: such a file never changes. */
const hashed = /^\/assets\/.+-[A-Za-z0-9_-]{8}\.\w+$/;

const startingPage = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="refresh" content="2">
<meta name="color-scheme" content="light dark"><meta name="viewport" content="width=device-width">
<title>Nightglass is starting</title></head>
<body><h1>Nightglass is starting</h1>
<p>The pages are being built. This one reloads by itself; the API is already at
<a href="/api/v1/openapi.json">/api/v1/openapi.json</a>.</p></body></html>
`;

/**
 * Serves a built web app from `root`. A path without a file and without an extension is a route of the app and gets
 * `index.html`. Resolves to false when there is nothing to serve under the path (the caller answers 404).
 * Without a root, pages get a small "starting" page that reloads.
 */
export const serveStatic = async (
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
  root: string | undefined,
): Promise<boolean> => {
  const isPage = extname(pathname) === '' || pathname.endsWith('.html');
  if (root === undefined) {
    if (!isPage) return false;
    response.setHeader('cache-control', 'no-store');
    await sendBody(request, response, 200, types['.html'] ?? '', startingPage);
    return true;
  }
  const file = await findFile(root, pathname);
  if (file === undefined && !isPage) return false;
  return sendFile(request, response, pathname, file ?? join(root, 'index.html'));
};

const sendFile = async (
  request: IncomingMessage,
  response: ServerResponse,
  pathname: string,
  file: string,
): Promise<boolean> => {
  let bytes: Buffer;
  try {
    bytes = await readFile(file);
  } catch {
    return false;
  }
  const extension = extname(file);
  const etag = `"${createHash('sha256').update(bytes).digest('base64url').slice(0, 22)}"`;
  response.setHeader('etag', etag);
  response.setHeader(
    'cache-control',
    hashed.test(pathname) ? 'public, max-age=31536000, immutable' : 'no-cache',
  );
  if (extension === '.html')
    response.setHeader('content-security-policy', pagePolicy(bytes.toString('utf8')));
  if (matches(String(request.headers['if-none-match'] ?? ''), etag)) {
    response.statusCode = 304;
    response.end();
    return true;
  }
  await sendBody(request, response, 200, types[extension] ?? 'application/octet-stream', bytes);
  return true;
};

const matches = (header: string, etag: string): boolean =>
  header === '*' || header.split(',').some((t) => t.trim().replace(/^W\//, '') === etag);

/** The file of a path inside the root; hidden files, folders and links that lead out do not exist. */
const findFile = async (root: string, pathname: string): Promise<string | undefined> => {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return undefined;
  }
  const parts = decoded.split('/').filter((p) => p !== '');
  if (decoded.includes('\0') || decoded.includes('\\') || parts.some((p) => p.startsWith('.')))
    return undefined;
  try {
    const base = await realpath(root);
    const file = await realpath(join(base, ...parts));
    return file.startsWith(base + sep) && (await stat(file)).isFile() ? file : undefined;
  } catch {
    return undefined;
  }
};
