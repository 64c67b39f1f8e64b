/**
 * `npm run bench:rootcause-demo [-- --only NAME] [--before 60] [--during 60] [--service NAME] [--dump DIR]`
 * The real server and the example shop: each fault is switched on in a fresh pair of them, then Nightglass is asked what
 * caused it, as a person would ask: about the last minutes, without saying when it began. Exit code 1 when one is wrong.
 */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import type { Explanation } from '@nightglass/model';
import { describeMachine } from '../lib/process-usage.ts';
import { startServerProcess } from '../lib/server-process.ts';
import { type Scenario, scenarios } from './scenarios.ts';
import { startShopProcess } from './shop-process.ts';

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    before: { type: 'string', default: '60' },
    during: { type: 'string', default: '60' },
    service: { type: 'string' },
    dump: { type: 'string' },
  },
});

const post = async (url: string, body: unknown): Promise<Response> => {
  const headers = { 'content-type': 'application/json' };
  const response = await fetch(url, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
  return response;
};

const tell = ({ diagnosis, readMs, thinkMs }: Explanation, tookMs: number): void => {
  if (diagnosis === null) return;
  console.log(`  ${diagnosis.verdict}: ${diagnosis.summary.en}`);
  for (const h of diagnosis.hypotheses.slice(0, 3))
    console.log(
      `  ${h.rank}. ${h.faultClass}${h.detail === '' ? '' : `/${h.detail}`} of ${h.entity.kind} ${h.entity.name}, ${h.band} ${h.confidence.toFixed(2)}`,
    );
  const [first] = diagnosis.hypotheses;
  for (const evidence of diagnosis.evidence.filter(({ id }) => first?.supports.includes(id)).slice(0, 6)) {
    console.log(`     + ${evidence.signal}/${evidence.detector}: ${evidence.text.en}`);
    if (evidence.quote !== '')
      console.log(`       > ${evidence.quote.slice(0, 160).replaceAll(/\s+/g, ' ')}`);
  }
  const { spans, logs, series } = diagnosis.input;
  console.log(
    `  ${spans} spans, ${logs} log records, ${series} series; read ${readMs} ms, thought ${thinkMs} ms, answered after ${Math.round(tookMs)} ms`,
  );
};

const run = async (scenario: Scenario): Promise<string | undefined> => {
  const server = await startServerProcess();
  try {
    const shop = await startShopProcess(server.urls.otlpHttp);
    try {
      await sleep(Number(values.before) * 1000);
      if (scenario.fault !== '') await shop.break(scenario.fault);
      await sleep(Number(values.during) * 1000);
      const question = {
        start: '-10m',
        ...(values.service === undefined ? {} : { service: values.service }),
      };
      if (values.dump !== undefined) {
        const data = await post(`${server.urls.ui}/api/v1/explanations/data`, question);
        mkdirSync(values.dump, { recursive: true });
        const file = join(values.dump, `${scenario.name.replaceAll(' ', '-')}.json`);
        writeFileSync(file, await data.bytes());
        console.log(`  ${file}`);
      }
      const asked = performance.now();
      const response = await post(`${server.urls.ui}/api/v1/explanations`, question);
      const explanation = (await response.json()) as Explanation;
      tell(explanation, performance.now() - asked);
      return explanation.diagnosis === null ? 'no diagnosis' : scenario.judge(explanation.diagnosis);
    } finally {
      await shop.stop();
    }
  } finally {
    await server.stop();
  }
};

console.log(describeMachine());
let wrong = 0;
for (const scenario of scenarios) {
  if (values.only !== undefined && !scenario.name.includes(values.only)) continue;
  console.log(`\n${scenario.name}`);
  const complaint = await run(scenario).catch((error: Error) => error.message);
  if (complaint !== undefined) wrong++;
  console.log(complaint === undefined ? '  right' : `  WRONG: ${complaint}`);
}
process.exitCode = wrong === 0 ? 0 : 1;
