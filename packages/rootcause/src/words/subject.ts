/** Names from telemetry inside sentences: bounded, without control characters, and never a part of a command. */
import { type ExplanationEntity, printable } from '@nightglass/model';

/** Longer names are cut: a sentence stays a sentence. */
const mostName = 80;
const mostOperation = 120;

const bounded = (text: string, most: number): string => {
  const clean = printable(text).trim();
  return [...clean].length <= most ? clean : `${[...clean].slice(0, most - 1).join('')}…`;
};

/** A name that reads as one word stands as it is; any other is put in quotes, so that it cannot read as our words. */
export const quotedName = (name: string): string => {
  const clean = bounded(name, mostName);
  if (clean === '') return '?';
  return /^[\p{L}\p{N}][\p{L}\p{N}._:/@+-]*$/u.test(clean) ? clean : `"${clean.replaceAll('"', "'")}"`;
};

/** An operation in backticks, as code; '' for none. */
export const quotedOperation = (operation: string): string => {
  const clean = bounded(operation, mostOperation).replaceAll('`', "'");
  return clean === '' ? '' : `\`${clean}\``;
};

/** What may stand in a command that people paste: host and object names of DNS, nothing a shell or an option reads. */
export const commandWord = (name: string, otherwise: string): string =>
  /^[a-zA-Z0-9][a-zA-Z0-9._-]{0,126}$/.test(name) ? name : otherwise;

/** What the sentences of one language are made with. */
export interface Subject {
  /** `payment`, `node n1`, `database orders`. */
  who: string;
  /** ` (\`POST /pay\`)`, to stand behind `who`; '' when there is no operation. */
  operation: string;
  /** ` in \`POST /pay\``; '' when there is no operation. */
  inOperation: string;
  /** The name for a command, or a placeholder in capitals. */
  arg: string;
}

/** The sentences for one kind of fault in one language. */
export interface Phrase {
  title: string;
  nextCheck: string;
  remediation: string;
}

/** By `class`, or `class/detail`; what a detail leaves out is the class's. */
export type Phrases = Readonly<Record<string, (subject: Subject) => Partial<Phrase>>>;

const kindsEn: Record<ExplanationEntity['kind'], string> = {
  service: '',
  pod: 'pod ',
  node: 'node ',
  database: 'database ',
  queue: 'queue ',
  cache: 'cache ',
  external: 'external ',
  namespace: 'namespace ',
  workload: 'workload ',
};
const kindsZh: Record<ExplanationEntity['kind'], string> = {
  service: '',
  pod: 'Pod ',
  node: '节点 ',
  database: '数据库 ',
  queue: '队列 ',
  cache: '缓存 ',
  external: '外部方 ',
  namespace: '命名空间 ',
  workload: '工作负载 ',
};

/** `payment`, `node n1`: an entity as a sentence names it. */
export const entityText = (entity: ExplanationEntity): { en: string; zh: string } => {
  const name = quotedName(entity.name);
  return { en: `${kindsEn[entity.kind]}${name}`, zh: `${kindsZh[entity.kind]}${name}` };
};

export const subjectsOf = (entity: ExplanationEntity, operation: string): { en: Subject; zh: Subject } => {
  const who = entityText(entity);
  const call = quotedOperation(operation);
  const arg = commandWord(entity.name, 'NAME');
  const none = call === '';
  return {
    en: {
      who: who.en,
      operation: none ? '' : ` (${call})`,
      inOperation: none ? '' : ` in ${call}`,
      arg,
    },
    zh: {
      who: who.zh,
      operation: none ? '' : `（${call}）`,
      inOperation: none ? '' : `在 ${call} 中`,
      arg,
    },
  };
};
