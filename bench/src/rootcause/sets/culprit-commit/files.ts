/** The files of one scenario. Fields that are not named here are kept as attributes. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as z from 'zod';
import { csvRecords, readText } from '../csv.ts';

const alert = z.looseObject({
  service: z.string(),
  metric: z.string(),
  threshold: z.number(),
  fired_at: z.string(),
  severity: z.string(),
  monitor: z.string(),
  summary: z.string(),
  detail: z.string().default(''),
});

const span = z.looseObject({
  trace_id: z.string(),
  span_id: z.string(),
  parent_id: z.string().nullable(),
  service: z.string(),
  name: z.string(),
  start: z.string(),
  duration_ms: z.number(),
  status: z.string(),
});

const logLine = z.looseObject({
  timestamp: z.string(),
  service: z.string(),
  severity_text: z.string(),
  msg: z.string(),
  trace_id: z.string().optional(),
});

const pattern = z.object({
  signature: z.string(),
  service: z.string(),
  count: z.number(),
  /** `+412`, `-2900`: the count less that of the time before. */
  delta_vs_baseline: z.string(),
  sentiment: z.string(),
});

const commit = z.object({
  sha: z.string(),
  author: z.string(),
  timestamp: z.string(),
  message: z.string(),
  files_changed: z.array(z.string()),
  diff: z.string().nullable(),
});

const deploy = z.object({
  timestamp: z.string(),
  service: z.string(),
  commit_sha: z.string(),
  version: z.string(),
});

const flag = z.object({
  timestamp: z.string(),
  flag: z.string(),
  service: z.string(),
  change: z.string(),
  actor: z.string(),
});

const truth = z.object({
  root_cause_commit: z.string(),
  first_failing_service: z.string(),
  decoy_deploy_commits: z.array(z.string()).default([]),
});

export interface Scenario {
  alert: z.infer<typeof alert>;
  spans: z.infer<typeof span>[];
  logs: z.infer<typeof logLine>[];
  metrics: { service: string; metric: string; timeMs: number; value: number }[];
  patterns: z.infer<typeof pattern>[];
  commits: z.infer<typeof commit>[];
  deploys: z.infer<typeof deploy>[];
  flags: z.infer<typeof flag>[];
}

export type Pattern = z.infer<typeof pattern>;

const json = <T extends z.ZodType>(path: string, shape: T, missing: unknown): z.infer<T> =>
  shape.parse(existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : missing);

export const readScenario = (folder: string): Scenario => {
  const at = (name: string): string => join(folder, 'data', name);
  const logs = existsSync(at('logs.ndjson')) ? readFileSync(at('logs.ndjson'), 'utf8') : '';
  return {
    alert: json(at('alert.json'), alert, undefined),
    spans: json(at('traces.json'), z.array(span), []),
    logs: logs
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => logLine.parse(JSON.parse(line))),
    metrics: existsSync(at('metrics.csv'))
      ? Array.from(
          csvRecords(
            readText(at('metrics.csv')),
            ['timestamp', 'service', 'metric', 'value'],
            at('metrics.csv'),
          ),
          (row) => ({
            service: row.service,
            metric: row.metric,
            timeMs: Date.parse(row.timestamp),
            value: Number(row.value),
          }),
        )
      : [],
    patterns: json(at('patterns.json'), z.array(pattern), []),
    commits: json(at('context/commits.json'), z.array(commit), []),
    deploys: json(at('context/deploys.json'), z.array(deploy), []),
    flags: json(at('context/flags.json'), z.array(flag), []),
  };
};

export const readTruth = (folder: string): z.infer<typeof truth> =>
  json(join(folder, 'ground_truth.json'), truth, undefined);
