/** Request text to typed parameters, and every mistake to one kind of error. */
import { NightglassError, nearest } from '@nightglass/model';
import { z } from 'zod';
import { quote } from './times.ts';

type Shape = Record<string, z.ZodType>;

/** True when the parameter may be given several times. */
export const isRepeatable = (schema: z.ZodType): boolean => {
  let inner: z.ZodType = schema;
  while (inner instanceof z.ZodOptional) inner = inner.unwrap() as z.ZodType;
  return inner instanceof z.ZodArray;
};

/** Reads the query string. NG_BAD_PARAMETER for unknown names, repeated ones and bad values. */
export const parseQuery = (shape: Shape, search: URLSearchParams): Record<string, unknown> => {
  const raw: Record<string, string | string[]> = {};
  for (const name of new Set(search.keys())) {
    const schema = Object.hasOwn(shape, name) ? shape[name] : undefined;
    if (!schema) throw unknownParameter(name, Object.keys(shape));
    const values = search.getAll(name);
    if (isRepeatable(schema)) raw[name] = values;
    else if (values.length === 1) raw[name] = values[0] ?? '';
    else {
      throw new NightglassError('NG_BAD_PARAMETER', `${name} is given ${values.length} times`, {
        parameter: name,
        hint: 'Give it once.',
      });
    }
  }
  return parseShape(shape, raw);
};

/** Reads the object of a JSON body. NG_BAD_PARAMETER for unknown names and bad values. */
export const parseBody = <S extends Shape>(
  shape: S,
  body: Record<string, unknown>,
): z.infer<z.ZodObject<S>> => {
  const names = Object.keys(shape);
  const unknown = Object.keys(body).find((name) => !Object.hasOwn(shape, name));
  if (unknown !== undefined) throw unknownParameter(unknown, names);
  return parseShape(shape, body) as z.infer<z.ZodObject<S>>;
};

/** Checks values against a shape of parameter schemas. */
export const parseShape = (shape: Shape, raw: Record<string, unknown>): Record<string, unknown> => {
  const result = z.object(shape).safeParse(raw);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const parameter = String(issue?.path[0] ?? '');
  const missing = !Object.hasOwn(raw, parameter);
  throw new NightglassError(
    'NG_BAD_PARAMETER',
    missing ? `${parameter} is missing` : `${parameter}: ${issue?.message ?? 'not valid'}`,
    { parameter, hint: hintOf(issue) ?? describe(shape[parameter]) },
  );
};

const hintOf = (issue: z.core.$ZodIssue | undefined): string | undefined => {
  const hint = issue?.code === 'custom' ? issue.params?.hint : undefined;
  return typeof hint === 'string' ? hint : undefined;
};

const describe = (schema: z.ZodType | undefined): string =>
  schema?.description ?? 'See /api/v1/openapi.json for the parameters of this path.';

const unknownParameter = (name: string, valid: readonly string[]): NightglassError => {
  const close = nearest(name, valid);
  return new NightglassError('NG_BAD_PARAMETER', `there is no parameter ${quote(name)} here`, {
    parameter: name.slice(0, 100),
    hint: close
      ? `Did you mean ${close}?`
      : valid.length === 0
        ? 'This path takes no parameters.'
        : `Valid names: ${valid.join(', ')}.`,
  });
};
