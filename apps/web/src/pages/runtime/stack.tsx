import type { ElidedFrames, StackFrame } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { foldStack, foldsOf, shortFile } from '../../logic/runtime/stack-fold.ts';
import { useUrlSet } from '../../router/use-url-set.ts';
import { Icon } from '../../ui/icons.tsx';
import { LinesLink } from './lines-link.tsx';

interface Props {
  /** Unique on the page: names the folds in the URL. No comma. */
  name: string;
  frames: readonly StackFrame[];
  elided?: readonly ElidedFrames[];
  createdBy?: StackFrame | null;
  creatorId?: number | null;
  /** The artifact whose raw text the frames link to. */
  artifact?: string;
}

/** A stack, innermost call first: the program's frames open, runs of Go's and of modules' folded. */
export const Stack = ({ name, frames, elided = [], createdBy, creatorId, artifact }: Props) => {
  const t = useText();
  const open = useUrlSet('unfold');
  const key = (at: number): string => `${name}.${at}`;
  const folds = new Set(foldsOf(frames, elided));
  const parts = foldStack(frames, elided, (at) => open.has(key(at)));
  return (
    <ol className="stack">
      {parts.map((part) =>
        part.kind === 'elided' ? (
          <li key={`elided${part.at}`} className="stack-elided">
            {part.count === null ? t('stack.elidedSome') : t('stack.elided', { count: part.count })}
          </li>
        ) : part.kind === 'fold' ? (
          <li key={part.at}>
            <FoldButton
              open={false}
              onToggle={() => open.toggle(key(part.at))}
              label={t('stack.fold', {
                count: part.frames.length,
                packages:
                  shorten(part.packages.slice(0, 3).join(', '), 80) + (part.packages.length > 3 ? ' …' : ''),
              })}
            />
          </li>
        ) : (
          <li key={part.at}>
            {folds.has(part.at) ? (
              <FoldButton open onToggle={() => open.toggle(key(part.at))} label={t('stack.close')} />
            ) : null}
            <Frame frame={part.frame} origin={part.origin} artifact={artifact} />
          </li>
        ),
      )}
      {createdBy === undefined || createdBy === null ? null : (
        <li className="stack-created">
          <span className="muted">
            {typeof creatorId === 'number' ? t('stack.createdIn', { id: creatorId }) : t('stack.created')}
          </span>
          <Frame frame={createdBy} origin="program" artifact={artifact} />
        </li>
      )}
    </ol>
  );
};

const FoldButton = ({ open, onToggle, label }: { open: boolean; onToggle: () => void; label: string }) => (
  <button type="button" className="stack-fold" aria-expanded={open} onClick={onToggle}>
    <Icon name={open ? 'down' : 'right'} size={12} /> {label}
  </button>
);

interface FrameProps {
  frame: StackFrame;
  origin: string;
  artifact: string | undefined;
}
const Frame = ({ frame, origin, artifact }: FrameProps) => {
  const t = useText();
  const place = shortFile(frame.file, frame.line);
  return (
    <div className={`frame-line frame-line-${origin}`}>
      <code className="frame-func" title={frame.func}>
        {shorten(frame.func, 120)}
        {frame.args === null || frame.args === '' ? null : (
          <span className="frame-args" title={frame.args}>
            ({shorten(frame.args, 60)})
          </span>
        )}
      </code>
      {frame.inlined ? <span className="tag">{t('stack.inlined')}</span> : null}
      {place === '' ? null : (
        <code className="frame-file" title={`${frame.file}:${frame.line}`}>
          {place}
        </code>
      )}
      {artifact === undefined || frame.at === 0 ? null : (
        <LinesLink artifact={artifact} lines={{ start: frame.at, end: frame.at + 1 }} />
      )}
    </div>
  );
};
