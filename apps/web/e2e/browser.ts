/** One headless Chromium for the tests and the screenshots. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const candidates = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
];

const findChromium = (): string | undefined =>
  process.env.CHROMIUM_PATH ?? candidates.find((path) => existsSync(path));

/** Ends the process with an explanation when there is no browser to run in. */
export const launchBrowser = async (): Promise<Browser> => {
  const executablePath = findChromium();
  if (executablePath === undefined || !existsSync(executablePath)) {
    console.error(
      `No Chromium was found${executablePath === undefined ? '' : ` at ${executablePath}`}. Install one and run this again:\n` +
        '  Debian, Ubuntu:  apt-get install -y chromium\n' +
        '  Fedora:          dnf install -y chromium\n' +
        '  macOS:           brew install --cask chromium\n' +
        'or point CHROMIUM_PATH at the executable of a Chromium or Chrome you have.',
    );
    process.exit(2);
  }
  return chromium.launch({
    executablePath,
    headless: true,
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
};
