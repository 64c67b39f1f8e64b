/** FOR TESTS: an OpenAI-compatible endpoint on this machine that answers what it is told to. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Asked {
  url: string;
  authorization: string;
  body: {
    model: string;
    temperature: number;
    response_format?: unknown;
    messages: { role: string; content: string }[];
  };
}

export interface FakeModel {
  url: URL;
  asked: Asked[];
  close(): Promise<void>;
}

type Answer = (asked: Asked, response: ServerResponse, request: IncomingMessage) => void;

export const startFakeModel = async (answer: Answer): Promise<FakeModel> => {
  const asked: Asked[] = [];
  const server = createServer(async (request, response) => {
    let text = '';
    for await (const chunk of request) text += chunk;
    const one = {
      url: request.url ?? '',
      authorization: request.headers.authorization ?? '',
      body: JSON.parse(text) as Asked['body'],
    };
    asked.push(one);
    answer(one, response, request);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return {
    url: new URL(`http://127.0.0.1:${port}/v1/`),
    asked,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        server.closeAllConnections();
      }),
  };
};

/** An answer whose message is this text. */
export const says =
  (content: string): Answer =>
  (_, response) => {
    response.setHeader('content-type', 'application/json');
    response.end(JSON.stringify({ choices: [{ index: 0, message: { role: 'assistant', content } }] }));
  };

export const claiming = (...claims: [text: string, ...ids: string[]][]): string =>
  JSON.stringify({ claims: claims.map(([text, ...evidence_ids]) => ({ text, evidence_ids })) });
