import { readFileSync } from 'node:fs';
import { NightglassError } from '@nightglass/model';

export interface CheckResult {
  ok: boolean;
  /** What was found, one line. */
  message: string;
  hint?: string;
}

/**
 * Whether this processor can run the engine: chDB's x86-64 build uses AVX2 and would die of an illegal instruction.
 * `info` is the text of /proc/cpuinfo (absent on macOS, where every supported machine is new enough).
 */
export const checkCpu = (arch: string = process.arch, info: string | undefined = cpuInfo()): CheckResult => {
  if (arch !== 'x64') return { ok: true, message: `processor ${arch}` };
  if (info === undefined) return { ok: true, message: 'processor x64 (features unknown)' };
  const flags = /^flags\s*:(.*)$/m.exec(info)?.[1] ?? '';
  const model = /^model name\s*:\s*(.*)$/m.exec(info)?.[1] ?? 'x64';
  if (/\bavx2\b/.test(flags)) return { ok: true, message: `processor ${model} has AVX2` };
  return {
    ok: false,
    message: `The processor (${model}) has no AVX2, which the embedded engine needs`,
    hint: 'In a virtual machine, pass the host processor through (QEMU: -cpu host). Otherwise point nightglass at a ClickHouse server.',
  };
};

const cpuInfo = (): string | undefined => {
  try {
    return readFileSync('/proc/cpuinfo', 'utf8');
  } catch {
    return undefined;
  }
};

export const cpuError = (check: CheckResult): NightglassError =>
  new NightglassError('NG_CPU_UNSUPPORTED', check.message, { hint: check.hint });
