import { enableCompileCache } from 'node:module';
import { NightglassError } from '@nightglass/model';
import { Command } from 'commander';
import { printable } from './text-output.ts';
import { version } from './version.ts';

// Reading the sources is most of what a short command takes.
enableCompileCache();

/** Each is loaded when it is named: linting a file needs no server. Without a name all are, for the help. */
const commands: Readonly<Record<string, () => Promise<Command>>> = {
  up: async () => (await import('./commands/up.ts')).upCommand(),
  query: async () => (await import('./commands/query.ts')).queryCommand(),
  inspect: async () => (await import('./commands/inspect.ts')).inspectCommand(),
  explain: async () => (await import('./commands/explain.ts')).explainCommand(),
  mcp: async () => (await import('./commands/mcp.ts')).mcpCommand(),
  lint: async () => (await import('./commands/lint.ts')).lintCommand(),
  collect: async () => (await import('./commands/collect.ts')).collectCommand(),
  lab: async () => (await import('./commands/lab.ts')).labCommand(),
  doctor: async () => (await import('./commands/doctor.ts')).doctorCommand(),
  version: async () => (await import('./commands/version.ts')).versionCommand(),
};
const named = process.argv[2] ?? '';
const wanted = Object.hasOwn(commands, named) ? [named] : Object.keys(commands);

const program = new Command('nightglass')
  .description('Observability that starts from the incident: telemetry in over OTLP, kept, and explained.')
  .version(version, '-V, --version', 'print the version number')
  .showHelpAfterError('(run with --help for the options and examples)')
  .showSuggestionAfterError()
  .addHelpText(
    'after',
    `
Examples:
  $ nightglass up --demo                     everything on this machine, with a shop to look at
  $ nightglass up --data /var/lib/nightglass --host 0.0.0.0
  $ nightglass query traces --service payment-gateway --status error
  $ nightglass explain --service order      what most likely caused its trouble
  $ nightglass inspect crash.txt             what a Go program left behind, explained
  $ nightglass lint ./...                    maps that goroutines share, in Go source
  $ nightglass lab --quick                   what is true about maps on this machine's Go
  $ nightglass doctor

Exit codes: 0 done, 1 the command failed or found something wrong, 2 it was called wrongly.`,
  );

for (const name of wanted) {
  const load = commands[name];
  if (load !== undefined) program.addCommand(await load());
}

/** Called wrongly is 2 everywhere; help and version are 0. */
const exitAsPromised = (command: Command): void => {
  command.exitOverride((e) => process.exit(e.exitCode === 0 ? 0 : 2));
  command.commands.forEach(exitAsPromised);
};
exitAsPromised(program);

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof NightglassError)) throw error;
  const message = error.message.split('\n').map(printable).join('\n');
  console.error(`nightglass: ${message} [${error.code}]`);
  if (error.hint !== undefined) console.error(`  ${error.hint}`);
  process.exitCode = error.code === 'NG_BAD_PARAMETER' || error.code === 'NG_CONFIG_INVALID' ? 2 : 1;
}
