/**
 * One folder per scenario: an alert, samples of telemetry, and the commits, deploys and flags of the hours around. What is
 * ranked is the commit; a hypothesis without a change proposes that no commit is to blame, which is right where the truth is
 * "none".
 */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { emptyIncident, type IncidentTarget } from '@nightglass/rootcause';
import type { Adapter, BenchCase } from '../../case.ts';
import { foldersIn } from '../folders.ts';
import { readScenario, readTruth, type Scenario } from './files.ts';
import { changesOf, logsOf, seriesOf, spansOf } from './rows.ts';

const noCommit = 'none';

export const culpritCommit: Adapter = {
  name: 'culprit-commit',
  about: 'commits are ranked, "none" among them; decoys are deploys laid out to mislead',
  recognises: (folder) =>
    foldersIn(folder).some((scenario) => existsSync(join(folder, scenario, 'ground_truth.json'))),
  async *cases(folder, set, only) {
    for (const id of foldersIn(folder))
      if (existsSync(join(folder, id, 'ground_truth.json')) && only(id))
        yield readCase(join(folder, id), set, id);
  },
};

const readCase = (path: string, set: string, id: string): BenchCase => {
  const scenario = readScenario(path);
  const truth = readTruth(path);
  const { alert } = scenario;
  const times = [
    ...scenario.metrics.map(({ timeMs }) => timeMs),
    ...scenario.logs.map(({ timestamp }) => Date.parse(timestamp)),
  ];
  const firedMs = Date.parse(alert.fired_at);
  const baseline = { startMs: times.reduce((a, b) => Math.min(a, b), firedMs - 3_600_000), endMs: firedMs };
  const endMs = times.reduce((a, b) => Math.max(a, b), firedMs + 60_000) + 60_000;
  const incident = { startMs: firedMs, endMs };
  return {
    set,
    id,
    data: {
      ...emptyIncident(
        { service: alert.service, symptom: symptomOf(alert.metric), thresholdMs: thresholdOf(scenario) },
        baseline,
        incident,
      ),
      spans: spansOf(scenario),
      logs: logsOf(scenario, baseline, incident),
      series: seriesOf(scenario),
      changes: changesOf(scenario),
      alerts: [
        {
          name: alert.monitor,
          entity: { kind: 'service', name: alert.service },
          startMs: firedMs,
          severity: alert.severity,
          text: [alert.summary, alert.detail].filter((text) => text !== '').join(' '),
          firing: true,
        },
      ],
    },
    truth: {
      text: `${truth.root_cause_commit} (first to fail: ${truth.first_failing_service})`,
      fault: truth.root_cause_commit === noCommit ? 'no commit' : 'commit',
    },
    normal: false,
    proposal: ({ change }) => change?.id ?? noCommit,
    blames: () => null,
    unsaid: noCommit,
    right: (proposal) => proposal === truth.root_cause_commit,
    candidates: [...scenario.commits.map(({ sha }) => sha), noCommit],
    decoys: truth.decoy_deploy_commits,
  };
};

const symptomOf = (metric: string): IncidentTarget['symptom'] =>
  /duration|latency/.test(metric) ? 'latency' : /error|5xx|fail/.test(metric) ? 'errors' : 'unknown';

const thresholdOf = ({ alert }: Scenario): number | null =>
  symptomOf(alert.metric) === 'latency' && alert.metric.endsWith('_ms') ? alert.threshold : null;
