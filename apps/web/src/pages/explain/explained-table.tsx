import type { ExplanationSummary } from '@nightglass/model';
import { usePreferences } from '../../frame/preferences.ts';
import { useLocal } from '../../i18n/use-local.ts';
import { useText } from '../../i18n/use-text.ts';
import { bandOf, outcomeMarks, outcomeOf } from '../../logic/explain/marks.ts';
import { explanationPath } from '../../logic/paths.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { formatFull, formatMinute, msToNano } from '../../logic/times.ts';
import { Link } from '../../router/link.tsx';
import { useLinks } from '../../router/place.ts';
import { InlineCode } from '../../ui/inline-code.tsx';
import { ServiceName } from '../../ui/parts.tsx';
import { type Column, Table } from '../../ui/table.tsx';
import { ConfidenceBlocks } from './confidence.tsx';

/** What was asked before and what came of it. */
export const ExplainedTable = ({ explanations }: { explanations: readonly ExplanationSummary[] }) => {
  const t = useText();
  const to = useLinks();
  const local = useLocal();
  const { language } = usePreferences();
  const columns: Column<ExplanationSummary>[] = [
    {
      key: 'says',
      title: t('explained.says'),
      cell: (e) => {
        const outcome = outcomeOf(e);
        const sentence =
          e.summary !== null
            ? local(e.summary)
            : t(outcome === 'failed' ? 'explained.failed' : 'explained.noSentence');
        return (
          <Link className="row-link says" href={to(explanationPath(e.id))} title={sentence}>
            <span className={`outcome outcome-${outcome}`} aria-hidden="true">
              {outcomeMarks[outcome]}
            </span>
            <span className="ellipsis">
              <InlineCode text={shorten(sentence, 300)} />
            </span>
          </Link>
        );
      },
    },
    {
      key: 'who',
      title: t('explained.who'),
      sort: (e) => e.service,
      cell: (e) => (
        <span className="explained-who">
          {e.service === '' ? t('explained.all') : <ServiceName name={shorten(e.service, 40)} />}
          {e.operation === '' ? null : <span className="muted ellipsis">{shorten(e.operation, 40)}</span>}
        </span>
      ),
    },
    {
      key: 'verdict',
      title: t('explained.verdict'),
      sort: (e) => outcomeOf(e),
      cell: (e) => <span className="nowrap">{t(`verdict.${outcomeOf(e)}`)}</span>,
    },
    {
      key: 'confidence',
      title: t('explained.confidence'),
      sort: (e) => e.confidence ?? -1,
      cell: (e) =>
        e.confidence === null ? (
          '–'
        ) : (
          <ConfidenceBlocks confidence={e.confidence} band={bandOf(e.confidence)} />
        ),
    },
    {
      key: 'when',
      title: t('explained.when'),
      number: true,
      sort: (e) => e.createdMs,
      cell: (e) => (
        <time className="nowrap" title={formatFull(msToNano(e.createdMs), language)}>
          {formatMinute(e.createdMs / 1000, language)}
        </time>
      ),
    },
  ];
  return (
    <Table
      columns={columns}
      rows={explanations}
      rowKey={(e) => e.id}
      param="sort"
      order="when-"
      label={t('explained.list')}
    />
  );
};
