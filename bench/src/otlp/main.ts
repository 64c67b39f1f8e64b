/**
 * `node bench/src/otlp/main.ts [--records N] [--rounds N] [--seconds S] [--json]`: what reading and rewriting OTLP costs.
 * Figures are per CPU second of this process; the cases take turns, the median round counts.
 */
import { cpus } from 'node:os';
import { parseArgs } from 'node:util';
import { makeCases } from './cases.ts';
import { measure } from './measure.ts';

const { values } = parseArgs({
  options: {
    records: { type: 'string', default: '512' },
    rounds: { type: 'string', default: '5' },
    seconds: { type: 'string', default: '0.4' },
    json: { type: 'boolean', default: false },
  },
});

const machine = `${cpus()[0]?.model ?? 'unknown CPU'}, ${cpus().length} CPUs, Node ${process.versions.node}`;
const results = measure(makeCases(Number(values.records)), Number(values.rounds), Number(values.seconds));

if (values.json) {
  console.log(JSON.stringify({ machine, records: Number(values.records), results }, null, 2));
} else {
  console.log(`${machine}; ${values.records} records a request, per CPU second\n`);
  console.log(
    `${'MB/s'.padStart(8)} ${'k records/s'.padStart(12)} ${'B/record'.padStart(9)} ${'spread'.padStart(7)}`,
  );
  for (const r of results) {
    const columns = [
      r.megabytesPerCpuSecond.toFixed(0).padStart(8),
      (r.recordsPerCpuSecond / 1000).toFixed(0).padStart(12),
      r.bytesPerRecord.toFixed(0).padStart(9),
      r.spread.toFixed(2).padStart(7),
    ];
    console.log(`${columns.join(' ')}  ${r.name}`);
  }
}
