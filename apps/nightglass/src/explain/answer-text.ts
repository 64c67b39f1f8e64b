/** An explanation as text for a terminal. All text of it may come from telemetry; Page makes it printable. */
import type {
  Diagnosis,
  Evidence,
  Explanation,
  ExplanationEntity,
  Hypothesis,
  LocalText,
} from '@nightglass/model';
import { Page, styleFor } from '../inspect/report/page.ts';

export type Language = 'en' | 'zh';

export interface AnswerTextOptions {
  language: Language;
  colour: boolean;
  width: number;
}

const words = {
  en: {
    verdict: {
      diagnosed: 'Diagnosed',
      ambiguous: 'Ambiguous',
      no_cause_in_telemetry: 'No cause in the telemetry',
      insufficient_data: 'Not enough data',
    },
    whole: 'the whole system',
    from: 'from',
    to: 'to',
    began: 'began',
    requests: 'requests',
    bad: 'bad',
    for: 'for',
    against: 'against',
    next: 'look next',
    remedy: 'do',
    prevent: 'prevent',
    change: 'change',
    coverage: 'of the bad requests would have been good without it',
    path: 'path',
    others: 'What else it could be',
    ruledOut: 'Looked at and ruled out',
    notSeen: 'Not seen',
    timeline: 'Timeline',
    read: 'read',
    spans: 'spans',
    logs: 'log records',
    series: 'series',
    thought: 'in',
    watching: 'It is looked at again every minute until the answer is stable.',
    band: { strong: 'strong', likely: 'likely', possible: 'possible', weak: 'weak' },
  },
  zh: {
    verdict: {
      diagnosed: '已诊断',
      ambiguous: '不能确定',
      no_cause_in_telemetry: '遥测数据中没有原因',
      insufficient_data: '数据不足',
    },
    whole: '整个系统',
    from: '从',
    to: '到',
    began: '开始于',
    requests: '个请求',
    bad: '个异常',
    for: '支持',
    against: '反对',
    next: '接着查看',
    remedy: '处理',
    prevent: '预防',
    change: '变更',
    coverage: '的异常请求在没有它时会是正常的',
    path: '路径',
    others: '其他可能',
    ruledOut: '已检查并排除',
    notSeen: '没有看到的',
    timeline: '时间线',
    read: '读取了',
    spans: '个 span',
    logs: '条日志',
    series: '条序列',
    thought: '用时',
    watching: '每分钟再看一次,直到答案稳定。',
    band: { strong: '强', likely: '较可能', possible: '可能', weak: '弱' },
  },
} as const;

const mostShown = { others: 4, evidence: 6, ruledOut: 5, timeline: 12 };

const clock = (ms: number): string => new Date(ms).toISOString().replace('T', ' ').slice(0, 19);
const percent = (share: number): string => `${Math.round(share * 100)} %`;
const entityText = ({ kind, name }: ExplanationEntity): string =>
  kind === 'service' ? name : `${kind} ${name}`;

class AnswerText {
  readonly #page: Page;
  readonly #language: Language;
  readonly #diagnosis: Diagnosis;
  readonly #evidence: Map<string, Evidence>;

  constructor(diagnosis: Diagnosis, { language, colour, width }: AnswerTextOptions) {
    this.#page = new Page(width, styleFor(colour));
    this.#language = language;
    this.#diagnosis = diagnosis;
    this.#evidence = new Map(diagnosis.evidence.map((evidence) => [evidence.id, evidence]));
  }

