/**
 * Containers that cannot start or do not stay up.
 *
 * The kubelet tells why a container waits or ended (`state.waiting.reason`, `lastState.terminated`): `OOMKilled` when the
 * kernel ended a process of its memory control group, exit code 128 + n for signal n, 126 and 127 from the shell for what
 * cannot be executed or is not there. What the runtime could not do (runc's message) comes as `RunContainerError`,
 * `CreateContainerError`, `StartError` or an event `Failed`.
 */
import type { FaultClass, LocalText } from '@nightglass/model';
import { quotedName } from '../../words/subject.ts';
import {
  type Claim,
  claim,
  describeCommand,
  eventEvidence,
  kubectl,
  look,
  stateEvidence,
  words,
} from '../claim.ts';
import type { Cluster } from '../cluster.ts';
import { quantityText } from '../objects/quantity.ts';
import { type Trouble, troubledContainers } from './trouble.ts';

export const containerRules = (cluster: Cluster): Claim[] =>
  troubledContainers(cluster).flatMap((trouble) => {
    const found =
      oomKilled(trouble) ?? cannotStart(trouble) ?? portTaken(cluster, trouble) ?? crashes(cluster, trouble);
    return found === null ? [] : [found];
  });

const stateQuote = ({ container, pod }: Trouble): string => {
  const { state, last } = container;
  const part = (name: string, s: typeof state): string =>
    `${name}.${s.phase}: reason=${s.reason || '-'}${s.exitCode === null ? '' : ` exitCode=${s.exitCode}`}${s.message === '' ? '' : ` message=${s.message}`}`;
  return [
    `pod ${pod.name}, container ${container.name}, restartCount ${container.restarts}`,
    part('state', state),
    ...(last === null ? [] : [part('lastState', last)]),
  ].join('; ');
};

const stateOfContainer = (trouble: Trouble, text: LocalText): Claim['evidence'][number] =>
  stateEvidence(`Pod/${trouble.pod.name}`, text, stateQuote(trouble));

/** Evidence of the newest warning event whose message matches. */
const eventLike = (trouble: Trouble, pattern: RegExp): Claim['evidence'] => {
  const event = trouble.events.findLast((e) => e.type === 'Warning' && pattern.test(e.message));
  return event === undefined ? [] : [eventEvidence(event)];
};

const oomWords = /\boom[- _]?kill/i;

const oomKilled = (trouble: Trouble): Claim | null => {
  const { container, workload, texts } = trouble;
  const byState = container.state.reason === 'OOMKilled' || container.last?.reason === 'OOMKilled';
  if (!byState && !texts.some((text) => oomWords.test(text))) return null;
  const limit = container.limits.get('memory');
  const limitText = limit === undefined ? '' : quantityText('memory', limit);
  return claim({
    entity: workload.entity,
    faultClass: 'memory',
    detail: 'oom_killed',
    p: trouble.waiting || container.restarts > 1 ? 0.97 : 0.9,
    title: words(
      `${quotedName(workload.name)} is killed for using more memory than its limit${limitText === '' ? '' : ` of ${limitText}`}`,
      `${quotedName(workload.name)} 内存超出上限${limitText === '' ? '' : `（${limitText}）`}被终止`,
    ),
    nextCheck: look(
      describeCommand(workload),
      `compare \`limits.memory\` of container ${quotedName(container.name)} with what the process needs at its start and under load.`,
      `对比容器 ${quotedName(container.name)} 的 \`limits.memory\` 与进程启动及负载下所需的内存。`,
    ),
    remediation: words(
      'Raise the memory limit above what the process needs; then look for a leak if its use keeps growing.',
      '将内存上限调到进程所需之上；若用量持续增长，再排查泄漏。',
    ),
    evidence: [
      stateOfContainer(
        trouble,
        words(
          `Container ${quotedName(container.name)} was killed by the kernel for its memory.`,
          `容器 ${quotedName(container.name)} 因内存被内核终止。`,
        ),
      ),
      ...eventLike(trouble, oomWords),
    ],
  });
};

interface StartFailure {
  pattern: RegExp;
  faultClass: FaultClass;
  detail: string;
  en: string;
  zh: string;
  fix: LocalText;
}

