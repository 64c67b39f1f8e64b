import type { GoroutineBucket } from '@nightglass/model';
import type { ReactNode } from 'react';
import { type Text, useText } from '../../i18n/use-text.ts';
import { formatCount } from '../../logic/format.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { programFrame, shortFile, shortName } from '../../logic/runtime/stack-fold.ts';
import { Icon } from '../../ui/icons.tsx';
import { Stack } from './stack.tsx';

interface Props {
  bucket: GoroutineBucket;
  /** Count of the largest bucket: its bar is full. */
  most: number;
  open: boolean;
  onToggle: () => void;
  /** Stands in place of the plain count: before -> after in a difference. */
  count?: ReactNode;
  countLabel?: string;
  /** The whole of its goroutines, where one dump has them all; else the ids that are known. */
  members?: ReactNode;
}

const labelsShown = 4;
const idsShown = 40;

/** One line per bucket; opened, its stack, its labels and the ids of its goroutines. */
export const BucketRow = ({ bucket, most, open, onToggle, count, countLabel, members }: Props) => {
  const t = useText();
  const top = programFrame(bucket.frames);
  return (
    <li className={bucket.system ? 'bucket bucket-system' : 'bucket'} data-bucket={bucket.key}>
      <button
        type="button"
        className="bucket-head"
        aria-expanded={open}
        onClick={onToggle}
        aria-label={countLabel}
      >
        <Icon name={open ? 'down' : 'right'} size={12} />
        <span className="bucket-count">
          <span
            className="bar-fill"
            style={{ width: `${(bucket.count / most) * 100}%` }}
            aria-hidden="true"
          />
          <b>{count ?? formatCount(bucket.count)}</b>
        </span>
        <span className="bucket-what">
          <code className="ellipsis" title={top?.func}>
            {top === undefined ? t('bucket.noStack') : shorten(shortName(top.func), 90)}
          </code>
          {top === undefined ? null : (
            <code className="frame-file" title={`${top.file}:${top.line}`}>
              {shortFile(top.file, top.line)}
            </code>
          )}
        </span>
        <span className="bucket-tags">
          {bucket.states.slice(0, 3).map((s) => (
            <span key={s.state} className="tag">
              {s.state === '' ? t('state.unknown') : shorten(s.state, 40)}
              {bucket.states.length > 1 ? ` ${s.count}` : ''}
            </span>
          ))}
          {bucket.marks.map((m) => (
            <span key={m.mark} className={m.mark === 'leaked' ? 'tag tag-bad' : 'tag'}>
              {shorten(m.mark, 40)}
            </span>
          ))}
          {bucket.waitMinutes.max === 0 ? null : <span className="tag">{waitText(bucket, t)}</span>}
          {bucket.lockedToThread === 0 ? null : <span className="tag">{t('goroutine.locked')}</span>}
          {bucket.labels.slice(0, labelsShown).map((l) => (
            <span key={`${l.key}${l.value}`} className="tag tag-label">
              {shorten(`${l.key}: ${l.value}`, 40)}
            </span>
          ))}
          {bucket.labels.length > labelsShown ? (
            <span className="tag">+{bucket.labels.length - labelsShown}</span>
          ) : null}
        </span>
      </button>
      {open ? <BucketDetail bucket={bucket} members={members} /> : null}
    </li>
  );
};

const waitText = ({ waitMinutes: { min, max } }: GoroutineBucket, t: Text): string =>
  min === max ? t('goroutine.minutes', { count: max }) : t('goroutine.minutesRange', { min, max });

const BucketDetail = ({ bucket, members }: { bucket: GoroutineBucket; members: ReactNode }) => {
  const t = useText();
  const ids = bucket.goroutines.filter((id) => id > 0);
  return (
    <div className="bucket-detail">
      <Stack name={bucket.key} frames={bucket.frames} elided={bucket.elided} createdBy={bucket.createdBy} />
      {bucket.labels.length === 0 ? null : (
        <p className="small bucket-labels">
          <span className="muted">{t('bucket.labels')}</span>{' '}
          {bucket.labels.map((l) => (
            <span key={`${l.key}${l.value}`} className="tag tag-label" title={`${l.key}: ${l.value}`}>
              {shorten(`${l.key}: ${l.value}`, 60)} ×{l.count}
            </span>
          ))}
        </p>
      )}
      {members !== undefined ? (
        members
      ) : ids.length === 0 ? null : (
        <p className="small muted">
          {t('bucket.ids')} <code>{ids.slice(0, idsShown).join(', ')}</code>
          {bucket.count > Math.min(ids.length, idsShown) ? ' …' : ''}
        </p>
      )}
    </div>
  );
};
