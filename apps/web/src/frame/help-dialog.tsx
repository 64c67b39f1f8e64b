import { useEffect, useRef } from 'react';
import type { TextKey } from '../i18n/fill.ts';
import { useText } from '../i18n/use-text.ts';
import { Icon } from '../ui/icons.tsx';
import { pages } from './pages.ts';

const keys: readonly [string, TextKey][] = [
  ['/', 'keys.search'],
  ['?', 'keys.help'],
  ['[', 'keys.back'],
  [']', 'keys.forward'],
  ['e', 'keys.explain'],
  ['r', 'keys.refresh'],
  ['c', 'keys.copy'],
  ['f', 'keys.find'],
  ['↑ ↓', 'keys.move'],
  ['← →', 'keys.fold'],
  ['n p', 'keys.failures'],
  ['z x', 'keys.zoom'],
  ['↑ ↓ ← →', 'keys.flameMove'],
  ['Enter Esc', 'keys.flameZoom'],
  ['n p', 'keys.hypotheses'],
  ['↑ ↓ ← →', 'keys.map'],
];

export const HelpDialog = ({ open, onClose }: { open: boolean; onClose: () => void }) => {
  const t = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (open) dialog.current?.showModal();
    else dialog.current?.close();
  }, [open]);
  return (
    <dialog ref={dialog} className="help" onClose={onClose} aria-labelledby="help-title">
      <div className="help-head">
        <h1 id="help-title">{t('keys.title')}</h1>
        <button type="button" className="icon-button" onClick={onClose} aria-label={t('action.close')}>
          <Icon name="close" />
        </button>
      </div>
      <div className="help-keys">
        {keys.map(([key, text]) => (
          <div key={text}>
            <span>{t(text)}</span>
            <kbd>{key}</kbd>
          </div>
        ))}
        {pages.map((page) => (
          <div key={page.path}>
            <span>{t('keys.goTo', { page: t(page.label) })}</span>
            <kbd>g {page.letter}</kbd>
          </div>
        ))}
      </div>
    </dialog>
  );
};
