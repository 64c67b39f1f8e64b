import { useCallback, useMemo, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import { useKeys } from '../../frame/use-keys.ts';
import { deepestFailure } from '../../logic/trace/failing.ts';
import { closedAbove, makeRows } from '../../logic/trace/rows.ts';
import { findSpans, readZoom, writeZoom } from '../../logic/trace/view.ts';
import { readSet, toggled } from '../../logic/url-state.ts';
import { changeParams, usePlace } from '../../router/place.ts';
import { FindBar } from './find-bar.tsx';
import { Minimap } from './minimap.tsx';
import { SpanPanel } from './span-panel.tsx';
import type { TraceModel } from './use-trace.ts';
import { Waterfall } from './waterfall.tsx';

const quietly = { replace: true };

/** The waterfall with its minimap, and the panel of the chosen span. All state is in the URL. */
export const TraceView = ({ model }: { model: TraceModel }) => {
  const { params } = usePlace();
  const { tree } = model;
  const [closedText, openedText, findText] = [
    params.get('closed') ?? '',
    params.get('open') ?? '',
    params.get('find') ?? '',
  ];
  const findInput = useRef<HTMLInputElement>(null);
  const [finding, setFinding] = useState(findText !== '');
  // Without a choice in the URL: the failure that nothing below explains, or the root.
  const fallback = useMemo(() => deepestFailure(tree) ?? tree.roots[0], [tree]);
  const selected = tree.byKey.get(params.get('span') ?? '') ?? fallback;
  const closed = useMemo(() => readSet(new URLSearchParams({ closed: closedText }), 'closed'), [closedText]);
  const opened = useMemo(() => readSet(new URLSearchParams({ open: openedText }), 'open'), [openedText]);
  const rows = useMemo(
    () => makeRows(tree, { closed, opened, selected: selected?.key }),
    [tree, closed, opened, selected],
  );
  const hits = useMemo(() => findSpans(tree.nodes, findText), [tree, findText]);
  const hitSet = useMemo(() => new Set(hits), [hits]);
  const zoom = useMemo(() => readZoom(params.get('zoom'), tree.duration), [params, tree]);
  const setZoom = useCallback(
    (from: number, to: number) => changeParams({ zoom: writeZoom(from, to, tree.duration) }, quietly),
    [tree],
  );

  const select = useCallback(
    (key: string) => {
      const node = tree.byKey.get(key);
      if (node === undefined) return;
      const hidden = closedAbove(node, closed);
      const next = [...closed].filter((k) => !hidden.includes(k)).join(',');
      changeParams({ span: key, ...(hidden.length > 0 ? { closed: next } : {}) }, quietly);
    },
    [tree, closed],
  );
  const toggle = useCallback(
    (key: string) => {
      if (key.startsWith('run:')) changeParams({ open: toggled(opened, key) }, quietly);
      else changeParams({ closed: toggled(closed, key) }, quietly);
    },
    [closed, opened],
  );

  const move = (by: number): void => {
    const at = rows.findIndex((r) => r.kind === 'span' && r.key === selected?.key);
    const row = rows[at + by];
    if (row === undefined) return;
    // A run is entered at its near end.
    select(row.kind === 'span' ? row.key : (row.nodes.at(by > 0 ? 0 : -1)?.key ?? ''));
  };
  /** The next of the given keys, in the order of the waterfall, around the end. */
  const jump = (keys: ReadonlySet<string>, by: 1 | -1): void => {
    if (keys.size === 0 || selected === undefined) return;
    const order = tree.nodes;
    const at = order.indexOf(selected);
    for (let i = 1; i <= order.length; i++) {
      const node = order[(at + by * i + order.length * 2) % order.length];
      if (node !== undefined && keys.has(node.key)) {
        select(node.key);
        return;
      }
    }
  };
  const startFinding = (): void => {
    // At once, so that the next key already goes into the field.
    flushSync(() => setFinding(true));
    findInput.current?.focus();
  };
  const failures = useMemo(() => new Set(tree.nodes.filter((n) => n.error).map((n) => n.key)), [tree]);
  useKeys({
    ArrowDown: () => move(1),
    ArrowUp: () => move(-1),
    ArrowLeft: (event) => {
      if (inTabs(event) || selected === undefined) return false;
      if (selected.children.length > 0 && !closed.has(selected.key)) toggle(selected.key);
      else if (selected.parent !== null) select(selected.parent.key);
      return undefined;
    },
    ArrowRight: (event) => {
      if (inTabs(event) || selected === undefined) return false;
      if (closed.has(selected.key)) toggle(selected.key);
      else if (selected.children[0] !== undefined) select(selected.children[0].key);
      return undefined;
    },
    z: () => {
      if (selected === undefined) return;
      const room = (selected.end - selected.start) * 0.1;
      setZoom(selected.start - room, selected.end + room);
    },
    x: () => setZoom(0, tree.duration),
    n: () => jump(failures, 1),
    p: () => jump(failures, -1),
    f: startFinding,
  });
  return (
    <div className="trace-view">
      <div className="trace-left">
        {finding ? (
          <FindBar
            input={findInput}
            text={findText}
            hits={hits.length}
            at={selected === undefined ? -1 : hits.indexOf(selected.key)}
            onChange={(find) => changeParams({ find }, quietly)}
            onStep={(by) => jump(hitSet, by)}
            onClose={() => {
              changeParams({ find: null }, quietly);
              setFinding(false);
            }}
          />
        ) : null}
        <Minimap tree={tree} zoom={zoom} onZoom={setZoom} />
        <Waterfall
          model={model}
          rows={rows}
          zoom={zoom}
          selected={selected?.key}
          hits={findText === '' ? undefined : hitSet}
          onSelect={select}
          onToggle={toggle}
          onZoom={setZoom}
          onFind={startFinding}
        />
      </div>
      {selected === undefined ? null : <SpanPanel key={selected.key} model={model} node={selected} />}
    </div>
  );
};

/** Arrow keys in the tab list belong to the tabs. */
const inTabs = (event: KeyboardEvent): boolean =>
  event.target instanceof Element && event.target.closest('[role="tablist"]') !== null;
