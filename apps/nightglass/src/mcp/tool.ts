/** What a tool is: a name, what it takes, and a function of the same sources that the API answers from. */
import { NightglassError } from '@nightglass/model';
import type { StateStore, StoreQueries } from '@nightglass/store';
import { z } from 'zod';
import { parseBody } from '../api/parse.ts';
import type { ExplainService } from '../explain/index.ts';
import type { Answer } from './answer.ts';

type Shape = Record<string, z.ZodType>;

/** Where answers come from. NG_STORE_UNAVAILABLE while it is not open. */
export interface McpSources {
  store(): StoreQueries;
  explain(): ExplainService;
  state(): StateStore;
}

export interface ToolCall extends McpSources {
  /** Unix nanoseconds. */
  now: bigint;
  /** Aborted when the caller goes away or the time is up. */
  signal: AbortSignal;
}

export interface Tool {
  name: string;
  title: string;
  description: string;
  /** JSON Schema of the arguments. */
  inputSchema: { type: 'object'; [key: string]: unknown };
  /** NG_BAD_PARAMETER says what is wrong with the arguments. */
  run(args: Record<string, unknown>, call: ToolCall): Promise<Answer>;
}

/** Declares a tool; its arguments have the types of the schemas, unknown ones are refused. */
export const tool = <S extends Shape>(declared: {
  name: string;
  title: string;
  description: string;
  shape: S;
  run(args: z.infer<z.ZodObject<S>>, call: ToolCall): Promise<Answer>;
}): Tool => ({
  name: declared.name,
  title: declared.title,
  description: declared.description,
  inputSchema: schemaOf(declared.shape),
  run: (args, call) => declared.run(parseBody(declared.shape, args), call),
});

const schemaOf = (shape: Shape): Tool['inputSchema'] => {
  const { $schema: _, ...schema } = z.toJSONSchema(z.strictObject(shape), { io: 'input' });
  return { ...schema, type: 'object' };
};

export const notFound = (what: string, parameter: string, hint: string): NightglassError =>
  new NightglassError('NG_NOT_FOUND', what, { parameter, hint });
