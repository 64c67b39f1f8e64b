import { type Artifact, explain, explainTogether } from '@nightglass/gorun';
import {
  type InspectResult,
  NightglassError,
  type RuntimeArtifact,
  type RuntimeFinding,
} from '@nightglass/model';
import { type Input, type Progress, readInput } from './read-input.ts';
import { readSites } from './source-sites.ts';

/** An artifact as read, and what is said of it. */
export interface Inspected {
  read: Artifact;
  said: RuntimeArtifact;
}

export interface Inspection {
  result: InspectResult;
  inspected: Inspected[];
  /** Why the source that was given could not name the other party of a crash. */
  sourceNotices: readonly string[];
}

const problem = (name: string, error: unknown): InspectResult['errors'][number] => {
  if (!(error instanceof NightglassError)) throw error;
  return { name, code: error.code, message: error.message, hint: error.hint ?? '' };
};

/**
 * Reads every file; with `sourceDir`, a folder of the program's source, names the other party of map crashes. One that cannot be used becomes an entry of `errors` and stops no other.
 */
export const inspectFiles = async (
  files: readonly string[],
  progress: Progress,
  sourceDir?: string,
): Promise<Inspection> => {
  const inputs: Input[] = [];
  const errors: InspectResult['errors'] = [];
  for (const file of files) {
    try {
      inputs.push(await readInput(file, progress));
    } catch (error) {
      errors.push(problem(file === '-' ? 'stdin' : file, error));
    }
  }
  const sites = sourceDir === undefined ? undefined : readSites(sourceDir, inputs);
  const inspected = inputs.flatMap(({ name, result }) => {
    const said = explain(result, sites === undefined ? { name } : { name, sites: sites.index });
    return result.artifacts.flatMap((read, i) => {
      const artifact = said[i];
      return artifact === undefined ? [] : [{ read, said: artifact }];
    });
  });
  return {
    inspected,
    sourceNotices: sites?.notices ?? [],
    result: {
      artifacts: inspected.map((i) => i.said),
      findings: explainTogether(inputs),
      inputs: inputs.map(({ name, result: { bytes, lines, notes } }) => ({ name, bytes, lines, notes })),
      errors,
    },
  };
};

/** Something that a person should look at: informative findings alone are not. */
export const isWrong = (findings: readonly RuntimeFinding[]): boolean =>
  findings.some((finding) => finding.severity !== 'info');

/** 0 nothing wrong, 1 a crash or a finding that is more than informative, 2 something could not be read. */
export const exitCodeOf = ({ artifacts, findings, errors }: InspectResult): number => {
  if (errors.length > 0) return 2;
  const wrong = isWrong(findings) || artifacts.some((a) => a.crash !== null || isWrong(a.findings));
  return wrong ? 1 : 0;
};
