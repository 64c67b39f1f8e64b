import { NightglassError, nearest } from '@nightglass/model';
import type { Route } from './route.ts';

interface Compiled {
  route: Route;
  pattern: RegExp;
  names: string[];
}

/** Finds the route of a path. Literal paths win over those with parameters. */
export class Router {
  readonly #compiled: Compiled[];

  constructor(routes: readonly Route[]) {
    this.#compiled = routes.map(compile).sort((a, b) => a.names.length - b.names.length);
  }

  /** The routes of a path (one per method) and its raw parameters, undefined when no route has the path. */
  find(pathname: string): { path: string; routes: Route[]; params: Record<string, string> } | undefined {
    const first = this.#compiled.find(({ pattern }) => pattern.test(pathname));
    if (!first) return undefined;
    const { path } = first.route;
    const match = first.pattern.exec(pathname);
    const params: Record<string, string> = {};
    first.names.forEach((name, i) => {
      params[name] = decode(match?.[i + 1] ?? '', name);
    });
    return {
      path,
      routes: this.#compiled.filter(({ route }) => route.path === path).map(({ route }) => route),
      params,
    };
  }

  /** The 404 of a path that does not exist, naming the nearest one that does. */
  notFound(pathname: string): NightglassError {
    const asked = pathname.replace(/\/$/, '').split('/');
    // Where a route has a parameter, what was asked stands for it.
    const filled = new Map(
      this.#compiled.map(({ route }) => [
        route.path
          .split('/')
          .map((part, i) => (part.startsWith('{') ? (asked[i] ?? part) : part))
          .join('/'),
        route.path,
      ]),
    );
    const close = filled.get(nearest(asked.join('/'), filled.keys()) ?? '');
    return new NightglassError('NG_NOT_FOUND', `there is no ${JSON.stringify(pathname.slice(0, 200))}`, {
      hint: close
        ? `Did you mean ${close}? All paths are in /api/v1/openapi.json.`
        : 'All paths are in /api/v1/openapi.json.',
    });
  }
}

const compile = (route: Route): Compiled => {
  const names: string[] = [];
  const source = route.path
    .split('/')
    .map((part) => {
      const name = /^\{(\w+)\}$/.exec(part)?.[1];
      if (name === undefined) return part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');
      names.push(name);
      return '([^/]+)';
    })
    .join('/');
  return { route, pattern: new RegExp(`^${source}$`), names };
};

const decode = (raw: string, parameter: string): string => {
  try {
    return decodeURIComponent(raw);
  } catch {
    throw new NightglassError('NG_BAD_PARAMETER', `${parameter} is not valid percent-encoding`, {
      parameter,
      hint: 'Encode it with encodeURIComponent.',
    });
  }
};
