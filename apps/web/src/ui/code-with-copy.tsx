import { useText } from '../i18n/use-text.ts';
import { CopyButton } from './copy.tsx';

/** A block to paste somewhere, with the button that copies it. */
export const CodeWithCopy = ({ text, what }: { text: string; what: string }) => {
  const t = useText();
  return (
    <div className="code-with-copy">
      <pre className="code-block">{text}</pre>
      <CopyButton text={text} what={what} label={t('action.copy.short')} />
    </div>
  );
};
