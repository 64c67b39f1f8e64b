import type { Goroutine, StackFrame, StackSimilarity } from '@nightglass/model';
import { baseName, packageOf, stableName } from '../functions.ts';

/**
 * What must be equal for two goroutines to share a bucket, as text. Frames of package runtime are left out unless
 * there are no others, so that a dump taken with GOTRACEBACK=system, one without, and a profile agree; so are state
 * and labels.
 */
export function signature(goroutine: Goroutine, similarity: StackSimilarity): string {
  let text = '';
  let last = '';
  for (const frame of goroutine.frames) {
    if (packageOf(frame.func) === 'runtime') continue;
    const part = frameSignature(frame, similarity);
    // A recursion stands once where lines do not matter: its depth is a value, not a different stack.
    if (similarity === 'any-value' && part === last) continue;
    text += part;
    last = part;
  }
  if (text === '') {
    for (const frame of goroutine.frames) text += frameSignature(frame, similarity);
  }
  if (text === '' && goroutine.stackUnavailable) return 'stack unavailable';
  if (goroutine.elided.length > 0 && similarity !== 'any-value') text += '\n...elided';
  return text;
}

function frameSignature(frame: StackFrame, similarity: StackSimilarity): string {
  const name = stableName(frame.func);
  switch (similarity) {
    case 'any-value':
      return `\n${name}`;
    case 'same-lines':
      return `\n${name} ${baseName(frame.file)}:${frame.line}`;
    case 'any-pointer':
      return `\n${name} ${baseName(frame.file)}:${frame.line} ${withoutPointers(frame.args)}`;
    case 'exact':
      return `\n${name} ${baseName(frame.file)}:${frame.line} ${frame.args ?? ''}`;
  }
}

/** Words of five hexadecimal digits and more may be addresses; `?` marks come and go with the registers' use. */
function withoutPointers(args: string | null): string {
  return args === null ? '' : args.replace(/0x[0-9a-f]{5,}/g, '*').replaceAll('?', '');
}

/**
 * Groups goroutines by signature. The signature is built once per raw stack: goroutines are first told apart by the
 * numbers of their functions, files and lines, which is cheap, and most stacks of a dump are the same few.
 */
export class Grouper<G> {
  readonly #similarity: StackSimilarity;
  readonly #make: (signature: string, first: Goroutine) => G;
  readonly #numbers = new Map<string, number>();
  readonly #byRaw = new Map<string, G>();
  readonly #bySignature = new Map<string, G>();

  constructor(similarity: StackSimilarity, make: (signature: string, first: Goroutine) => G) {
    this.#similarity = similarity;
    this.#make = make;
  }

  groupOf(goroutine: Goroutine): G {
    const raw = this.#rawKey(goroutine);
    const known = this.#byRaw.get(raw);
    if (known !== undefined) return known;
    const sign = signature(goroutine, this.#similarity);
    let group = this.#bySignature.get(sign);
    if (group === undefined) {
      group = this.#make(sign, goroutine);
      this.#bySignature.set(sign, group);
    }
    this.#byRaw.set(raw, group);
    return group;
  }

  groups(): G[] {
    return [...this.#bySignature.values()];
  }

  #rawKey({ frames, elided, stackUnavailable }: Goroutine): string {
    const lines = this.#similarity !== 'any-value';
    const args = this.#similarity === 'exact' || this.#similarity === 'any-pointer';
    let key = elided.length > 0 ? 'e' : stackUnavailable ? 'u' : '';
    for (const frame of frames) {
      key += `${this.#number(frame.func)}`;
      if (lines) key += `:${this.#number(frame.file)}:${frame.line}`;
      if (args) key += this.#similarity === 'exact' ? `(${frame.args})` : `(${withoutPointers(frame.args)})`;
      key += ';';
    }
    return key;
  }

  #number(text: string): number {
    const known = this.#numbers.get(text);
    if (known !== undefined) return known;
    const next = this.#numbers.size;
    this.#numbers.set(text, next);
    return next;
  }
}

/** 64 bits of FNV-1a in two lanes, as 16 hexadecimal digits: a name for a signature, not a protection. */
export function shortHash(text: string): string {
  let a = 0x811c9dc5;
  let b = 0x9747b28c;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 0x01000193);
    b = Math.imul(b ^ code ^ (a >>> 13), 0x5bd1e995);
  }
  return hex(a) + hex(b);
}

function hex(value: number): string {
  return (value >>> 0).toString(16).padStart(8, '0');
}
