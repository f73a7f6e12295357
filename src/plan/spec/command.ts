/**
 * Commands, services and what a node runs, as written in a lab file.
 */
import * as z from 'zod';
import { Duration, NonEmptyText, oneOf, ScalarText, strictMap, TcpPort, Text } from './scalars.ts';

const COMMAND_RULE = 'a command line, a list of arguments that is not empty, or {sh: "…"}';

/** A command: words as POSIX quoting splits them, an argument array, or a line for a shell. */
export const CommandSpec = z
  .union(
    [
      NonEmptyText,
      z.array(Text).min(1, { error: COMMAND_RULE }),
      strictMap({ sh: NonEmptyText.describe('A line for /bin/sh -c') }, 'a map with the key sh'),
    ],
    { error: COMMAND_RULE },
  )
  .meta({
    id: 'command',
    description:
      'A command: text is split into words by POSIX quoting without expansion, a list is taken as it is, {sh: …} asks for a shell',
  });

/** A command as written. */
export type CommandSpec = z.infer<typeof CommandSpec>;

/** Environment variables by name. */
export const EnvSpec = z
  .record(z.string(), ScalarText, { error: 'a map of variables' })
  .describe('Environment variables of everything that runs in the node');

const READY_RULE = 'a map with either tcp or exec';

const ReadySpec = strictMap({
  tcp: TcpPort.optional().describe('Ready when this TCP port accepts a connection'),
  exec: CommandSpec.optional().describe('Ready when this command ends with status 0'),
  timeout: Duration.optional().describe('How long to wait for it, 30s by default'),
}).refine((ready) => (ready.tcp === undefined) !== (ready.exec === undefined), { error: READY_RULE });

/** A program that is kept running. */
export const ServiceSpec = strictMap({
  cmd: CommandSpec,
  env: EnvSpec.optional().describe('Environment variables of this service alone'),
  ready: ReadySpec.optional().describe('When the service counts as ready; absent: once it is started'),
  restart: oneOf(['always', 'on-failure', 'never'])
    .optional()
    .describe('What happens when it ends, always by default'),
});

/** A service as written. */
export type ServiceSpec = z.infer<typeof ServiceSpec>;
