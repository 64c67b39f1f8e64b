/**
 * Nightglass's own metrics, in the Prometheus text format (exposition format 0.0.4).
 * A registry is made by the composition root and handed down; nothing here is global.
 */
export type Labels = Readonly<Record<string, string>>;

const labelKey = (labels: Labels): string => {
  const names = Object.keys(labels).sort();
  if (names.length === 0) return '';
  return `{${names.map((n) => `${n}="${escapeLabel(labels[n] ?? '')}"`).join(',')}}`;
};
const escapeLabel = (v: string): string =>
  v.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');

interface Family {
  render(out: string[]): void;
}

class Values implements Family {
  readonly #name: string;
  readonly #help: string;
  readonly #type: 'counter' | 'gauge';
  readonly #values = new Map<string, number>();
  readonly #callbacks: (() => void)[] = [];

  constructor(name: string, help: string, type: 'counter' | 'gauge') {
    this.#name = name;
    this.#help = help;
    this.#type = type;
  }
  add(by = 1, labels: Labels = {}): void {
    const key = labelKey(labels);
    this.#values.set(key, (this.#values.get(key) ?? 0) + by);
  }
  set(value: number, labels: Labels = {}): void {
    this.#values.set(labelKey(labels), value);
  }
  get(labels: Labels = {}): number {
    return this.#values.get(labelKey(labels)) ?? 0;
  }
  /** Runs before each scrape; the callback calls `set`. */
  observe(callback: () => void): void {
    this.#callbacks.push(callback);
  }
  render(out: string[]): void {
    for (const callback of this.#callbacks) callback();
    out.push(`# HELP ${this.#name} ${this.#help}`, `# TYPE ${this.#name} ${this.#type}`);
    for (const [key, value] of this.#values) out.push(`${this.#name}${key} ${value}`);
  }
}

class Distribution implements Family {
  readonly #name: string;
  readonly #help: string;
  readonly #bounds: readonly number[];
  readonly #series = new Map<string, { labels: Labels; counts: number[]; sum: number; count: number }>();

  constructor(name: string, help: string, bounds: readonly number[]) {
    this.#name = name;
    this.#help = help;
    this.#bounds = bounds;
  }
  record(value: number, labels: Labels = {}): void {
    const key = labelKey(labels);
    let s = this.#series.get(key);
    if (!s) {
      s = { labels, counts: new Array<number>(this.#bounds.length + 1).fill(0), sum: 0, count: 0 };
      this.#series.set(key, s);
    }
    let i = 0;
    while (i < this.#bounds.length && value > (this.#bounds[i] ?? 0)) i++;
    s.counts[i] = (s.counts[i] ?? 0) + 1;
    s.sum += value;
    s.count++;
  }
  render(out: string[]): void {
    out.push(`# HELP ${this.#name} ${this.#help}`, `# TYPE ${this.#name} histogram`);
    for (const s of this.#series.values()) {
      let cumulative = 0;
      for (let i = 0; i <= this.#bounds.length; i++) {
        cumulative += s.counts[i] ?? 0;
        const le = i < this.#bounds.length ? String(this.#bounds[i]) : '+Inf';
        out.push(`${this.#name}_bucket${labelKey({ ...s.labels, le })} ${cumulative}`);
      }
      out.push(
        `${this.#name}_sum${labelKey(s.labels)} ${s.sum}`,
        `${this.#name}_count${labelKey(s.labels)} ${s.count}`,
      );
    }
  }
}

export type Counter = Pick<Values, 'add' | 'get'>;
export type Gauge = Pick<Values, 'set' | 'add' | 'get' | 'observe'>;
export type Histogram = Pick<Distribution, 'record'>;

export class MetricsRegistry {
  readonly #families = new Map<string, Family>();

  /** The counter of that name; a second call with the same name returns the same one. */
  counter(name: string, help: string): Counter {
    return this.#family(name, () => new Values(name, help, 'counter')) as Values;
  }
  gauge(name: string, help: string): Gauge {
    return this.#family(name, () => new Values(name, help, 'gauge')) as Values;
  }
  /** `bounds`: ascending upper bounds, without +Inf. */
  histogram(name: string, help: string, bounds: readonly number[]): Histogram {
    return this.#family(name, () => new Distribution(name, help, bounds)) as Distribution;
  }
  /** The whole registry in Prometheus text format. */
  render(): string {
    const out: string[] = [];
    for (const family of this.#families.values()) family.render(out);
    return `${out.join('\n')}\n`;
  }
  #family(name: string, make: () => Family): Family {
    let family = this.#families.get(name);
    if (!family) {
      family = make();
      this.#families.set(name, family);
    }
    return family;
  }
}
