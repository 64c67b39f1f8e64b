/** The text of `kubectl describe`: keys with values, nested by indentation, tables where a list is shown. */

export interface Section {
  key: string;
  /** Value on the key's line, and the lines below it that hold no key of their own. */
  values: string[];
  children: Section[];
  /** All lines below, as they stand. */
  lines: string[];
}

const keyLine = /^(\s*)([^\s:][^:]*):(?:[ \t]+(.*))?$/;
/** Sections of tables: their cells may hold colons. */
const tables = /^(?:Events|Conditions|Non-terminated Pods|Allocated resources|Data|BinaryData)$/;

export const parseDescribe = (text: string): Section => {
  const root: Section = { key: '', values: [], children: [], lines: [] };
  const stack: { section: Section; indent: number; table: boolean }[] = [
    { section: root, indent: -1, table: false },
  ];
  for (const line of text.split('\n')) {
    if (line.trim() === '') continue;
    const indent = line.length - line.trimStart().length;
    while (stack.length > 1 && stack.at(-1)!.indent >= indent) stack.pop();
    for (const { section } of stack) section.lines.push(line);
    const top = stack.at(-1)!;
    const match = top.table ? null : keyLine.exec(line);
    if (match === null) {
      top.section.values.push(line.trim());
      continue;
    }
    const key = match[2]!.trim();
    const value = (match[3] ?? '').trim();
    const section: Section = { key, values: value === '' ? [] : [value], children: [], lines: [] };
    top.section.children.push(section);
    stack.push({ section, indent, table: indent === 0 && tables.test(key) });
  }
  return root;
};

export const child = (section: Section | undefined, ...path: string[]): Section | undefined => {
  let here = section;
  for (const key of path) here = here?.children.find((one) => one.key === key);
  return here;
};

const empty = /^<(?:none|unset|nil|unknown)>$/;

/** '' for what `describe` writes for nothing. */
export const fieldOf = (section: Section | undefined, ...path: string[]): string => {
  const value = child(section, ...path)?.values[0] ?? '';
  return empty.test(value) ? '' : value;
};

export const fieldsOf = (section: Section | undefined, ...path: string[]): string[] =>
  (child(section, ...path)?.values ?? []).filter((value) => !empty.test(value));

/** `a=1` lines to an object. */
export const pairsOf = (values: readonly string[]): Record<string, string> =>
  Object.fromEntries(
    values.flatMap((value) =>
      value.split(',').flatMap((pair) => {
        const at = pair.indexOf('=');
        return at <= 0 ? [] : [[pair.slice(0, at).trim(), pair.slice(at + 1).trim()]];
      }),
    ),
  );

/** Rows of a table by its header's words; cells are cut where the header's columns begin. */
export const tableRows = (lines: readonly string[]): Record<string, string>[] => {
  const [header, ...rest] = lines.filter((line) => line.trim() !== '');
  if (header === undefined) return [];
  const columns: { name: string; from: number }[] = [];
  for (const match of header.matchAll(/\S+(?: \S+)*/g)) columns.push({ name: match[0], from: match.index });
  return rest
    .filter((line) => !/^[\s=-]+$/.test(line))
    .map((line) =>
      Object.fromEntries(
        columns.map(({ name, from }, i) => {
          const cell = line.slice(from, columns[i + 1]?.from).trim();
          return [name, empty.test(cell) ? '' : cell];
        }),
      ),
    );
};
