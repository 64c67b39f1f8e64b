/** NGG019: GODEBUG=asyncpreemptoff=1, set from Go. Other files: `checkGodebug`. */
import type { FileFacts } from '../facts/model.ts';
import type { Rule, RuleContext } from '../rules-model.ts';
import { type BasicLit, type CallExpr, Kind, type Node } from '../syntax/ast.ts';
import { commentText } from '../syntax/comments.ts';
import { stringValue } from '../syntax/string-value.ts';
import { unparen } from '../syntax/text.ts';
import { walk } from '../syntax/walk.ts';
import { asyncPreemptOff } from './godebug.ts';

export const ngg019: Rule = {
  meta: {
    id: 'NGG019',
    name: 'bad-godebug',
    level: 'warning',
    profiles: ['recommended', 'strict', 'all'],
    title: 'GODEBUG switches off asynchronous preemption, which prevents no crash and delays the collector.',
    go: 'configuration',
    sinceMinor: null,
    fixable: false,
  },
  check(context) {
    for (const file of context.facts.files) {
      if (!file.source.text.includes('asyncpreemptoff=1')) continue;
      checkDirectives(context, file);
      walk(file.file, (node, parent) => {
        if (node.kind === Kind.BasicLit) checkLiteral(context, file, node, parent);
        return true;
      });
    }
  },
};

const checkDirectives = (context: RuleContext, file: FileFacts): void => {
  for (const comment of file.file.comments) {
    if (comment.pos > file.file.package) return;
    if (!/^\/\/go:debug\s+asyncpreemptoff=1\b/.test(commentText(comment, file.source.text))) continue;
    context.report({
      file,
      node: comment,
      message: `//go:debug asyncpreemptoff=1 does not build: it is no setting that go build knows in a directive. ${asyncPreemptOff} Remove it.`,
    });
  }
};

const isSetting = (value: string): boolean => /(^|[=,])asyncpreemptoff=1($|,)/.test(value);

const checkLiteral = (
  context: RuleContext,
  file: FileFacts,
  node: BasicLit,
  parent: Node | undefined,
): void => {
  const value = stringValue(node, file.source.text);
  if (value === undefined || !isSetting(value)) return;
  const setter = parent?.kind === Kind.CallExpr ? setterOf(parent, node, file) : undefined;
  if (setter === undefined && !value.startsWith('GODEBUG=')) return;
  const message =
    setter === undefined
      ? `${value} is put into an environment here. ${asyncPreemptOff} Remove it.`
      : `${setter} sets GODEBUG to ${value} here. The running program has read it at its start and does not change; programs it starts inherit it. ${asyncPreemptOff} Remove it.`;
  context.report({ file, node: parent !== undefined && setter !== undefined ? parent : node, message });
};

/** `os.Setenv("GODEBUG", ...)`, `t.Setenv(...)`. */
const setterOf = (call: CallExpr, value: BasicLit, file: FileFacts): string | undefined => {
  const fun = unparen(call.fun);
  const [name, given] = call.args;
  if (fun.kind !== Kind.SelectorExpr || fun.sel.name !== 'Setenv' || given !== value) return undefined;
  const isGodebug = name?.kind === Kind.BasicLit && stringValue(name, file.source.text) === 'GODEBUG';
  return isGodebug && fun.x.kind === Kind.Ident ? `${fun.x.name}.Setenv` : undefined;
};
