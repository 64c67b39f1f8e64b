/** Carries out one step of an experiment; what was seen becomes facts. */
import { type Builder, type Built, firstMessage } from './builder.ts';
import type { Facts, FactValue, SeriesTable, Step } from './model.ts';
import { deathFacts, type Observed, readLines } from './observe.ts';
import { runProgram } from './process.ts';
import { seriesFacts, seriesTable } from './series.ts';
import { wilson } from './statistics.ts';

export interface StepContext {
  builder: Builder;
  env: NodeJS.ProcessEnv;
  quick: boolean;
  /** The debugger, when there is one. */
  gdb: string | undefined;
}

export interface Seen {
  facts: Facts;
  tables: SeriesTable[];
}

/** A step that had to work and did not. */
export class StepFailed extends Error {}

const named = (step: Step, facts: ReadonlyMap<string, FactValue>): Facts =>
  new Map([...facts].map(([name, value]) => [`${step.name}.${name}`, value]));

const nothing = (): Seen => ({ facts: new Map(), tables: [] });

const mustBuild = async (built: Promise<Built>): Promise<string> => {
  const { program, ended } = await built;
  if (ended.exit !== 0) throw new StepFailed(`it does not build: ${firstMessage(ended)}`);
  return program;
};

const runOnce = async (
  program: string,
  step: Step,
  { builder, env, quick }: StepContext,
): Promise<{ death: Facts; observed: Observed }> => {
  const { GODEBUG, GOTRACEBACK, GORACE, GOMAXPROCS, ...clean } = env;
  const ended = await runProgram(program, step.args, {
    cwd: builder.folder,
    env: { ...clean, LAB_QUICK: quick ? '1' : '0', ...step.env },
    seconds: step.seconds,
  });
  if (ended.problem !== '') throw new StepFailed(`it does not start: ${ended.problem}`);
  return { death: deathFacts(ended), observed: readLines(ended.stdout) };
};

const run = async (program: string, step: Step, context: StepContext): Promise<Seen> => {
  if (step.times !== undefined) return runOften(program, step, context);
  const { death, observed } = await runOnce(program, step, context);
  if (death.get('timedOut') === true)
    throw new StepFailed(`${step.name} was not done in ${step.seconds} s and was killed`);
  const facts = new Map([...death, ...observed.facts]);
  const tables = step.series === undefined ? [] : [seriesTable(observed.samples, step.series)];
  if (step.series !== undefined && tables[0] !== undefined && tables[0].rows.length > 0)
    for (const [name, value] of seriesFacts(tables[0], step.series)) facts.set(name, value);
  return { facts: named(step, facts), tables };
};

/** Many runs of the same program: how many died of a fatal error, and how many a race report was printed in. */
const runOften = async (program: string, step: Step, context: StepContext): Promise<Seen> => {
  const { quick, full, parallel } = step.times ?? { quick: 1, full: 1, parallel: 1 };
  const runs = context.quick ? quick : full;
  let [started, fatals, raced] = [0, 0, 0];
  const worker = async (): Promise<void> => {
    while (started < runs) {
      started++;
      const { death } = await runOnce(program, step, context);
      if (death.get('fatal') !== '') fatals++;
      if (death.get('races') !== 0) raced++;
    }
  };
  await Promise.all(Array.from({ length: Math.min(parallel, runs) }, worker));
  const { low, high } = wilson(fatals, runs);
  const facts: [string, number][] = [
    ['runs', runs],
    ['fatals', fatals],
    ['silent', runs - fatals],
    ['raced', raced],
    ['silentRaces', runs - raced],
    ['oddsPercent', (100 * fatals) / runs],
    ['oddsPercent.low', 100 * low],
    ['oddsPercent.high', 100 * high],
  ];
  return { facts: named(step, new Map(facts)), tables: [] };
};

const occurrences = (text: string, part: string): number => text.split(part).length - 1;

/** Calls of a function in another, in the listing of `-gcflags=-S`: a section begins with `main.f STEXT`. */
const callsIn = (listing: string, functionName: string, called: string): number => {
  let inside = false;
  let calls = 0;
  for (const line of listing.split('\n')) {
    if (!line.startsWith('\t')) inside = line.startsWith(`${functionName} STEXT`);
    else if (inside && line.includes('\tCALL\t') && line.includes(called)) calls++;
  }
  return calls;
};

const assembly = async (step: Step, { builder }: StepContext): Promise<Seen> => {
  const { ended } = await builder.build(['-gcflags=-S']);
  if (ended.exit !== 0) throw new StepFailed(`it does not build: ${firstMessage(ended)}`);
  const facts = new Map<string, number>();
  for (const [name, { in: functionName = '', text }] of Object.entries(step.counts))
    facts.set(name, callsIn(ended.stderr, functionName, text));
  return { facts: named(step, facts), tables: [] };
};

const compile = async (step: Step, { builder }: StepContext): Promise<Seen> => {
  const { ended } = await builder.build(step.tags === undefined ? [] : ['-tags', step.tags]);
  if (ended.timedOut || ended.problem !== '') throw new StepFailed(firstMessage(ended));
  const message = ended.exit === 0 ? '' : firstMessage(ended);
  const facts: [string, FactValue][] = [
    ['compiles', ended.exit === 0],
    ['message', message],
  ];
  return { facts: named(step, new Map(facts)), tables: [] };
};

const vet = async (step: Step, { builder }: StepContext): Promise<Seen> => {
  const ended = await builder.go(['vet', '.']);
  if (ended.exit === 0 || /copies lock|by value/.test(ended.stderr))
    return {
      facts: named(step, new Map([['copylocks', occurrences(ended.stderr, 'sync.Map')]])),
      tables: [],
    };
  return nothing();
};

/** The race detector needs cgo and a C compiler; without them there is nothing to see. */
const race = async (step: Step, context: StepContext): Promise<Seen> => {
  const { program, ended } = await context.builder.build(['-race'], { CGO_ENABLED: '1' });
  return ended.exit === 0 ? run(program, step, context) : nothing();
};

const gdb = async (step: Step, { builder, env, gdb: debuggerPath }: StepContext): Promise<Seen> => {
  if (debuggerPath === undefined) return nothing();
  const program = await mustBuild(builder.build(['-gcflags=-N -l']));
  const before = ['set confirm off', 'set disable-randomization off', 'set auto-load off'];
  const args = [
    '-nx',
    '-batch',
    ...before.flatMap((c) => ['-iex', c]),
    ...step.commands.flatMap((c) => ['-ex', c]),
  ];
  const ended = await runProgram(debuggerPath, [...args, program], {
    cwd: builder.folder,
    env,
    seconds: step.seconds,
  });
  // A sandbox may forbid tracing: then the debugger has not seen anything either.
  if (ended.exit !== 0 || !ended.stdout.includes('Breakpoint 1,')) return nothing();
  const facts = new Map<string, number>();
  for (const [name, { text }] of Object.entries(step.counts))
    facts.set(name, occurrences(ended.stdout, text));
  return { facts: named(step, facts), tables: [] };
};

/** Throws StepFailed when something that every toolchain can do did not work. */
export const carryOut = async (step: Step, context: StepContext): Promise<Seen> => {
  switch (step.do) {
    case 'run':
      return run(await mustBuild(context.builder.build()), step, context);
    case 'race':
      return race(step, context);
    case 'compile':
      return compile(step, context);
    case 'assembly':
      return assembly(step, context);
    case 'vet':
      return vet(step, context);
    case 'gdb':
      return gdb(step, context);
  }
};
