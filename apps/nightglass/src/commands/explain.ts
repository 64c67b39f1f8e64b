import { writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Explanation, ExplanationRequest } from '@nightglass/model';
import { NightglassError, printable } from '@nightglass/model';
import { Command, InvalidArgumentError, Option } from 'commander';
import { type Backend, openBackend } from '../backend.ts';
import { answerText, type Language } from '../explain/answer-text.ts';
import { allowClosedOutput, complain } from './complain.ts';
import { dataOption, defaultUiPort, jsonOption } from './options.ts';

interface ExplainCommandOptions {
  data: string;
  url: string;
  service?: string;
  operation?: string;
  since?: string;
  start?: string;
  end?: string;
  watch: boolean;
  json: boolean;
  report?: string;
  dump?: string;
  language: Language;
  color: boolean;
}

const lookEveryMs = 5_000;

/** `10m`, as the time before now that the API reads. */
const parseSince = (text: string): string => {
  if (/^\d+(\.\d+)?(s|m|h|d)(\d+(s|m))?$/.test(text)) return `-${text}`;
  throw new InvalidArgumentError(`"${text}" is not a duration; write 90s, 10m or 2h.`);
};

/** `nightglass explain`: what most likely caused it, with evidence, or an honest "not enough". */
export const explainCommand = (): Command =>
  new Command('explain')
    .description('ask what most likely caused the trouble of a service, or of the whole system')
    .option('--service <name>', 'service that shows the trouble (default: the whole system)')
    .option('--operation <name>', 'only requests of this operation of it')
    .addOption(
      new Option('--since <duration>', 'it began about so long ago (default: 10m)')
        .argParser(parseSince)
        .conflicts(['start']),
    )
    .option('--start <time>', 'or at this time: RFC 3339, Unix seconds, or relative to now as in -2h')
    .option('--end <time>', 'until then (default: now)')
    .option('--watch', 'look again every minute until the answer is stable, at most for half an hour', false)
    .option('--report <file>', 'write the report, too: FILE.md or FILE.html')
    .addOption(
      new Option('--language <language>', 'of the text and the report').choices(['en', 'zh']).default('en'),
    )
    .option('--dump <file>', 'write what the engine thought about as JSON (telemetry as it was sent)')
    .option('--no-color', 'no colours, as without a terminal or with NO_COLOR')
    .addOption(
      new Option('--url <url>', 'a running Nightglass; without one the data folder is opened directly')
        .env('NIGHTGLASS_URL')
        .default(`http://127.0.0.1:${defaultUiPort}`),
    )
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
The time before is compared with: an hour, or three times as long as what is asked about. It need not be told exactly
when the trouble began: the beginning is looked for in the data.

Examples:
  $ nightglass explain                                           the whole system, the last ten minutes
  $ nightglass explain --service payment-gateway --since 30m
  $ nightglass explain --service payment-gateway --operation "POST /pay" --watch
  $ nightglass explain --start 2026-01-31T02:17:00Z --end 2026-01-31T02:40:00Z --report incident.html
  $ nightglass explain --service order --json | jq .diagnosis.hypotheses[0]

Exit codes: 0 diagnosed; 1 no answer: ambiguous, no cause in the telemetry, or not enough data; 2 called wrongly, or
it could not be done.`,
    )
    .action(run);

async function run(options: ExplainCommandOptions): Promise<void> {
  allowClosedOutput();
  try {
    const backend = await openBackend(options);
    try {
      const explanation = await ask(backend, options);
      await output(backend, explanation, options);
      process.exitCode = explanation.diagnosis?.verdict === 'diagnosed' ? 0 : 1;
    } finally {
      await backend.close();
    }
  } catch (error) {
    if (!(error instanceof NightglassError)) throw error;
    complain(error);
    process.exitCode = 2;
  }
}

/** One moment for all that is asked, so that a dump holds what was explained. */
const requestOf = (options: ExplainCommandOptions): ExplanationRequest => {
  const { service, operation, since, start, end, watch } = options;
  return {
    ...(service === undefined ? {} : { service }),
    ...(operation === undefined ? {} : { operation }),
    start: start ?? since ?? '-10m',
    ...(end === undefined ? {} : { end }),
    ...(watch ? { watch } : {}),
  };
};

/** Sentences and names come from telemetry. */
const say = (text: string): void => console.error(`nightglass: ${printable(text)}`);

const ask = async (backend: Backend, options: ExplainCommandOptions): Promise<Explanation> => {
  const request = requestOf(options);
  say(`reading what ${options.service ?? 'the whole system'} sent, and thinking`);
  let explanation = await backend.post<Explanation>('/api/v1/explanations', request);
  for (let looks = explanation.looks; explanation.state === 'running'; ) {
    if (explanation.looks !== looks || looks === 1) {
      looks = explanation.looks;
      say(`look ${looks}: ${explanation.diagnosis?.summary[options.language] ?? ''}`);
    }
    await sleep(lookEveryMs);
    explanation = await backend.get<Explanation>(`/api/v1/explanations/${explanation.id}`, []);
  }
  if (options.dump !== undefined) {
    const { watch: _, ...once } = request;
    await write(options.dump, await backend.file('/api/v1/explanations/data', once), '--dump');
  }
  return explanation;
};

const write = async (file: string, bytes: Uint8Array, parameter: string): Promise<void> => {
  await writeFile(file, bytes).catch((error: NodeJS.ErrnoException) => {
    throw new NightglassError('NG_BAD_PARAMETER', `cannot write ${file}: ${error.message}`, { parameter });
  });
  say(`${file} is written`);
};

const output = async (
  backend: Backend,
  explanation: Explanation,
  options: ExplainCommandOptions,
): Promise<void> => {
  if (options.report !== undefined) {
    const format = options.report.endsWith('.html') ? 'html' : 'md';
    const query = new URLSearchParams({ format, language: options.language });
    const bytes = await backend.file(`/api/v1/explanations/${explanation.id}/report?${query}`);
    await write(options.report, bytes, '--report');
  }
  if (options.json) {
    process.stdout.write(`${JSON.stringify(explanation)}\n`);
    return;
  }
  if (explanation.error !== null) say(`${explanation.error.message} [${explanation.error.code}]`);
  const colour = options.color && process.stdout.isTTY === true && (process.env.NO_COLOR ?? '') === '';
  const width = process.stdout.isTTY ? process.stdout.columns : 100;
  process.stdout.write(answerText(explanation, { language: options.language, colour, width }));
};
