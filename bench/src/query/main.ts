/**
 * `npm run bench:query [-- --spans N] [--logs N] [--reuse DIR] [--clickhouse-url URL] [--runs N] [--only TEXT] [--statements]`
 * Fills 24 hours of a shop and prints how long the product's questions take: the first run cold, then p50 and p95 warm.
 */
import { parseArgs } from 'node:util';
import { describeMachine } from '../lib/process-usage.ts';
import { makeCold } from './cold.ts';
import { measure } from './measure.ts';
import { questions } from './questions.ts';
import { recording } from './recorder.ts';
import { openBenchStore, tableSizes } from './store.ts';

const { values } = parseArgs({
  options: {
    spans: { type: 'string', default: '20000000' },
    logs: { type: 'string', default: '20000000' },
    reuse: { type: 'string' },
    'clickhouse-url': { type: 'string' },
    runs: { type: 'string', default: '15' },
    only: { type: 'string' },
    statements: { type: 'boolean', default: false },
  },
});
const thousands = (n: number): string => Math.round(n).toLocaleString('en-US');
const ms = (n: number): string => (n < 10 ? n.toFixed(1) : Math.round(n).toString());

/** On a terminal the progress is one line that changes; in a file, a line every ten seconds. */
let reportedAt = 0;
const report = (text: string): void => {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
  else if (Date.now() - reportedAt > 10_000) {
    reportedAt = Date.now();
    process.stderr.write(`${text}\n`);
  }
};

console.log(describeMachine());
const begin = performance.now();
const store = await openBenchStore(
  { clickhouseUrl: values['clickhouse-url'], reuse: values.reuse },
  { spans: Number(values.spans), logs: Number(values.logs) },
  report,
);
try {
  const { engine, filling, dir } = store;
  if (process.stderr.isTTY) process.stderr.write('\r\x1b[K');
  const { version } = await engine.health();
  console.log(
    `${engine.kind} ClickHouse ${version ?? ''}; ready after ${Math.round((performance.now() - begin) / 1000)} s`,
  );
  console.log(
    `${thousands(filling.spans)} spans of ${thousands(filling.traces)} traces and ${thousands(filling.logs)} log records over 24 h\n`,
  );
  for (const t of await tableSizes(engine)) {
    if (t.rows < 1000) continue;
    const per = (bytes: number): string => `${(bytes / t.rows).toFixed(1)} B`;
    console.log(
      `${t.name.padEnd(18)} ${thousands(t.rows).padStart(11)} rows  ${String(t.parts).padStart(3)} parts  data ${per(t.dataBytes).padStart(8)}  indexes ${per(t.indexBytes).padStart(8)} per row`,
    );
  }
  console.log(
    `\n${'milliseconds'.padEnd(72)} ${'p50'.padStart(6)} ${'p95'.padStart(6)} ${'target'.padStart(7)}  ${'cold'.padStart(5)} ${'target'.padStart(7)} ${'found'.padStart(8)} statements`,
  );
  const recorder = recording(engine);
  for (const question of questions) {
    if (values.only !== undefined && !question.name.includes(values.only)) continue;
    const f = await measure(question, recorder, filling, Number(values.runs), () => makeCold(engine, dir));
    const note = question.note === undefined ? '' : `  (target: ${question.note})`;
    const cold = question.coldTarget === undefined ? '-' : String(question.coldTarget);
    console.log(
      `${question.name.padEnd(72)} ${ms(f.p50Ms).padStart(6)} ${ms(f.p95Ms).padStart(6)} ${String(question.target).padStart(7)}  ${ms(f.coldMs).padStart(5)} ${cold.padStart(7)} ${thousands(f.found).padStart(8)}  ${String(f.statements).padStart(10)}${note}`,
    );
    if (values.statements) for (const s of f.last) console.log(`    ${ms(s.elapsedMs)} ms: ${s.text.trim()}`);
  }
} finally {
  await store.close();
}
