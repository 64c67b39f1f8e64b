import type { PanicLink } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { Section } from '../../ui/parts.tsx';
import { LinesLink } from './lines-link.tsx';

/** Panics in the order they were raised: the last one ended the process. */
export const PanicChain = ({ panics, artifact }: { panics: readonly PanicLink[]; artifact: string }) => {
  const t = useText();
  return (
    <Section title={t('crash.chain')}>
      <ol className="panic-chain">
        {panics.map((panic, i) => (
          <li key={`${panic.lines.start}`}>
            <span className="panic-number">{i + 1}</span>
            <div>
              <pre className="panic-message">{shorten(panic.message, 600)}</pre>
              <p className="panic-marks">
                {panic.type === '' ? null : <code>{shorten(panic.type, 80)}</code>}
                {panic.recovered ? <span className="tag tag-good">{t('panic.recovered')}</span> : null}
                {panic.repanicked ? <span className="tag tag-warning">{t('panic.repanicked')}</span> : null}
                {panic.goexit ? <span className="tag">Goexit</span> : null}
                <LinesLink artifact={artifact} lines={panic.lines} />
              </p>
            </div>
          </li>
        ))}
      </ol>
    </Section>
  );
};