  text(explanation: Explanation): string {
    const page = this.#page;
    const w = words[this.#language];
    const { incident, verdict, summary, hypotheses } = this.#diagnosis;
    const good = verdict === 'diagnosed';
    page.text('', w.verdict[verdict], good ? page.style.green : page.style.yellow);
    page.text('', this.#say(summary), page.style.bold);
    const asked = [incident.service || w.whole, incident.operation].filter((part) => part !== '').join(' ');
    const onset = incident.onsetMs === null ? '' : `, ${w.began} ${clock(incident.onsetMs)}`;
    page.text(
      '',
      `${asked}, ${w.from} ${clock(incident.window.startMs)} ${w.to} ${clock(incident.window.endMs)} UTC${onset}`,
      page.style.dim,
    );
    if (incident.requests !== null)
      page.text(
        '',
        `${Math.round(incident.requests)} ${w.requests}, ${Math.round(incident.badRequests ?? 0)} ${w.bad}`,
        page.style.dim,
      );
    const [first, ...others] = hypotheses;
    if (first !== undefined) this.#hypothesis(first);
    this.#others(others.slice(0, mostShown.others));
    this.#section(
      w.ruledOut,
      this.#diagnosis.ruledOut
        .slice(0, mostShown.ruledOut)
        .map(({ entity, reason }) => `${entityText(entity)}: ${this.#say(reason)}`),
    );
    this.#section(
      w.notSeen,
      this.#diagnosis.notSeen.map(({ text }) => this.#say(text)),
    );
    this.#section(
      w.timeline,
      this.#diagnosis.timeline
        .slice(0, mostShown.timeline)
        .map(({ timeMs, text }) => `${clock(timeMs).slice(11)}  ${this.#say(text)}`),
    );
    const { spans, logs, series } = this.#diagnosis.input;
    page.gap();
    page.text(
      '',
      `${w.read} ${spans} ${w.spans}, ${logs} ${w.logs}, ${series} ${w.series} ` +
        `${w.thought} ${explanation.readMs} + ${explanation.thinkMs} ms; ${explanation.id}`,
      page.style.dim,
    );
    if (explanation.state === 'running') page.text('', w.watching, page.style.dim);
    return page.toString();
  }

  #say(text: LocalText): string {
    return text[this.#language];
  }

  #head(h: Hypothesis): string {
    return `${this.#say(h.title)} (${words[this.#language].band[h.band]}, ${percent(h.confidence)})`;
  }

  #hypothesis(h: Hypothesis): void {
    const page = this.#page;
    const w = words[this.#language];
    page.gap();
    page.text(`${h.rank}. `, this.#head(h), page.style.bold);
    if (h.change !== null) page.text(`   ${w.change}: `, `${h.change.summary} (${clock(h.change.timeMs)})`);
    if (h.coverage !== null) page.text('   ', `${percent(h.coverage)} ${w.coverage}`);
    if (h.path.length > 0) {
      const steps = [h.path[0]?.from, ...h.path.map(({ to }) => to)].flatMap((e) => e ?? []);
      page.text(`   ${w.path}: `, steps.map(entityText).join(' -> '));
    }
    this.#list(w.for, '+', h.supports, page.style.green);
    this.#list(w.against, '-', h.contradicts, page.style.red);
    page.text(`   ${w.next}: `, this.#say(h.nextCheck));
    page.text(`   ${w.remedy}: `, this.#say(h.remediation));
    for (const { id, text } of h.prevention) page.text(`   ${w.prevent}: `, `${id}: ${this.#say(text)}`);
  }

  #list(name: string, sign: string, ids: readonly string[], mark: (text: string) => string): void {
    const page = this.#page;
    const shown = ids.slice(0, mostShown.evidence).flatMap((id) => this.#evidence.get(id) ?? []);
    if (shown.length === 0) return;
    page.text('   ', `${name}:`);
    for (const evidence of shown) {
      page.text(`   ${sign} `, `${this.#say(evidence.text)} [${evidence.id}]`, undefined, mark);
      if (evidence.quote !== '') page.text('       > ', evidence.quote, page.style.dim);
    }
  }

  #others(others: readonly Hypothesis[]): void {
    if (others.length === 0) return;
    const page = this.#page;
    page.gap();
    page.text('', words[this.#language].others, page.style.bold);
    for (const h of others) page.text(`${h.rank}. `, this.#head(h));
  }

  #section(name: string, lines: readonly string[]): void {
    if (lines.length === 0) return;
    this.#page.gap();
    this.#page.text('', name, this.#page.style.bold);
    for (const line of lines) this.#page.text('- ', line);
  }
}

/** The explanation's diagnosis as text, ending with a line break; '' when there is none. */
export const answerText = (explanation: Explanation, options: AnswerTextOptions): string =>
  explanation.diagnosis === null ? '' : new AnswerText(explanation.diagnosis, options).text(explanation);
