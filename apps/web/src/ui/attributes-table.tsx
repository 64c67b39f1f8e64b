import type { KeyValue } from '@nightglass/model';
import type { ReactNode } from 'react';
import { useText } from '../i18n/use-text.ts';
import { anyText, anyType, sortedByKey } from '../logic/any-value.ts';
import { Link } from '../router/link.tsx';
import { CopyButton } from './copy.tsx';
import { Icon } from './icons.tsx';

interface Props {
  title: ReactNode;
  attributes: readonly KeyValue[];
  dropped?: number | undefined;
  /** A page that shows what else has this attribute. */
  filterLink?: (pair: string) => string;
}

/** Longer values are folded; one megabyte of text must not push the rest away. */
const foldAt = 600;

export const AttributesTable = ({ title, attributes, dropped = 0, filterLink }: Props) => {
  const t = useText();
  if (attributes.length === 0 && dropped === 0) return null;
  return (
    <div className="attributes">
      <h3>
        {title} <span className="muted">{attributes.length}</span>
      </h3>
      <dl>
        {sortedByKey(attributes).map(({ key, value }, i) => {
          const text = anyText(value);
          const type = anyType(value);
          return (
            // biome-ignore lint/suspicious/noArrayIndexKey: keys of attributes may repeat
            <div key={`${key}${i}`} className="attribute">
              <dt>{key}</dt>
              <dd>
                <Value text={text} />
                {type === 'text' ? null : <span className="attribute-type">{type}</span>}
                <span className="attribute-actions">
                  {filterLink === undefined || text.length > 200 ? null : (
                    <Link
                      className="icon-button icon-button-s"
                      href={filterLink(`${key}=${text}`)}
                      aria-label={t('attribute.filter', { key })}
                      title={t('attribute.filter', { key })}
                    >
                      <Icon name="search" size={12} />
                    </Link>
                  )}
                  <CopyButton text={text} what={key} />
                </span>
              </dd>
            </div>
          );
        })}
      </dl>
      {dropped > 0 ? <p className="muted small">{t('attribute.dropped', { count: dropped })}</p> : null}
    </div>
  );
};

const Value = ({ text }: { text: string }) => {
  const t = useText();
  if (text === '') return <span className="muted">{t('attribute.empty')}</span>;
  if (text.length <= foldAt) return <code>{text}</code>;
  return (
    <details className="long-value">
      <summary>
        <code>{text.slice(0, 200)}…</code>{' '}
        <span className="muted">{t('attribute.characters', { count: text.length })}</span>
      </summary>
      <code>{text}</code>
    </details>
  );
};
