import { engineVersion } from '@nightglass/store';
import { Command } from 'commander';
import { version } from '../version.ts';
import { jsonOption } from './options.ts';

/** `nightglass version`: the program, the engine and the runtime it stands on. */
export const versionCommand = (): Command =>
  new Command('version')
    .description('print the versions of Nightglass, its engine and Node')
    .addOption(jsonOption())
    .addHelpText('after', '\nExample:\n  $ nightglass version --json')
    .action(async (options: { json: boolean }) => {
      const versions = {
        nightglass: version,
        engine: await engineVersion(),
        node: process.version,
        platform: `${process.platform}-${process.arch}`,
      };
      if (options.json) console.log(JSON.stringify(versions));
      else for (const [name, value] of Object.entries(versions)) console.log(`${name.padEnd(11)} ${value}`);
    });
