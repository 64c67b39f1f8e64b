import { type Evidence, type ExplanationEntity, type LocalText, printable } from '@nightglass/model';
import type { Context, DetectorName, EvidenceDraft } from '../detector.ts';

const longestQuote = 500;
const longestSubject = 300;

/** Numbers evidence in the order in which it is first cited; the same draft keeps its number. */
export class EvidenceBook {
  readonly #context: Context;
  readonly #ids = new Map<EvidenceDraft, string>();
  readonly #list: Evidence[] = [];

  constructor(context: Context) {
    this.#context = context;
  }

  cite(draft: EvidenceDraft, detector: DetectorName, entity: ExplanationEntity): string {
    const known = this.#ids.get(draft);
    if (known !== undefined) return known;
    const id = `e${this.#list.length + 1}`;
    this.#ids.set(draft, id);
    const { incident, baseline } = this.#context;
    this.#list.push({
      id,
      detector,
      signal: draft.signal,
      entity: draft.entity ?? entity,
      stance: draft.stance,
      baseline: draft.baseline ?? baseline,
      window: draft.window ?? incident,
      subject: printable(draft.subject.slice(0, longestSubject)),
      unit: draft.unit,
      before: finite(draft.before),
      after: finite(draft.after),
      effect: finite(draft.effect),
      effectUnit: draft.effectUnit,
      n: finite(draft.n),
      p: finite(draft.p),
      text: clean(draft.text),
      quote: draft.quote.slice(0, longestQuote),
      caveat: draft.caveat === null ? null : clean(draft.caveat),
      query: draft.query,
      exemplars: draft.exemplars.slice(0, 5),
      series: draft.series,
    });
    return id;
  }

  all(): Evidence[] {
    return this.#list;
  }
}

/** Names in sentences come from telemetry: bounded, and nothing that a terminal would obey. */
const clean = ({ en, zh }: LocalText): LocalText => ({
  en: printable(en.slice(0, longestSentence)),
  zh: printable(zh.slice(0, longestSentence)),
});
const longestSentence = 1200;

/** JSON has no NaN and no infinities. */
const finite = (value: number | null): number | null =>
  value === null || !Number.isFinite(value) ? null : value;
