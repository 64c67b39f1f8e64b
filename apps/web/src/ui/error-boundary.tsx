import { Component, type ReactNode } from 'react';
import { useText } from '../i18n/use-text.ts';

/** A bug in one page never takes the frame with it; what it said is shown, to be reported. */
export class ErrorBoundary extends Component<{ children: ReactNode }, { error: Error | undefined }> {
  override state: { error: Error | undefined } = { error: undefined };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    return this.state.error === undefined ? this.props.children : <Broken error={this.state.error} />;
  }
}

const Broken = ({ error }: { error: Error }) => {
  const t = useText();
  return (
    <div className="content">
      <div className="notice notice-bad" role="alert">
        <p>
          <strong>{t('broken.title')}</strong>
        </p>
        <pre className="code-block">{`${error.name}: ${error.message}\n${(error.stack ?? '').slice(0, 2000)}`}</pre>
        <p>{t('broken.hint')}</p>
        <button type="button" className="button" onClick={() => location.reload()}>
          {t('action.reload')}
        </button>
      </div>
    </div>
  );
};
