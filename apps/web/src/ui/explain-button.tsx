import { useAsk } from '../frame/subject-context.ts';
import type { Subject } from '../logic/explain/subject.ts';
import { Icon } from './icons.tsx';

interface Props {
  subject: Subject;
  text: string;
  /** For screen readers, when the text alone does not say whom it explains. */
  label?: string;
  className?: string;
}

/** Asks for the root cause of what it stands beside. */
export const ExplainButton = ({ subject, text, label, className = 'button' }: Props) => {
  const askAbout = useAsk();
  return (
    <button
      type="button"
      className={className}
      aria-label={label}
      title={label}
      onClick={() => askAbout(subject)}
    >
      <Icon name="explain" size={14} /> {text}
    </button>
  );
};
