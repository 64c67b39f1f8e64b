/** The cached answers of the tools: `Tool:{"argument":...}` -> text or JSON. */
import { readFileSync } from 'node:fs';
import { brotliDecompressSync } from 'node:zlib';
import * as z from 'zod';

export interface Answer {
  tool: string;
  args: Record<string, unknown>;
  answer: unknown;
}

const cacheFile = z.record(z.string(), z.unknown());

export interface ToolCache {
  answers: Answer[];
  /** As text; '' when the tool was not asked so. */
  text(tool: string, args: Record<string, unknown>): string;
  /** All answers of one tool. */
  of(tool: string): Answer[];
  /** Local time at which the answers were collected, without a zone. */
  collected: string;
}

export const readToolCache = (path: string): ToolCache => {
  const file = cacheFile.parse(JSON.parse(brotliDecompressSync(readFileSync(path)).toString('utf8')));
  const answers: Answer[] = [];
  for (const [key, answer] of Object.entries(file)) {
    const match = /^(\w+):(\{.*\})$/s.exec(key);
    if (match !== null)
      answers.push({ tool: match[1]!, args: cacheFile.parse(JSON.parse(match[2]!)), answer });
  }
  const collected = file.collection_timestamp;
  return {
    answers,
    collected: typeof collected === 'string' ? collected : '',
    of: (tool) => answers.filter((one) => one.tool === tool),
    text: (tool, args) => {
      const wanted = JSON.stringify(args);
      const found = answers.find((one) => one.tool === tool && JSON.stringify(one.args) === wanted)?.answer;
      return typeof found === 'string' ? found : '';
    },
  };
};
