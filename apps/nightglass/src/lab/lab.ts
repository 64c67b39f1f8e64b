/** Puts the claims to the test on every toolchain that was found. */
import { mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, tmpdir } from 'node:os';
import { join } from 'node:path';
import { Builder } from './builder.ts';
import { describe, judge } from './judge.ts';
import type { Experiment, ExperimentResult, Facts, LabRun, SeriesTable, Step } from './model.ts';
import { killAll } from './process.ts';
import { carryOut, StepFailed } from './steps.ts';
import type { Toolchain } from './toolchains.ts';
import { holds } from './versions.ts';

export interface LabOptions {
  env: NodeJS.ProcessEnv;
  quick: boolean;
  gdb: string | undefined;
  now: () => Date;
  /** Called before and after each experiment. */
  progress: (go: string, id: string, result: ExperimentResult | null) => void;
}

const stepsFor = ({ steps }: Experiment, minor: number, quick: boolean): Step[] =>
  steps.filter((step) => holds(step.go, minor) && !(quick && step.fullOnly));

const runExperiment = async (
  experiment: Experiment,
  toolchain: Toolchain,
  folder: string,
  { env, quick, gdb }: LabOptions,
): Promise<ExperimentResult> => {
  const began = performance.now();
  const facts: Facts = new Map();
  const tables: SeriesTable[] = [];
  const result = (verdict: Pick<ExperimentResult, 'verdict' | 'reason' | 'checks'>): ExperimentResult => ({
    id: experiment.id,
    ...verdict,
    shows: describe(experiment.shows, facts),
    facts: Object.fromEntries(facts),
    tables,
    seconds: Math.round((performance.now() - began) / 100) / 10,
  });
  if (!holds(experiment.go, toolchain.minor))
    return result({ verdict: 'not-applicable', reason: `from Go ${experiment.go}`, checks: [] });
  try {
    const builder = new Builder(experiment, toolchain, folder, env);
    for (const step of stepsFor(experiment, toolchain.minor, quick)) {
      const seen = await carryOut(step, { builder, env, quick, gdb });
      for (const [name, value] of seen.facts) facts.set(name, value);
      tables.push(...seen.tables);
    }
  } catch (error) {
    if (!(error instanceof StepFailed)) throw error;
    return result({ verdict: 'failed', reason: error.message, checks: [] });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  return result(judge(experiment, toolchain.minor, facts));
};

/** One run for each toolchain, one after the other; programs and builds are gone afterwards, also after Ctrl-C. */
export const runLab = async (
  experiments: readonly Experiment[],
  toolchains: readonly Toolchain[],
  options: LabOptions,
): Promise<LabRun[]> => {
  const folder = mkdtempSync(join(tmpdir(), 'nightglass-lab-'));
  const cleanUp = (): void => {
    killAll();
    rmSync(folder, { recursive: true, force: true });
  };
  const interrupted = (): void => {
    cleanUp();
    process.exit(130);
  };
  process.once('SIGINT', interrupted).once('SIGTERM', interrupted);
  try {
    const runs: LabRun[] = [];
    for (const toolchain of toolchains) {
      const run: LabRun = {
        go: toolchain.version,
        where: toolchain.path,
        platform: toolchain.platform,
        processors: availableParallelism(),
        when: options.now().toISOString(),
        recorded: false,
        source: '',
        quick: options.quick,
        results: [],
      };
      for (const experiment of experiments) {
        options.progress(toolchain.version, experiment.id, null);
        const at = join(folder, `${runs.length}-${experiment.id}`);
        const result = await runExperiment(experiment, toolchain, at, options);
        run.results.push(result);
        options.progress(toolchain.version, experiment.id, result);
      }
      runs.push(run);
    }
    return runs;
  } finally {
    process.off('SIGINT', interrupted).off('SIGTERM', interrupted);
    cleanUp();
  }
};

/** 0 all confirmed, 1 something refuted, 2 something could not be run or decided, or nothing was run. */
export const exitCodeOf = (runs: readonly LabRun[]): number => {
  const verdicts = runs
    .flatMap((run) => run.results.map((r) => r.verdict))
    .filter((v) => v !== 'not-applicable');
  if (verdicts.includes('refuted')) return 1;
  return verdicts.length === 0 || verdicts.some((v) => v !== 'confirmed') ? 2 : 0;
};
