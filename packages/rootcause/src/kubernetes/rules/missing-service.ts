/** Services that others call by name and that do not exist, though the workload behind the name does. */
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, kubectl, look, stateEvidence, words } from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import type { Workload } from '../objects/workload.ts';

export interface MissingService {
  name: string;
  workload: Workload;
  evidence: Claim['evidence'];
}

/**
 * A workload that runs containers with ports, that somebody calls by its name, and for which no Service of that name and
 * none that selects its pods exists. Only where Services of the namespace are known at all.
 */
export const missingServices = (cluster: Cluster): MissingService[] => {
  const known = new Set(cluster.services.map(({ namespace }) => namespace));
  return cluster.workloads.flatMap((workload) => {
    const { name, namespace } = workload;
    if (!known.has(namespace) || cluster.find('Service', namespace, name) !== undefined) return [];
    const selected = cluster.services.some(
      (service) =>
        service.namespace === namespace &&
        service.selector.size > 0 &&
        [...service.selector].every(([key, value]) => workload.labels.get(key) === value),
    );
    if (selected) return [];
    const callers = cluster.callersOf(name);
    const settings = cluster.addresses.filter(
      ({ target, workload: caller }) =>
        target?.name === name && target.namespace === namespace && caller !== workload,
    );
    if (callers.length === 0 && settings.length === 0) return [];
    const lookup = lookupFailure(cluster, name);
    const check = cluster.unreachable(name);
    return [
      {
        name,
        workload,
        evidence: [
          ...(settings[0] === undefined
            ? []
            : [
                stateEvidence(
                  `${settings[0].workload.kind}/${settings[0].workload.name}`,
                  words('A caller names it in its settings.', '调用方的设置中引用了它。'),
                  `${settings[0].variable.name}=${settings[0].variable.value}`,
                ),
              ]),
          ...(lookup === null
            ? []
            : [
                stateEvidence(
                  'log',
                  words('Callers cannot resolve the name.', '调用方无法解析该名称。'),
                  lookup.text,
                  {
                    signal: 'log',
                    n: lookup.weight,
                  },
                ),
              ]),
          ...(check === undefined
            ? []
            : [
                stateEvidence(
                  `check ${check.target}:${check.what}`,
                  words('A check could not reach it.', '连通性检查失败。'),
                  check.text,
                ),
              ]),
        ],
      },
    ];
  });
};

/** A log that says the name does not resolve. */
export const lookupFailure = (cluster: Cluster, host: string): { text: string; weight: number } | null => {
  const named = new RegExp(
    `(?:lookup |resolve (?:host )?"?'?|ENOTFOUND |for host '?)${host.replace(/[^a-z0-9-]/gi, '\\$&')}(?![a-z0-9-])`,
    'i',
  );
  for (const name of cluster.logged)
    for (const log of cluster.logsOf(name))
      if (
        /no such host|ENOTFOUND|Name or service not known|could not resolve|NXDOMAIN|not resolve/i.test(
          log.text,
        ) &&
        named.test(log.text)
      )
        return log;
  return null;
};

/** Without a quota that explains it, the Service itself is what is missing. */
export const missingServiceRules = (cluster: Cluster): Claim[] =>
  missingServices(cluster).map(({ name, workload, evidence }) =>
    claim({
      entity: workload.entity,
      faultClass: 'config',
      detail: 'missing_service',
      p: evidence.length > 1 ? 0.9 : 0.6,
      title: words(
        `Others call ${quotedName(name)}, but no Service of that name exists`,
        `其他服务调用 ${quotedName(name)}，但不存在该名称的 Service`,
      ),
      nextCheck: look(
        kubectl(workload.namespace, 'get', 'services', ''),
        'look for a Service that selects the pods of the workload.',
        '查找选择该工作负载 Pod 的 Service。',
      ),
      remediation: words(
        'Create the Service, or correct the name that callers use.',
        '创建该 Service，或修正调用方使用的名称。',
      ),
      evidence: [
        stateEvidence(
          `Service/${name}`,
          words(
            'It does not exist, and no other Service selects these pods.',
            '它不存在，也没有其他 Service 选择这些 Pod。',
          ),
          `Service ${workload.namespace}/${name}: not found; pods have labels ${[...workload.labels].map(([k, v]) => `${k}=${v}`).join(',')}`,
        ),
        ...evidence,
      ],
    }),
  );
