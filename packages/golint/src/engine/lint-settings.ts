/** NGG019 in files that are not Go: images, manifests, units, environments. */
import type { Finding, LintResult, SourceText } from '../model.ts';
import { checkGodebug } from '../rules/godebug.ts';
import { ngg019 } from '../rules/ngg019.ts';
import { LineIndex } from '../syntax/positions.ts';
import { withFingerprints } from './fingerprint.ts';
import { isOn } from './levels.ts';
import type { LintOptions } from './lint-package.ts';

const names =
  /^(Dockerfile|Containerfile)(\..+)?$|^\.env(\..+)?$|^(Makefile|Procfile|go\.mod)$|\.(dockerfile|ya?ml|env|service|sh|bash|conf|toml|json|hcl|tf|nomad)$/i;

/** Whether a file of this name may set GODEBUG for a program. */
export const isSettings = (name: string): boolean => names.test(name);

const ignored = /(?:#|\/\/|;)\s*nightglass:ignore\s+NGG019\s+(\S.*)$/;

/** Findings of one such file. `# nightglass:ignore NGG019 reason` counts on the line and on the line above. */
export const lintSettings = (
  source: SourceText,
  options: LintOptions,
): Pick<LintResult, 'findings' | 'suppressed'> => {
  const result: Pick<LintResult, 'findings' | 'suppressed'> = { findings: [], suppressed: [] };
  const { meta } = ngg019;
  if (!isOn(meta, options.profile, options.levels, null)) return result;
  const reports = checkGodebug(source.path, source.text);
  if (reports.length === 0) return result;
  const lines = new LineIndex(source.text);
  const configured = options.levels.get(meta.id);
  const level = configured === undefined || configured === 'off' ? meta.level : configured;
  const found = reports.map(({ path, pos, end, message }): Finding => {
    const from = lines.position(pos);
    const to = lines.position(end);
    return {
      rule: meta.id,
      level,
      message,
      location: {
        path,
        start: pos,
        end,
        startLine: from.line,
        startColumn: from.column,
        endLine: to.line,
        endColumn: to.column,
      },
      related: [],
      entity: 'GODEBUG',
      function: '',
      fingerprint: '',
      fixes: [],
      goMinor: null,
    };
  });
  const textOf = ({ location }: Finding): string => lines.lineText(location.startLine);
  for (const finding of withFingerprints(source.path, found, textOf)) {
    const { startLine } = finding.location;
    const reason = [startLine, startLine - 1]
      .filter((line) => line > 0)
      .map((line) => ignored.exec(lines.lineText(line))?.[1])
      .find((one) => one !== undefined);
    const excluded = options.excluded.get(source.path);
    if (reason !== undefined) result.suppressed.push({ finding, by: 'comment', reason });
    else if (excluded !== undefined) result.suppressed.push({ finding, by: 'config', reason: excluded });
    else result.findings.push(finding);
  }
  return result;
};
