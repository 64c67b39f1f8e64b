import type { HttpClient } from '../../http/client.ts';
import { HttpProblem } from '../../http/problem.ts';
import { TracedTlsAgent } from '../../http/tls-agent.ts';
import { sleep } from '../../random.ts';
import { errorType } from '../../telemetry/log.ts';
import type { Telemetry } from '../../telemetry/telemetry.ts';
import type { GatewayConfig } from '../service.ts';

const riskHost = 'risk.internal';
/** A payment waits this long for the decision about its risk, all attempts together. */
const budgetMs = 1_200;
const handshakeTimeoutMs = 1_000;
const firstBackoffMs = 150;

export interface RiskDecision {
  decision: 'allow' | 'deny';
  /** 0 to 1. */
  score: number;
}

/**
 * Asks the risk service over TLS, again with growing pauses while the budget lasts. Throws HttpProblem 504 when
 * there was no answer in time, and 502 when the answer was an error.
 */
export const createRiskClient = (
  telemetry: Telemetry,
  callPeer: HttpClient,
  config: GatewayConfig,
): ((payment: { paymentId: string; customerId: string; amount: number }) => Promise<RiskDecision>) => {
  const agent = new TracedTlsAgent(telemetry, {
    trusted: config.trusted,
    hosts: { [riskHost]: '127.0.0.1' },
    handshakeTimeoutMs,
  });
  const failures = telemetry.meter.createCounter('shop.risk.failures', {
    unit: '{attempt}',
    description: 'Attempts to reach risk that brought no answer.',
  });

  return async (payment) => {
    const deadline = performance.now() + budgetMs;
    for (let attempt = 0; ; attempt++) {
      const left = deadline - performance.now();
      try {
        const { status, body } = await callPeer({
          method: 'POST',
          baseUrl: `https://${riskHost}:${config.riskPort}`,
          template: '/score',
          body: payment,
          timeoutMs: Math.max(1, Math.round(left)),
          peer: 'risk',
          agent,
          ...(attempt === 0 ? {} : { resend: attempt }),
        });
        if (status !== 200) throw new HttpProblem(502, 'risk_failed', `risk answered ${status}`);
        return body as RiskDecision;
      } catch (error) {
        if (error instanceof HttpProblem) throw error;
        failures.add(1, { 'error.type': errorType(error) });
        const pause = firstBackoffMs * 2 ** attempt;
        if (performance.now() + pause >= deadline)
          throw new HttpProblem(
            504,
            'risk_timeout',
            `no decision from ${riskHost} within ${budgetMs} ms (attempts: ${attempt + 1}, last error: ${errorType(error)})`,
            { cause: error },
          );
        await sleep(pause);
      }
    }
  };
};
