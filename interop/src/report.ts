/** Runs named checks one after another and counts them; each is bounded in time. */
export class Report {
  #passed = 0;
  #failed = 0;
  #skipped = 0;

  /** Runs one check; a throw or more than `limitMs` is a failure. The check returns what to print behind its name. */
  async check(
    name: string,
    run: () => Promise<string | undefined> | string | undefined,
    limitMs = 60_000,
  ): Promise<void> {
    const start = performance.now();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, fail) => {
      timer = setTimeout(() => fail(new Error(`not done within ${limitMs / 1000} s`)), limitMs);
    });
    try {
      const note = await Promise.race([Promise.resolve().then(run), late]);
      const seconds = ((performance.now() - start) / 1000).toFixed(1);
      this.#passed++;
      console.log(`pass  ${name} (${seconds} s)${note === undefined ? '' : `: ${note}`}`);
    } catch (error) {
      this.#failed++;
      const text = error instanceof Error ? error.message : String(error);
      console.log(`FAIL  ${name}\n${text.slice(0, 4000).replace(/^/gm, '      ')}`);
    } finally {
      clearTimeout(timer);
    }
  }

  skip(name: string, reason: string): void {
    this.#skipped++;
    console.log(`skip  ${name}: ${reason}`);
  }

  /** Prints the closing line; true when nothing failed. */
  close(): boolean {
    console.log(`${this.#passed} passed, ${this.#failed} failed, ${this.#skipped} skipped`);
    return this.#failed === 0;
  }
}
