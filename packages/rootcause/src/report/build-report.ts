/** A diagnosis as a report: what it says and in which order. Deterministic; the time it is made is no part of it. */
import type { Diagnosis, Evidence, ExplanationEntity } from '@nightglass/model';
import { classNames } from '../narrate/class-names.ts';
import { count, duration, moment, percent, points, times } from '../narrate/format.ts';
import { followUps } from '../narrate/narrate.ts';
import { whole } from '../narrate/text.ts';
import { evidenceOf, type Language } from '../narrate/voice.ts';
import { causeBlocks } from './cause-blocks.ts';
import { evidenceItem, windowText } from './evidence-item.ts';
import { type Labels, labelsOf } from './labels.ts';
import { type Block, cites, type Inline, inlineOf, joined, type Report, type Section } from './model.ts';
import { explainCommand, queryPath } from './queries.ts';

/** What the sections are made from. Evidence is shown where it is first needed, and cited after that. */
export interface Page {
  diagnosis: Diagnosis;
  language: Language;
  labels: Labels;
  /** Those of the ids that were not shown yet; in one line each where they are only looked up. */
  show(ids: readonly string[], brief?: 'brief'): Block[];
}

export const buildReport = (diagnosis: Diagnosis, language: Language): Report => {
  const labels = labelsOf(language);
  const shown = new Set<string>();
  const show = (ids: readonly string[], brief?: 'brief'): Block[] => {
    const items = evidenceOf({ diagnosis }, ids)
      .filter((e) => !shown.has(e.id) && shown.add(e.id) !== undefined)
      .map((e) => evidenceItem(e, diagnosis.incident, language, labels));
    if (brief === undefined) return items.map((item) => ({ kind: 'evidence', item }));
    return items.length === 0 ? [] : [{ kind: 'brief', items }];
  };
  const page: Page = { diagnosis, language, labels, show };
  const { service } = diagnosis.incident;
  const several = diagnosis.verdict === 'ambiguous';
  const causes = diagnosis.verdict === 'diagnosed' ? 1 : several ? 3 : 0;
  const found = diagnosis.hypotheses.slice(0, causes);
  const others = diagnosis.hypotheses.slice(causes, causes + 5);
  const rest = diagnosis.evidence.map((e) => e.id);
  const sections: (Section | null)[] = [
    section(page, 'summary', summaryBlocks(page)),
    section(page, 'impact', impactBlocks(page)),
    section(page, 'timeline', timelineBlocks(page)),
    section(
      page,
      several ? 'causes' : 'cause',
      found.flatMap((h) => causeBlocks(page, h)),
    ),
    section(
      page,
      'else',
      others.flatMap((h, i) => causeBlocks(page, h, i < 2 ? undefined : 'brief')),
    ),
    section(page, 'ruledOut', ruledOutBlocks(page)),
    section(page, 'notSeen', notSeenBlocks(page)),
    section(page, 'followUps', followUpBlocks(page)),
    section(page, 'prevention', preventionBlocks(page)),
    section(page, 'evidence', show(rest, causes > 0 ? 'brief' : undefined)),
    section(page, 'again', againBlocks(page)),
    section(page, 'about', aboutBlocks(page)),
  ];
  return {
    language,
    title:
      service === ''
        ? [{ text: labels.title }]
        : [{ text: `${labels.title}${labels.colon}` }, { code: service }],
    verdict: diagnosis.verdict,
    verdictText: labels.verdict[diagnosis.verdict],
    lead: inlineOf(whole(diagnosis.summary[language])),
    sections: sections.filter((s) => s !== null),
  };
};

const section = ({ labels }: Page, id: keyof Labels['sections'], blocks: Block[]): Section | null =>
  blocks.length === 0 ? null : { id, title: labels.sections[id], blocks };

export const entityInline = (entity: ExplanationEntity, labels: Labels): Inline[] => [
  { text: `${labels.entityKind[entity.kind]} ` },
  { code: entity.name },
];

const summaryBlocks = ({ diagnosis, labels, language }: Page): Block[] => {
  const { incident } = diagnosis;
  const first = diagnosis.hypotheses[0];
  const rows: [string, Inline[]][] = [
    [labels.service, incident.service === '' ? [{ text: labels.wholeSystem }] : [{ code: incident.service }]],
  ];
  if (incident.operation !== '') rows.push([labels.operation, [{ code: incident.operation }]]);
  rows.push([labels.symptomLabel, [{ text: labels.symptom[incident.symptom] }]]);
  if (incident.onsetMs !== null) rows.push([labels.onset, [{ text: moment(incident.onsetMs) }]]);
  rows.push([labels.window, [{ text: windowText(incident.window) }]]);
  rows.push([labels.baseline, [{ text: windowText(incident.baseline) }]]);
  if (diagnosis.verdict === 'diagnosed' && first !== undefined) {
    rows.push([labels.faultClass, [{ text: classNames[first.faultClass][language] }]]);
    rows.push([labels.confidence, [{ text: points(first.confidence) }]]);
  }
  return [{ kind: 'facts', rows }];
};

