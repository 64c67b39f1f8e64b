/**
 * `npm run simulate -- [--seed 7] [--count 1] [--family NAME | --normal]`: draws incidents and prints what happened in each;
 * `--list` the families, `--json` data and truth as one line of JSON each, `--out DIR` the same as files, `--otlp URL` sends
 * incidents to a running Nightglass, each ending now (`--api URL`: its changes, too). See README.md beside this.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { printTable } from '../lib/table.ts';
import {
  type Degradation,
  degradations,
  families,
  type SimulatedIncident,
  type SimulationOptions,
  simulate,
} from './index.ts';
import { isLoopback, sendChanges, sendIncident } from './otlp/send.ts';

const { values: given } = parseArgs({
  options: {
    seed: { type: 'string', default: '7' },
    count: { type: 'string', default: '1' },
    family: { type: 'string' },
    normal: { type: 'boolean', default: false },
    services: { type: 'string' },
    degradation: { type: 'string' },
    scale: { type: 'string', default: 'usual' },
    list: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
    out: { type: 'string' },
    otlp: { type: 'string' },
    api: { type: 'string' },
    anywhere: { type: 'boolean', default: false },
  },
});

const fail = (text: string): never => {
  console.error(text);
  process.exit(2);
};

const whole = (text: string, name: string): number => {
  const value = Number(text);
  return Number.isInteger(value) && value >= 0
    ? value
    : fail(`--${name}: a whole number is needed, not ${text}`);
};

const readDegradation = (text: string): Degradation[] =>
  text === 'none'
    ? []
    : text
        .split(',')
        .map(
          (word) =>
            degradations.find((one) => one === word) ??
            fail(`--degradation: ${word} is none of ${degradations.join(', ')}`),
        );

const optionsOf = (seed: number): SimulationOptions => ({
  seed,
  ...(given.family === undefined ? {} : { family: given.family }),
  ...(given.services === undefined ? {} : { services: whole(given.services, 'services') }),
  ...(given.degradation === undefined ? {} : { degradation: readDegradation(given.degradation) }),
  normalWindow: given.normal,
  scale: given.scale === 'large' ? 'large' : 'usual',
});

/** Typed arrays as lists, gaps as null. */
const asJson = (incident: SimulatedIncident): string =>
  JSON.stringify(incident, (_key, value: unknown) => (value instanceof Float64Array ? [...value] : value));

const describe = ({ data, truth }: SimulatedIncident, ms: number): string[] => [
  truth.family,
  truth.normal ? '-' : `${truth.entity.kind}:${truth.entity.name}`,
  truth.normal ? '-' : truth.faultClass,
  `${data.target.service} ${data.target.operation}`.trim(),
  data.target.symptom,
  String(new Set(Object.values(data.resources).map(({ service }) => service)).size),
  `${data.spans.length}/${data.logs.length}/${data.series.length}`,
  truth.degradation.join(' ') || '-',
  `${ms.toFixed(0)} ms`,
];

const listFamilies = (): void =>
  printTable(
    ['family', 'of Go', 'held out', ''],
    families.map(({ name, go, heldOut, about }) => [name, go ? 'yes' : '', heldOut ? 'yes' : '', about]),
  );

const mayBeAsked = (option: string, url: string): void => {
  if (!URL.canParse(url)) fail(`--${option} ${url}: not a URL`);
  if (!given.anywhere && !isLoopback(url))
    fail(`--${option} ${url}: not an address of this machine; --anywhere sends there all the same`);
};

const send = async (url: string, incident: SimulatedIncident): Promise<void> => {
  mayBeAsked('otlp', url);
  if (given.api !== undefined) mayBeAsked('api', given.api);
  const shown = process.stderr.isTTY ? '\r' : '';
  const shiftMs = await sendIncident(url, incident.data, Date.now(), (sent) => {
    if (shown !== '')
      process.stderr.write(
        `${shown}sent ${sent.metrics} points, ${sent.traces} spans, ${sent.logs} log records`,
      );
  });
  if (shown !== '') process.stderr.write('\n');
  if (given.api !== undefined)
    console.log(`told of ${await sendChanges(given.api, incident.data, shiftMs)} changes`);
  const at = (timeMs: number): string => new Date(timeMs + shiftMs).toISOString();
  const { data, truth } = incident;
  console.log(`\nsent; it began at ${at(truth.onsetMs)} and ends now. Ask for it with:`);
  console.log(
    `  nightglass explain --service ${data.target.service} --start ${at(data.incident.startMs)} --end ${at(data.incident.endMs)}`,
  );
};

if (given.list) listFamilies();
else {
  const first = whole(given.seed, 'seed');
  const count = whole(given.count, 'count');
  const rows: string[][] = [];
  if (given.out !== undefined) mkdirSync(given.out, { recursive: true });
  for (let seed = first; seed < first + count; seed++) {
    const started = performance.now();
    const incident = simulate(optionsOf(seed));
    rows.push([String(seed), ...describe(incident, performance.now() - started)]);
    if (given.json) console.log(asJson(incident));
    if (given.out !== undefined) writeFileSync(join(given.out, `${seed}.json`), asJson(incident));
    if (count > 1 && process.stderr.isTTY) process.stderr.write(`\r${seed - first + 1} of ${count}`);
    if (given.otlp !== undefined) await send(given.otlp, incident);
  }
  if (count > 1 && process.stderr.isTTY) process.stderr.write('\n');
  if (!given.json)
    printTable(
      [
        'seed',
        'family',
        'cause',
        'class',
        'target',
        'symptom',
        'services',
        'spans/logs/series',
        'telemetry',
        'took',
      ],
      rows,
    );
}
