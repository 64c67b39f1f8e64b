import type { Goroutine } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { alikeGoroutines } from '../../logic/runtime/alike.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { programFrame, shortFile, shortName } from '../../logic/runtime/stack-fold.ts';
import { useUrlSet } from '../../router/use-url-set.ts';
import { Icon } from '../../ui/icons.tsx';
import { Section } from '../../ui/parts.tsx';
import { LinesLink } from './lines-link.tsx';
import { Stack } from './stack.tsx';

interface Props {
  goroutines: readonly Goroutine[];
  crashed: number | null;
  artifact: string;
}

/** The stacks that matter: the crashed goroutine open, the others one line each until they are opened. */
export const CrashStacks = ({ goroutines, crashed, artifact }: Props) => {
  const t = useText();
  const toggled = useUrlSet('open');
  return (
    <Section title={t('stack.title')}>
      <ol className="goroutines">
        {alikeGoroutines(goroutines).map(({ first: g, count }, i) => {
          const key = g.id > 0 ? `g${g.id}` : `n${i}`;
          const opensItself = i === 0 || (crashed !== null && g.id === crashed);
          return (
            <GoroutineItem
              key={key}
              name={key}
              goroutine={g}
              count={count}
              open={toggled.has(key) !== opensItself}
              onToggle={() => toggled.toggle(key)}
              artifact={artifact}
            />
          );
        })}
      </ol>
    </Section>
  );
};

interface ItemProps {
  name: string;
  goroutine: Goroutine;
  /** How many of the shown ones are alike. */
  count: number;
  open: boolean;
  onToggle: () => void;
  artifact: string;
}
const GoroutineItem = ({ name, goroutine: g, count, open, onToggle, artifact }: ItemProps) => {
  const t = useText();
  const top = programFrame(g.frames);
  return (
    <li className="goroutine">
      <div className="goroutine-head">
        <button type="button" className="goroutine-toggle" aria-expanded={open} onClick={onToggle}>
          <Icon name={open ? 'down' : 'right'} size={12} />
          <b>
            {g.id > 0 ? t('stack.goroutine', { id: g.id }) : ''}
            {g.id === 0 || count > 1 ? ` ×${count}` : ''}
          </b>
          <GoroutineMarks goroutine={g} />
          {top === undefined ? null : (
            <code className="ellipsis" title={top.func}>
              {shorten(shortName(top.func), 70)}{' '}
              <span className="muted">{shortFile(top.file, top.line)}</span>
            </code>
          )}
        </button>
        <LinesLink artifact={artifact} lines={g.lines} />
      </div>
      {open ? (
        <>
          {g.stackUnavailable ? <p className="warning small">{t('stack.unavailable')}</p> : null}
          <Stack
            name={name}
            frames={g.frames}
            elided={g.elided}
            createdBy={g.createdBy}
            creatorId={g.creatorId}
            artifact={artifact}
          />
          {g.truncated ? <p className="warning small">{t('stack.truncated')}</p> : null}
          {g.ancestors.map((a) => (
            <div key={a.id}>
              <p className="muted small">{t('stack.ancestor', { id: a.id })}</p>
              <Stack name={`${name}a${a.id}`} frames={a.frames} createdBy={a.createdBy} artifact={artifact} />
            </div>
          ))}
        </>
      ) : null}
    </li>
  );
};

const GoroutineMarks = ({ goroutine: g }: { goroutine: Goroutine }) => {
  const t = useText();
  return (
    <>
      {g.state === '' ? null : <span className="tag">{shorten(g.state, 40)}</span>}
      {g.marks.map((m) => (
        <span key={m} className={m === 'leaked' ? 'tag tag-bad' : 'tag'}>
          {shorten(m, 40)}
        </span>
      ))}
      {g.waitMinutes === 0 ? null : (
        <span className="tag">{t('goroutine.minutes', { count: g.waitMinutes })}</span>
      )}
      {g.lockedToThread ? <span className="tag">{t('goroutine.locked')}</span> : null}
    </>
  );
};
