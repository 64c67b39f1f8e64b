import { resolveRange } from '../../api/range.ts';
import { limit, range, service } from '../arguments.ts';
import { changeOf } from '../diagnosis-view.ts';
import { type Tool, tool } from '../tool.ts';
import { nameOf, said } from '../untrusted.ts';

const day = 86_400_000_000_000n;
/** Clocks of pipelines differ from ours. */
const ahead = 300_000_000_000n;

const ms = (nano: bigint): number => Number(nano / 1_000_000n);

export const changeTools: readonly Tool[] = [
  tool({
    name: 'list_changes',
    title: 'Changes',
    description:
      'Deployments, commits, flags and changes of configuration that were reported, the newest first; by default those ' +
      'of the last day. That a change came before an incident does not make it the cause: ask explain.',
    shape: { service, ...range, limit: limit('Changes', 200, 50) },
    run: async ({ service: of, start, end, limit: most = 50 }, { now, state }) => {
      const { from, to } = resolveRange({ start, end: end ?? { at: now + ahead } }, now, day);
      const services = of === undefined ? {} : { services: [of] };
      const found = await state().changes({ fromMs: ms(from), toMs: ms(to), ...services, limit: most + 1 });
      return {
        result: {
          changes: found.slice(0, most).map((change) => ({
            ...changeOf(change),
            version: nameOf(change.version, 80),
            author: said(change.author, 80),
            files: change.files.slice(0, 10).map((f) => nameOf(f)),
            diff: said(change.diff, 800),
          })),
          more: found.length > most,
        },
        cuttable: [{ list: 'changes', how: 'Give a service, a shorter time or a smaller limit.' }],
      };
    },
  }),
];