/** Messages of the kubelet and of runc for a container that could not be started. */
const startFailures: readonly StartFailure[] = [
  {
    pattern: /exec format error|no match for platform in manifest/i,
    faultClass: 'config',
    detail: 'image_architecture',
    en: 'runs an image that was built for another processor architecture than the node has',
    zh: '使用的镜像与节点的处理器架构不符',
    fix: words(
      'Build the image for the architecture of the nodes (or for several), or select nodes that fit.',
      '为节点架构（或多架构）构建镜像，或选择匹配的节点。',
    ),
  },
  {
    pattern: /runAsNonRoot and image|non-numeric user|container's runAsUser breaks non-root/i,
    faultClass: 'config',
    detail: 'run_as_non_root',
    en: 'may not run as root, and its image does',
    zh: '被要求以非 root 运行，但镜像以 root 运行',
    fix: words(
      'Set `runAsUser` to a user of the image that is not root.',
      '将 `runAsUser` 设为镜像中的非 root 用户。',
    ),
  },
  {
    pattern: /subPath/,
    faultClass: 'config',
    detail: 'volume_sub_path',
    en: 'mounts a part of a volume (`subPath`) that cannot be prepared',
    zh: '挂载的卷子路径（`subPath`）无法准备',
    fix: words(
      'Correct `subPath`, or create what it names in the volume.',
      '修正 `subPath`，或在卷中创建对应路径。',
    ),
  },
  {
    pattern:
      /trying to mount a directory onto a file|error mounting|mount(?:ing)? .{0,200}(?:not a directory|is a directory|read-only file system|no such file)/i,
    faultClass: 'config',
    detail: 'volume_mount_path',
    en: 'mounts a volume at a path where it cannot be mounted',
    zh: '卷的挂载路径无法挂载',
    fix: words(
      'Correct `mountPath`: a directory goes onto a directory, a file onto a file.',
      '修正 `mountPath`：目录挂到目录，文件挂到文件。',
    ),
  },
  {
    pattern: /exec: .{0,200}permission denied|fork\/exec .{0,200}permission denied/i,
    faultClass: 'config',
    detail: 'command_permission',
    en: 'starts a file that may not be executed',
    zh: '启动的文件没有执行权限',
    fix: words(
      'Give the file the executable bit in the image, or call its interpreter.',
      '在镜像中赋予执行权限，或通过解释器调用。',
    ),
  },
  {
    pattern:
      /executable file not found|exec: .{0,200}(?:no such file or directory|not found)|stat .{0,200}: no such file or directory|starting container process caused.{0,200}no such file/i,
    faultClass: 'config',
    detail: 'command_not_found',
    en: 'starts a command that its image does not have',
    zh: '启动的命令在镜像中不存在',
    fix: words(
      'Correct `command` and `args` of the container, or use an image that has the command.',
      '修正容器的 `command` 与 `args`，或使用包含该命令的镜像。',
    ),
  },
];

const cannotStart = (trouble: Trouble): Claim | null => {
  const { container, workload, texts } = trouble;
  const failure = startFailures.find(({ pattern }) => texts.some((text) => pattern.test(text)));
  const exit = container.last?.exitCode ?? container.state.exitCode;
  const known =
    failure ?? (exit === 127 ? startFailures.at(-1) : exit === 126 ? startFailures.at(-2) : undefined);
  if (known === undefined) return null;
  return claim({
    entity: workload.entity,
    faultClass: known.faultClass,
    detail: container.init && !container.sidecar ? `init_container_${known.detail}` : known.detail,
    p: failure === undefined ? 0.8 : 0.95,
    title: words(`${quotedName(workload.name)} ${known.en}`, `${quotedName(workload.name)} ${known.zh}`),
    nextCheck: look(
      describeCommand(workload),
      `read \`command\`, \`args\`, image and mounts of container ${quotedName(container.name)}.`,
      `查看容器 ${quotedName(container.name)} 的 \`command\`、\`args\`、镜像与挂载。`,
    ),
    remediation: known.fix,
    evidence: [
      stateOfContainer(
        trouble,
        words(
          `Container ${quotedName(container.name)} could not be started.`,
          `容器 ${quotedName(container.name)} 无法启动。`,
        ),
      ),
      ...eventLike(trouble, known.pattern),
    ],
  });
};

const portTakenWords = /address already in use|EADDRINUSE|bind: .{0,80}in use/i;

