import { readdirSync, readFileSync } from 'node:fs';
import type { DumpArtifact, ReadResult } from '../../model.ts';
import { readArtifacts } from '../../read.ts';

const ROOT = new URL('../../../testdata/', import.meta.url);

/** Versions of the recorded output. */
export const VERSIONS = ['1.19', '1.22', '1.24', '1.26', '1.27'] as const;

/** `testdata/go/go1.24/mapcrash/iter.txt`, read. */
export function recorded(version: string, path: string): ReadResult {
  return readArtifacts(readFileSync(new URL(`go/go${version}/${path}`, ROOT)));
}

export function extra(path: string): ReadResult {
  return readArtifacts(readFileSync(new URL(`extra/${path}`, ROOT)));
}

export function extraText(path: string): string {
  return readFileSync(new URL(`extra/${path}`, ROOT), 'utf8');
}

export function recordedNames(version: string, folder: string): string[] {
  return readdirSync(new URL(`go/go${version}/${folder}/`, ROOT));
}

export function recordedText(version: string, path: string): string {
  return readFileSync(new URL(`go/go${version}/${path}`, ROOT), 'utf8');
}

export function read(text: string): ReadResult {
  return readArtifacts(new TextEncoder().encode(text));
}

/** The first dump or crash of a result. */
export function firstDump(result: ReadResult): DumpArtifact {
  for (const artifact of result.artifacts) {
    if (artifact.format !== 'profile' && artifact.format !== 'godebug') return artifact;
  }
  throw new Error('no dump in this input');
}

/** A block of a dump: `block(7, 'chan receive, 3 minutes', ['main.f(0x1)', '/a/main.go:5 +0x1'])`. */
export function block(id: number, state: string, lines: readonly string[]): string {
  const body = lines.map((line, i) => (i % 2 === 0 ? line : `\t${line}`)).join('\n');
  return `goroutine ${id} [${state}]:\n${body}\n`;
}
