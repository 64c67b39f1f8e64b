/** SARIF 2.1.0: https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html */

import type { Finding, Fix, RuleMeta, SourceLocation, Suppression } from '../model.ts';
import { LineIndex } from '../syntax/positions.ts';
import { helpUri, type LintReport } from './report.ts';

export interface SarifOptions {
  /** The text of a file, for the regions that fixes replace. */
  sourceOf(path: string): string | undefined;
  /** Further runs of SARIF files of other tools, as parsed. */
  otherRuns?: readonly unknown[];
}

type Json = { [key: string]: unknown };

const schema = 'https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json';

/** A relative URI: each part of a path escaped, so that `a b#c.go` stays one file. */
const artifact = (path: string): Json => ({
  uri: path.split('/').map(encodePart).join('/'),
  uriBaseId: 'SRCROOT',
});
const encodePart = (part: string): string => encodeURIComponent(part.toWellFormed());

const region = (location: SourceLocation): Json => ({
  startLine: location.startLine,
  startColumn: location.startColumn,
  endLine: location.endLine,
  endColumn: location.endColumn,
});

const physical = (location: SourceLocation): Json => ({
  artifactLocation: artifact(location.path),
  region: region(location),
});

const ruleOf = (meta: RuleMeta, docs: string): Json => ({
  id: meta.id,
  name: meta.name,
  shortDescription: { text: meta.title },
  fullDescription: { text: meta.title },
  help: { text: `${meta.title} See ${helpUri(docs, meta.id)}` },
  helpUri: helpUri(docs, meta.id),
  defaultConfiguration: { level: meta.level, enabled: meta.profiles.includes('recommended') },
  properties: { profiles: [...meta.profiles], go: meta.go, tags: ['concurrency', 'go', 'map'] },
});

const fixOf = (fix: Fix, options: SarifOptions): Json[] => {
  // A region needs lines; a fix that also needs an import is not whole here.
  if (fix.imports.length > 0) return [];
  const byPath = Map.groupBy(fix.edits, (edit) => edit.path);
  const changes: Json[] = [];
  for (const [path, edits] of byPath) {
    const text = options.sourceOf(path);
    if (text === undefined) return [];
    const lines = new LineIndex(text);
    changes.push({
      artifactLocation: artifact(path),
      replacements: edits.map(({ start, end, newText }) => {
        const from = lines.position(start);
        const to = lines.position(end);
        return {
          deletedRegion: {
            startLine: from.line,
            startColumn: from.column,
            endLine: to.line,
            endColumn: to.column,
          },
          insertedContent: { text: newText },
        };
      }),
    });
  }
  return changes.length === 0 ? [] : [{ description: { text: fix.description }, artifactChanges: changes }];
};

const resultOf = (finding: Finding, index: number, options: SarifOptions): Json => {
  const fixes = finding.fixes.flatMap((fix) => fixOf(fix, options));
  return {
    ruleId: finding.rule,
    ...(index >= 0 ? { ruleIndex: index } : {}),
    level: finding.level,
    message: { text: finding.message },
    locations: [
      {
        physicalLocation: physical(finding.location),
        ...(finding.function === ''
          ? {}
          : { logicalLocations: [{ fullyQualifiedName: finding.function, kind: 'function' }] }),
      },
    ],
    ...(finding.related.length === 0
      ? {}
      : {
          relatedLocations: finding.related.map((site, id) => ({
            id: id + 1,
            physicalLocation: physical(site.location),
            message: { text: site.message },
          })),
        }),
    partialFingerprints: { 'nightglass/v1': finding.fingerprint },
    ...(fixes.length === 0 ? {} : { fixes }),
    properties: {
      entity: finding.entity,
      goVersion: finding.goMinor === null ? 'unknown' : `1.${finding.goMinor}`,
    },
  };
};

/** What a comment silenced is in the source, what a baseline did is outside of it. What is configured away is left out. */
const suppressedResult = (one: Suppression, index: number, options: SarifOptions): Json => ({
  ...resultOf(one.finding, index, options),
  suppressions: [{ kind: one.by === 'comment' ? 'inSource' : 'external', justification: one.reason }],
});

export const renderSarif = (report: LintReport, options: SarifOptions): string => {
  const { rules, docs, problems } = report;
  const indexes = new Map(rules.map((meta, i) => [meta.id, i]));
  const indexOf = (finding: Finding): number => indexes.get(finding.rule) ?? -1;
  const run: Json = {
    tool: {
      driver: {
        name: 'nightglass',
        semanticVersion: report.version,
        informationUri: docs,
        rules: rules.map((meta) => ruleOf(meta, docs)),
      },
    },
    columnKind: 'utf16CodeUnits',
    originalUriBaseIds: { SRCROOT: { uri: report.base } },
    invocations: [
      {
        executionSuccessful: problems.length === 0,
        toolExecutionNotifications: problems.map(({ path, line, column, message }) => ({
          level: 'error',
          message: { text: message },
          locations: [
            {
              physicalLocation: {
                artifactLocation: artifact(path),
                ...(line > 0 ? { region: { startLine: line, startColumn: Math.max(1, column) } } : {}),
              },
            },
          ],
        })),
      },
    ],
    results: [
      ...report.findings.map((finding) => resultOf(finding, indexOf(finding), options)),
      ...report.suppressed
        .filter((one) => one.by !== 'config')
        .map((one) => suppressedResult(one, indexOf(one.finding), options)),
    ],
  };
  const log = { $schema: schema, version: '2.1.0', runs: [run, ...(options.otherRuns ?? [])] };
  return `${JSON.stringify(log, null, 2)}\n`;
};
