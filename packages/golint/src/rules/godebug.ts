/** Looks for GODEBUG settings that do harm, in files of any sort: environment, Dockerfile, Kubernetes, Compose, systemd, shell. */

/** Like a rule's report, for a file that is no Go source. Offsets in UTF-16 units. */
export interface GodebugReport {
  path: string;
  pos: number;
  end: number;
  message: string;
}

const setting = 'asyncpreemptoff=1';
const commentStart = /^\s*(#(?!cloud-config)|\/\/|;|--\s)/;
/** Lines above `value: asyncpreemptoff=1` in which `name: GODEBUG` may stand. */
const linesAbove = 3;
/** Longer lines are minified or data; what stands in them is not looked at. */
const maxLine = 10_000;

/** Why it does no good, wherever it is set. */
export const asyncPreemptOff =
  'asyncpreemptoff=1 switches off the preemption of goroutines by signals: tight loops then run until they call a function, and garbage collection and scheduling wait for them. It is a switch for finding bugs in the runtime; it prevents no panic, no fatal error and no concurrent use of a map.';

/** Every GODEBUG that sets asyncpreemptoff=1 in a text. Comments and prose (.md, .txt, .rst, .html) are left out. */
export const checkGodebug = (path: string, text: string): GodebugReport[] => {
  if (!text.includes(setting) || /\.(md|mdx|txt|rst|adoc|html?|go)$/i.test(path)) return [];
  const reports: GodebugReport[] = [];
  let start = 0;
  let lineEnd = text.indexOf('\n');
  for (let at = text.indexOf(setting); at >= 0; at = text.indexOf(setting, at + setting.length)) {
    if (/[\w.]/.test(text[at + setting.length] ?? '')) continue;
    while (lineEnd >= 0 && lineEnd < at) {
      start = lineEnd + 1;
      lineEnd = text.indexOf('\n', start);
    }
    if (at - start > maxLine || !isGodebugOf(text, start, at)) continue;
    reports.push({
      path,
      pos: at,
      end: at + setting.length,
      message: `GODEBUG has ${setting} here. ${asyncPreemptOff} Remove it.`,
    });
  }
  return reports;
};

/** Whether the setting at `at` is one of GODEBUG; its line begins at `start`. */
const isGodebugOf = (text: string, start: number, at: number): boolean => {
  const before = text.slice(start, at);
  if (commentStart.test(before) || /\s#\s/.test(before)) return false;
  if (isValueOfGodebug(before)) return true;
  // go.mod: `godebug asyncpreemptoff=1`, `godebug ( ... )`; Kubernetes: the name stands on a line above.
  if (!/^\s*(-\s*)?("?value"?\s*[:=]\s*)?["']?([\w.]+=[\w.]+,)*$/i.test(before)) return false;
  let from = start;
  for (let i = 0; i < linesAbove && from > 0; i++) {
    const end = from - 1;
    from = text.lastIndexOf('\n', end - 1) + 1;
    const line = text.slice(from, Math.min(end, from + maxLine));
    if (
      !commentStart.test(line) &&
      /("?name"?\s*[:=]\s*["']?GODEBUG\b|^\s*["']?GODEBUG["']?\s*:|^\s*godebug\b)/.test(line)
    )
      return true;
  }
  return false;
};

/** `GODEBUG=`, `GODEBUG: "`, `"GODEBUG": "`, `ENV GODEBUG `, `name: GODEBUG, value: `, with other settings between. */
const isValueOfGodebug = (before: string): boolean => {
  const name = before.toUpperCase().lastIndexOf('GODEBUG');
  if (name < 0) return false;
  const between = before.slice(name + 'GODEBUG'.length);
  return /^["']?\s*[,=:\s]?\s*(\{?\s*"?value"?\s*[:=]\s*)?["']?([\w.]+=[\w.]+,)*$/i.test(between.trimStart());
};
