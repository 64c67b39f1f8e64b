import {
  type CollectEvent,
  defaultProfiles,
  PprofCollector,
  type ProfileName,
  profileNames,
} from '@nightglass/collect';
import { nearest } from '@nightglass/model';
import { Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../api/times.ts';
import { collectEventLine } from '../collect-lines.ts';
import { defaultUiPort, jsonOption } from './options.ts';

interface PprofOptions {
  every: number;
  profiles?: ProfileName[];
  service?: string;
  instance?: string;
  traceId?: string;
  server: string;
  timeout: number;
  maxMib: number;
  cpuSeconds: number;
  burst: boolean;
  once: boolean;
  json: boolean;
}

const parseMilliseconds = (text: string): number => {
  const nano = /^\d+$/.test(text) ? undefined : parseDuration(text);
  if (nano === undefined || nano < 1_000_000_000n || nano > 86_400_000_000_000n)
    throw new InvalidArgumentError(`"${text}" is not a time from 1s to 24h, such as 30s or 5m.`);
  return Number(nano / 1_000_000n);
};

const wholeNumber =
  (least: number, most: number) =>
  (text: string): number => {
    if (!/^\d{1,6}$/.test(text) || Number(text) < least || Number(text) > most)
      throw new InvalidArgumentError(`"${text}" is not a whole number from ${least} to ${most}.`);
    return Number(text);
  };

const parseProfiles = (text: string): ProfileName[] => {
  const names = text.split(',').map((name) => name.trim());
  const known: readonly string[] = profileNames;
  for (const name of names) {
    if (known.includes(name)) continue;
    const meant = nearest(name, known);
    throw new InvalidArgumentError(
      `"${name}" is not a profile${meant === undefined ? '' : `; did you mean "${meant}"?`} There are ${known.join(', ')}.`,
    );
  }
  return [...new Set(names as ProfileName[])];
};

/** What is left of a burst or a round is given this long to reach the server when the command ends. */
const closeMs = { once: 15_000, interrupted: 3_000 };

const pprofCommand = (): Command =>
  new Command('pprof')
    .argument('<url>', 'of net/http/pprof: http://localhost:6060, with or without /debug/pprof/')
    .description('pull the profiles of one Go process from net/http/pprof and store them')
    .addOption(
      new Option('--every <time>', 'between two rounds').argParser(parseMilliseconds).default(30_000, '30s'),
    )
    .addOption(
      new Option(
        '--profiles <names>',
        `separated by commas, of ${profileNames.join(', ')} (default: all but cpu, as far as they are offered)`,
      ).argParser(parseProfiles),
    )
    .option('--service <name>', 'service.name of the process (default: the host of the URL)')
    .option('--instance <id>', 'service.instance.id of it (default: host and port of the URL)')
    .option('--trace-id <id>', 'the trace that these profiles belong to')
    .addOption(
      new Option('--server <url>', 'the Nightglass server that keeps them')
        .env('NIGHTGLASS_URL')
        .default(`http://localhost:${defaultUiPort}`),
    )
    .addOption(
      new Option('--timeout <time>', 'for one answer').argParser(parseMilliseconds).default(10_000, '10s'),
    )
    .addOption(
      new Option('--max-mib <number>', 'largest profile that is read, MiB')
        .argParser(wholeNumber(1, 1024))
        .default(128),
    )
    .addOption(
      new Option('--cpu-seconds <number>', 'length of a CPU profile')
        .argParser(wholeNumber(1, 60))
        .default(5),
    )
    .option('--burst', 'begin with a burst: for a minute, every 5 s, dump, heap after a GC, and CPU', false)
    .option('--once', 'one round (or, with --burst, one burst), then end', false)
    .addOption(jsonOption())
    .addHelpText(
      'after',
      `
Examples:
  $ nightglass collect pprof http://localhost:6060 --every 30s --service payment
  $ nightglass collect pprof http://10.0.3.7:6060 --once --profiles goroutine,heap
  $ nightglass collect pprof http://localhost:6060 --burst --once     while it hurts
  $ kill -USR1 $(pgrep -f "nightglass collect")                       a burst from a running one

One line per pull; --json prints one JSON object per line. What cannot be sent waits in memory (256 MiB at most, the
oldest goes first, and every loss is said).

Exit codes: 0 ended as asked (--once: everything was pulled and stored), 1 not pprof, or --once lost something,
2 called wrongly.`,
    )
    .action(collectPprof);

/** `nightglass collect pprof URL`: pulls until it is interrupted. */
export const collectCommand = (): Command =>
  new Command('collect').description('pull evidence from running processes').addCommand(pprofCommand());

async function collectPprof(url: string, options: PprofOptions): Promise<void> {
  const say = (event: CollectEvent): void => {
    console.log(options.json ? JSON.stringify(event) : collectEventLine(event));
  };
  const collector = new PprofCollector(
    {
      url,
      everyMs: options.every,
      profiles: options.profiles,
      service: options.service,
      instance: options.instance,
      traceId: options.traceId,
      server: options.server,
      timeoutMs: options.timeout,
      maxBytes: options.maxMib * 1024 ** 2,
      cpuSeconds: options.cpuSeconds,
    },
    say,
  );
  const stop = new AbortController();
  let closing = false;
  // A second signal ends the process at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => {
      stop.abort();
      if (closing) void collector.close(closeMs.interrupted);
    });
  // Windows has no SIGUSR1, and Node would open its debugger on it without a listener.
  if (process.platform !== 'win32') process.on('SIGUSR1', () => collector.burst());
  if (!options.json)
    console.log(
      `pulling ${(options.profiles ?? defaultProfiles).join(', ')} from ${collector.target} for ${options.server} (process ${process.pid})`,
    );
  if (options.burst) collector.burst();
  try {
    if (options.once) await collector.once(stop.signal);
    else await collector.run(stop.signal);
  } finally {
    closing = true;
    await collector.close(stop.signal.aborted ? closeMs.interrupted : closeMs.once);
    process.removeAllListeners('SIGUSR1');
  }
  const { pulled, failed, stored, refused, dropped } = collector.counts;
  const counts = { pulled, failed, stored, refused, dropped };
  if (options.json) console.log(JSON.stringify({ type: 'ended', ...counts }));
  else
    console.log(
      Object.entries(counts)
        .map(([name, count]) => `${count} ${name}`)
        .join(', '),
    );
  if (options.once && (failed + refused + dropped > 0 || stored === 0)) process.exitCode = 1;
}
