/**
 * The JSON Schema of the lab file, from the same definition as the types and the validation.
 */
import * as z from 'zod';
import { LabFile } from './lab.ts';

/** A JSON Schema document (draft 2020-12): plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

/** Makes the JSON Schema of the YAML notation, for editors and `wireloom schema`. */
export function labFileJsonSchema(): JsonSchema {
  return z.toJSONSchema(LabFile, { target: 'draft-2020-12', io: 'input' });
}
