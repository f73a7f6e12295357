/**
 * What `status`, `verify` and `events` say, as data: one zod definition gives the types, the JSON Schemas that are
 * published in `schema/`, and what the tests hold real output against. Readers ignore keys that they do not know.
 *
 * The daemon imports the types only, and so does not load zod.
 */
import { z } from 'zod';

const portNames = z.array(z.string()).describe('`node:port`, sorted naturally');
const time = z.iso.datetime();

/** One port's verdict. */
export const portReportSchema = z.object({
  node: z.string(),
  port: z.string(),
  verdict: z.enum(['pass', 'fail', 'no-info']),
  evidence: z.enum(['lldp', 'bfd', 'mac']).nullable().describe('What the verdict rests on'),
  expected: portNames,
  observed: portNames,
  reason: z.string().describe('One clause; empty for a pass without remark'),
  since: time.describe('When the verdict became what it is'),
});

/** One sentence about the whole lab. */
export const diagnosisSchema = z.object({ kind: z.string(), text: z.string(), ports: portNames });

/** One check of the lab file. */
export const checkReportSchema = z.object({ name: z.string(), ok: z.boolean(), detail: z.string() });

/** LLDP counters of one port, since the lab came up. */
export const counterReportSchema = z.object({
  node: z.string(),
  port: z.string(),
  framesIn: z.int().describe('LLDPDUs received, good or bad'),
  framesOut: z.int().describe('LLDPDUs sent'),
  framesDiscarded: z.int().describe('LLDPDUs discarded whole, because they were malformed'),
  neighborsDropped: z.int().describe('LLDPDUs of neighbours for which there was no room'),
  queueDrops: z
    .int()
    .describe('LLDPDUs lost to a full queue in the kernel; the ports of a node share one queue'),
});

/** `wireloom status --json`. */
export const statusReportSchema = z
  .object({
    schema: z.literal(1),
    lab: z.string(),
    file: z.string().describe('Absolute path of the lab file'),
    state: z.enum(['creating', 'up', 'degraded', 'failed']),
    nodes: z.array(
      z.object({
        name: z.string(),
        kind: z.enum(['netns', 'switch', 'hub', 'bridge']),
        state: z.enum(['creating', 'up', 'degraded', 'stopped', 'failed']),
      }),
    ),
    links: z.array(z.object({ a: z.string(), b: z.string(), state: z.enum(['up', 'cut', 'down']) })),
    ports: z.array(portReportSchema),
    notChecked: portNames.describe(
      'Linked ports without a verdict: verify is off, or nobody can speak there',
    ),
    services: z.array(
      z.object({ node: z.string(), service: z.string(), state: z.string(), detail: z.string() }),
    ),
    diagnosis: z.array(diagnosisSchema),
    counters: z.array(counterReportSchema).optional().describe('With --counters'),
  })
  .describe('State of a lab');

/** `wireloom verify --json`. */
export const verifyReportSchema = z
  .object({
    schema: z.literal(1),
    lab: z.string(),
    ok: z.boolean(),
    ports: z.array(portReportSchema),
    notChecked: portNames,
    checks: z.array(checkReportSchema),
    diagnosis: z.array(diagnosisSchema),
  })
  .describe('The wire of a lab held against its plan, and its checks');

/** `wireloom events`: one object a line. */
export const eventSchema = z
  .object({
    schema: z.literal(1),
    seq: z.int().describe('Counts from 1 for each daemon'),
    time,
    type: z.enum(['state', 'verdict', 'diagnosis', 'service', 'fault']),
    node: z.string().optional(),
    port: z.string().optional(),
    text: z.string().describe('One line for people'),
  })
  .loose()
  .describe('Something that happened in a lab');

export type PortReport = z.infer<typeof portReportSchema>;
export type DiagnosisReport = z.infer<typeof diagnosisSchema>;
export type CounterReport = z.infer<typeof counterReportSchema>;
export type CheckReport = z.infer<typeof checkReportSchema>;
export type StatusReport = z.infer<typeof statusReportSchema>;
export type VerifyReport = z.infer<typeof verifyReportSchema>;
export type LabEvent = z.infer<typeof eventSchema>;

/** The published JSON Schemas by file name. */
export function publishedSchemas(): Record<string, unknown> {
  return {
    'status.schema.json': z.toJSONSchema(statusReportSchema),
    'verify.schema.json': z.toJSONSchema(verifyReportSchema),
    'event.schema.json': z.toJSONSchema(eventSchema),
  };
}
