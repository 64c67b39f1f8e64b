import type { FlameResponse, StoredArtifact } from '@nightglass/model';
import { useRuntime } from '../../api/use-api.ts';
import { usePreferences } from '../../frame/preferences.ts';
import { useText } from '../../i18n/use-text.ts';
import { formatPercent } from '../../logic/format.ts';
import { flameMatcher, matchedValue } from '../../logic/runtime/flame-layout.ts';
import { formatSample } from '../../logic/runtime/views.ts';
import { formatClock, nanoToSeconds } from '../../logic/times.ts';
import { changeParams, usePlace } from '../../router/place.ts';
import { Section } from '../../ui/parts.tsx';
import { ErrorNotice, SkeletonBox } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { Choice } from './choice.tsx';
import { FlameGraph } from './flame-graph.tsx';
import { FlameTable } from './flame-table.tsx';
import { useOthers } from './use-others.ts';

/** A profile, or its difference from another one, as a flame graph and as a table. */
export const ProfileView = ({ stored }: { stored: StoredArtifact }) => {
  const t = useText();
  const { params } = usePlace();
  const { language } = usePreferences();
  const base = params.get('base') ?? '';
  const sampleType = params.get('sampleType') ?? '';
  const find = params.get('find') ?? '';
  const { others } = useOthers(stored, ['profile']);
  const bases = others.filter((o) => o.variant === stored.variant);
  const found = useRuntime<FlameResponse>(
    `/artifacts/${encodeURIComponent(stored.id)}/flame`,
    { sampleType, base },
    { subject: `${base} ${sampleType}` },
  );
  const { data } = found;
  const shown = data?.sampleTypes[data.sampleType]?.type ?? sampleType;
  return (
    <>
      <search className="filter-bar" aria-label={t('filter.label')}>
        <Choice
          label={t('flame.sampleType')}
          value={shown}
          onChange={(type) => changeParams({ sampleType: type }, { replace: true })}
          options={(data?.sampleTypes ?? []).map((s) => ({ value: s.type, text: `${s.type} (${s.unit})` }))}
        />
        <Choice
          className="choice-wide"
          label={t('flame.base')}
          value={base}
          onChange={(id) => changeParams({ base: id })}
          options={[
            { value: '', text: t('flame.noBase') },
            ...bases.map((o) => ({
              value: o.id,
              text: `${formatClock(nanoToSeconds(o.timeUnixNano), language)} · ${o.name || o.variant}`,
            })),
          ]}
        />
        <TextField
          label={t('flame.find')}
          type="search"
          value={find}
          placeholder="main.("
          onCommit={(text) => changeParams({ find: text }, { replace: true })}
        />
        {data === undefined ? null : <Found data={data} find={find} />}
      </search>
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonBox height={360} /> : null}
      {data === undefined ? null : (
        <>
          {data.notes.map((n) => (
            <p key={n.code + n.message} className="notice small">
              {n.message}
            </p>
          ))}
          <Section
            title={`${t(data.difference ? 'flame.titleDifference' : 'flame.title')} · ${formatSample(data.total, data.unit, data.difference)}`}
            stale={found.stale}
            aside={
              data.difference ? (
                <span className="legend">
                  <span className="flame-key flame-key-more" aria-hidden="true" /> {t('flame.more')}
                  <span className="flame-key flame-key-less" aria-hidden="true" /> {t('flame.less')}
                </span>
              ) : (
                <span className="muted small flame-hint">{t('flame.keys')}</span>
              )
            }
          >
            <FlameGraph data={data} find={find} address={params.get('zoom') ?? ''} />
          </Section>
          <Section title={t('flame.table')} stale={found.stale}>
            <FlameTable data={data} find={find} />
          </Section>
        </>
      )}
    </>
  );
};

const Found = ({ data, find }: { data: FlameResponse; find: string }) => {
  const t = useText();
  const matches = flameMatcher(find);
  if (matches === undefined) return null;
  const value = matchedValue(data.root, matches);
  return (
    <output className="flame-found">
      {t('flame.found', {
        value: formatSample(value, data.unit, data.difference),
        share: data.total === 0 ? '–' : formatPercent(Math.abs(value / data.total)),
      })}
    </output>
  );
};
