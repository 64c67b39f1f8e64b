import type { Artifact, ReadResult } from '@nightglass/gorun';

/** Rough bytes an artifact holds in memory: objects are counted, not measured. */
const costOf = (artifact: Artifact): number => {
  if (artifact.format === 'godebug') {
    const { gc, sched, scavenge, init } = artifact;
    return 400 * (gc.length + sched.length + scavenge.length + init.length);
  }
  if (artifact.format === 'profile') {
    const { values, stackOf, stackStart, lines, functions } = artifact.profile;
    return (
      values.byteLength +
      stackOf.byteLength +
      stackStart.byteLength +
      lines.byteLength +
      200 * functions.length
    );
  }
  let frames = 0;
  for (const goroutine of artifact.goroutines) frames += goroutine.frames.length;
  return 400 * artifact.goroutines.length + 160 * frames;
};

/** What was read lately, by upload; the least used goes first when more than `limitBytes` are held. */
export class ReadCache {
  readonly #limitBytes: number;
  readonly #entries = new Map<string, { result: ReadResult; cost: number }>();
  #held = 0;

  constructor(limitBytes: number) {
    this.#limitBytes = limitBytes;
  }

  has(uploadId: string): boolean {
    return this.#entries.has(uploadId);
  }

  get(uploadId: string): ReadResult | undefined {
    const entry = this.#entries.get(uploadId);
    if (entry === undefined) return undefined;
    this.#entries.delete(uploadId);
    this.#entries.set(uploadId, entry);
    return entry.result;
  }

  /** Keeps it even when it alone is over the limit: whoever loaded it is about to ask. */
  set(uploadId: string, result: ReadResult): void {
    this.#drop(uploadId);
    const cost = 1000 + result.artifacts.reduce((sum, artifact) => sum + costOf(artifact), 0);
    this.#entries.set(uploadId, { result, cost });
    this.#held += cost;
    for (const oldest of this.#entries.keys()) {
      if (this.#held <= this.#limitBytes || oldest === uploadId) break;
      this.#drop(oldest);
    }
  }

  #drop(uploadId: string): void {
    const entry = this.#entries.get(uploadId);
    if (entry === undefined) return;
    this.#entries.delete(uploadId);
    this.#held -= entry.cost;
  }
}
