/** One hypothesis in a report: what it is, and the evidence for it and against it. */
import type { Hypothesis } from '@nightglass/model';
import { classNames } from '../narrate/class-names.ts';
import { count, moment, percent, points } from '../narrate/format.ts';
import { whole } from '../narrate/text.ts';
import { evidenceOf } from '../narrate/voice.ts';
import { entityInline, type Page, pathInline } from './build-report.ts';
import { type Block, cites, type Inline, inlineOf, joined } from './model.ts';

export const causeBlocks = (page: Page, hypothesis: Hypothesis, brief?: 'brief'): Block[] => {
  const { labels, language } = page;
  const blocks: Block[] = [
    {
      kind: 'heading',
      inline: [{ text: `${hypothesis.rank}. ` }, ...inlineOf(whole(hypothesis.title[language]))],
    },
    { kind: 'facts', rows: factRows(page, hypothesis) },
    ...page.show(hypothesis.supports, brief),
    ...page.show(hypothesis.contradicts, brief),
  ];
  if (evidenceOf(page, hypothesis.contradicts).length === 0)
    blocks.push({ kind: 'text', inline: [{ text: labels.nothingAgainst }] });
  return blocks;
};

const factRows = ({ labels, language }: Page, hypothesis: Hypothesis): [string, Inline[]][] => {
  const { change, path, coverage, onsetMs, signatures } = hypothesis;
  const rows: [string, Inline[]][] = [];
  const where = entityInline(hypothesis.entity, labels);
  rows.push([
    labels.entity,
    hypothesis.operation === '' ? where : [...where, { text: ' · ' }, { code: hypothesis.operation }],
  ]);
  rows.push([labels.faultClass, [{ text: classNames[hypothesis.faultClass][language] }]]);
  rows.push([labels.confidence, [{ text: points(hypothesis.confidence) }]]);
  if (onsetMs !== null) rows.push([labels.onset, [{ text: moment(onsetMs) }]]);
  if (coverage !== null) rows.push([labels.coverage, [{ text: percent(coverage) }]]);
  if (change !== null)
    rows.push([
      labels.change,
      [{ code: change.id }, { text: ` · ${moment(change.timeMs)} · ` }, { code: change.summary }],
    ]);
  const first = path[0];
  if (first !== undefined) {
    const names = [first.from.name, ...path.map((step) => step.to.name)];
    const ids = [...new Set(path.flatMap((step) => step.evidence))];
    rows.push([labels.path, [...pathInline(names), ...cites(ids)]]);
  }
  if (signatures.length > 0)
    rows.push([
      labels.signatures,
      joined(
        signatures.map(({ title, seen, confirmed }) => [
          ...inlineOf(whole(title[language])),
          { text: ` (${count(confirmed)} / ${count(seen)})` },
        ]),
        ' · ',
      ),
    ]);
  rows.push([labels.forIt, cites(hypothesis.supports)]);
  if (hypothesis.contradicts.length > 0) rows.push([labels.againstIt, cites(hypothesis.contradicts)]);
  return rows;
};
