import type { RuntimeArtifactResponse } from '@nightglass/model';
import { useRuntime } from '../../api/use-api.ts';
import { useText } from '../../i18n/use-text.ts';
import { viewsOf } from '../../logic/runtime/views.ts';
import { changeParams, usePlace } from '../../router/place.ts';
import { Tabs } from '../../ui/parts.tsx';
import { ErrorNotice, SkeletonBox, SkeletonRows } from '../../ui/states.tsx';
import { ArtifactHead } from './artifact-head.tsx';
import { CompareView } from './compare-view.tsx';
import { GoroutinesView } from './goroutines-view.tsx';
import { ProfileView } from './profile-view.tsx';
import { RawView } from './raw-view.tsx';
import { SummaryView } from './summary-view.tsx';
import { WaitsView } from './waits-view.tsx';

/** One piece of evidence: a crash, a dump, a profile, a GC trace. Its views are one page with tabs. */
export const ArtifactPage = ({ id }: { id: string }) => {
  const t = useText();
  const { params } = usePlace();
  const found = useRuntime<RuntimeArtifactResponse>(`/artifacts/${encodeURIComponent(id)}`);
  if (found.data === undefined)
    return (
      <div className="content">
        <ErrorNotice error={found.error} retry={found.retry} />
        {found.loading ? (
          <>
            <SkeletonBox height={64} />
            <SkeletonRows rows={10} />
          </>
        ) : null}
      </div>
    );
  const { stored, artifact } = found.data;
  const views = viewsOf(stored.format);
  const view = views.find((v) => v === params.get('view')) ?? views[0] ?? 'summary';
  return (
    <div className="content">
      <ArtifactHead stored={stored} artifact={artifact} />
      <ErrorNotice error={found.error} retry={found.retry} />
      <Tabs
        label={t('artifact.views')}
        active={view}
        // Filters of one view mean nothing in another: only the view itself stays in the URL.
        onChange={(key) =>
          changeParams({
            ...Object.fromEntries([...params.keys()].filter((k) => !travelling.has(k)).map((k) => [k, null])),
            view: key === views[0] ? null : key,
          })
        }
        tabs={views.map((key) => ({
          key,
          label: t(`view.${key}`),
          count: key === 'goroutines' ? artifact.goroutineCount : undefined,
        }))}
      />
      <div role="tabpanel" aria-label={t(`view.${view}`)} className="artifact-view">
        {view === 'summary' ? <SummaryView data={found.data} /> : null}
        {view === 'goroutines' ? <GoroutinesView id={id} /> : null}
        {view === 'waits' ? <WaitsView id={id} /> : null}
        {view === 'compare' ? <CompareView stored={stored} /> : null}
        {view === 'profile' ? <ProfileView stored={stored} /> : null}
        {view === 'raw' ? <RawView stored={stored} /> : null}
      </div>
    </div>
  );
};

const travelling = new Set(['last', 'from', 'to', 'refresh']);
