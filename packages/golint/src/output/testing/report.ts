/** A report with one finding of each sort, for tests of formats. */
import { ruleMetas } from '../../engine/index.ts';
import type { Finding, SourceLocation } from '../../model.ts';
import { LineIndex } from '../../syntax/positions.ts';
import type { LintReport } from '../report.ts';

export const source =
  'package cache\n\nfunc (c *cache) evict() {\n\tfor k := range c.data {\n\t\tdelete(c.data, k)\n\t}\n}\n';

const at = (path: string, text: string): SourceLocation => {
  const start = source.indexOf(text);
  const end = start + text.length;
  const lines = new LineIndex(source);
  const from = lines.position(start);
  const to = lines.position(end);
  return {
    path,
    start,
    end,
    startLine: from.line,
    startColumn: from.column,
    endLine: to.line,
    endColumn: to.column,
  };
};

export const finding = (over: Partial<Finding> = {}): Finding => ({
  rule: 'NGG001',
  level: 'error',
  message: 'c.data is ranged over here and written at the other site, without a lock',
  location: at('cache/cache.go', 'for k := range c.data'),
  related: [{ location: at('cache/cache.go', 'delete(c.data, k)'), message: 'deleted from here' }],
  entity: 'cache.data',
  function: '(*cache).evict',
  fingerprint: '0123456789abcdef',
  fixes: [],
  goMinor: 24,
  ...over,
});

/** Hostile in every place where text of a source can get to. */
export const report = (): LintReport => ({
  findings: [
    finding(),
    finding({
      rule: 'NGG012',
      level: 'note',
      message: 'a\u001b[31m <b>&"\'%\r\n::error::x, y: \u0000',
      location: at('a b/ü#%:,.go', 'for k := range c.data {\n\t\tdelete(c.data, k)\n\t}'),
      related: [],
      function: '',
      goMinor: null,
      fixes: [
        {
          description: 'Replace the loop with clear(c.data)',
          edits: [{ path: 'a b/ü#%:,.go', start: 42, end: 88, newText: 'clear(c.data)' }],
          imports: [],
        },
      ],
    }),
  ],
  suppressed: [
    {
      finding: finding({ rule: 'NGG004', level: 'warning', fingerprint: 'b' }),
      by: 'comment',
      reason: 'known',
    },
    { finding: finding({ fingerprint: 'c' }), by: 'baseline', reason: 'in the baseline' },
    { finding: finding({ fingerprint: 'd' }), by: 'config', reason: 'generated file' },
  ],
  problems: [
    { path: 'bad.go', line: 3, column: 7, message: "expected ';', found \u009b2J" },
    { path: 'pipe.go', line: 0, column: 0, message: 'is a named pipe, not a file of Go source' },
  ],
  stats: { files: 2, lines: 14, packages: 2 },
  rules: ruleMetas(),
  version: '0.1.0',
  base: 'file:///src/app/',
  docs: 'https://example.org/docs/lint',
});
