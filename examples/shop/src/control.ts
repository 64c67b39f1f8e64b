import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FaultBoard } from './fault-board.ts';
import { parseFaultRequest } from './faults.ts';
import { problemBody, readJson, sendJson } from './http/json.ts';
import { HttpProblem } from './http/problem.ts';

export interface Control {
  url: string;
  stop(): void;
}

/** A page in a browser cannot send this type to another origin without asking first, so it cannot break the shop. */
const requireJson = (request: IncomingMessage): void => {
  if (!/^application\/json\b/i.test(request.headers['content-type'] ?? ''))
    throw new HttpProblem(415, 'not_json', 'send "content-type: application/json" (curl --json sets it)');
};

/** The control API: `GET /` (overview), `GET /faults`, `POST /faults {fault, enabled, forSeconds?, ...options}`. */
export const startControl = async (
  port: number,
  board: FaultBoard,
  overview: () => Promise<Record<string, unknown>>,
): Promise<Control> => {
  const change = async (request: IncomingMessage): Promise<unknown> => {
    requireJson(request);
    const body = await readJson(request);
    let parsed: ReturnType<typeof parseFaultRequest>;
    try {
      parsed = parseFaultRequest(body);
    } catch (error) {
      throw new HttpProblem(400, 'bad_fault', error instanceof Error ? error.message : String(error));
    }
    return board.set(parsed);
  };

  const answer = async (request: IncomingMessage): Promise<unknown> => {
    const { pathname } = new URL(request.url ?? '/', 'http://localhost');
    switch (`${request.method} ${pathname}`) {
      case 'GET /':
        return { ...(await overview()), faults: board.list() };
      case 'GET /faults':
        return { faults: board.list() };
      case 'POST /faults':
        return change(request);
      default:
        throw new HttpProblem(404, 'not_found', 'there are GET /, GET /faults and POST /faults');
    }
  };

  const server = createServer((request, response) => {
    answer(request).then(
      (body) => sendJson(response, 200, body),
      (error: unknown) => {
        const problem =
          error instanceof HttpProblem
            ? error
            : new HttpProblem(500, 'internal', error instanceof Error ? error.message : String(error));
        sendJson(response, problem.status, problemBody(problem));
      },
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    stop() {
      server.close();
      server.closeAllConnections();
    },
  };
};
