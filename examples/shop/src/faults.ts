/** The faults that can be switched on, and how a request for one is read. */

interface OptionRule {
  default: number | string;
  /** Inclusive, for numbers. */
  range?: readonly [number, number];
  /** Allowed texts. */
  oneOf?: readonly string[];
}
interface FaultRule {
  description: string;
  options: Record<string, OptionRule>;
}

export const faultRules = {
  'trust-chain': {
    description:
      'risk presents a certificate of a rotated authority that payment-gateway does not trust; the TLS handshake fails and POST /pay answers 504',
    options: { mode: { default: 'untrusted', oneOf: ['untrusted', 'timeout'] } },
  },
  'cache-sweep': {
    description:
      'the payment cache of payment-gateway holds very many entries and is swept in one synchronous loop, which starves the event loop',
    options: {
      entries: { default: 400_000, range: [1_000, 2_000_000] },
      everySeconds: { default: 2, range: [0.5, 600] },
    },
  },
  'slow-inventory': {
    description: 'every allocation in the warehouse of inventory takes longer',
    options: { delayMs: { default: 900, range: [1, 60_000] } },
  },
  'bad-deploy': {
    description:
      'order is deployed as 1.5.0, which throws a TypeError for orders with the discount code WELCOME10',
    options: {},
  },
  'traffic-surge': {
    description: 'many more customers come; nothing in the shop is at fault',
    options: { factor: { default: 5, range: [1, 20] } },
  },
} as const satisfies Record<string, FaultRule>;

export type FaultName = keyof typeof faultRules;
export const faultNames = Object.keys(faultRules) as FaultName[];

export interface FaultRequest {
  fault: FaultName;
  enabled: boolean;
  /** Switch it off again by itself. */
  forSeconds?: number;
  options: Record<string, number | string>;
}

export interface FaultState {
  fault: FaultName;
  description: string;
  enabled: boolean;
  /** RFC 3339, null when it is off. */
  since: string | null;
  options: Record<string, number | string>;
}

const maxSeconds = 7 * 24 * 3600;

const readOption = (name: string, value: unknown, rule: OptionRule): number | string => {
  if (value === undefined) return rule.default;
  if (rule.oneOf !== undefined) {
    if (typeof value === 'string' && rule.oneOf.includes(value)) return value;
    throw new Error(`${name} must be one of ${rule.oneOf.join(', ')}`);
  }
  const [low, high] = rule.range ?? [0, Number.MAX_SAFE_INTEGER];
  if (typeof value === 'number' && value >= low && value <= high) return value;
  throw new Error(`${name} must be a number from ${low} to ${high}`);
};

/** Reads `{fault, enabled?, forSeconds?, ...options}`. Throws an Error that says what is wrong with it. */
export const parseFaultRequest = (body: unknown): FaultRequest => {
  if (typeof body !== 'object' || body === null || Array.isArray(body))
    throw new Error('the body must be a JSON object such as {"fault": "trust-chain", "enabled": true}');
  const { fault, enabled = true, forSeconds, ...given } = body as Record<string, unknown>;
  const name = faultNames.find((known) => known === fault);
  if (name === undefined)
    throw new Error(`unknown fault ${JSON.stringify(fault)}; there are ${faultNames.join(', ')}`);
  if (typeof enabled !== 'boolean') throw new Error('enabled must be true or false');
  if (
    forSeconds !== undefined &&
    !(typeof forSeconds === 'number' && forSeconds > 0 && forSeconds <= maxSeconds)
  )
    throw new Error(`forSeconds must be a number above 0 and at most ${maxSeconds}`);
  const rules: Record<string, OptionRule> = faultRules[name].options;
  for (const key of Object.keys(given))
    if (!Object.hasOwn(rules, key))
      throw new Error(
        `${name} has no option ${JSON.stringify(key)}; it has ${Object.keys(rules).join(', ') || 'none'}`,
      );
  const options = Object.fromEntries(
    Object.entries(rules).map(([key, rule]) => [key, readOption(key, given[key], rule)]),
  );
  return { fault: name, enabled, options, ...(forSeconds === undefined ? {} : { forSeconds }) };
};
