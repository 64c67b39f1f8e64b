import type { TraceResponse } from '@nightglass/model';
import { useMemo } from 'react';
import { criticalPath, type Interval } from '../../logic/trace/critical-path.ts';
import { correctSkew, type Skew } from '../../logic/trace/skew.ts';
import { buildTree, type TraceTree } from '../../logic/trace/tree.ts';

export interface TraceModel {
  response: TraceResponse;
  tree: TraceTree;
  skews: Skew[];
  /** By span key: the parts on the critical path. */
  critical: Map<string, Interval[]>;
}

/** Built once per answer: at 10,000 spans this takes tens of milliseconds. */
export const useTraceModel = (response: TraceResponse | undefined): TraceModel | undefined =>
  useMemo(() => {
    if (response === undefined) return undefined;
    const tree = buildTree(response.spans);
    const skews = correctSkew(tree);
    return { response, tree, skews, critical: criticalPath(tree) };
  }, [response]);
