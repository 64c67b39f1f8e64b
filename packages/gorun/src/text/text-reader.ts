/** Text in, artifacts out: lines are found, unwrapped and given to the recogniser of their stream. */
import type { Artifact, ReadLimits } from '../model.ts';
import { createBudget } from './budget.ts';
import { createDumpMachine, type DumpMachine } from './dump-machine.ts';
import { createLineScanner } from './line-scanner.ts';

export interface TextReader {
  push(chunk: Uint8Array): void;
  end(): { artifacts: Artifact[]; lines: number; bytes: number };
}

/** What can begin a Go output, wherever on a line it stands (the line may be wrapped). */
const beginnings =
  /goroutine \d|profile: |panic:|panic serving|fatal error: |SIG[A-Z]+: |DATA RACE|gc \d+ @|SCHED \d|scav \d|runtime: |unexpected fault|init \S+ @/g;

export const createTextReader = (limits: ReadLimits = {}): TextReader => {
  const budget = createBudget(limits);
  const artifacts: Artifact[] = [];
  const machines = new Map<string, DumpMachine>();
  const machineOf = (key: string): DumpMachine => {
    let machine = machines.get(key);
    if (machine === undefined) {
      machine = createDumpMachine(budget, (artifact) => artifacts.push(artifact));
      machines.set(key, machine);
    }
    return machine;
  };
  const scanner = createLineScanner(
    {
      line(text, at, cut) {
        machineOf('').line({ text, at, cut, weak: false, timeUnixNano: null });
      },
      wantsAll: () => {
        for (const machine of machines.values()) if (machine.isOpen()) return true;
        return false;
      },
    },
    beginnings,
    budget.lineBytes,
  );
  return {
    push: scanner.push,
    end() {
      const { bytes, lines, endsInLine } = scanner.end();
      for (const machine of machines.values()) machine.end(endsInLine);
      return { artifacts, lines, bytes };
    },
  };
};
