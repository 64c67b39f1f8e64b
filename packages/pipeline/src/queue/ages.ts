/** Since when each stretch of the log waits. Monotonic milliseconds, so a stepping wall clock changes nothing. */
export class Ages {
  #marks: { end: number; since: number }[] = [];

  /** What was appended up to `end` waits since `since`. Marks less than 50 ms apart are merged. */
  add(end: number, since: number): void {
    const last = this.#marks.at(-1);
    if (last !== undefined && since - last.since < 50) last.end = end;
    else this.#marks.push({ end, since });
  }
  /** Everything before `cursor` is done. */
  discard(cursor: number): void {
    const first = this.#marks.findIndex((m) => m.end > cursor);
    this.#marks = first < 0 ? [] : this.#marks.slice(first);
  }
  /** How long the oldest waits at `now`, milliseconds; 0 when nothing does. */
  oldest(now: number): number {
    const first = this.#marks[0];
    return first === undefined ? 0 : Math.max(0, now - first.since);
  }
}
