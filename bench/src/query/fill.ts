/** Fills the product's own tables through the product's own encoder: 24 hours of a shop. */
import type { Signal } from '@nightglass/model';
import { createBlockTarget, type Engine, rollServiceEdges } from '@nightglass/store';
import { logTemplate } from './log-template.ts';
import { spanTemplate, tracesPerTemplate } from './span-template.ts';
import type { Template } from './template.ts';

export interface Filling {
  spans: number;
  logs: number;
  /** Traces of the spans: numbers 0 to traces - 1, in order of time. */
  traces: number;
  /** Unix milliseconds: the data ends here and begins 24 hours before. */
  endMs: number;
}

const dayMs = 86_400_000;
const dayNano = BigInt(dayMs) * 1_000_000n;
const templatesEach = 64;
/** Rows of a block: what the product stores at load. */
const blockRows = 131_072;
const blocksInFlight = 2;

/** Fills about `spans` and `logs` rows ending at `endMs`; `report` hears of every block. */
export const fill = async (
  engine: Engine,
  wanted: { spans: number; logs: number; endMs: number },
  report: (text: string) => void,
): Promise<Filling> => {
  const { endMs } = wanted;
  const begin = BigInt(endMs) * 1_000_000n - dayNano;
  const spread = (rows: number): number => (dayMs * 1e6 * 500) / rows;
  const spanTemplates = make(spanTemplate, spread(wanted.spans));
  const mean = spanTemplates.reduce((n, t) => n + t.records, 0) / templatesEach;
  const traces = Math.ceil(wanted.spans / mean) * tracesPerTemplate;
  const spans = await fillSignal(engine, 'traces', spanTemplates, wanted.spans, traces, begin, report);
  const logTemplates = make(logTemplate, spread(wanted.logs));
  const logs = await fillSignal(engine, 'logs', logTemplates, wanted.logs, traces, begin, report);
  const firstMinute = Math.floor(endMs / 60_000) - 1440;
  const step = 30;
  for (let m = 0; m < 1440; m += step) {
    await rollServiceEdges(engine, firstMinute + m, firstMinute + m + step, endMs, { maxSeconds: 300 });
    report(`service map: ${m + step} of 1440 minutes`);
  }
  return { spans, logs, traces, endMs };
};

const make = (kind: (seed: number, spreadNano: number) => Template, spread: number): Template[] =>
  Array.from({ length: templatesEach }, (_, i) => kind(i + 1, spread));

const fillSignal = async (
  engine: Engine,
  signal: Signal,
  templates: readonly Template[],
  wanted: number,
  traces: number,
  begin: bigint,
  report: (text: string) => void,
): Promise<number> => {
  const target = createBlockTarget(engine);
  const perRound = templates.reduce((n, t) => n + t.records, 0) / templates.length;
  const requests = Math.ceil(wanted / perRound);
  const started = performance.now();
  const storing = new Set<Promise<void>>();
  let block = target.newBlock();
  let rows = 0;
  let blocks = 0;
  const store = async (): Promise<void> => {
    const full = block;
    const stored: Promise<void> = target
      .store(full, `bench-${signal}-${blocks++}`)
      .finally(() => storing.delete(stored));
    storing.add(stored);
    if (storing.size >= blocksInFlight) await Promise.race(storing);
    block = target.newBlock();
    const speed = Math.round(rows / ((performance.now() - started) / 1000));
    report(`${signal}: ${rows.toLocaleString('en-US')} rows, ${speed.toLocaleString('en-US')} per second`);
  };
  for (let n = 0; n < requests; n++) {
    const one = templates[n % templates.length];
    if (one === undefined) break;
    const at = begin + (dayNano * BigInt(n)) / BigInt(requests);
    const firstTrace = Math.floor((n * (traces / tracesPerTemplate)) / requests) * tracesPerTemplate;
    const bytes = one.stamp(firstTrace, at);
    const position = (signal === 'logs' ? 2 ** 40 : 1) + rows;
    block.add({ signal, bytes, receivedAtUnixNano: at, position });
    rows += one.records;
    if (block.rows >= blockRows) await store();
    else if (n % 16 === 0) await new Promise(setImmediate);
  }
  if (block.rows > 0) await store();
  await Promise.all(storing);
  return rows;
};
