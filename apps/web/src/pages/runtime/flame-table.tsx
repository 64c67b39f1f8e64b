import type { FlameResponse } from '@nightglass/model';
import { useText } from '../../i18n/use-text.ts';
import { formatPercent } from '../../logic/format.ts';
import { shorten } from '../../logic/runtime/clean-text.ts';
import { flameMatcher } from '../../logic/runtime/flame-layout.ts';
import { shortFile } from '../../logic/runtime/stack-fold.ts';
import { formatSample } from '../../logic/runtime/views.ts';
import { changeParams, usePlace } from '../../router/place.ts';
import { type Column, Table } from '../../ui/table.tsx';

type Row = FlameResponse['table'][number];
const perStep = 50;

/** Own and cumulative cost by function; a name searches it in the graph. */
export const FlameTable = ({ data, find }: { data: FlameResponse; find: string }) => {
  const t = useText();
  const shown = Number(usePlace().params.get('rows')) || perStep;
  const matches = flameMatcher(find);
  const rows = matches === undefined ? data.table : data.table.filter((r) => matches(r.func));
  const sample = (value: number): string => formatSample(value, data.unit, data.difference);
  const share = (value: number): string =>
    data.total === 0 || data.difference ? '' : formatPercent(value / data.total);
  const number = (key: 'flat' | 'cumulative'): Column<Row>[] => [
    {
      key,
      title: t(`flame.${key}`),
      number: true,
      sort: (r) => (data.difference ? Math.abs(r[key]) : r[key]),
      cell: (r) => (
        <span
          className={
            data.difference && r[key] > 0 ? 'bad' : data.difference && r[key] < 0 ? 'good' : undefined
          }
        >
          {sample(r[key])} <span className="muted">{share(r[key])}</span>
        </span>
      ),
    },
  ];
  const columns: Column<Row>[] = [
    {
      key: 'func',
      title: t('flame.function'),
      sort: (r) => r.func,
      cell: (r) => (
        <button
          type="button"
          className="link-button"
          title={r.func}
          onClick={() => changeParams({ find: r.func }, { replace: true })}
        >
          <code className="ellipsis">{shorten(r.func, 80)}</code>{' '}
          <code className="frame-file">{shortFile(r.file, r.line)}</code>
        </button>
      ),
    },
    ...number('flat'),
    ...number('cumulative'),
  ];
  return (
    <>
      <Table
        columns={columns}
        rows={rows.slice(0, shown)}
        rowKey={(r) => `${r.func}\u0000${r.file}\u0000${r.line}`}
        param="sort"
        order="flat-"
        label={t('flame.table')}
      />
      {rows.length > shown ? (
        <p className="centred">
          <button
            type="button"
            className="button"
            onClick={() => changeParams({ rows: String(shown + perStep * 2) }, { replace: true })}
          >
            {t('action.more')}
          </button>
        </p>
      ) : null}
    </>
  );
};
