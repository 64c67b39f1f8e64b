/** What the rows of one process share, and how it changes when a new version is rolled out. */
import type { ChangeRow, Resource } from '@nightglass/rootcause';
import type { Pod, System } from '../system/system.ts';

const resourceOf = (pod: Pod, version: string, environment: string): Resource => {
  const { service, machine } = pod;
  return {
    service: service.name,
    version,
    pod: pod.name,
    node: machine.name,
    instance: pod.name,
    attributes: {
      'service.name': service.name,
      'service.version': version,
      'service.namespace': service.namespace,
      'service.instance.id': pod.name,
      'deployment.environment.name': environment,
      'telemetry.sdk.language': service.language === 'node' ? 'nodejs' : service.language,
      'k8s.namespace.name': service.namespace,
      'k8s.deployment.name': service.name,
      'k8s.pod.name': pod.name,
      'k8s.node.name': machine.name,
      'cloud.availability_zone': machine.zone,
    },
  };
};

export class Resources {
  readonly all: Record<string, Resource> = {};
  /** Per service: versions in the order they were rolled out. */
  readonly #rolled = new Map<string, { timeMs: number; version: string }[]>();

  constructor(system: System, changes: readonly ChangeRow[]) {
    for (const change of changes) {
      if (change.version === '' || change.deployedMs === null) continue;
      const list = this.#rolled.get(change.service) ?? [];
      list.push({ timeMs: change.deployedMs, version: change.version });
      list.sort((a, b) => a.timeMs - b.timeMs);
      this.#rolled.set(change.service, list);
    }
    for (const pod of system.pods) {
      this.all[pod.name] = resourceOf(pod, pod.service.version, system.environment);
      for (const { version } of this.#rolled.get(pod.service.name) ?? [])
        this.all[`${pod.name}@${version}`] = resourceOf(pod, version, system.environment);
    }
  }

  /** Key of the pod's resource at a time. */
  keyAt(pod: Pod, timeMs: number): string {
    const rolled = this.#rolled.get(pod.service.name);
    if (rolled === undefined) return pod.name;
    let key = pod.name;
    for (const { timeMs: since, version } of rolled) if (timeMs >= since) key = `${pod.name}@${version}`;
    return key;
  }
}
