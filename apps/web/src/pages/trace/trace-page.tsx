import type { TraceResponse } from '@nightglass/model';
import { useApi } from '../../api/use-api.ts';
import { useText } from '../../i18n/use-text.ts';
import { Empty, ErrorNotice, SkeletonBox, SkeletonRows } from '../../ui/states.tsx';
import { TraceHead } from './trace-head.tsx';
import { TraceView } from './trace-view.tsx';
import { useTraceModel } from './use-trace.ts';

export const TracePage = ({ traceId }: { traceId: string }) => {
  const t = useText();
  const found = useApi<TraceResponse>(`/traces/${encodeURIComponent(traceId)}`);
  const model = useTraceModel(found.data);
  return (
    <div className="content trace-page">
      <ErrorNotice error={found.error} retry={found.retry} />
      {found.loading ? (
        <>
          <SkeletonBox height={54} />
          <SkeletonRows rows={14} />
        </>
      ) : null}
      {model === undefined ? null : model.tree.nodes.length === 0 ? (
        <Empty title={t('trace.empty')} />
      ) : (
        <>
          <TraceHead model={model} />
          <TraceView model={model} />
        </>
      )}
    </div>
  );
};