const impactBlocks = ({ diagnosis, labels, show }: Page): Block[] => {
  const { requests, badRequests, thresholdMs } = diagnosis.incident;
  const rows: [string, Inline[]][] = [];
  if (requests !== null && badRequests !== null && requests > 0)
    rows.push([
      labels.requests,
      [{ text: `${count(badRequests)} / ${count(requests)} (${percent(badRequests / requests)})` }],
    ]);
  if (thresholdMs !== null) rows.push([labels.threshold, [{ text: duration(thresholdMs) }]]);
  const blocks: Block[] = rows.length === 0 ? [] : [{ kind: 'facts', rows }];
  if (diagnosis.blastRadius.length > 0)
    blocks.push({
      kind: 'table',
      head: [labels.entity, labels.badShare, labels.slowdown],
      labelled: true,
      rows: diagnosis.blastRadius
        .slice(0, 30)
        .map(({ entity, badShare, slowdown }) => [
          entityInline(entity, labels),
          [{ text: badShare === null ? '–' : percent(badShare) }],
          [{ text: slowdown === null ? '–' : `× ${times(slowdown)}` }],
        ]),
    });
  const own = diagnosis.evidence.filter((e) => e.entity.name === diagnosis.incident.service);
  const symptoms = own.filter((e) => e.stance === 'supports').slice(0, 2);
  return [...blocks, ...show(symptoms.map((e) => e.id))];
};

const timelineBlocks = ({ diagnosis, labels, language }: Page): Block[] =>
  diagnosis.timeline.length === 0
    ? []
    : [
        {
          kind: 'table',
          head: [labels.time, labels.kind, labels.what],
          labelled: false,
          rows: diagnosis.timeline
            .slice(0, 60)
            .map((entry) => [
              [{ text: moment(entry.timeMs) }],
              [{ text: labels.entry[entry.kind] }],
              [...inlineOf(whole(entry.text[language])), ...cites(entry.evidence)],
            ]),
        },
      ];

const ruledOutBlocks = (page: Page): Block[] => {
  const { diagnosis, labels, language } = page;
  if (diagnosis.ruledOut.length === 0) return [];
  const items = diagnosis.ruledOut.map((ruled): Inline[] => [
    ...(ruled.faultClass === 'unknown'
      ? []
      : [{ strong: classNames[ruled.faultClass][language] }, { text: ' · ' }]),
    ...entityInline(ruled.entity, labels),
    { text: labels.colon },
    ...inlineOf(whole(ruled.reason[language])),
    ...cites(ruled.evidence),
  ]);
  const ids = diagnosis.ruledOut.flatMap((r) => r.evidence);
  return [{ kind: 'list', items }, ...page.show(ids, 'brief')];
};

const notSeenBlocks = ({ diagnosis, labels, language }: Page): Block[] =>
  diagnosis.notSeen.length === 0
    ? [{ kind: 'text', inline: [{ text: labels.nothingSaid }] }]
    : [{ kind: 'list', items: diagnosis.notSeen.map((b) => inlineOf(whole(b.text[language]))) }];

const followUpBlocks = ({ diagnosis, language }: Page): Block[] => {
  const items = followUps(diagnosis, language).map((text) => inlineOf(text));
  return items.length === 0 ? [] : [{ kind: 'list', items }];
};

const preventionBlocks = ({ diagnosis, language }: Page): Block[] =>
  (diagnosis.verdict === 'diagnosed' ? diagnosis.hypotheses.slice(0, 1) : [])
    .flatMap((h) => h.prevention)
    .map(({ id, text, code }) => ({
      kind: 'code',
      caption: [{ code: id }, { text: ' · ' }, ...inlineOf(whole(text[language]))],
      text: code,
    }));

const againBlocks = ({ diagnosis, labels }: Page): Block[] => {
  const withQuery = diagnosis.evidence.filter((e): e is Evidence & { query: object } => e.query !== null);
  const items = withQuery.map(({ id, query }): Inline[] => [
    { cite: id },
    { text: ' ' },
    { code: `GET ${queryPath(query)}` },
  ]);
  return [
    { kind: 'text', inline: [{ text: labels.againNote }] },
    { kind: 'code', caption: [], text: explainCommand(diagnosis) },
    ...(items.length === 0 ? [] : [{ kind: 'list' as const, items }]),
  ];
};

const aboutBlocks = ({ diagnosis, labels }: Page): Block[] => {
  const { engine, input } = diagnosis;
  return [
    { kind: 'text', inline: [{ text: labels.telemetryNote }] },
    {
      kind: 'facts',
      rows: [
        [labels.input, [{ text: labels.inputOf(input) }]],
        [labels.engine, [{ code: engine.version }]],
        [labels.configHash, [{ code: engine.configHash }]],
        [labels.inputHash, [{ code: engine.inputHash }]],
      ],
    },
  ];
};

/** A way through the map: names with arrows. */
export const pathInline = (names: readonly string[]): Inline[] =>
  joined(
    names.map((name): Inline[] => [{ code: name }]),
    ' → ',
  );
