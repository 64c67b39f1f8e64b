/** Alerting rules of Prometheus. */
import type { LocalText, Prevention } from '@nightglass/model';
import { labelName, yamlText } from './promql.ts';

export interface AlertRule {
  /** Ours, in CamelCase. */
  alert: string;
  expr: string;
  /** `10m`; '' fires at once. */
  for: string;
  severity: 'warning' | 'critical';
  /** A Go template: names of telemetry go through `named`. */
  summary: string;
}

/** A rule file with one group; every text on one line, so that no name can begin a line of its own. */
export const ruleFile = (group: string, rules: readonly AlertRule[]): string =>
  [
    'groups:',
    `  - name: ${yamlText(`nightglass-${labelName(group).toLowerCase().replaceAll('_', '-').slice(0, 100)}`)}`,
    '    rules:',
    ...rules.flatMap((rule) => [
      `      - alert: ${yamlText(rule.alert)}`,
      `        expr: ${yamlText(rule.expr)}`,
      ...(rule.for === '' ? [] : [`        for: ${rule.for}`]),
      '        labels:',
      `          severity: ${rule.severity}`,
      '        annotations:',
      `          summary: ${yamlText(rule.summary)}`,
    ]),
    '',
  ].join('\n');

export const alertPrevention = (group: string, rules: readonly AlertRule[], text: LocalText): Prevention => ({
  kind: 'alert',
  id: rules[0]!.alert,
  text,
  code: ruleFile(group, rules),
});
