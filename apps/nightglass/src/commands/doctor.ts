import { Command } from 'commander';
import { examine, type NamedCheck } from '../doctor.ts';
import { dataOption, jsonOption, withListenOptions } from './options.ts';

interface DoctorOptions {
  data: string;
  host: string;
  port: number;
  otlpGrpcPort: number;
  otlpHttpPort: number;
  json: boolean;
}

const word = (check: NamedCheck): string => (check.ok ? (check.warning ? 'note' : 'ok') : 'FAIL');

/** `nightglass doctor`: what would keep `up` from starting or from being trusted. Exit code 1 when a check fails. */
export const doctorCommand = (): Command =>
  withListenOptions(new Command('doctor'))
    .description('check the processor, the folder, the ports, the clock and the versions')
    .addOption(dataOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      '\nExamples:\n  $ nightglass doctor\n  $ nightglass doctor --data /var/lib/nightglass --json\n\nExit codes: 0 nothing in the way, 1 a check failed, 2 called wrongly.',
    )
    .action(async (options: DoctorOptions) => {
      const checks = await examine({
        data: options.data,
        host: options.host,
        ports: [
          { name: 'page and API', port: options.port },
          { name: 'OTLP/gRPC', port: options.otlpGrpcPort },
          { name: 'OTLP/HTTP', port: options.otlpHttpPort },
        ],
      });
      if (options.json) console.log(JSON.stringify({ checks }));
      else
        for (const check of checks) {
          console.log(`${word(check).padEnd(5)} ${check.name.padEnd(11)} ${check.message}`);
          if (check.hint !== undefined) console.log(`${' '.repeat(18)}${check.hint}`);
        }
      if (checks.some((c) => !c.ok)) process.exitCode = 1;
    });
