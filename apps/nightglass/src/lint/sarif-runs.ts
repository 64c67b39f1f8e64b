/** The runs of another tool's SARIF file, to go into ours. */
import { readFileSync } from 'node:fs';
import { NightglassError } from '@nightglass/model';
import { z } from 'zod';
import { whyNot } from './source-tree.ts';

/** Only what must hold for the merged file to be valid where the other one was. */
const log = z.looseObject({ version: z.literal('2.1.0'), runs: z.array(z.looseObject({})) });

/** Reads a SARIF 2.1.0 file; NG_BAD_PARAMETER when it is none. */
export const readSarifRuns = (name: string): unknown[] => {
  let text: string;
  try {
    // Some tools on Windows write a byte order mark.
    text = readFileSync(name, 'utf8').replace(/^\ufeff/, '');
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw wrong(name, code === 'ENOENT' ? 'does not exist' : whyNot(error));
  }
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    throw wrong(name, `is not JSON: ${(error as Error).message}`);
  }
  const parsed = log.safeParse(data);
  if (!parsed.success) throw wrong(name, 'is no SARIF 2.1.0 file');
  return parsed.data.runs;
};

const wrong = (name: string, what: string): NightglassError =>
  new NightglassError('NG_BAD_PARAMETER', `--merge: ${name} ${what}`, {
    hint: 'golangci-lint writes one with --output.sarif.path=golangci.sarif',
  });
