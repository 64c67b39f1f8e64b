/** What the lint takes from go.mod. */

export interface GoModule {
  /** The module path; '' when the file does not say. */
  path: string;
  /** `go 1.24` -> 24. Without a `go` line the language is that of Go 1.16, as for the go command. */
  goMinor: number;
}

/** Reads `module` and `go` of a go.mod; the toolchain line does not change the language. Never throws. */
export const parseGoMod = (text: string): GoModule => {
  const module: GoModule = { path: '', goMinor: 16 };
  for (const line of text.split('\n')) {
    const [verb, value] = line
      .replace(/\/\/.*$/, '')
      .trim()
      .split(/\s+/, 2);
    if (verb === 'module' && value !== undefined && value !== '(')
      module.path = value.replace(/^["`]|["`]$/g, '');
    if (verb !== 'go') continue;
    const minor = /^1\.(\d{1,3})(?:\.\d+|(?:rc|beta)\d+)?$/.exec(value ?? '')?.[1];
    if (minor !== undefined) module.goMinor = Number(minor);
  }
  return module;
};

/** The import path of a folder `below` ('.' for the root) of a module. */
export const importPathOf = (module: GoModule, below: string): string => {
  if (below === '.') return module.path === '' ? '.' : module.path;
  return module.path === '' ? below : `${module.path}/${below}`;
};
