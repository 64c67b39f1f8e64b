/** Resources and scopes by id. They never change under one id, so the ones read lately are remembered. */
import type { Resource, Scope } from '@nightglass/model';
import { raw, sql } from '../sql.ts';
import { type AttributeMap, readNotes, restoreAttributes } from './attributes.ts';
import type { Call } from './call.ts';

const remembered = 4000;

interface ResourceRow {
  id: string;
  attributes: AttributeMap;
  types: string[];
  schemaUrl: string;
  dropped: number;
}
interface ScopeRow extends ResourceRow {
  name: string;
  version: string;
}

export class Dimensions {
  readonly #resources = new Map<string, Resource>();
  readonly #scopes = new Map<string, Scope>();

  /** What these rows refer to. */
  of(
    call: Call,
    rows: readonly { resourceId: string; scopeId: string }[],
  ): Promise<[resources: Record<string, Resource>, scopes: Map<string, Scope>]> {
    return Promise.all([
      this.resources(
        call,
        rows.map((row) => row.resourceId),
      ),
      this.#scopesOf(
        call,
        rows.map((row) => row.scopeId),
      ),
    ]);
  }

  /** The resources of these ids; an id that is not stored (any more) has no entry. */
  async resources(call: Call, ids: Iterable<string>): Promise<Record<string, Resource>> {
    const found = await this.#read(this.#resources, ids, async (missing) => {
      const rows = await call.rows<ResourceRow>(sql`
        SELECT toString(ResourceId) AS id, ResourceAttributes AS attributes, AttributeTypes AS types,
          ResourceSchemaUrl AS schemaUrl, DroppedAttributesCount AS dropped
        FROM resources WHERE ResourceId IN (${raw(missing.join(', '))}) LIMIT 1 BY ResourceId`);
      return rows.map((row) => [row.id, shapeResource(row)] as const);
    });
    return Object.fromEntries(found);
  }

  /** The scopes of these ids; `scopeOf` gives the empty one for an id that is not stored. */
  #scopesOf(call: Call, ids: Iterable<string>): Promise<Map<string, Scope>> {
    return this.#read(this.#scopes, ids, async (missing) => {
      const rows = await call.rows<ScopeRow>(sql`
        SELECT toString(ScopeId) AS id, ScopeName AS name, ScopeVersion AS version, ScopeAttributes AS attributes,
          AttributeTypes AS types, ScopeSchemaUrl AS schemaUrl, DroppedAttributesCount AS dropped
        FROM scopes WHERE ScopeId IN (${raw(missing.join(', '))}) LIMIT 1 BY ScopeId`);
      return rows.map(
        (row) => [row.id, { name: row.name, version: row.version, ...shapeResource(row) }] as const,
      );
    });
  }

  async #read<T>(
    known: Map<string, T>,
    ids: Iterable<string>,
    fetch: (missing: string[]) => Promise<(readonly [string, T])[]>,
  ): Promise<Map<string, T>> {
    const found = new Map<string, T>();
    const missing: string[] = [];
    // Ids come from our own columns; anything but digits would be a bug, not a value to quote.
    for (const id of new Set(ids)) {
      const value = known.get(id);
      if (value !== undefined) found.set(id, value);
      else if (/^\d+$/.test(id)) missing.push(id);
    }
    for (let at = 0; at < missing.length; at += 1000) {
      for (const [id, value] of await fetch(missing.slice(at, at + 1000))) {
        found.set(id, value);
        if (known.size >= remembered) known.delete(known.keys().next().value ?? '');
        known.set(id, value);
      }
    }
    return found;
  }
}

const shapeResource = (row: ResourceRow): Resource => ({
  attributes: restoreAttributes(row.attributes, readNotes(row.types)),
  ...(row.dropped > 0 ? { droppedAttributesCount: row.dropped } : {}),
  ...(row.schemaUrl === '' ? {} : { schemaUrl: row.schemaUrl }),
});

export const scopeOf = (scopes: ReadonlyMap<string, Scope>, id: string): Scope =>
  scopes.get(id) ?? { name: '', version: '', attributes: [] };
