/** Faults around queues and their consumers. */
import { failureOf } from '../engine/failure.ts';
import { usualRates } from '../system/capacity.ts';
import { type Call, type PublishCall, serviceEntity } from '../system/system.ts';
import { guiltyDiff } from '../telemetry/diffs.ts';
import { type Family, podEntities, ramp, type Site } from './family.ts';

const withReply = (call: Call): call is PublishCall => call.kind === 'publish' && call.reply;

const pickQueue = ({ reach, chance }: Site, need: 'slow' | 'fail') =>
  reach.pickCall(chance, need, withReply)?.queue ?? null;

export const consumerSlow: Family = {
  name: 'consumer_slow',
  about: 'a consumer takes longer for every message than they come: its queue grows',
  place: (site) => {
    const queue = pickQueue(site, 'slow');
    if (queue === null) return null;
    const { chance, severity } = site;
    const { consumer } = queue;
    const operation = consumer.operations[0]!;
    const perPod = usualRates(site.system).operations[operation.index]! / consumer.pods.length;
    // So long that its threads are more than busy.
    const extraMs = (consumer.threads * 1000 * chance.between(1.05, 1.5) * severity) / Math.max(0.2, perPod);
    return {
      entity: serviceEntity(consumer),
      alsoAccepted: [queue.entity, ...podEntities(consumer.pods)],
      faultClass: 'queue_lag',
      acceptedClasses: ['queue_lag', 'slow_code', 'change'],
      operation: operation.name,
      ...(chance.chance(0.6)
        ? {
            change: {
              kind: 'deploy' as const,
              service: consumer.name,
              ...guiltyDiff(chance, consumer, 'slow'),
            },
          }
        : {}),
      bend: (state) => {
        state.operations[operation.index]!.extraMs = extraMs;
      },
    };
  },
};

export const poisonMessage: Family = {
  name: 'poison_message',
  about: 'one message cannot be read; it is delivered again and again and those behind it wait',
  place: (site) => {
    const queue = pickQueue(site, 'slow');
    if (queue === null) return null;
    const { chance, severity } = site;
    const { consumer } = queue;
    const share = Math.min(0.95, chance.between(0.3, 0.7) * severity);
    return {
      entity: serviceEntity(consumer),
      alsoAccepted: [queue.entity, ...podEntities(consumer.pods)],
      faultClass: 'queue_lag',
      acceptedClasses: ['queue_lag', 'code_error'],
      operation: consumer.operations[0]!.name,
      bend: (state, ageMs) => {
        // The partitions of some pods stand still: what they hold waits as long as the fault is old.
        const one = state.queues[queue.index]!;
        one.stuckMs = ageMs + 3000;
        one.stuckShare = share;
      },
      leave: ({ lines, logs, timeline, wording }) => {
        const pod = chance.pick(consumer.pods);
        const said = wording.failure(
          failureOf('unparsable_message', queue.topic),
          consumer.language,
          consumer.name,
          { stem: consumer.stem, host: queue.topic },
        );
        const text = wording.choose(
          [
            'cannot process message, redelivering',
            'handler failed, message goes back to {topic}',
            'processing failed, seeking back',
            'nack and requeue',
          ],
          'poison',
        );
        for (let timeMs = timeline.onsetMs; timeMs < timeline.endMs; timeMs += chance.between(1500, 5000))
          lines.write(
            logs,
            { pod, span: null, weight: 1 },
            timeMs,
            17,
            `${text.replace('{topic}', queue.topic)}: ${said.type}: ${said.message}`,
          );
      },
    };
  },
};

export const brokerDown: Family = {
  name: 'broker_down',
  about: 'the broker of a queue takes no messages',
  place: ({ reach, chance }) => {
    const call = reach.pickCall(chance, 'fail', (one): one is PublishCall => one.kind === 'publish');
    if (call === null) return null;
    const { queue } = call;
    return {
      entity: queue.entity,
      faultClass: 'dependency_down',
      acceptedClasses: ['dependency_down', 'network', 'queue_lag'],
      bend: (state, ageMs) => {
        state.queues[queue.index]!.down = ageMs >= 0;
      },
    };
  },
};

export const consumerStopped: Family = {
  name: 'consumer_scaled_down',
  about: 'somebody reduces a consumer to fewer workers than its queue needs',
  place: (site) => {
    const queue = pickQueue(site, 'slow');
    if (queue === null) return null;
    const { chance, severity } = site;
    const { consumer } = queue;
    const from = consumer.threads;
    const operation = consumer.operations[0]!;
    const factor = chance.between(0.02, 0.06) / severity;
    const to = Math.max(1, Math.round(from * factor));
    return {
      entity: serviceEntity(consumer),
      alsoAccepted: [queue.entity, ...podEntities(consumer.pods)],
      faultClass: 'queue_lag',
      acceptedClasses: ['queue_lag', 'config', 'change', 'pool_exhaustion'],
      operation: operation.name,
      change: {
        kind: 'config',
        service: consumer.name,
        summary: chance.pick([
          `worker settings of ${consumer.name}`,
          `gentler load on the ${consumer.stem} backend`,
        ]),
        files: [`config/${consumer.name}.yaml`],
        diff: `@@ config/${consumer.name}.yaml @@\n consumer:\n   topic: ${queue.topic}\n-  concurrency: ${from}\n+  concurrency: ${to}\n`,
      },
      bend: (state, ageMs) => {
        for (const pod of state.podsOf(consumer)) pod.threadsFactor = 1 - (1 - factor) * ramp(ageMs, 5000);
      },
    };
  },
};
