/** From an entity, a fault class and a detail to the words of this layout: `app/cart`, `node_selector_mismatch`. */
import type { ExplanationEntity, Hypothesis } from '@nightglass/model';

/** Our details -> their root causes. Host and port of a variable are one address to them. */
const words: Record<string, string> = {
  missing_service_account: 'missing_service_account',
  namespace_cpu_quota: 'namespace_cpu_quota_exceeded',
  namespace_memory_quota: 'namespace_memory_quota_exceeded',
  namespace_pod_quota: 'namespace_pod_quota_exceeded',
  namespace_service_quota: 'namespace_service_quota_exceeded',
  namespace_storage_quota: 'namespace_storage_quota_exceeded',
  namespace_pvc_quota: 'namespace_storage_quota_exceeded',
  container_runtime_down: 'containerd_unavailable',
  kube_proxy_down: 'kube_proxy_unavailable',
  scheduler_down: 'kube_scheduler_unavailable',
  kubelet_down: 'kubelet_unavailable',
  liveness_probe_port: 'liveness_probe_incorrect_port',
  liveness_probe_protocol: 'liveness_probe_incorrect_protocol',
  liveness_probe_timing: 'liveness_probe_incorrect_timing',
  readiness_probe_port: 'readiness_probe_incorrect_port',
  readiness_probe_protocol: 'readiness_probe_incorrect_protocol',
  oom_killed: 'oom_killed',
  insufficient_cpu: 'cpu_capacity_mismatch',
  insufficient_memory: 'memory_capacity_mismatch',
  node_affinity: 'node_affinity_mismatch',
  node_selector: 'node_selector_mismatch',
  node_cordoned: 'node_cordon_mismatch',
  pod_anti_affinity: 'pod_anti_affinity_conflict',
  untolerated_taint: 'taint_toleration_mismatch',
  pv_already_bound: 'pv_binding_occupied',
  pvc_access_mode: 'pvc_access_mode_mismatch',
  pvc_capacity: 'pvc_capacity_mismatch',
  pvc_selector: 'pvc_selector_mismatch',
  env_service_address: 'service_env_var_address_mismatch',
  env_service_port: 'service_env_var_address_mismatch',
  service_port: 'service_port_mapping_mismatch',
  service_protocol: 'service_protocol_mismatch',
  service_selector: 'service_selector_mismatch',
  registry_dns: 'image_registry_dns_failure',
  image_reference: 'incorrect_image_reference',
  image_pull_secret: 'missing_image_pull_secret',
  volume_permission: 'volume_mount_permission_denied',
};

/** Figures of load have one word for pods and another for nodes. */
const loads: Record<string, { pod: string; node: string }> = {
  cpu_overload: { pod: 'pod_cpu_overload', node: 'node_cpu_overload' },
  memory_overload: { pod: 'pod_memory_overload', node: 'node_memory_overload' },
  network_delay: { pod: 'pod_network_delay', node: 'node_network_delay' },
  network_loss: { pod: 'pod_network_packet_loss', node: 'node_network_packet_loss' },
};
/** What a class without a known detail says at most. */
const classes: Record<string, keyof typeof loads> = {
  cpu: 'cpu_overload',
  throttling: 'cpu_overload',
  memory: 'memory_overload',
  network: 'network_delay',
};

/** Details of these classes that speak of an object's state, not of a load. */
const aboutObjects = /policy|cni_|pod_ip|registry|pressure|quota|hpa_|oom/;

export const objectOf = ({ kind, name }: ExplanationEntity): string =>
  kind === 'node' || kind === 'namespace' ? `${kind}/${name}` : `app/${name}`;

export const rootCauseOf = ({
  entity,
  faultClass,
  detail,
}: Pick<Hypothesis, 'entity' | 'faultClass' | 'detail'>): string => {
  const known = words[detail];
  if (known !== undefined) return known;
  const load = loads[detail] ?? (aboutObjects.test(detail) ? undefined : loads[classes[faultClass] ?? '']);
  if (load !== undefined) return entity.kind === 'node' ? load.node : load.pod;
  return detail === '' ? faultClass : detail;
};

/** Words that name no kind of fault: they say that something is wrong, or of what it is. */
const filler = new Set(
  'incorrect mismatch missing failure failed failing unavailable exceeded denied blocked blocking conflict occupied wrong invalid error not found down a the of in app pod namespace'.split(
    ' ',
  ),
);
const meaning = (slug: string): string[] =>
  slug
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '' && !filler.has(word));

const known = new Set([
  ...Object.values(words),
  ...Object.values(loads).flatMap(({ pod, node }) => [pod, node]),
]);

/**
 * The same root cause. Words of the table must be equal; of others each word of the shorter one must stand in the other (or
 * hold a word of it), so that root causes that nobody has seen need no line in the table.
 */
export const sameCause = (truth: string, said: string): boolean => {
  if (truth === said || known.has(truth) || known.has(said)) return truth === said;
  const left = meaning(truth);
  const right = meaning(said);
  const [few, many] = left.length <= right.length ? [left, right] : [right, left];
  const joined = many.join('');
  return (
    few.length > 0 && few.every((word) => joined.includes(word) || many.some((other) => word.includes(other)))
  );
};

/** All root causes that can be said of an object, for what a random ranking draws from. */
export const causesOf = (object: string): string[] => {
  const loadWords = Object.values(loads);
  if (object.startsWith('node/'))
    return [
      ...loadWords.map(({ node }) => node),
      ...Object.values(words).filter((word) => /unavailable|pressure/.test(word)),
    ];
  if (object.startsWith('namespace/'))
    return [...new Set(Object.values(words).filter((word) => word.startsWith('namespace_')))];
  return [
    ...loadWords.map(({ pod }) => pod),
    ...Object.values(words).filter((word) => !/unavailable|pressure|^namespace_/.test(word)),
  ];
};
