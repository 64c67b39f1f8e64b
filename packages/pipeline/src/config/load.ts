import { nearest, type Signal, signals } from '@nightglass/model';
import type { z } from 'zod';
import type { Factory } from '../component.ts';
import { type ConfigDocument, type Path, readDocument } from './document.ts';
import { ConfigError } from './issue.ts';
import { namesAt } from './schema-names.ts';

/** A component as configured: its factory and its parsed configuration. */
export interface ComponentPlan {
  readonly id: string;
  readonly factory: Factory;
  readonly config: unknown;
}
export interface PipelinePlan {
  readonly id: string;
  readonly signal: Signal;
  readonly receivers: readonly string[];
  readonly processors: readonly string[];
  readonly exporters: readonly string[];
}
export interface PipelineConfig {
  readonly receivers: ReadonlyMap<string, ComponentPlan>;
  readonly processors: ReadonlyMap<string, ComponentPlan>;
  readonly exporters: ReadonlyMap<string, ComponentPlan>;
  readonly pipelines: readonly PipelinePlan[];
  /** Components that are configured and used by no pipeline. */
  readonly unused: readonly string[];
}

export interface LoadOptions {
  /** Name of the file for messages. */
  file: string;
  factories: readonly Factory[];
  env: Readonly<Record<string, string | undefined>>;
}

const kinds = ['receivers', 'processors', 'exporters'] as const;
type Kind = (typeof kinds)[number];
type Section = Record<string, unknown>;

const isSection = (value: unknown): value is Section =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const suggestion = (name: string, names: Iterable<string>): string => {
  const list = [...names];
  const near = nearest(name, list);
  if (near !== undefined) return `; did you mean "${near}"?`;
  return list.length === 0 ? '' : `; known: ${list.slice(0, 12).join(', ')}`;
};

/** Reads a configuration in the Collector's shape. Throws ConfigError (NG_CONFIG_INVALID) with every mistake in it. */
export const loadConfig = (text: string, options: LoadOptions): PipelineConfig => {
  const document = readDocument(text, options.env);
  if (document.value === undefined) throw new ConfigError(options.file, document.issues);
  const loader = new Loader(document, options.factories);
  const config = loader.load();
  if (document.issues.length > 0) throw new ConfigError(options.file, document.issues);
  return config;
};

