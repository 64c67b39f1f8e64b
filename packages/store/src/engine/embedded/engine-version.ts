import { createRequire } from 'node:module';
import { NightglassError } from '@nightglass/model';

/** The builds that chDB publishes (its loader's own list): glibc Linux and macOS. */
const builds: Record<string, string> = {
  'darwin-arm64': '@chdb/lib-darwin-arm64',
  'darwin-x64': '@chdb/lib-darwin-x64',
  'linux-x64': '@chdb/lib-linux-x64-gnu',
  'linux-arm64': '@chdb/lib-linux-arm64-gnu',
};

export const engineMissing = (platform: string, detail: string): NightglassError =>
  new NightglassError(
    'NG_ENGINE_MISSING',
    `The embedded engine is not installed for ${platform}: ${detail}`,
    {
      hint:
        builds[platform] === undefined
          ? 'There is no build for this platform: on Windows use WSL2, otherwise point nightglass at a ClickHouse server.'
          : 'Run `npm install --include=optional` (without --omit=optional). Alpine and other musl systems have no build: use a Debian image, or point nightglass at a ClickHouse server.',
    },
  );

/**
 * The versions of chDB and of its engine, from what is installed; nothing is loaded. Rejects with NG_ENGINE_MISSING.
 * `platform` is `process.platform-process.arch`.
 */
export const engineVersion = async (
  platform = `${process.platform}-${process.arch}`,
  resolvePackage: (name: string) => unknown = createRequire(import.meta.url),
): Promise<string> => {
  const build = builds[platform];
  if (build === undefined) throw engineMissing(platform, 'there is no such build');
  const versionOf = (name: string): string => {
    try {
      return (resolvePackage(`${name}/package.json`) as { version: string }).version;
    } catch {
      throw engineMissing(platform, `package ${name} is missing`);
    }
  };
  return `chDB ${versionOf('chdb')} (ClickHouse ${versionOf(build)})`;
};
