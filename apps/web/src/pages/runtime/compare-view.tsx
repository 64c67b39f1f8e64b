import type { GoroutineBucketChange, GoroutineDiffResponse, StoredArtifact } from '@nightglass/model';
import { useRuntime } from '../../api/use-api.ts';
import { usePreferences } from '../../frame/preferences.ts';
import { useText } from '../../i18n/use-text.ts';
import { formatCount } from '../../logic/format.ts';
import { formatClock, nanoToSeconds } from '../../logic/times.ts';
import { changeParams, usePlace } from '../../router/place.ts';
import { useUrlSet } from '../../router/use-url-set.ts';
import { Section } from '../../ui/parts.tsx';
import { Empty, ErrorNotice, SkeletonRows } from '../../ui/states.tsx';
import { BucketRow } from './bucket-row.tsx';
import { Choice } from './choice.tsx';
import { FindingList } from './finding-card.tsx';
import { useOthers } from './use-others.ts';

const perStep = 100;

/** What appeared, grew, shrank and went between two dumps, the older one first. */
export const CompareView = ({ stored }: { stored: StoredArtifact }) => {
  const t = useText();
  const { params } = usePlace();
  const { language } = usePreferences();
  const { others: all, ...list } = useOthers(stored, ['crash', 'goroutine-dump', 'goroutine-profile']);
  const profiled = stored.format === 'goroutine-profile';
  const unlike = (o: StoredArtifact): boolean => (o.format === 'goroutine-profile') !== profiled;
  // What is printed alike compares best.
  const others = all.toSorted((a, b) => Number(unlike(a)) - Number(unlike(b)));
  const other = params.get('with') ?? '';
  const chosen = others.find((o) => o.id === other);
  const otherIsOlder = chosen === undefined || BigInt(chosen.timeUnixNano) <= BigInt(stored.timeUnixNano);
  const [before, after] = otherIsOlder ? [other, stored.id] : [stored.id, other];
  const diff = useRuntime<GoroutineDiffResponse>(
    '/goroutines/diff',
    { before, after },
    { enabled: other !== '' && list.data !== undefined, subject: `${before} ${after}` },
  );
  return (
    <>
      <ErrorNotice error={list.error} retry={list.retry} />
      {list.loading ? <SkeletonRows rows={2} /> : null}
      {list.data !== undefined && others.length === 0 ? (
        <Empty title={t('compare.alone')}>
          <p>{t('compare.aloneHint')}</p>
        </Empty>
      ) : null}
      {others.length === 0 && other === '' ? null : (
        <div className="filter-bar">
          <Choice
            className="choice-wide"
            label={t('compare.with')}
            value={other}
            onChange={(id) => changeParams({ with: id, open: null, unfold: null })}
            options={[
              { value: '', text: t('compare.choose') },
              ...others.map((o) => ({
                value: o.id,
                text: `${formatClock(nanoToSeconds(o.timeUnixNano), language)} · ${o.name || o.variant} · ${o.goroutineCount}`,
              })),
            ]}
          />
        </div>
      )}
      {chosen !== undefined && unlike(chosen) ? (
        <p className="warning small">◆ {t('compare.unlike')}</p>
      ) : null}
      <ErrorNotice error={diff.error} retry={diff.retry} />
      {diff.loading ? <SkeletonRows rows={10} /> : null}
      {diff.data === undefined ? null : <Changes diff={diff.data} stale={diff.stale} />}
    </>
  );
};

const marks: Record<GoroutineBucketChange['change'], string> = {
  new: '✚',
  grown: '▲',
  shrunk: '▼',
  gone: '✕',
  same: '=',
};
const tones: Record<GoroutineBucketChange['change'], string> = {
  new: 'tag tag-bad',
  grown: 'tag tag-bad',
  shrunk: 'tag tag-good',
  gone: 'tag tag-good',
  same: 'tag',
};

const Changes = ({ diff, stale }: { diff: GoroutineDiffResponse; stale: boolean }) => {
  const t = useText();
  const { params } = usePlace();
  const { language } = usePreferences();
  const open = useUrlSet('open');
  const shown = Number(params.get('limit')) || perStep;
  const changed = diff.changes.filter((c) => c.change !== 'same');
  const most = Math.max(1, ...changed.map((c) => Math.max(c.before, c.after)));
  const clock = (nano: string): string => formatClock(nanoToSeconds(nano), language);
  return (
    <>
      <p className="compare-total">
        {clock(diff.before.timeUnixNano)} → {clock(diff.after.timeUnixNano)}:{' '}
        <b>
          {formatCount(diff.before.total)} → {formatCount(diff.after.total)}
        </b>{' '}
        {t('compare.goroutines')}
      </p>
      {diff.findings.length === 0 ? null : (
        <Section title={t('finding.title')}>
          <FindingList findings={diff.findings} />
        </Section>
      )}
      <Section title={t('compare.changes', { count: changed.length })} stale={stale}>
        {changed.length === 0 ? <p className="muted">{t('compare.same')}</p> : null}
        <ol className="buckets buckets-diff" aria-label={t('view.compare')}>
          {changed.slice(0, shown).map((c) => (
            <BucketRow
              key={c.bucket.key}
              bucket={{ ...c.bucket, count: Math.max(c.before, c.after) }}
              most={most}
              open={open.has(c.bucket.key)}
              onToggle={() => open.toggle(c.bucket.key)}
              count={
                <>
                  <span className={tones[c.change]}>
                    {marks[c.change]} {t(`change.${c.change}`)}
                  </span>
                  {formatCount(c.before)} → {formatCount(c.after)}
                </>
              }
            />
          ))}
        </ol>
        {changed.length > shown ? (
          <button
            type="button"
            className="button"
            onClick={() => changeParams({ limit: String(shown + perStep) }, { replace: true })}
          >
            {t('action.more')}
          </button>
        ) : null}
        {diff.truncated ? <p className="muted small">{t('compare.truncated')}</p> : null}
      </Section>
    </>
  );
};
