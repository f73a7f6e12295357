/** The JSON Schemas that Wireloom publishes, made from the definitions that it validates with. */
import { publishedSchemas } from '../lab/reports.ts';
import { labFileJsonSchema } from '../plan/spec/json-schema.ts';

/** All published schemas by file name in `schema/`. */
export function allSchemas(): Record<string, unknown> {
  return { 'lab.schema.json': labFileJsonSchema(), ...publishedSchemas() };
}

/** One schema by its short name: `lab`, `status`, `verify` or `event`. */
export function schemaOf(name: string): unknown {
  return allSchemas()[`${name}.schema.json`];
}
