/** The port that a process is told to listen on, beside the port that everything else expects of it. */
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, describeCommand, look, stateEvidence, words } from '../claim.ts';
import { type Cluster, isUnwell } from '../cluster.ts';
import { matchesPairs } from '../objects/labels.ts';
import { podIsReady } from '../objects/workload.ts';

/** Variables by which processes are told their own port. */
const listenName = /^(?:PORT|(?:LISTEN|SERVER|APP|SERVICE|HTTP|GRPC|CONTAINER|BIND)_PORT|SERVER_HTTP_PORT)$/;

export const listenPortRules = (cluster: Cluster): Claim[] =>
  cluster.workloads.flatMap((workload) =>
    workload.containers.flatMap((container) => {
      const told = container.env.filter(
        ({ name, value }) => listenName.test(name) && /^\d{2,5}$/.test(value),
      );
      const ports = container.ports.map(({ port }) => port);
      // With several ports a variable may be about any of them.
      if (told.length !== 1 || ports.length !== 1 || container.init) return [];
      const variable = told[0]!;
      const listens = Number(variable.value);
      const declared = ports[0]!;
      if (listens === declared) return [];
      const services = cluster.services.filter(
        ({ namespace, selector }) =>
          namespace === workload.namespace && matchesPairs(workload.labels, selector),
      );
      const expected = services.flatMap((service) => service.ports.map(({ target }) => target));
      if (expected.includes(listens)) return [];
      const probed = container.probes.some(({ port }) => port === declared);
      const broken =
        services.some((service) => cluster.unreachable(service.name) !== undefined) ||
        (probed && isUnwell(workload)) ||
        workload.pods.some((pod) => !podIsReady(pod));
      if (!broken) return [];
      return [
        claim({
          entity: workload.entity,
          faultClass: 'config',
          detail: 'env_listen_port',
          p: expected.includes(declared) || probed ? 0.95 : 0.85,
          title: words(
            `${quotedName(workload.name)} is told to listen on port ${listens}, while everything else expects ${declared}`,
            `${quotedName(workload.name)} 被配置监听端口 ${listens}，而其他配置期望 ${declared}`,
          ),
          nextCheck: look(
            describeCommand(workload),
            `compare ${quotedName(variable.name)} with the container port, the probes and the Service.`,
            `对比 ${quotedName(variable.name)} 与容器端口、探针及 Service。`,
          ),
          remediation: words(
            `Set ${quotedName(variable.name)} to ${declared}, or change port, probes and Service together.`,
            `将 ${quotedName(variable.name)} 设为 ${declared}，或同时修改端口、探针与 Service。`,
          ),
          evidence: [
            stateEvidence(
              `${workload.kind}/${workload.name}`,
              words('What the process is told, beside what is declared.', '进程的设置与声明的端口。'),
              `${variable.name}=${variable.value}; containerPort ${declared}; Service targetPort ${expected.join(', ') || '-'}; probes ${container.probes.map(({ port }) => port).join(', ') || '-'}`,
            ),
          ],
        }),
      ];
    }),
  );
