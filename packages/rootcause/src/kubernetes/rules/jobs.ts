/** Jobs that failed for good (`backoffLimit`, `activeDeadlineSeconds`) and CronJobs that no longer start theirs. */
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, describeCommand, eventEvidence, look, stateEvidence, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { at } from '../objects/fields.ts';
import { conditionsOf, type Workload } from '../objects/workload.ts';

export const jobRules = (cluster: Cluster): Claim[] =>
  cluster.workloads.flatMap((workload) => {
    if (workload.kind !== 'Job' && workload.kind !== 'CronJob') return [];
    return [...failed(cluster, workload), ...missed(cluster, workload)];
  });

/** Jobs as objects: the workload itself, or the children of a CronJob. */
const failed = (cluster: Cluster, workload: Workload): Claim[] => {
  const names = workload.kind === 'Job' ? [workload.name] : workload.children;
  for (const name of [...names].sort().reverse()) {
    const job = cluster.find('Job', workload.namespace, name);
    const condition = conditionsOf(job).get('Failed');
    if (condition?.status !== 'True') continue;
    return [
      claim({
        entity: workload.entity,
        faultClass: 'code_error',
        detail: condition.reason === 'DeadlineExceeded' ? 'job_deadline' : 'job_failed',
        p: 0.55,
        title: words(
          `Job ${quotedName(name)} failed: ${quotedName(condition.reason)}`,
          `任务 ${quotedName(name)} 失败：${quotedName(condition.reason)}`,
        ),
        nextCheck: look(
          describeCommand(workload),
          'then the log of its last pod.',
          '再查看其最后一个 Pod 的日志。',
        ),
        remediation: words(
          'Correct what the log of its last pod names, then run it again.',
          '修正其最后日志指出的问题后重新运行。',
        ),
        evidence: [
          stateEvidence(
            `Job/${name}`,
            words('Its condition Failed stands.', '其 Failed 状况成立。'),
            `${condition.reason}: ${condition.message}`,
          ),
        ],
      }),
    ];
  }
  return [];
};

const missed = (cluster: Cluster, workload: Workload): Claim[] => {
  if (workload.kind !== 'CronJob') return [];
  const event = cluster
    .eventsOf('CronJob', workload.namespace, workload.name)
    .findLast(({ reason }) =>
      /^(?:FailedNeedsStart|TooManyMissedTimes|UnparseableSchedule|MissSchedule|UnknownTimeZone)$/.test(
        reason,
      ),
    );
  const suspended = at(workload.object, 'spec', 'suspend') === true;
  if (event === undefined || suspended) return [];
  const schedule = /Unparseable|UnknownTimeZone/.test(event.reason);
  return [
    claim({
      entity: workload.entity,
      faultClass: 'config',
      detail: schedule ? 'cron_schedule' : 'cron_missed',
      p: schedule ? 0.85 : 0.6,
      title: words(
        `CronJob ${quotedName(workload.name)} does not start its jobs`,
        `定时任务 ${quotedName(workload.name)} 未启动任务`,
      ),
      nextCheck: look(
        describeCommand(workload),
        'schedule, time zone and missed times.',
        '查看调度表达式、时区与错过的时间。',
      ),
      remediation: schedule
        ? words('Correct `spec.schedule` or `spec.timeZone`.', '修正 `spec.schedule` 或 `spec.timeZone`。')
        : words(
            'Raise `startingDeadlineSeconds`, or let old jobs end (`concurrencyPolicy`).',
            '提高 `startingDeadlineSeconds`，或调整 `concurrencyPolicy`。',
          ),
      evidence: [eventEvidence(event)],
    }),
  ];
};
