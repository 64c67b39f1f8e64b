/** Tests against real parts of other people that this machine may have. `npm run interop`. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ServerProcess, startServerProcess } from '@nightglass/bench/server';
import { which } from './command.ts';
import { checkWithCurl } from './curl.ts';
import { buildGo, hostPort, runScene } from './go-build.ts';
import { checkGoParser } from './go-parser/check.ts';
import { checkLogs, checkMetrics, checkSpans, type Sent } from './go-sdk.ts';
import { checkRaces } from './golint/check.ts';
import { checkGoAway, checkKeepalive, checkLarge, writeShortLivedConfig } from './grpc-go.ts';
import { checkLab } from './lab.ts';
import { checkScrape, checkWithPromtool } from './prometheus.ts';
import { Report } from './report.ts';

const report = new Report();
const folder = mkdtempSync(join(tmpdir(), 'nightglass-interop-'));

const goChecks = async (program: string, server: ServerProcess): Promise<void> => {
  const { ui, otlpGrpc, otlpHttp } = server.urls;
  let sent: Sent[] = [];
  await report.check('Go SDK: every exporter is acknowledged', async () => {
    const args = ['-grpc', hostPort(otlpGrpc), '-http', hostPort(otlpHttp)];
    sent = await runScene<Sent[]>(program, args);
    return sent.map((s) => s.service).join(', ');
  });
  for (const one of sent) {
    await report.check(`Go SDK: traces of ${one.service} are read back`, () => checkSpans(ui, one));
    await report.check(`Go SDK: logs of ${one.service} are read back`, () => checkLogs(ui, one));
    await report.check(`Go SDK: metrics of ${one.service} are read back`, () => checkMetrics(ui, one));
  }
  await report.check('grpc-go: large messages', () => checkLarge(program, server), 90_000);
  await report.check('grpc-go: keepalive pings', () => checkKeepalive(program, server));
};

const goAwayCheck = async (program: string): Promise<void> => {
  const server = await startServerProcess({ args: ['--config', writeShortLivedConfig(folder)] });
  try {
    await report.check('grpc-go: GOAWAY by connection age loses nothing', () => checkGoAway(program, server));
  } finally {
    await server.stop();
  }
};

const prometheusChecks = async (server: ServerProcess): Promise<void> => {
  const install = 'not on PATH (apt-get install prometheus)';
  const promtool = which('promtool');
  const prometheus = which('prometheus');
  if (promtool === undefined) report.skip('promtool check metrics', install);
  else await report.check('promtool check metrics', () => checkWithPromtool(promtool, server.urls.ui));
  if (prometheus === undefined) report.skip('Prometheus scrapes /metrics', install);
  else
    await report.check('Prometheus scrapes /metrics', () => checkScrape(prometheus, folder, server.urls.ui));
};

const run = async (): Promise<void> => {
  const goTool = which('go');
  if (goTool === undefined) {
    report.skip('go/parser', 'no Go on PATH (https://go.dev/doc/install)');
    report.skip('lab', 'no Go on PATH (https://go.dev/doc/install)');
    report.skip('race detector', 'no Go on PATH (https://go.dev/doc/install)');
  } else {
    await checkGoParser(report, goTool, folder);
    await checkRaces(report, goTool, folder);
    await report.check('lab: what is said about Go maps holds with this Go', checkLab, 300_000);
  }
  const go = await buildGo(folder).catch((error: unknown) => error);
  const server = await startServerProcess();
  try {
    const curl = which('curl');
    if (curl === undefined) report.skip('OTLP/HTTP by hand', 'no curl on PATH (apt-get install curl)');
    else await report.check('OTLP/HTTP by hand with curl', () => checkWithCurl(curl, folder, server.urls));
    const goNames = ['Go SDK', 'grpc-go'];
    if (go instanceof Error)
      for (const name of goNames)
        await report.check(name, () => {
          throw go;
        });
    else if (typeof go === 'object' && go !== null && 'reason' in go)
      for (const name of goNames) report.skip(name, String(go.reason));
    else if (typeof go === 'object' && go !== null && 'program' in go) {
      await goChecks(String(go.program), server);
      await goAwayCheck(String(go.program));
    }
    report.skip(
      'OpenTelemetry Collector as a client',
      'not built by this script; the Go SDK checks use the same grpc-go and OTLP protocol packages',
    );
    await prometheusChecks(server);
  } finally {
    await server.stop();
  }
};

try {
  await run();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = report.close() ? 0 : 1;
