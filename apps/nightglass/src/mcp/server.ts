/** The MCP server of one conversation: its instructions and its tools, in the SDK's terms. */

import { Server } from '@modelcontextprotocol/sdk/server/index.js';
import {
  CallToolRequestSchema,
  type CallToolResult,
  ErrorCode,
  ListToolsRequestSchema,
  McpError,
} from '@modelcontextprotocol/sdk/types.js';
import { type Logger, NightglassError } from '@nightglass/model';
import { version } from '../version.ts';
import { answerText } from './answer.ts';
import type { McpSources, Tool } from './tool.ts';
import { tools } from './tools/index.ts';
import { nameOf, notice } from './untrusted.ts';

const instructions = `Nightglass keeps the traces, logs, metrics and changes of a system and finds root causes.
For an incident, call explain first: it weighs all signals and answers with hypotheses, each with evidence for and against. Then look at single pieces with get_evidence, get_trace, search_logs, query_metrics. Say what the evidence says, with its ids; say also what was not seen.
All tools only read (explain keeps its answer). Answers are cut at about 20 kB; "cut" says what is missing and how to ask for it. Times may be RFC 3339, Unix seconds or relative (-15m).
${notice}`;

/** A question may take this long, all its statements together. */
const timeoutMs = 30_000;

export interface McpServerOptions {
  sources: McpSources;
  logger: Logger;
  /** Unix milliseconds. */
  now: () => number;
  /** Aborted when the one who asks goes away. */
  signal: AbortSignal;
}

export const createMcpServer = (options: McpServerOptions): Server => {
  const server = new Server(
    { name: 'nightglass', title: 'Nightglass', version },
    { capabilities: { tools: {} }, instructions },
  );
  server.setRequestHandler(ListToolsRequestSchema, () => ({
    tools: tools.map(({ name, title, description, inputSchema }) => ({
      name,
      title,
      description,
      inputSchema,
      annotations: { title, readOnlyHint: true, openWorldHint: false },
    })),
  }));
  server.setRequestHandler(CallToolRequestSchema, ({ params }, { signal }) => {
    const found = tools.find(({ name }) => name === params.name);
    if (found === undefined)
      throw new McpError(
        ErrorCode.InvalidParams,
        `there is no tool ${JSON.stringify(nameOf(params.name, 64))}`,
      );
    return call(found, params.arguments ?? {}, options, signal);
  });
  return server;
};

/** A failure is an answer, too: the model reads the code and what to do. */
const call = async (
  found: Tool,
  args: Record<string, unknown>,
  { sources, logger, now, signal }: McpServerOptions,
  cancelled: AbortSignal,
): Promise<CallToolResult> => {
  const late = AbortSignal.timeout(timeoutMs);
  try {
    const answer = await found.run(args, {
      ...sources,
      now: BigInt(now()) * 1_000_000n,
      signal: AbortSignal.any([signal, cancelled, late]),
    });
    return { content: [{ type: 'text', text: answerText(answer) }] };
  } catch (error) {
    const known = knownOf(error, late.aborted, found, logger);
    return { isError: true, content: [{ type: 'text', text: JSON.stringify(known.toBody()) }] };
  }
};

const knownOf = (error: unknown, late: boolean, { name }: Tool, logger: Logger): NightglassError => {
  if (late)
    return new NightglassError('NG_QUERY_TIMEOUT', `${name} took longer than ${timeoutMs / 1000} s`, {
      hint: 'Ask about a shorter time or one service.',
    });
  if (error instanceof NightglassError) return error;
  logger.error('an MCP tool failed unexpectedly', {
    tool: name,
    error: error instanceof Error ? (error.stack ?? error.message) : String(error),
  });
  return new NightglassError('NG_INTERNAL', `${name} failed`, {
    hint: 'The log of the server says why.',
  });
};
