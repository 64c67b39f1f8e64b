/** What a rule says: an object is at fault, why, with the state that proves it. */
import type { ExplanationEntity, FaultClass, LocalText } from '@nightglass/model';
import { type EvidenceDraft, evidenceDraft } from '../detector.ts';
import type { KubernetesEvent } from '../incident.ts';
import { commandWord } from '../words/subject.ts';
import type { Workload } from './objects/workload.ts';

export interface Claim {
  entity: ExplanationEntity;
  faultClass: FaultClass;
  /** Slug of the general kind: `image_reference`, `node_selector`. */
  detail: string;
  /** Share of such claims that are right. */
  p: number;
  title: LocalText;
  nextCheck: LocalText;
  remediation: LocalText;
  evidence: EvidenceDraft[];
  onsetMs: number | null;
  /**
   * Names of workloads, services and nodes whose own trouble this explains: what they show is an effect, and claims that
   * rest on it weigh less.
   */
  explains: readonly string[];
}

export const claim = (
  given: Omit<Claim, 'onsetMs' | 'explains'> & Partial<Pick<Claim, 'onsetMs' | 'explains'>>,
): Claim => ({ onsetMs: null, explains: [], ...given });

export const words = (en: string, zh: string): LocalText => ({ en, zh });

/** A command and what to look for in it. */
export const look = (command: string, en: string, zh: string): LocalText => ({
  en: `\`${command}\`: ${en}`,
  zh: `\`${command}\`：${zh}`,
});

/** `kubectl -n shop describe pod x`: a name that is no plain word becomes a placeholder, so that it cannot be read as a command. */
export const kubectl = (namespace: string, verb: string, kind: string, name: string, more = ''): string =>
  `kubectl${namespace === '' ? '' : ` -n ${commandWord(namespace, 'NAMESPACE')}`} ${verb} ${kind.toLowerCase()}${name === '' ? '' : ` ${commandWord(name, 'NAME')}`}${more}`;

/** The log of a container, of its last end when `previous`. */
export const logsCommand = (
  { namespace, name }: { namespace: string; name: string },
  container: string,
  previous = true,
): string =>
  `kubectl -n ${commandWord(namespace, 'NAMESPACE')} logs ${commandWord(name, 'POD')} -c ${commandWord(container, 'CONTAINER')}${previous ? ' --previous' : ''}`;

export const describeCommand = (workload: Workload): string =>
  kubectl(workload.namespace, 'describe', workload.kind, workload.name);

const longestQuote = 500;

/** A field or two of an object, quoted. */
export const stateEvidence = (
  subject: string,
  text: LocalText,
  quote: string,
  more: Partial<EvidenceDraft> = {},
): EvidenceDraft =>
  evidenceDraft({ signal: 'kubernetes', subject, text, quote: quote.slice(0, longestQuote), ...more });

export const eventEvidence = (event: KubernetesEvent, more: Partial<EvidenceDraft> = {}): EvidenceDraft =>
  stateEvidence(
    `${event.object.kind}/${event.object.name}`,
    words(
      `The cluster reported ${event.reason || 'an event'}${times(event.count, 'en')}.`,
      `集群报告了 ${event.reason || '事件'}${times(event.count, 'zh')}。`,
    ),
    event.message,
    { n: event.count, ...more },
  );

const times = (count: number, language: 'en' | 'zh'): string =>
  count < 2 ? '' : language === 'en' ? ` ${count} times` : ` ${count} 次`;

export const against = (subject: string, text: LocalText, quote = ''): EvidenceDraft =>
  stateEvidence(subject, text, quote, { stance: 'contradicts' });
