import { printable } from '../text-output.ts';
import type { Progress } from './read-input.ts';

const everyMs = 200;
/** Smaller files are read before anyone wonders. */
const silentMs = 500;

export interface ProgressLine {
  progress: Progress;
  /** Takes the line away. */
  done: () => void;
}

/** A line on a terminal that rewrites itself while a long file is read. */
export const progressLine = (terminal: NodeJS.WriteStream, now: () => number): ProgressLine => {
  if (!terminal.isTTY) return { progress: () => {}, done: () => {} };
  let current = '';
  let began = 0;
  let shown = 0;
  const done = (): void => {
    if (shown > 0) terminal.write('\r\u001b[K');
    shown = 0;
  };
  const progress: Progress = (name, read, total) => {
    const time = now();
    if (name !== current) {
      current = name;
      began = time;
    }
    if (time - began < silentMs || time - shown < everyMs) return;
    shown = time;
    const mebibytes = Math.round(read / 1024 ** 2);
    const of = total === null ? '' : ` of ${Math.round(total / 1024 ** 2)}`;
    const speed = Math.round(read / 1024 ** 2 / ((time - began) / 1000));
    terminal.write(`\r\u001b[K${printable(name)}: ${mebibytes}${of} MiB read, ${speed} MiB/s`);
  };
  return { progress, done };
};
