import { type FrameOwner, ownerOf, packageOf } from '@nightglass/gorun';
import type { ElidedFrames, Goroutine, StackFrame } from '@nightglass/model';
import type { Page } from './page.ts';

/** Frames of Go itself that stand together are one line; of a longer stack of the program the middle is left out. */
const mostFrames = 24;

type Entry =
  | { kind: 'frame'; frame: StackFrame; owner: FrameOwner; times: number }
  | { kind: 'folded'; count: number; packages: string[]; first: string }
  | { kind: 'elided'; text: string };

const isGo = (owner: FrameOwner): boolean => owner === 'runtime' || owner === 'standard';

const elidedText = ({ count }: ElidedFrames): string =>
  count === null ? 'more frames that Go did not print' : `${count} frames that Go did not print`;

const sameCall = (a: StackFrame, b: StackFrame): boolean =>
  a.func === b.func && a.line === b.line && a.file === b.file;

/** The stack with what is not the program's folded; the innermost call comes first. */
export const foldStack = (frames: readonly StackFrame[], elided: readonly ElidedFrames[]): Entry[] => {
  const entries: Entry[] = [];
  for (let i = 0; i <= frames.length; i++) {
    for (const gap of elided) if (gap.before === i) entries.push({ kind: 'elided', text: elidedText(gap) });
    const frame = frames[i];
    if (frame === undefined) break;
    const owner = ownerOf(frame);
    const last = entries.at(-1);
    if (last?.kind === 'frame' && sameCall(last.frame, frame)) last.times++;
    else if (!isGo(owner)) entries.push({ kind: 'frame', frame, owner, times: 1 });
    // The call of panic stays a line of its own: above it is what happened because of it.
    else if (last?.kind === 'folded' && frame.func !== 'panic' && last.first !== 'panic') {
      last.count++;
      const name = packageOf(frame.func) || 'runtime';
      if (!last.packages.includes(name)) last.packages.push(name);
    } else {
      const name = packageOf(frame.func) || 'runtime';
      entries.push({ kind: 'folded', count: 1, packages: [name], first: frame.func });
    }
  }
  return entries;
};

/** `/home/x/go/src/shop/cache.go:25`; from the left only as much as fits. */
export const positionText = (file: string, line: number, room: number): string => {
  if (file === '') return '';
  const whole = line > 0 ? `${file}:${line}` : file;
  if (whole.length <= room) return whole;
  const parts = whole.split('/');
  let kept = parts.pop() ?? whole;
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    if (kept.length + part.length + 3 > room) break;
    kept = `${part}/${kept}`;
  }
  return `…/${kept}`;
};

const column = 52;

/** A call of the program: its name on the left, where it stands on the right. */
export const printFrame = (
  page: Page,
  lead: string,
  frame: StackFrame,
  { times = 1, mark }: { times?: number; mark?: (text: string) => string } = {},
): void => {
  const call = frame.inlined ? `${frame.func}(...)` : `${frame.func}()`;
  const left = `${lead}${call}${times > 1 ? ` ×${times}, itself` : ''}`;
  const room = Math.max(24, page.width - Math.max(column, left.length + 2));
  page.columns(left, positionText(frame.file, frame.line, room), column, mark);
};

const foldedText = (entry: Entry & { kind: 'folded' }): string => {
  if (entry.count === 1) return `${entry.first}()`;
  const names = entry.packages.slice(0, 4).join(', ');
  const more = entry.packages.length > 4 ? ' ...' : '';
  return `${entry.count} frames of ${names}${more}, the first ${entry.first}()`;
};

/** The stack of one goroutine or of a bucket. */
export const printStack = (
  page: Page,
  lead: string,
  stack: { frames: readonly StackFrame[]; elided: readonly ElidedFrames[]; createdBy: StackFrame | null },
  creator: string,
): void => {
  const entries = foldStack(stack.frames, stack.elided);
  const head = entries.length > mostFrames ? mostFrames - 8 : entries.length;
  entries.forEach((entry, i) => {
    if (i >= head && i < entries.length - 8) {
      if (i === head) page.line(`${lead}... ${entries.length - head - 8} calls more ...`, page.style.dim);
      if (entry.kind === 'elided') page.line(`${lead}${entry.text}`, page.style.dim);
      return;
    }
    if (entry.kind === 'frame')
      printFrame(page, lead, entry.frame, {
        times: entry.times,
        mark: entry.owner === 'program' ? page.style.bold : undefined,
      });
    else page.line(`${lead}${entry.kind === 'folded' ? foldedText(entry) : entry.text}`, page.style.dim);
  });
  if (stack.createdBy !== null) printFrame(page, `${lead}created ${creator}by `, stack.createdBy);
};

/** `goroutine 24 [chan receive, 3 minutes, locked to thread] {shard: 1}` as Go heads it. */
export const goroutineHead = (g: Goroutine): string => {
  const attributes = [g.state, ...g.marks.map((mark) => `(${mark})`)].filter((text) => text !== '').join(' ');
  const about = [
    attributes,
    ...(g.waitMinutes > 0 ? [`${g.waitMinutes} minutes`] : []),
    ...(g.lockedToThread ? ['locked to thread'] : []),
  ].filter((text) => text !== '');
  const labels = Object.entries(g.labels)
    .slice(0, 8)
    .map(([key, value]) => `${key}: ${value}`);
  return [
    // Goroutine 0 runs the scheduler; formats that count goroutines print neither id nor state.
    g.id > 0 || g.state !== '' ? `goroutine ${g.id}` : `${g.count} goroutines`,
    ...(about.length > 0 ? [`[${about.join(', ')}]`] : []),
    ...(labels.length > 0 ? [`{${labels.join(', ')}}`] : []),
  ].join(' ');
};

export const printGoroutine = (page: Page, g: Goroutine, what: string): void => {
  page.line(`  ${goroutineHead(g)}${what}`);
  if (g.stackUnavailable)
    page.line('    its stack could not be printed: it runs on another thread', page.style.dim);
  printStack(page, '    ', g, g.creatorId === null ? '' : `in goroutine ${g.creatorId} `);
};
