/**
 * Containers that end by themselves. The code of the end tells little (128 + n for signal n; 1 and 2 are the program's own
 * words for "no"); the last lines of the log tell more, when they are the words of a loader, a flag parser or a database.
 */
import type { FaultClass, LocalText } from '@nightglass/model';
import { quotedName } from '../../words/subject.ts';
import { type Claim, claim, logsCommand, look, stateEvidence, words } from '../claim.ts';
import type { Cluster, LogText } from '../cluster.ts';
import { at } from '../objects/fields.ts';
import { podIsReady } from '../objects/workload.ts';
import { stateOfContainer, type Trouble } from './trouble.ts';

interface LastWords {
  pattern: RegExp;
  faultClass: FaultClass;
  detail: string;
  p: number;
  en: string;
  zh: string;
  fix: LocalText;
}

/** General words of programs that give up at their start. */
const lastWords: readonly LastWords[] = [
  {
    pattern: /exec format error/i,
    faultClass: 'config',
    detail: 'image_architecture',
    p: 0.95,
    en: 'its image was built for another processor architecture',
    zh: '镜像与处理器架构不符',
    fix: words('Use an image built for the architecture of the nodes.', '使用与节点架构匹配的镜像。'),
  },
  {
    pattern:
      /could not resolve placeholder|environment variable.{0,80}(?:not set|not defined|missing|is required|must be set|is empty)|(?:missing|required) (?:required )?(?:environment|env)(?: variable)?|env(?:ironment)? var(?:iable)? .{0,60}(?:required|unset)/i,
    faultClass: 'config',
    detail: 'env_missing',
    p: 0.94,
    en: 'a variable that it needs is not set',
    zh: '缺少必需的环境变量',
    fix: words('Set the variable that its log names.', '设置日志中指出的变量。'),
  },
  {
    pattern:
      /unknown (?:flag|option|shorthand flag|argument|command)|flag provided but not defined|unrecognized (?:option|argument)|invalid option/i,
    faultClass: 'config',
    detail: 'command_arguments',
    p: 0.93,
    en: 'it does not know an argument that it is given',
    zh: '启动参数不被识别',
    fix: words('Correct `args` of the container.', '修正容器的 `args`。'),
  },
  {
    pattern:
      /password authentication failed|Access denied for user|WRONGPASS|NOAUTH|authentication failed for|invalid (?:username|password|credentials)/i,
    faultClass: 'config',
    detail: 'wrong_credentials',
    p: 0.88,
    en: 'what it calls refuses its credentials',
    zh: '依赖方拒绝其凭据',
    fix: words('Correct the Secret that holds the credentials.', '修正保存凭据的 Secret。'),
  },
  {
    pattern:
      /(?:fail|error|cannot|could not|unable).{0,40}(?:load|pars|read|open|decod|unmarshal)\w{0,5} .{0,60}(?:config|\.ya?ml|\.json|\.toml|\.ini|\.conf|\.properties)|invalid configuration|configuration error|bad configuration/i,
    faultClass: 'config',
    detail: 'config_file',
    p: 0.86,
    en: 'it cannot read its configuration',
    zh: '无法读取其配置',
    fix: words(
      'Correct the ConfigMap or the file that its log names.',
      '修正日志中指出的 ConfigMap 或文件。',
    ),
  },
  {
    pattern:
      /Cannot find module|ModuleNotFoundError|ClassNotFoundException|NoClassDefFoundError|error while loading shared libraries|undefined symbol/i,
    faultClass: 'code_error',
    detail: 'missing_module',
    p: 0.86,
    en: 'a part of the program is missing in its image',
    zh: '镜像中缺少程序的一部分',
    fix: words('Go back to the last image that ran.', '回退到上一个可运行的镜像。'),
  },
];

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
export const crashes = (cluster: Cluster, trouble: Trouble): Claim | null => {
  const { container, workload, events } = trouble;
  const ended = container.state.phase === 'terminated' ? container.state : container.last;
  if (ended === null) return null;
  if (events.some((event) => livenessKill.test(event.message)) && ended.exitCode !== 1) return null;
  if (ended.exitCode === 0 && container.restarts < 2) return null;
  const said = known(cluster.logsOf(workload.name), trouble, ended.message);
  if (said !== null) return said;
  const init = container.init && !container.sidecar;
  const log = cluster.logsOf(workload.name)[0];
  const needs = log !== undefined && dependencyWords.test(log.text);
  const noneLeft = workload.pods.every((pod) => !podIsReady(pod));
  const how = exitWords(ended.exitCode);
  return claim({
    entity: workload.entity,
    faultClass: init ? 'config' : 'code_error',
    detail: init ? 'init_container_failure' : ended.exitCode === 139 ? 'segmentation_fault' : 'crash_loop',
    p: init ? 0.85 : needs ? 0.5 : !trouble.waiting ? 0.5 : noneLeft ? 0.79 : 0.7,
    title: init
      ? words(
          `${quotedName(workload.name)} cannot start: its init container ${quotedName(container.name)} ends with ${how.en}`,
          `${quotedName(workload.name)} 无法启动：初始化容器 ${quotedName(container.name)} 以${how.zh}结束`,
        )
      : words(
          `${quotedName(workload.name)} keeps ending with ${how.en}`,
          `${quotedName(workload.name)} 反复以${how.zh}退出`,
        ),
    nextCheck: look(logsCommand(trouble.pod, container.name), 'read its last lines.', '查看其最后日志。'),
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
            stateEvidence('log', words('A line of its log.', '其日志中的一行。'), log.text, {
              signal: 'log',
              n: log.weight,
            }),
          ]),
    ],
  });
};

const readOnly = /Read-only file ?system|EROFS/i;

/** Its own last words, when they are general ones. */
const known = (logs: readonly LogText[], trouble: Trouble, message: string): Claim | null => {
  const { container, workload } = trouble;
  const texts = [...logs.map(({ text }) => text), message];
  const rootReadOnly = at(container.spec, 'securityContext', 'readOnlyRootFilesystem') === true;
  const candidates = rootReadOnly ? [readOnlyRoot, ...lastWords] : lastWords;
  for (const last of candidates) {
    const text = texts.find((one) => last.pattern.test(one));
    if (text === undefined) continue;
    const init = container.init && !container.sidecar;
    return claim({
      entity: workload.entity,
      faultClass: last.faultClass,
      detail: init ? `init_container_${last.detail}` : last.detail,
      p: last.p,
      title: words(
        `${quotedName(workload.name)} does not stay up: ${last.en}`,
        `${quotedName(workload.name)} 无法持续运行：${last.zh}`,
      ),
      nextCheck: look(logsCommand(trouble.pod, container.name), 'read its last lines.', '查看其最后日志。'),
      remediation: last.fix,
      evidence: [
        stateOfContainer(
          trouble,
          words(
            `Container ${quotedName(container.name)} ends by itself.`,
            `容器 ${quotedName(container.name)} 自行退出。`,
          ),
        ),
        stateEvidence('log', words('What it says before it ends.', '退出前的输出。'), text, {
          signal: 'log',
        }),
      ],
    });
  }
  return null;
};

const readOnlyRoot: LastWords = {
  pattern: readOnly,
  faultClass: 'config',
  detail: 'read_only_root_filesystem',
  p: 0.93,
  en: 'its root file system is read only, and it wants to write there',
  zh: '根文件系统只读，而进程需要写入',
  fix: words(
    'Mount an `emptyDir` where it writes, or drop `readOnlyRootFilesystem`.',
    '在写入路径挂载 `emptyDir`，或去掉 `readOnlyRootFilesystem`。',
  ),
};
