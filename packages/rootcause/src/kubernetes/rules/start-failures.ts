/**
 * What the runtime could not start: runc's and the kubelet's message comes as `RunContainerError`, `CreateContainerError`,
 * `StartError` or an event `Failed`; a shell in the image answers 126 for what it cannot execute and 127 for what is not there.
 */
import type { FaultClass, LocalText } from '@nightglass/model';
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, describeCommand, look, words } from '../claim.ts';
import { eventLike, stateOfContainer, type Trouble } from './trouble.ts';

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

export const cannotStart = (trouble: Trouble): Claim | null => {
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
