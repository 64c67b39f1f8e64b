/**
 * Volumes that cannot be attached, mounted or written.
 *
 * `FailedAttachVolume` with `Multi-Attach error`: a ReadWriteOnce disk is still attached to another node. `FailedMount`: the
 * kubelet's words for what it could not mount. `fsGroup` changes the owner of most volumes but never of a `hostPath`, so a
 * process that does not run as root cannot write to a directory of the host that root made.
 */
import type { FaultClass } from '@nightglass/model';
import type { KubernetesEvent } from '../../incident.ts';
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, describeCommand, eventEvidence, look, stateEvidence, words } from '../claim.ts';
import { type Cluster, isUnwell } from '../cluster.ts';
import type { Container } from '../objects/container.ts';
import { at, listOf, numberAt, textAt } from '../objects/fields.ts';
import type { Workload } from '../objects/workload.ts';
import { type Trouble, troubledContainers } from './trouble.ts';

export const volumeRules = (cluster: Cluster): Claim[] => [
  ...cluster.workloads.flatMap((workload) => (isUnwell(workload) ? mountFailures(cluster, workload) : [])),
  ...troubledContainers(cluster).flatMap((trouble) => {
    const found = permissionDenied(cluster, trouble);
    return found === null ? [] : [found];
  }),
];

interface MountFailure {
  pattern: RegExp;
  faultClass: FaultClass;
  detail: string;
  en: string;
  zh: string;
  fixEn: string;
  fixZh: string;
}

const failures: readonly MountFailure[] = [
  {
    pattern: /Multi-Attach error/i,
    faultClass: 'config',
    detail: 'volume_multi_attach',
    en: 'wants a disk that is attached to another node',
    zh: '所需的磁盘仍挂载在其他节点',
    fixEn: 'Let the old pod go first (`strategy: Recreate`), or use a volume that several nodes may mount.',
    fixZh: '先停止旧 Pod（`strategy: Recreate`），或使用可多节点挂载的卷。',
  },
  {
    pattern: /hostPath type check failed|is not a directory|is not a file|is not a socket/i,
    faultClass: 'config',
    detail: 'volume_host_path',
    en: 'mounts a path of the host that is not there or of another type',
    zh: '挂载的主机路径不存在或类型不符',
    fixEn: 'Create the path on the node, or set `hostPath.type: DirectoryOrCreate`.',
    fixZh: '在节点上创建该路径，或设 `hostPath.type: DirectoryOrCreate`。',
  },
  {
    pattern: /access denied by server|permission denied|Operation not permitted/i,
    faultClass: 'config',
    detail: 'volume_permission',
    en: 'may not mount its volume',
    zh: '无权挂载其存储卷',
    fixEn: 'Give the node or the user the rights on the export or the directory.',
    fixZh: '在共享或目录上为节点或用户授权。',
  },
  {
    pattern: /wrong fs type|bad superblock|unknown filesystem/i,
    faultClass: 'config',
    detail: 'volume_file_system',
    en: 'names a file system that its volume does not have',
    zh: '指定的文件系统与卷不符',
    fixEn: 'Correct `fsType`, or format the volume.',
    fixZh: '修正 `fsType`，或格式化卷。',
  },
  {
    pattern: /no relationship found between node|driver name .{1,100} not found|CSI driver|not registered/i,
    faultClass: 'config',
    detail: 'volume_driver',
    en: 'needs a volume driver that its node does not run',
    zh: '所在节点未运行所需的卷驱动',
    fixEn: 'Install the CSI driver on the node, or bring its daemon back.',
    fixZh: '在节点安装 CSI 驱动，或恢复其守护进程。',
  },
  {
    pattern:
      /Connection timed out|connection refused|No route to host|server .{0,120}not responding|mount\.nfs|timed out waiting for the condition/i,
    faultClass: 'dependency_down',
    detail: 'volume_server_unreachable',
    en: 'cannot reach the server of its volume',
    zh: '无法连接存储卷的服务器',
    fixEn: 'Bring the storage server back, or correct its address in the volume.',
    fixZh: '恢复存储服务器，或修正卷中的地址。',
  },
];

const mountEvent = (event: KubernetesEvent): boolean =>
  event.type === 'Warning' &&
  /^(?:FailedMount|FailedAttachVolume|FailedMapVolume|VolumeResizeFailed)$/.test(event.reason);

const mountFailures = (cluster: Cluster, workload: Workload): Claim[] => {
  const events = cluster.eventsOfWorkload(workload).filter(mountEvent);
  if (events.length === 0) return [];
  // A missing ConfigMap or Secret is told by another family, with its name.
  if (
    events.some(({ message }) =>
      /(?:configmap|secret) "[^"]+" not found|references non-existent/i.test(message),
    )
  )
    return [];
  const failure = failures.find(({ pattern }) => events.some(({ message }) => pattern.test(message)));
  const event = events.findLast(({ message }) => failure?.pattern.test(message) ?? true)!;
  const name = quotedName(workload.name);
  return [
    claim({
      entity: workload.entity,
      faultClass: failure?.faultClass ?? 'config',
      detail: failure?.detail ?? 'volume_mount',
      p: failure === undefined ? 0.7 : 0.93,
      title: words(
        `${name} ${failure?.en ?? 'cannot mount its volume'}`,
        `${name} ${failure?.zh ?? '无法挂载其存储卷'}`,
      ),
      nextCheck: look(
        describeCommand(workload),
        'read `FailedMount` and `FailedAttachVolume`.',
        '查看 `FailedMount` 与 `FailedAttachVolume`。',
      ),
      remediation: words(
        failure?.fixEn ?? 'Read the message of the kubelet: it names the volume and what failed.',
        failure?.fixZh ?? '查看 kubelet 消息，其中说明了卷与失败原因。',
      ),
      evidence: [eventEvidence(event)],
    }),
  ];
};

