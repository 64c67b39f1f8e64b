/** Sends an incident to a running Nightglass, so that the whole product can be asked about it. */
import type { IncidentData } from '@nightglass/rootcause';
import { type OtlpRequest, otlpRequests } from './otlp-json.ts';

/** A simulated incident has no business on a network. */
export const isLoopback = (url: string): boolean => {
  const { hostname } = new URL(url);
  return hostname === 'localhost' || hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(hostname);
};

const mostTries = 6;

/** Resends what the receiver cannot take yet, as the protocol asks; throws on any other refusal. */
const post = async (base: string, request: OtlpRequest): Promise<void> => {
  for (let attempt = 0; ; attempt++) {
    const answer = await fetch(`${base.replace(/\/$/, '')}/v1/${request.signal}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: request.body,
      signal: AbortSignal.timeout(30_000),
    });
    const text = await answer.text();
    if (answer.ok) return;
    const again = answer.status === 429 || answer.status === 503;
    if (!again || attempt + 1 >= mostTries)
      throw new Error(`${request.signal}: the receiver answered ${answer.status}: ${text.slice(0, 300)}`);
    await new Promise((done) => setTimeout(done, 250 * 2 ** attempt));
  }
};

export const sendIncident = async (
  url: string,
  data: IncidentData,
  nowMs: number,
  progress: (sent: Record<OtlpRequest['signal'], number>) => void,
): Promise<number> => {
  const shiftMs = nowMs - data.incident.endMs;
  const sent = { traces: 0, logs: 0, metrics: 0 };
  for (const request of otlpRequests(data, shiftMs)) {
    await post(url, request);
    sent[request.signal] += request.records;
    progress(sent);
  }
  return shiftMs;
};

/** Tells the server of the incident's changes, so that they can be weighed: no telemetry carries their diffs. */
export const sendChanges = async (api: string, data: IncidentData, shiftMs: number): Promise<number> => {
  for (const {
    id,
    kind,
    service,
    summary,
    version,
    author,
    diff,
    files,
    timeMs,
    deployedMs,
  } of data.changes) {
    // Of a commit the server is told when it took effect.
    const time = new Date((deployedMs ?? timeMs) + shiftMs).toISOString();
    const answer = await fetch(`${api.replace(/\/$/, '')}/api/v1/changes`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ id, kind, service, summary, version, author, diff, files, time }),
      signal: AbortSignal.timeout(10_000),
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`changes: the server answered ${answer.status}: ${text.slice(0, 300)}`);
  }
  return data.changes.length;
};