/** Containers of a pod share one network: two that listen on one port exclude each other. */
const portTaken = (cluster: Cluster, trouble: Trouble): Claim | null => {
  const { container, workload, pod } = trouble;
  if (container.init && !container.sidecar) return null;
  const others = pod.containers.filter(
    (other) => other.name !== container.name && (!other.init || other.sidecar),
  );
  const shared = container.ports.find((own) =>
    others.some((other) => other.ports.some((p) => p.port === own.port && p.protocol === own.protocol)),
  );
  const log = cluster.logsOf(workload.name).find(({ text }) => portTakenWords.test(text));
  const said = log !== undefined || trouble.texts.some((text) => portTakenWords.test(text));
  if (shared === undefined && !(said && others.length > 0)) return null;
  return claim({
    entity: workload.entity,
    faultClass: 'config',
    detail: 'sidecar_port_conflict',
    p: shared !== undefined && said ? 0.96 : 0.85,
    title: words(
      `Two containers of ${quotedName(workload.name)} want the same port${shared === undefined ? '' : ` ${shared.port}`}`,
      `${quotedName(workload.name)} 的两个容器占用同一端口${shared === undefined ? '' : ` ${shared.port}`}`,
    ),
    nextCheck: look(
      kubectl(pod.namespace, 'logs', 'pod', pod.name, ` -c ${quotedName(container.name)} --previous`).replace(
        ' pod ',
        ' ',
      ),
      'look for "address already in use".',
      '查找 "address already in use"。',
    ),
    remediation: words('Give each container of the pod its own port.', '为 Pod 中每个容器分配不同端口。'),
    evidence: [
      stateOfContainer(
        trouble,
        words(
          `Container ${quotedName(container.name)} does not stay up beside the others of its pod.`,
          `容器 ${quotedName(container.name)} 无法与同 Pod 的其他容器共存。`,
        ),
      ),
      ...(log === undefined
        ? []
        : [
            stateEvidence(
              'log',
              words('Its log says that the port is taken.', '其日志显示端口已被占用。'),
              log.text,
              { signal: 'log' },
            ),
          ]),
    ],
  });
};

const exitWords = (code: number | null): LocalText => {
  switch (code) {
    case 139:
      return words('a segmentation fault (exit code 139)', '段错误（退出码 139）');
    case 134:
      return words('an abort (exit code 134)', '异常中止（退出码 134）');
    case 137:
      return words('a kill signal (exit code 137)', '被强制终止（退出码 137）');
    case 143:
      return words('a request to stop (exit code 143)', '收到终止信号（退出码 143）');
    case null:
      return words('an error', '错误');
    default:
      return words(`exit code ${code}`, `退出码 ${code}`);
  }
};

const livenessKill = /failed liveness probe|Liveness probe failed|failed startup probe|Startup probe failed/;
const dependencyWords =
  /connection refused|no such host|could not resolve|Name or service not known|ECONNREFUSED|ENOTFOUND|timed? ?out/i;

/** Nothing more is known than that it ends by itself: the code, its settings, or what it needs at its start. */
const crashes = (cluster: Cluster, trouble: Trouble): Claim | null => {
  const { container, workload, events } = trouble;
  const ended = container.state.phase === 'terminated' ? container.state : container.last;
  if (ended === null) return null;
  if (events.some((event) => livenessKill.test(event.message)) && ended.exitCode !== 1) return null;
  if (ended.exitCode === 0 && container.restarts < 2) return null;
  const init = container.init && !container.sidecar;
  const log = cluster.logsOf(workload.name)[0];
  const needs = log !== undefined && dependencyWords.test(log.text);
  const how = exitWords(ended.exitCode);
  return claim({
    entity: workload.entity,
    faultClass: init ? 'config' : 'code_error',
    detail: init ? 'init_container_failure' : ended.exitCode === 139 ? 'segmentation_fault' : 'crash_loop',
    p: init ? 0.85 : needs ? 0.5 : trouble.waiting ? 0.7 : 0.5,
    title: init
      ? words(
          `${quotedName(workload.name)} cannot start: its init container ${quotedName(container.name)} ends with ${how.en}`,
          `${quotedName(workload.name)} 无法启动：初始化容器 ${quotedName(container.name)} 以${how.zh}结束`,
        )
      : words(
          `${quotedName(workload.name)} keeps ending with ${how.en}`,
          `${quotedName(workload.name)} 反复以${how.zh}退出`,
        ),
    nextCheck: look(
      `kubectl logs --previous`,
      `read the last lines of container ${quotedName(container.name)} of pod ${quotedName(trouble.pod.name)}.`,
      `查看 Pod ${quotedName(trouble.pod.name)} 中容器 ${quotedName(container.name)} 的最后日志。`,
    ),
    remediation: words(
      'Go back to the last version that stayed up, then correct what its last log lines name.',
      '先回退到可稳定运行的版本，再修正其最后日志指出的问题。',
    ),
    evidence: [
      stateOfContainer(
        trouble,
        words(
          `Container ${quotedName(container.name)} ended with ${how.en}${container.restarts > 0 ? ` and was restarted ${container.restarts} times` : ''}.`,
          `容器 ${quotedName(container.name)} 以${how.zh}结束${container.restarts > 0 ? `，已重启 ${container.restarts} 次` : ''}。`,
        ),
      ),
      ...(log === undefined
        ? []
        : [
            stateEvidence('log', words('Its most frequent log line.', '其最常见的日志。'), log.text, {
              signal: 'log',
              n: log.weight,
            }),
          ]),
    ],
  });
};
