import type { Hypothesis, TimelineEntry } from '@nightglass/model';
import { compareText } from '../canonical.ts';
import type { Examination } from '../examine.ts';
import { quotedName, quotedOperation } from '../words/subject.ts';

const most = 40;
const lookBackMs = 3_600_000;

/** What happened in order of time: changes, alerts, crashes, the onset, when each suspect began. */
export const timeline = (
  { context, foundOnsetMs, symptom }: Examination,
  hypotheses: readonly Hypothesis[],
): TimelineEntry[] => {
  const entries: TimelineEntry[] = [];
  const { data, incident } = context;
  const near = (timeMs: number): boolean => timeMs >= context.onsetMs - lookBackMs && timeMs < incident.endMs;
  if (symptom.kind !== 'none')
    entries.push({
      timeMs: context.onsetMs,
      kind: 'onset',
      entity: data.target.service === '' ? null : { kind: 'service', name: data.target.service },
      text:
        foundOnsetMs === null
          ? { en: 'The time that was asked about begins.', zh: '所询问的时段开始。' }
          : { en: 'The trouble begins.', zh: '故障开始。' },
      evidence: [],
    });
  for (const change of data.changes) {
    if (!near(change.timeMs) || change.kind === 'commit') continue;
    const name = quotedName(change.summary === '' ? change.id : change.summary);
    entries.push({
      timeMs: change.timeMs,
      kind: 'change',
      entity: change.service === '' ? null : { kind: 'service', name: change.service },
      text: { en: `Change (${change.kind}): ${name}.`, zh: `变更（${change.kind}）：${name}。` },
      evidence: [],
    });
  }
  for (const alert of data.alerts) {
    if (!near(alert.startMs) || !alert.firing) continue;
    entries.push({
      timeMs: alert.startMs,
      kind: 'alert',
      entity: alert.entity,
      text: { en: `Alert ${quotedName(alert.name)} fires.`, zh: `告警 ${quotedName(alert.name)} 触发。` },
      evidence: [],
    });
  }
  for (const row of data.runtime) {
    if (!near(row.timeMs)) continue;
    entries.push({
      timeMs: row.timeMs,
      kind: 'crash',
      entity: { kind: 'service', name: row.service },
      text: {
        en: `Runtime evidence: ${quotedOperation(row.title)}`,
        zh: `运行时证据：${quotedOperation(row.title)}`,
      },
      evidence: [],
    });
  }
  for (const hypothesis of hypotheses.slice(0, 3)) {
    if (hypothesis.onsetMs === null) continue;
    entries.push({
      timeMs: hypothesis.onsetMs,
      kind: 'metric',
      entity: hypothesis.entity,
      text: hypothesis.title,
      evidence: hypothesis.supports.slice(0, 1),
    });
  }
  // Of very many, those nearest to the onset: a storm of alerts must not push it out.
  const distance = (entry: TimelineEntry): number => Math.abs(entry.timeMs - context.onsetMs);
  return entries
    .sort(
      (a, b) => distance(a) - distance(b) || compareText(a.kind, b.kind) || compareText(a.text.en, b.text.en),
    )
    .slice(0, most)
    .sort((a, b) => a.timeMs - b.timeMs || compareText(a.kind, b.kind) || compareText(a.text.en, b.text.en));
};
