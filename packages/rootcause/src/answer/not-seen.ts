import type { Blindness, ExplanationEntity } from '@nightglass/model';
import { compareText } from '../canonical.ts';
import type { Examination } from '../examine.ts';
import { entityKey } from '../incident.ts';
import { count, percent } from '../words/figures.ts';

const shortBaselineMs = 120_000;

/** What could not be seen, in a fixed order. */
export const notSeen = ({ context }: Examination): Blindness[] => {
  const { data, graph, baseline, spans } = context;
  const found: Blindness[] = [];
  const add = (
    kind: Blindness['kind'],
    en: string,
    zh: string,
    entity: ExplanationEntity | null = null,
  ): void => {
    found.push({ kind, entity, text: { en, zh } });
  };
  if (spans.all.length === 0)
    add(
      'no_traces',
      'No traces of this time: calls between services were not seen.',
      '该时段没有链路数据：看不到服务间调用。',
    );
  if (data.logs.length === 0)
    add('no_logs', 'No logs of this time: error messages were not seen.', '该时段没有日志：看不到错误信息。');
  if (data.series.length === 0)
    add(
      'no_metrics',
      'No metrics of this time: processors, memory, pools and queues were not seen.',
      '该时段没有指标：看不到 CPU、内存、连接池和队列。',
    );
  if (data.changes.length === 0)
    add(
      'no_changes',
      'No deploys, flags or configuration changes were reported for this time.',
      '该时段没有上报任何发布、开关或配置变更。',
    );
  if (data.kubernetes === null)
    add('no_kubernetes', 'No Kubernetes objects or events were sent.', '没有收到 Kubernetes 对象或事件。');
  if (data.coverage.sampledShare < 0.999)
    add(
      'sampled',
      `Traces are sampled: about ${percent(data.coverage.sampledShare)} were kept, and weighted.`,
      `链路经过采样：约保留 ${percent(data.coverage.sampledShare)}，并已加权。`,
    );
  if (data.coverage.droppedRecords > 0)
    add(
      'dropped',
      `${count(data.coverage.droppedRecords)} records of this time were dropped before they were stored.`,
      `该时段有 ${count(data.coverage.droppedRecords)} 条记录在存储前被丢弃。`,
    );
  for (const what of [...data.coverage.truncated].sort())
    add('budget', `Not everything was read: ${what}.`, `未读取全部数据：${what}。`);
  if (baseline.endMs - baseline.startMs < shortBaselineMs)
    add(
      'short_baseline',
      `Only ${count((baseline.endMs - baseline.startMs) / 1000)} s of normal time to compare with.`,
      `可供比较的正常时段只有 ${count((baseline.endMs - baseline.startMs) / 1000)} 秒。`,
    );
  for (const entity of blindParties(context))
    add(
      'blind_service',
      `${entity.name} sends no telemetry: it was seen only from its callers.`,
      `${entity.name} 不发送遥测数据：只能从调用方看到它。`,
      entity,
    );
  const skewed = skewedShare(spans.all);
  if (skewed > 0.05)
    add(
      'clock_skew',
      `${percent(skewed)} of the calls begin before their caller: clocks differ, so the order of events is uncertain.`,
      `${percent(skewed)} 的调用早于其调用方开始：时钟不一致，事件先后不确定。`,
    );
  return found;

  function blindParties({ data: rows }: typeof context): ExplanationEntity[] {
    const own = new Set<string>();
    for (const name of new Set(rows.spans.map((span) => span.service))) own.add(`service:${name}`);
    for (const series of rows.series) own.add(entityKey(graph.canonical(series.entity)));
    for (const name of new Set(rows.logs.map((log) => log.service))) own.add(`service:${name}`);
    return graph.nodes
      .filter((key) => !own.has(key) && graph.in(key).some((edge) => edge.kind === 'call'))
      .sort(compareText)
      .slice(0, 20)
      .map((key) => graph.entity(key));
  }
};

const skewedShare = (all: Examination['context']['spans']['all']): number => {
  let calls = 0;
  let early = 0;
  for (const { row, parent } of all) {
    if (parent === null || parent.row.service === row.service) continue;
    calls++;
    if (row.startMs < parent.row.startMs - 1) early++;
  }
  return calls < 20 ? 0 : early / calls;
};
