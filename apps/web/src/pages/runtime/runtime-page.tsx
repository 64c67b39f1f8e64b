import {
  type CrashGroupsResponse,
  type RuntimeArtifactsResponse,
  type RuntimeFormat,
  runtimeFormats,
} from '@nightglass/model';
import { useState } from 'react';
import { useRuntime } from '../../api/use-api.ts';
import { useTime } from '../../frame/time-context.tsx';
import { useText } from '../../i18n/use-text.ts';
import { Link } from '../../router/link.tsx';
import { changeParams, useLinks, usePlace } from '../../router/place.ts';
import { Icon } from '../../ui/icons.tsx';
import { Pager } from '../../ui/pager.tsx';
import { Section } from '../../ui/parts.tsx';
import { Empty, ErrorNotice, SkeletonRows } from '../../ui/states.tsx';
import { TextField } from '../../ui/text-field.tsx';
import { useServices } from '../overview/use-overview.ts';
import { ArtifactTable } from './artifact-table.tsx';
import { Choice } from './choice.tsx';
import { CrashGroups } from './crash-groups.tsx';
import { HowTo } from './how-to.tsx';
import { TryExample } from './try-example.tsx';
import { UploadBox } from './upload-box.tsx';
import { useEvidenceRange, WhenChoice } from './when.tsx';

const perPage = 100;

/** What crashed and how often, every dump and profile there is, and the way in for more. */
export const RuntimePage = () => {
  const t = useText();
  const to = useLinks();
  const { params } = usePlace();
  const { refreshNow } = useTime();
  const services = useServices();
  const [adding, setAdding] = useState(false);
  const service = params.get('service') ?? '';
  const format = runtimeFormats.find((f): f is RuntimeFormat => f === params.get('format')) ?? '';
  const fingerprint = params.get('fingerprint') ?? '';
  const cursor = params.get('cursor');
  const range = useEvidenceRange();
  const crashes = useRuntime<CrashGroupsResponse>('/crashes', { service, ...range });
  const found = useRuntime<RuntimeArtifactsResponse>('/artifacts', {
    service,
    format,
    fingerprint,
    ...range,
    limit: perPage,
    cursor,
  });
  const artifacts = found.data?.artifacts;
  const groups = crashes.data?.groups;
  const filtered =
    params.get('when') === 'range' ||
    service !== '' ||
    format !== '' ||
    fingerprint !== '' ||
    cursor !== null;
  const empty = artifacts?.length === 0 && (groups?.length ?? 0) === 0 && !filtered;
  const change = (changes: Record<string, string | null>): void => changeParams({ ...changes, cursor: null });
  return (
    <div className="content">
      <header className="page-head">
        <h1>{t('page.runtime')}</h1>
        <nav className="page-links" aria-label={t('artifact.links')}>
          <Link className="button" href={to('/runtime/memory', { service })}>
            <Icon name="metrics" size={14} /> {t('memory.title')}
          </Link>
          <button
            type="button"
            className="button"
            aria-expanded={adding || empty}
            onClick={() => setAdding(!adding)}
          >
            <Icon name="upload" size={14} /> {t('upload.title')}
          </button>
        </nav>
      </header>
      {empty ? <TryExample onStored={refreshNow} /> : null}
      <UploadBox service={service} open={adding || empty} onStored={refreshNow} />
      <ErrorNotice error={crashes.error} retry={crashes.retry} />
      {crashes.loading ? <SkeletonRows rows={4} /> : null}
      {groups === undefined || groups.length === 0 ? null : (
        <Section title={t('crash.groups', { count: groups.length })} stale={crashes.stale}>
          <CrashGroups groups={groups} />
        </Section>
      )}
      {empty ? null : (
        <search className="filter-bar" aria-label={t('filter.label')}>
          <TextField
            label={t('filter.service')}
            value={service}
            placeholder={t('filter.any')}
            options={(services.data?.services ?? []).map((s) => s.name)}
            onCommit={(text) => change({ service: text })}
          />
          <Choice
            label={t('runtime.format')}
            value={format}
            onChange={(next) => change({ format: next })}
            options={[
              { value: '', text: t('filter.any') },
              ...runtimeFormats.map((f) => ({ value: f, text: t(`format.${f}`) })),
            ]}
          />
          <WhenChoice />
          {fingerprint === '' ? null : (
            <button type="button" className="chip" onClick={() => change({ fingerprint: null })}>
              {t('runtime.onlyCrash', { id: fingerprint.slice(0, 10) })} <Icon name="close" size={12} />
            </button>
          )}
        </search>
      )}
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? <SkeletonRows rows={8} /> : null}
      {artifacts === undefined || artifacts.length === 0 ? null : (
        <Section title={t('runtime.artifacts', { count: artifacts.length })} stale={found.stale}>
          <ArtifactTable artifacts={artifacts} />
          <Pager nextCursor={found.data?.nextCursor} />
        </Section>
      )}
      {artifacts?.length === 0 && filtered ? (
        <Empty title={t('runtime.noneFiltered')}>
          <p>{t('traces.noneHint')}</p>
        </Empty>
      ) : null}
      {empty ? <HowTo /> : null}
    </div>
  );
};