class Loader {
  readonly #document: ConfigDocument;
  readonly #factories: readonly Factory[];
  readonly #defined: Record<Kind, Map<string, ComponentPlan>> = {
    receivers: new Map(),
    processors: new Map(),
    exporters: new Map(),
  };
  /** Ids that are there, right or wrong, so that one mistake is told once. */
  readonly #named: Record<Kind, string[]> = { receivers: [], processors: [], exporters: [] };

  constructor(document: ConfigDocument, factories: readonly Factory[]) {
    this.#document = document;
    this.#factories = factories;
  }

  load(): PipelineConfig {
    const root = this.#section([], this.#document.value, [...kinds, 'extensions', 'service']);
    for (const kind of kinds) this.#components(kind, root[kind]);
    for (const id of Object.keys(this.#open(['extensions'], root.extensions))) {
      this.#say(['extensions', id], `there is no extension "${id}"`);
    }
    const pipelines = this.#pipelines(root.service);
    const used = new Set(
      pipelines.flatMap((p) => kinds.flatMap((kind) => p[kind].map((id) => `${kind}.${id}`))),
    );
    const all = kinds.flatMap((kind) => this.#named[kind].map((id) => `${kind}.${id}`));
    return { ...this.#defined, pipelines, unused: all.filter((id) => !used.has(id)) };
  }

  #components(kind: Kind, value: unknown): void {
    const known = this.#factories.filter((f) => `${f.kind}s` === kind);
    for (const [id, raw] of Object.entries(this.#open([kind], value))) {
      const path = [kind, id];
      this.#named[kind].push(id);
      const type = id.split('/', 1)[0] ?? id;
      const factory = known.find((f) => f.type === type);
      if (factory === undefined) {
        const what = kind.slice(0, -1);
        const names = known.map((f) => f.type);
        this.#say(path, `there is no ${what} of type "${type}"${suggestion(type, names)}`);
        continue;
      }
      if (!/^[^/\s]+(\/\S+)?$/.test(id)) {
        this.#say(path, `"${id}" is not an id; write ${type} or ${type}/name`);
        continue;
      }
      const parsed = factory.config.safeParse(raw ?? {});
      if (parsed.success) this.#defined[kind].set(id, { id, factory, config: parsed.data });
      else for (const issue of parsed.error.issues) this.#zodIssue(path, factory.config, issue);
    }
  }

  #pipelines(value: unknown): PipelinePlan[] {
    const service = this.#section(['service'], value, ['pipelines', 'extensions']);
    const base = ['service', 'pipelines'];
    const sections = Object.entries(this.#open(base, service.pipelines));
    if (sections.length === 0) this.#say(base, 'no pipeline is configured; add for example "traces:"');
    return sections.flatMap(([id, raw]) => {
      const path = [...base, id];
      const signal = signals.find((s) => s === id.split('/', 1)[0]);
      if (signal === undefined) {
        this.#say(path, `"${id}" names no signal${suggestion(id.split('/', 1)[0] ?? id, signals)}`);
        return [];
      }
      const section = this.#section(path, raw, kinds);
      const plan = {
        id,
        signal,
        receivers: this.#references(path, 'receivers', section.receivers, signal),
        processors: this.#references(path, 'processors', section.processors ?? [], signal),
        exporters: this.#references(path, 'exporters', section.exporters, signal),
      };
      for (const kind of ['receivers', 'exporters'] as const) {
        if (isSection(raw) && (raw[kind] == null || (Array.isArray(raw[kind]) && raw[kind].length === 0))) {
          this.#say([...path, kind], `a pipeline needs at least one of ${kind}`);
        }
      }
      return [plan];
    });
  }

  #references(pipeline: Path, kind: Kind, value: unknown, signal: Signal): string[] {
    if (value == null) return [];
    const path = [...pipeline, kind];
    if (!Array.isArray(value)) {
      this.#say(path, `must be a list, like [${this.#named[kind][0] ?? 'otlp'}]`, 'value');
      return [];
    }
    return value.flatMap((item, i) => {
      const id = String(item);
      if (!this.#named[kind].includes(id)) {
        const names = this.#named[kind];
        this.#say([...path, i], `"${id}" is not defined under ${kind}${suggestion(id, names)}`);
        return [];
      }
      const signalsOf = this.#defined[kind].get(id)?.factory.signals;
      if (signalsOf !== undefined && !signalsOf.includes(signal)) {
        this.#say([...path, i], `"${id}" does not take ${signal}, only ${signalsOf.join(', ')}`);
      }
      return [id];
    });
  }

  #zodIssue(base: Path, schema: z.ZodType, issue: z.core.$ZodIssue): void {
    const inner = issue.path.map((p) => (typeof p === 'symbol' ? String(p) : p));
    const path = [...base, ...inner];
    if (issue.code === 'unrecognized_keys') {
      const names = namesAt(schema, inner);
      for (const key of issue.keys)
        this.#say([...path, key], `unknown option "${key}"${suggestion(key, names)}`);
      return;
    }
    const written = this.#document.written(path);
    this.#say(path, written === undefined ? issue.message : `${written} ${asVerb(issue.message)}`, 'value');
  }

  /** An object that may have any keys; null and absence are empty. */
  #open(path: Path, value: unknown): Section {
    if (value == null) return {};
    if (isSection(value)) return value;
    this.#say(path, 'must be a section with named entries', 'value');
    return {};
  }
  #section(path: Path, value: unknown, names: readonly string[]): Section {
    const section = this.#open(path, value);
    for (const key of Object.keys(section)) {
      if (!names.includes(key)) this.#say([...path, key], `unknown key "${key}"${suggestion(key, names)}`);
    }
    return section;
  }
  #say(path: Path, message: string, at?: 'key' | 'value'): void {
    this.#document.issues.push(this.#document.issue(path, message, at));
  }
}

/** Our own messages begin with a verb ("is not a size"); zod's are sentences. */
const asVerb = (message: string): string =>
  /^(is|must|may|needs) /.test(message) ? message : `is not valid: ${message}`;
