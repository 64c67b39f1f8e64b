/** The door of @nightglass/golint. */
export * from './engine/index.ts';
export { collectFacts } from './facts/collect.ts';
export type { PackageFacts } from './facts/model.ts';
export type * from './model.ts';
export { profiles } from './model.ts';
export * from './output/index.ts';
export { createSiteIndex, type Site, type SiteIndex } from './sites.ts';
export * from './syntax/ast.ts';
export { commentsBetween, commentText, docComments, lineComments } from './syntax/comments.ts';
export { type Parsed, parseFile } from './syntax/parse.ts';
export { LineIndex, type Position } from './syntax/positions.ts';
export { stringValue } from './syntax/string-value.ts';
export { exprText, namePath, rootIdent, samePath, sourceOf, unparen } from './syntax/text.ts';
export { Token, type TokenCode, tokenTexts } from './syntax/tokens.ts';
export { forEachChild, type Visit, walk } from './syntax/walk.ts';
