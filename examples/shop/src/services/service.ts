import type { TelemetryConfig } from '../telemetry/telemetry.ts';

/** What every service of the shop is started with, over IPC. */
export interface ServiceConfig {
  telemetry: TelemetryConfig;
  seed: number;
}
export interface ServiceStarted {
  url: string;
}

export interface OrderConfig extends ServiceConfig {
  /** SQLite file; two releases may have it open during a deployment. */
  databaseFile: string;
  inventoryUrl: string;
  /** Which pricing code runs: `next` is what the fault bad-deploy brings. */
  release: 'stable' | 'next';
}

export interface GatewayConfig extends ServiceConfig {
  orderUrl: string;
  riskPort: number;
  /** Root certificates the gateway trusts, PEM. */
  trusted: string[];
}