const denied =
  /permission denied|EACCES|Operation not permitted|EPERM|Read-only file system|EROFS|not writable/i;

/** The process ends because it may not write where a volume is mounted. */
const permissionDenied = (cluster: Cluster, trouble: Trouble): Claim | null => {
  const { container, workload, pod } = trouble;
  const ended = container.state.phase === 'terminated' ? container.state : container.last;
  if (ended === null || ended.exitCode === 0 || ended.reason === 'OOMKilled') return null;
  const mounts = container.mounts.filter(({ path }) => !path.startsWith('/var/run/secrets/'));
  const texts = [...cluster.logsOf(workload.name).map(({ text }) => text), ...trouble.texts, ended.message];
  const said = texts.find((text) => denied.test(text) && !/exec: |fork\/exec/.test(text));
  const named = said !== undefined && mounts.some(({ path }) => path !== '/' && said.includes(path));
  const host = mounts.filter(({ volume }) => hostPathOf(trouble, volume) !== null);
  const user = userOf(trouble, container);
  const suspicious = host.length > 0 && user !== null && user !== 0 && fails(trouble);
  if (!named && !suspicious && !(said !== undefined && mounts.length > 0)) return null;
  const mount = mounts.find(({ path }) => said?.includes(path) === true) ?? host[0] ?? mounts[0]!;
  const path = hostPathOf(trouble, mount.volume);
  return claim({
    entity: workload.entity,
    faultClass: 'config',
    detail: 'volume_permission',
    p: named ? 0.95 : said !== undefined ? 0.85 : 0.87,
    title: words(
      `${quotedName(workload.name)} may not use its volume at ${quotedName(mount.path)}`,
      `${quotedName(workload.name)} 无权使用挂载在 ${quotedName(mount.path)} 的卷`,
    ),
    nextCheck: look(
      describeCommand(workload),
      `compare \`runAsUser\` and \`fsGroup\` with the owner of the directory${path === null ? '' : ` ${quotedName(path)} on node ${quotedName(pod.node)}`}.`,
      `对比 \`runAsUser\`、\`fsGroup\` 与${path === null ? '目录' : `节点 ${quotedName(pod.node)} 上 ${quotedName(path)}`} 的属主。`,
    ),
    remediation: words(
      "Give the directory to the process's user (an init container with `chown`, or on the node); `fsGroup` does not change a `hostPath`.",
      '将目录属主改为进程用户（初始化容器 `chown` 或在节点上修改）；`fsGroup` 对 `hostPath` 无效。',
    ),
    evidence: [
      stateEvidence(
        `Pod/${pod.name}`,
        words('The container ends as soon as it starts.', '容器启动后随即退出。'),
        `exitCode ${ended.exitCode ?? '-'}, restartCount ${container.restarts}; runAsUser ${user ?? '-'}; mount ${mount.path} from ${path === null ? `volume ${mount.volume}` : `hostPath ${path}`}${mount.readOnly ? ' (read only)' : ''}`,
      ),
      ...(said === undefined
        ? []
        : [stateEvidence('log', words('What the process says.', '进程输出。'), said, { signal: 'log' })]),
    ],
  });
};

const hostPathOf = ({ pod, workload }: Trouble, volume: string): string | null => {
  for (const spec of [pod.spec, workload.template])
    for (const item of listOf(at(spec, 'volumes')))
      if (textAt(item, 'name') === volume && at(item, 'hostPath') !== undefined)
        return textAt(item, 'hostPath', 'path');
  return null;
};

const userOf = ({ pod, workload }: Trouble, container: Container): number | null => {
  const own = workload.containers.find((other) => other.name === container.name)?.spec;
  for (const value of [
    numberAt(container.spec, 'securityContext', 'runAsUser'),
    numberAt(own, 'securityContext', 'runAsUser'),
    numberAt(pod.spec, 'securityContext', 'runAsUser'),
    numberAt(workload.template, 'securityContext', 'runAsUser'),
  ])
    if (value !== null) return value;
  return null;
};

/** Ends within seconds of its start with a code of its own, time after time. */
const fails = ({ container, waiting }: Trouble): boolean => {
  const { last } = container;
  if (!waiting || last === null || last.exitCode === null || last.exitCode > 125 || container.restarts < 2)
    return false;
  return last.startedMs === null || last.finishedMs === null || last.finishedMs - last.startedMs < 15_000;
};
