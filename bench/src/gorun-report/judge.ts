import type { ReadResult } from '@nightglass/gorun';
import type { RuntimeArtifact, RuntimeFinding } from '@nightglass/model';
import type { Expected } from './expectations.ts';

/** Headers that Go prints at the beginning of a line; a message of several lines may hold forged ones. */
const headerPattern = /^goroutine \d+ (?:gp=\S+ m=\S+ (?:mp=\S+ )?)?\[.*\](?: \{.*\})?:$/gm;

const within = (value: number, [from, to]: readonly [number, number]): boolean =>
  value >= from && value <= to;
const range = ([from, to]: readonly [number, number]): string =>
  from === to ? `${from}` : `${from} to ${to}`;

/** `1.27.3`, `>=1.21`, `<=1.20` against the release that made the file. */
const fitsRelease = (found: string, minor: number): boolean => {
  const match = /^(>=|<=)?1\.(\d+)/.exec(found);
  if (match === null) return false;
  const other = Number(match[2]);
  return match[1] === '>=' ? minor >= other : match[1] === '<=' ? minor <= other : minor === other;
};

export const missingFindings = (
  findings: readonly RuntimeFinding[],
  wanted: { findings?: readonly string[]; sites?: readonly string[] },
  otherSites: readonly string[] = [],
): string[] => {
  const ids = new Set(findings.map((f) => f.id));
  const wrong = (wanted.findings ?? [])
    .filter((id) => !id.split('|').some((one) => ids.has(one)))
    .map((id) => `no finding ${id} (only ${[...ids].join(', ') || 'none'})`);
  const named = [...otherSites, ...findings.flatMap((f) => f.sites.map((s) => s.function))];
  const said = JSON.stringify(findings);
  for (const site of wanted.sites ?? [])
    if (!named.some((name) => name.includes(site)) && !said.includes(site))
      wrong.push(`${site} is not named`);
  return wrong;
};

/** Everything that is not as expected; empty when it is right. `exitCode` is the recorded one, null when not recorded. */
export const judge = (
  expected: Expected,
  said: readonly RuntimeArtifact[],
  read: ReadResult,
  text: string,
  minor: number,
  exitCode: number | null,
): string[] => {
  const wrong: string[] = [];
  if (expected.formats.length === 0) {
    if (said.length > 0) wrong.push(`read as ${said.map((a) => a.format).join('+')}, and is none`);
    return wrong;
  }
  for (const format of expected.formats)
    if (!said.some((a) => a.format === format)) wrong.push(`no ${format} found`);
  for (const a of said)
    if (a.goVersion !== null && !fitsRelease(a.goVersion, minor))
      wrong.push(`Go ${a.goVersion} found, made by 1.${minor}`);
  const { variant, crash, goroutines, states } = expected;
  if (variant !== undefined && !said.some((a) => a.variant.includes(variant)))
    wrong.push(`${said.map((a) => a.variant).join('+')} instead of ${variant}`);
  const kinds = crash === undefined ? [] : [crash.kind].flat();
  const found = said.find((a) => a.crash !== null && kinds.includes(a.crash.kind))?.crash;
  if (crash !== undefined) {
    if (found === undefined || found === null)
      wrong.push(
        `no ${kinds.join(' or ')}; found ${said.map((a) => a.crash?.kind ?? 'no crash').join(', ')}`,
      );
    else {
      if (!crash.reasons.includes(found.reason))
        wrong.push(`${found.reason} instead of ${crash.reasons.join(' or ')}`);
      if (crash.endedProcess !== undefined && found.endedProcess !== crash.endedProcess)
        wrong.push(`it ${found.endedProcess ? 'ended' : 'did not end'} the process: wrong`);
      if (exitCode !== null && found.exitCode !== null && found.exitCode !== exitCode)
        wrong.push(`exit code ${found.exitCode} instead of ${exitCode}`);
      if (found.kind === 'fatal-error' && found.recoverable !== false)
        wrong.push('a fatal error said to be recoverable');
      if (found.kind === 'panic' && found.recoverable === false)
        wrong.push('a panic said to be not recoverable');
    }
  }
  const counted = Math.max(0, ...said.map((a) => a.goroutineCount));
  if (goroutines === 'headers') {
    const headers = text.match(headerPattern)?.length ?? 0;
    if (counted !== headers && !forged(text)) wrong.push(`${counted} goroutines instead of ${headers}`);
  } else if (goroutines !== undefined && !within(counted, goroutines))
    wrong.push(`${counted} goroutines instead of ${range(goroutines)}`);
  for (const [state, bounds] of Object.entries(states ?? {})) {
    const count = Math.max(0, ...said.map((a) => a.states.find((s) => s.state === state)?.count ?? 0));
    if (!within(count, bounds)) wrong.push(`${count} in ${state} instead of ${range(bounds)}`);
  }
  if (expected.gcCycles === true) {
    const cycles = said.reduce((sum, a) => sum + (a.gc?.cycles ?? 0), 0);
    const lines = text.match(/^gc \d+ @[\d.]+s /gm)?.length ?? 0;
    if (cycles !== lines) wrong.push(`${cycles} GC cycles instead of ${lines}`);
  }
  const findings = said.flatMap((a) => a.findings);
  wrong.push(
    ...missingFindings(
      findings,
      expected,
      said.flatMap((a) => a.crash?.sites.map((s) => s.function) ?? []),
    ),
  );
  if (read.bytes === 0) wrong.push('no byte was read');
  return wrong;
};

/** A message of several lines that holds a goroutine header (panics/multiline). */
const forged = (text: string): boolean => /^panic: line one/.test(text);
