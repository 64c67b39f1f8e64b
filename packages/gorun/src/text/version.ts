/** Which Go printed this: read from paths of the standard library, else bounded by the forms of the lines. */
import type { GoVersion } from '../model.ts';

export interface VersionEvidence {
  /** A frame's function and file. */
  frame(func: string, file: string): void;
  /** Only Go 1.`min` and later print this. */
  atLeast(min: number, why: string): void;
  /** Only Go 1.`max` and earlier print this. */
  atMost(max: number, why: string): void;
  read(): GoVersion;
}

/** `/go-1.27/src/`, `/usr/local/go1.26.8/`, `toolchain@v0.0.1-go1.26.8.linux-amd64/`, `/go/1.22.3/x64/src/`. */
const pathPattern = /[/@-]go[-/@]?v?(1\.\d{1,2}(?:\.\d{1,3}|rc\d{1,2}|beta\d{1,2})?)(?=[/.-])/g;

export const createVersionEvidence = (): VersionEvidence => {
  let version: string | null = null;
  let from = '';
  let min: number | null = null;
  let max: number | null = null;
  let minWhy = '';
  let maxWhy = '';
  let tries = 0;
  return {
    frame(func, file) {
      if (version !== null || tries > 2000) return;
      // Only the standard library stands in the toolchain's folder: `runtime.main`, `net/http.(*conn).serve`.
      const slash = func.indexOf('/');
      const dot = func.indexOf('.');
      if ((slash >= 0 && dot >= 0 && dot < slash) || func.startsWith('main.') || !file.includes('/src/'))
        return;
      tries++;
      for (const found of file.matchAll(pathPattern)) {
        version = found[1] ?? null;
        from = `path ${file}`;
      }
    },
    atLeast(release, why) {
      if (min !== null && min >= release) return;
      min = release;
      minWhy = why;
    },
    atMost(release, why) {
      if (max !== null && max <= release) return;
      max = release;
      maxWhy = why;
    },
    read() {
      if (version !== null) {
        const minor = Number(/^1\.(\d+)/.exec(version)?.[1]);
        return { version, min: minor, max: minor, from };
      }
      // Forms that contradict each other come from text that Go did not print.
      if (min !== null && max !== null && min > max) return { version: null, min: null, max: null, from: '' };
      if (min !== null && max === min) return { version: `1.${min}`, min, max, from: minWhy };
      if (min !== null) return { version: `>=1.${min}`, min, max, from: minWhy };
      if (max !== null) return { version: `<=1.${max}`, min, max, from: maxWhy };
      return { version: null, min, max, from: '' };
    },
  };
};
