import { readdirSync, readFileSync } from 'node:fs';
import { cpus, totalmem } from 'node:os';

/** USER_HZ: the unit of utime and stime in /proc/PID/stat (proc(5)); 100 on every Linux that Node supports. */
const ticksPerSecond = 100;

/** The process and everything it started, now. */
export const processTree = (pid: number): number[] => {
  const children = new Map<number, number[]>();
  for (const name of readdirSync('/proc')) {
    if (!/^\d+$/.test(name)) continue;
    const stat = readStat(Number(name));
    if (stat === undefined) continue;
    const parent = Number(stat[1]);
    children.set(parent, [...(children.get(parent) ?? []), Number(name)]);
  }
  const tree: number[] = [];
  const visit = (p: number): void => {
    tree.push(p);
    for (const child of children.get(p) ?? []) visit(child);
  };
  visit(pid);
  return tree;
};

/** The fields of /proc/PID/stat after the command name, which may itself hold blanks; undefined when it is gone. */
const readStat = (pid: number): string[] | undefined => {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return text.slice(text.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
};

/** User + system seconds of all threads of these processes so far; a process that is gone counts nothing. */
export const cpuSeconds = (pids: readonly number[]): number => {
  let ticks = 0;
  for (const pid of pids) {
    const stat = readStat(pid);
    if (stat !== undefined) ticks += Number(stat[11]) + Number(stat[12]);
  }
  return ticks / ticksPerSecond;
};

/** Resident bytes of these processes now, and the highest they have been (VmRSS, VmHWM), summed. */
export const memoryBytes = (pids: readonly number[]): { resident: number; peak: number } => {
  const sum = { resident: 0, peak: 0 };
  for (const pid of pids) {
    try {
      const status = readFileSync(`/proc/${pid}/status`, 'utf8');
      const kilobytes = (name: string): number =>
        Number(new RegExp(`${name}:\\s+(\\d+) kB`).exec(status)?.[1] ?? 0);
      sum.resident += kilobytes('VmRSS') * 1024;
      sum.peak += kilobytes('VmHWM') * 1024;
    } catch {
      // gone meanwhile
    }
  }
  return sum;
};

/** One line that says where a figure was measured. */
export const describeMachine = (): string => {
  const all = cpus();
  return `${all.length} x ${all[0]?.model ?? 'unknown CPU'}, ${Math.round(totalmem() / 2 ** 30)} GB, Node ${process.version}, ${process.platform}`;
};
