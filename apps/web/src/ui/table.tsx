import type { ReactNode } from 'react';
import { useText } from '../i18n/use-text.ts';
import { changeParams, usePlace } from '../router/place.ts';

export interface Column<Row> {
  key: string;
  title: string;
  /** Stands in the header, so that the cells hold bare numbers. */
  unit?: string;
  number?: boolean;
  /** What to sort by; absent: the column cannot be sorted. */
  sort?: (row: Row) => number | string;
  cell: (row: Row) => ReactNode;
  /** Left out of the list form on a phone. */
  wide?: boolean;
}

interface Props<Row> {
  columns: readonly Column<Row>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  /** Name of the URL parameter that holds the order: several tables can stand on a page. */
  param: string;
  /** `errors-` is descending by errors. */
  order?: string;
  label: string;
  selected?: string | undefined;
}

const sorted = <Row,>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  order: string,
): readonly Row[] => {
  const descending = order.endsWith('-');
  const by = columns.find((c) => c.key === order.replace(/-$/, ''))?.sort;
  if (by === undefined) return rows;
  const direction = descending ? -1 : 1;
  return rows.toSorted((a, b) => {
    const [x, y] = [by(a), by(b)];
    return direction * (x < y ? -1 : x > y ? 1 : 0);
  });
};

/** Comparable things: 28 px rows, sticky header, sortable, numbers right. At phone width each row becomes a list item. */
export const Table = <Row,>({ columns, rows, rowKey, param, order = '', label, selected }: Props<Row>) => {
  const t = useText();
  const current = usePlace().params.get(param) ?? order;
  const name = current.replace(/-$/, '');
  const descending = current.endsWith('-');
  return (
    <div className="table-scroll">
      <table className="table" aria-label={label}>
        <thead>
          <tr>
            {columns.map((c) => {
              const active = c.key === name && c.sort !== undefined;
              const next = active
                ? descending
                  ? c.key
                  : `${c.key}-`
                : c.number === true
                  ? `${c.key}-`
                  : c.key;
              return (
                <th
                  key={c.key}
                  scope="col"
                  className={c.number === true ? 'num' : undefined}
                  aria-sort={active ? (descending ? 'descending' : 'ascending') : undefined}
                >
                  {c.sort === undefined ? (
                    <Title column={c} />
                  ) : (
                    <button
                      type="button"
                      className="sort"
                      title={t('table.sortBy', { column: c.title })}
                      onClick={() =>
                        changeParams({ [param]: next === order ? null : next }, { replace: true })
                      }
                    >
                      <Title column={c} />
                      <span className="sort-mark" aria-hidden="true">
                        {active ? (descending ? '↓' : '↑') : ''}
                      </span>
                    </button>
                  )}
                </th>
              );
            })}
          </tr>
        </thead>
        <tbody>
          {sorted(rows, columns, current).map((row) => {
            const key = rowKey(row);
            return (
              <tr key={key} className={key === selected ? 'selected' : undefined}>
                {columns.map((c) => (
                  <td
                    key={c.key}
                    className={`${c.number === true ? 'num' : ''} ${c.wide === true ? 'wide-only' : ''}`}
                    data-title={c.title}
                  >
                    {c.cell(row)}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </div>
  );
};

const Title = <Row,>({ column }: { column: Column<Row> }) => (
  <>
    {column.title}
    {column.unit === undefined ? null : <span className="unit"> {column.unit}</span>}
  </>
);
