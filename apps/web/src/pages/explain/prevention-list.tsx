import type { Prevention } from '@nightglass/model';
import { useLocal } from '../../i18n/use-local.ts';
import { useText } from '../../i18n/use-text.ts';
import { CodeWithCopy } from '../../ui/code-with-copy.tsx';
import { InlineCode } from '../../ui/inline-code.tsx';

/** The rule or the alert that would have told before anybody noticed. */
export const PreventionList = ({ prevention }: { prevention: readonly Prevention[] }) => {
  const t = useText();
  const local = useLocal();
  if (prevention.length === 0) return null;
  return (
    <section className="prevention">
      <h4>{t('prevention.title')}</h4>
      <ul className="prevention-list">
        {prevention.map((p) => (
          <li key={`${p.kind}${p.id}`}>
            <p>
              <span className="tag">{t(`prevention.${p.kind}`)}</span> <code>{p.id}</code>{' '}
              <InlineCode text={local(p.text)} />
            </p>
            {p.code === '' ? null : <CodeWithCopy text={p.code} what={t('prevention.code')} />}
          </li>
        ))}
      </ul>
    </section>
  );
};
