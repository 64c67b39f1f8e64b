/** Work per CPU second of this process: user and system time of all its threads, garbage collection included. */
export interface Case {
  name: string;
  /** Bytes and records one run of the case takes in. */
  bytes: number;
  records: number;
  run(): void;
}

export interface Result {
  name: string;
  megabytesPerCpuSecond: number;
  recordsPerCpuSecond: number;
  bytesPerRecord: number;
  /** Fastest round divided by slowest. */
  spread: number;
}

/** Runs the cases in turn, `rounds` times `seconds` each, after a warm-up round; the median round counts. */
export const measure = (cases: readonly Case[], rounds: number, seconds: number): Result[] => {
  const runsPerCpuSecond = cases.map((): number[] => []);
  for (let round = 0; round <= rounds; round++) {
    cases.forEach((c, i) => {
      const rate = runFor(c, seconds);
      if (round > 0) runsPerCpuSecond[i]?.push(rate);
    });
  }
  return cases.map((c, i) => {
    const rates = (runsPerCpuSecond[i] ?? []).sort((a, b) => a - b);
    const median = rates[rates.length >> 1] ?? 0;
    return {
      name: c.name,
      megabytesPerCpuSecond: (c.bytes * median) / 1e6,
      recordsPerCpuSecond: c.records * median,
      bytesPerRecord: c.bytes / c.records,
      spread: (rates.at(-1) ?? 0) / (rates[0] ?? 1),
    };
  });
};

const runFor = ({ run }: Case, seconds: number): number => {
  const before = process.cpuUsage();
  const end = performance.now() + seconds * 1000;
  let runs = 0;
  do {
    run();
    runs++;
  } while (performance.now() < end);
  const { user, system } = process.cpuUsage(before);
  return (runs * 1e6) / (user + system);
};
