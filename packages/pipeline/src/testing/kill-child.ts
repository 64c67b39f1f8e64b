/** The victim of kill.test.ts: `kill-child.ts FOLDER write|drain`. Prints each request once it is acknowledged. */
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { noCounts } from '../conservation.ts';
import { nightglassConfig } from '../exporters/nightglass/config.ts';
import { NightglassExporter } from '../exporters/nightglass/nightglass.ts';
import type { BlockTarget, OpenBlock, StoredRequest } from '../queue/block-target.ts';
import { batchOf, testContext } from './fixtures.ts';

const [folder = '', mode = ''] = process.argv.slice(2);

class LineBlock implements OpenBlock {
  readonly texts: string[] = [];
  readonly records = noCounts();
  byteLength = 0;
  get rows(): number {
    return this.texts.length;
  }
  add({ bytes }: StoredRequest): void {
    this.texts.push(Buffer.from(bytes).toString('latin1'));
    this.records.traces++;
    this.byteLength += bytes.length;
  }
}
const target: BlockTarget = {
  newBlock: () => new LineBlock(),
  async store(block, token) {
    appendFileSync(join(folder, 'store'), `\n${token} ${(block as LineBlock).texts.join(' ')} end`);
    // Time for a kill between "stored" and "known to be stored".
    await new Promise((resolve) => setTimeout(resolve, 5));
  },
};

const context = testContext(folder);
const config = nightglassConfig.parse({
  block: { max_age: '10ms', max_rows: 40 },
  queue: { segment_size: '1MiB' },
});
const exporter = new NightglassExporter(context, config, target);
await exporter.start();
const isEmpty = (): boolean => context.ledger.check().traces.queued === 0;
if (mode === 'drain') {
  while (!isEmpty()) await new Promise((resolve) => setTimeout(resolve, 10));
  await exporter.stop(1000);
} else {
  const sender = async (name: number): Promise<never> => {
    for (let i = 0; ; i++) {
      const text = `${process.pid}-${name}-${i}-${'x'.repeat((i * 13) % 500)}`;
      await exporter.consume(batchOf(text));
      process.stdout.write(`${text}\n`);
    }
  };
  await Promise.race(Array.from({ length: 8 }, (_, n) => sender(n)));
}
