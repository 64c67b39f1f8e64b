/** `--speed`: one large incident, thought over in a fresh process. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serialize } from 'node:v8';
import { describeMachine } from '../../lib/process-usage.ts';
import { printTable } from '../../lib/table.ts';
import { simulate } from '../../simulator/index.ts';

const targetMs = 2000;
const moonshotMs = 500;
const targetMb = 512;
const largeSeed = 9_000_003;

interface Time {
  ms: number;
  /** Of all threads, the collector's too. */
  cpuMs: number;
}

export interface Measured {
  cold: Time;
  warm: Time;
  /** Resident with the rows read, and at most while thinking. */
  rowsMb: number;
  peakMb: number;
}

/** True when both targets are met. */
export const printSpeed = (): boolean => {
  const folder = mkdtempSync(join(tmpdir(), 'nightglass-speed-'));
  try {
    const { data } = simulate({ seed: largeSeed, scale: 'large' });
    const points = data.series.reduce((n, { values }) => n + values.length, 0);
    const file = join(folder, 'incident');
    writeFileSync(file, serialize(data));
    const measured: Measured = JSON.parse(
      execFileSync(process.execPath, ['--expose-gc', join(import.meta.dirname, 'child.ts'), file], {
        encoding: 'utf8',
      }),
    );
    console.log(describeMachine());
    console.log(
      `one incident of ${data.spans.length} spans, ${data.logs.length} log rows, ${data.series.length} series of ${Math.round(points / data.series.length)} points`,
    );
    const { cold, warm, peakMb, rowsMb } = measured;
    const time = ({ ms, cpuMs }: Time): string =>
      `${ms.toFixed(0)} ms (${cpuMs.toFixed(0)} ms of processors)`;
    printTable(
      ['', 'measured', 'target', 'moonshot'],
      [
        ['thinking, first time in the process', time(cold), `${targetMs} ms`, `${moonshotMs} ms`],
        ['thinking, third time', time(warm), '', ''],
        ['most memory while thinking, rows included', `${peakMb.toFixed(0)} MB`, `${targetMb} MB`, ''],
        ['before, with the rows alone', `${rowsMb.toFixed(0)} MB`, '', ''],
      ],
    );
    return cold.ms <= targetMs && peakMb <= targetMb;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
