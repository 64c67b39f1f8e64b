/** One diagnosis, for those who work on the engine: the ranked hypotheses with their evidence, and the truth. */
import type { Diagnosis, Evidence } from '@nightglass/model';
import type { BenchCase } from './case.ts';
import { describeHypothesis } from './evaluate.ts';
import { rankOfTruth } from './ranks.ts';

const cut = (text: string): string => {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > 220 ? `${line.slice(0, 217)}...` : line;
};

export const printCase = (bench: BenchCase, diagnosis: Diagnosis): void => {
  const { data } = bench;
  const time = (ms: number | null): string => (ms === null ? '-' : new Date(ms).toISOString().slice(11, 23));
  console.log(`\n== ${bench.set} ${bench.id}`);
  console.log(`truth: ${bench.truth.text}; rank ${rankOfTruth(bench, diagnosis.hypotheses) ?? 'none'}`);
  console.log(
    `rows: ${data.spans.length} spans, ${data.logs.length} logs, ${data.series.length} series, ${data.changes.length} changes, ${data.kubernetes?.objects.length ?? 0} objects; incident from ${time(data.incident.startMs)}, onset found ${time(diagnosis.incident.onsetMs)}`,
  );
  console.log(`verdict: ${diagnosis.verdict}. ${cut(diagnosis.summary.en)}`);
  const evidence = new Map(diagnosis.evidence.map((one) => [one.id, one]));
  for (const hypothesis of diagnosis.hypotheses) {
    const proposal = bench.proposal(hypothesis);
    const mark = proposal !== null && bench.right(proposal) ? '*' : ' ';
    console.log(
      `${mark}${hypothesis.rank}. ${describeHypothesis(hypothesis)} score ${hypothesis.score.toFixed(3)} confidence ${hypothesis.confidence.toFixed(2)} coverage ${hypothesis.coverage?.toFixed(2) ?? '-'} onset ${time(hypothesis.onsetMs)} ${hypothesis.operation}`,
    );
    console.log(`     ${cut(hypothesis.title.en)}`);
    for (const id of hypothesis.supports) console.log(`     + ${line(evidence.get(id))}`);
    for (const id of hypothesis.contradicts) console.log(`     - ${line(evidence.get(id))}`);
  }
  for (const { entity, faultClass, reason } of diagnosis.ruledOut)
    console.log(`  ruled out: ${entity.kind}:${entity.name} ${faultClass}: ${cut(reason.en)}`);
  for (const { kind, text } of diagnosis.notSeen) console.log(`  not seen: ${kind}: ${cut(text.en)}`);
};

const line = (one: Evidence | undefined): string =>
  one === undefined
    ? 'unknown evidence'
    : `${one.id} ${one.detector}: ${cut(one.text.en)}${one.quote === '' ? '' : ` «${cut(one.quote)}»`}`;
