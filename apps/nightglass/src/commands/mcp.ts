import { Command, Option } from 'commander';
import { openBackend } from '../backend.ts';
import { bridge } from '../mcp/bridge.ts';
import { dataOption, defaultUiPort } from './options.ts';

interface McpOptions {
  url: string;
  data: string;
  token: string;
}

/** `nightglass mcp`: the tools for coding agents over standard input and output. */
export const mcpCommand = (): Command =>
  new Command('mcp')
    .description('answer an MCP client (Claude Code, Cursor and others) over standard input and output')
    .addOption(
      new Option('--url <url>', 'a running Nightglass; without one the data folder is opened directly')
        .env('NIGHTGLASS_URL')
        .default(`http://127.0.0.1:${defaultUiPort}`),
    )
    .addOption(dataOption())
    .addOption(
      new Option('--token <text>', 'the token of the running server (better in the variable)')
        .env('NIGHTGLASS_MCP_TOKEN')
        .default(''),
    )
    .addHelpText(
      'after',
      `
Examples:
  $ claude mcp add nightglass -- nightglass mcp
  $ nightglass mcp --url http://10.0.0.5:2170        with NIGHTGLASS_MCP_TOKEN set to its token
  $ nightglass mcp --data /var/lib/nightglass        when no server runs

A client that speaks HTTP needs no such command: http://127.0.0.1:2170/mcp. See docs/mcp.md.`,
    )
    .action(async ({ url, data, token }: McpOptions) => {
      const backend = await openBackend({ url, data });
      try {
        await bridge({
          url: new URL('/mcp', backend.url),
          token,
          input: process.stdin,
          output: process.stdout,
          complain: (text) => console.error(`nightglass mcp: ${text}`),
        });
      } finally {
        await backend.close();
      }
    });
