import { useLocal } from '../../i18n/use-local.ts';
import { useText } from '../../i18n/use-text.ts';
import { Link } from '../../router/link.tsx';
import { useAnswer, useEvidenceLink } from './answer-context.ts';

/** What a statement rests on, as links to the evidence. */
export const EvidenceRefs = ({ ids }: { ids: readonly string[] }) => {
  const t = useText();
  const local = useLocal();
  const { evidence } = useAnswer();
  const link = useEvidenceLink();
  const known = ids.filter((id) => evidence.has(id));
  if (known.length === 0) return null;
  return (
    <span className="proof-refs">
      {known.map((id) => {
        const found = evidence.get(id);
        const says = t('proof.goTo', { id, text: found === undefined ? '' : local(found.text) });
        return (
          <Link key={id} className="lines-link" replace href={link(id)} aria-label={says} title={says}>
            {id}
          </Link>
        );
      })}
    </span>
  );
};
