/** Fragments of diffs, as a repository's change feed carries them: those that did it, and many that did nothing. */
import type { Chance } from '../random.ts';
import type { Language, Service } from '../system/system.ts';
import { fill } from './wording.ts';

export const guilts = ['error', 'loop', 'slow', 'early'] as const;
export type Guilt = (typeof guilts)[number];

const extension: Record<Language, string> = { go: 'go', java: 'java', python: 'py', node: 'ts' };

/** Per language: lines taken away and lines put in. */
const guilty: Record<Guilt, Record<Language, readonly string[]>> = {
  error: {
    go: [
      '-\tif {stem}.Details == nil {\n-\t\treturn Default{Stem}(), nil\n-\t}\n+\tdetails := {stem}.Details.Items[0]\n',
      '-\trate, ok := table[{stem}.Code]\n-\tif !ok {\n-\t\trate = 1\n-\t}\n+\trate := mustRate(table, {stem}.Code)\n',
    ],
    java: [
      '-    return Optional.ofNullable({stem}.getTotal()).orElse(BigDecimal.ZERO);\n+    return {stem}.getTotal().add(fee);\n',
      '-    var strategy = strategies.getOrDefault(kind, fallback);\n+    var strategy = strategies.get(kind).orElseThrow();\n',
    ],
    python: [
      "-    kind = payload.get('{stem}_kind', 'standard')\n+    kind = payload['{stem}_kind']\n",
      '-    if {stem} is None:\n-        return empty()\n+    owner = {stem}.owner.id\n',
    ],
    node: [
      '-  const id = input?.{stem}?.id ?? null;\n+  const id = input.{stem}.id;\n',
      '-  const handle = handlers[kind] ?? handlers.standard;\n+  const handle = {stem}Handlers[kind];\n',
    ],
  },
  loop: {
    go: [
      '-\trows, err := store.{Stem}sByIDs(ctx, ids)\n+\tfor _, id := range ids {\n+\t\trow, err := store.{Stem}ByID(ctx, id)\n+\t\trows = append(rows, row)\n+\t}\n',
    ],
    java: [
      '-    return repository.findAllById(ids);\n+    return ids.stream().map(id -> repository.findById(id)).flatMap(Optional::stream).toList();\n',
    ],
    python: [
      "-    rows = {Stem}.objects.filter(id__in=ids).select_related('owner')\n+    rows = [{Stem}.objects.get(id=i) for i in ids]\n",
    ],
    node: [
      '-  const rows = await store.findMany({ id: ids });\n+  const rows = [];\n+  for (const id of ids) rows.push(await store.find(id));\n',
    ],
  },
  slow: {
    go: [
      '-\tif score, ok := memo[key]; ok {\n-\t\treturn score\n-\t}\n+\tscore := similarity(all{Stem}s, key)\n',
      '-var pattern = regexp.MustCompile(expr)\n+\tpattern := regexp.MustCompile(expr)\n',
    ],
    java: [
      '-    private static final Pattern RULE = Pattern.compile(EXPRESSION);\n+    Pattern rule = Pattern.compile(expression);\n',
      '-    return index.get(key);\n+    return all{Stem}s.stream().filter(x -> x.matches(key)).findFirst().orElse(null);\n',
    ],
    python: [
      '-    return {stem}_index[key]\n+    return next(x for x in all_{stem}s if x.matches(key))\n',
      '-@lru_cache(maxsize=4096)\n def score(a, b):\n',
    ],
    node: [
      '-  const found = byKey.get(key);\n+  const found = JSON.parse(snapshot).filter((x) => x.key === key)[0];\n',
      '-const rule = /^[a-z]+$/;\n+const rule = /^(([a-z])+.)+[A-Z]([a-z])+$/;\n',
    ],
  },
  early: {
    go: [
      '+\tif !cfg.Enabled(tenant) {\n+\t\treturn &{Stem}Response{}, nil\n+\t}\n',
      '-\tif err != nil {\n-\t\treturn nil, err\n-\t}\n+\tif err != nil || len(items) < minItems {\n+\t\treturn empty, nil\n+\t}\n',
    ],
    java: ['+    if (!rules.appliesTo(request)) {\n+      return {Stem}Response.empty();\n+    }\n'],
    python: ['+    if not settings.{STEM}_ENABLED:\n+        return Response({})\n'],
    node: ['+  if (!options.enabled) return {};\n'],
  },
};

const guiltySummaries: Record<Guilt, readonly string[]> = {
  error: [
    'simplify {stem} handling',
    'remove special cases from {stem}',
    '{stem}: use the new schema',
    'clean up {stem} defaults',
  ],
  loop: [
    'load {stem}s lazily',
    '{stem}: move loading into the domain model',
    'typed access to {stem} rows',
    '{stem}: drop bulk loader',
  ],
  slow: [
    '{stem}: more exact matching',
    'make {stem} scoring configurable',
    'support patterns in {stem} rules',
    '{stem}: read rules at request time',
  ],
  early: [
    '{stem}: honour tenant settings',
    'skip {stem} when not enabled',
    '{stem}: short-circuit small requests',
    'answer faster when {stem} is not needed',
  ],
};

const innocentDiffs: readonly string[] = [
  '-// {Stem} handles requests.\n+// {Stem} handles requests of tenants.\n',
  '-  "version": "3.1.0"\n+  "version": "3.1.1"\n',
  '-log("loading {stem}")\n+log("loading {stem}", tenant)\n',
  '+it("rejects an empty {stem}")\n',
  '-timeoutDocs: see wiki\n+timeoutDocs: see handbook\n',
  '-const title = "{Stem}"\n+const title = "{Stem}s"\n',
  '+| {stem} | owner team | on-call |\n',
  '-counter("{stem}_requests")\n+counter("{stem}_requests_total")\n',
];
const innocentSummaries: readonly string[] = [
  'bump dependencies of {stem}',
  '{stem}: add tests',
  'docs: describe {stem} endpoints',
  '{stem}: rename counters',
  'chore: tidy imports in {stem}',
  '{stem}: log tenant',
  'translate {stem} labels',
  'refactor {stem} tests',
  '{stem}: add dashboard link',
];

export interface DiffText {
  summary: string;
  files: string[];
  diff: string;
}

const names = (service: Service): Record<string, string> => ({
  stem: service.stem,
  Stem: service.stem.charAt(0).toUpperCase() + service.stem.slice(1),
  STEM: service.stem.toUpperCase(),
});

const fileOf = (chance: Chance, service: Service): string => {
  const leaf = chance.pick(['handler', 'service', 'resolver', 'loader', 'logic']);
  return `services/${service.name}/${leaf}.${extension[service.language]}`;
};

export const guiltyDiff = (chance: Chance, service: Service, guilt: Guilt): DiffText => {
  const file = fileOf(chance, service);
  const values = names(service);
  return {
    summary: fill(chance.pick(guiltySummaries[guilt]), values),
    files: [file],
    diff: `@@ ${file} @@\n${fill(chance.pick(guilty[guilt][service.language]), values)}`,
  };
};

export const innocentDiff = (chance: Chance, service: Service): DiffText => {
  const file = fileOf(chance, service);
  const values = names(service);
  return {
    summary: fill(chance.pick(innocentSummaries), values),
    files: [file],
    diff: `@@ ${file} @@\n${fill(chance.pick(innocentDiffs), values)}`,
  };
};
