import { join } from 'node:path';
import { runCommand } from './command.ts';

interface LabOutput {
  recorded: boolean;
  runs: { go: string; results: { id: string; verdict: string; reason: string }[] }[];
}

/** `nightglass lab --quick` with the real Go: nothing is refuted and everything runs; noise may leave something undecided. */
export const checkLab = async (): Promise<string> => {
  const program = join(import.meta.dirname, '../../apps/nightglass/bin/nightglass.js');
  const ended = await runCommand(process.execPath, [program, 'lab', '--quick', '--json'], {
    timeoutMs: 290_000,
  });
  const { recorded, runs } = JSON.parse(ended.stdout) as LabOutput;
  if (recorded) throw new Error(`the lab found no Go:\n${ended.stderr}`);
  const results = runs.flatMap((run) => run.results.map((r) => ({ ...r, go: run.go })));
  const wrong = results.filter((r) => r.verdict === 'refuted' || r.verdict === 'failed');
  if (wrong.length > 0)
    throw new Error(wrong.map((r) => `${r.id} on Go ${r.go}: ${r.verdict}: ${r.reason}`).join('\n'));
  const undecided = results.filter((r) => r.verdict === 'inconclusive').length;
  return `${results.length} results with Go ${runs.map((r) => r.go).join(', ')}, ${undecided} not decided`;
};
