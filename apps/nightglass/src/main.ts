import { NightglassError } from '@nightglass/model';
import { Command } from 'commander';
import { collectCommand } from './commands/collect.ts';
import { doctorCommand } from './commands/doctor.ts';
import { inspectCommand } from './commands/inspect.ts';
import { labCommand } from './commands/lab.ts';
import { lintCommand } from './commands/lint.ts';
import { queryCommand } from './commands/query.ts';
import { upCommand } from './commands/up.ts';
import { versionCommand } from './commands/version.ts';
import { printable } from './text-output.ts';
import { version } from './version.ts';

const program = new Command('nightglass')
  .description('Observability that starts from the incident: telemetry in over OTLP, kept, and explained.')
  .version(version, '-V, --version', 'print the version number')
  .showHelpAfterError('(run with --help for the options and examples)')
  .showSuggestionAfterError()
  .addCommand(upCommand(), { isDefault: false })
  .addCommand(queryCommand())
  .addCommand(inspectCommand())
  .addCommand(lintCommand())
  .addCommand(collectCommand())
  .addCommand(labCommand())
  .addCommand(doctorCommand())
  .addCommand(versionCommand())
  .addHelpText(
    'after',
    `
Examples:
  $ nightglass up --demo                     everything on this machine, with a shop to look at
  $ nightglass up --data /var/lib/nightglass --host 0.0.0.0
  $ nightglass query traces --service payment-gateway --status error
  $ nightglass inspect crash.txt             what a Go program left behind, explained
  $ nightglass lint ./...                    maps that goroutines share, in Go source
  $ nightglass lab --quick                   what is true about maps on this machine's Go
  $ nightglass doctor

Exit codes: 0 done, 1 the command failed or found something wrong, 2 it was called wrongly.`,
  );

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
