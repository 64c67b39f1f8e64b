/** Waiting, empty, wrong: the three states every part of every page can be in. */
import type { ReactNode } from 'react';
import type { ApiError } from '../api/client.ts';
import { useText } from '../i18n/use-text.ts';
import { CopyButton } from './copy.tsx';
import { Icon } from './icons.tsx';

/** What failed, its code, the next step; the rest of the page stays. */
export const ErrorNotice = ({ error, retry }: { error: ApiError | undefined; retry?: () => void }) => {
  const t = useText();
  if (error === undefined) return null;
  const unreachable = error.code === 'NG_UNREACHABLE';
  const hint = unreachable ? t('error.unreachable.hint') : error.hint;
  return (
    <div className="notice notice-bad" role="alert">
      <Icon name="bad" />
      <div className="notice-text">
        <p>
          <strong>{unreachable ? t('error.unreachable') : error.message}</strong>
        </p>
        <p className="notice-hint">
          <code>{error.code}</code>
          {hint === '' ? null : <> · {hint}</>}
        </p>
      </div>
      {retry === undefined ? null : (
        <button type="button" className="button button-s" onClick={retry}>
          {t('action.retry')}
        </button>
      )}
    </div>
  );
};

/** Grey bars in the shape of a table to come. */
export const SkeletonRows = ({ rows = 6 }: { rows?: number }) => {
  const t = useText();
  return (
    <div className="skeleton-rows" role="status" aria-label={t('state.loading')}>
      {Array.from({ length: rows }, (_, i) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the rows are all the same
        <div key={i} className="skeleton" />
      ))}
    </div>
  );
};

export const SkeletonBox = ({ height }: { height: number }) => {
  const t = useText();
  return <div className="skeleton" style={{ height }} role="status" aria-label={t('state.loading')} />;
};

export const Empty = ({ title, children }: { title: string; children?: ReactNode }) => (
  <div className="empty">
    <p className="empty-title">{title}</p>
    {children}
  </div>
);

/** Nothing has ever arrived: the exact variables to set in one's own service. */
export const ConnectHelp = () => {
  const t = useText();
  const endpoint = `http://${location.hostname}:4318`;
  const variables = [
    `OTEL_EXPORTER_OTLP_ENDPOINT=${endpoint}`,
    'OTEL_EXPORTER_OTLP_PROTOCOL=http/protobuf',
    'OTEL_SERVICE_NAME=my-service',
  ].join('\n');
  return (
    <div className="empty">
      <p className="empty-title">{t('connect.title')}</p>
      <p>{t('connect.text')}</p>
      <div className="code-with-copy">
        <pre className="code-block">{variables}</pre>
        <CopyButton text={variables} what={t('connect.what')} label={t('action.copy.short')} />
      </div>
      <p className="muted">{t('connect.grpc')}</p>
      <p className="muted">{t('connect.demo')}</p>
    </div>
  );
};
