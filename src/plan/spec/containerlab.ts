/**
 * Keys of containerlab's topology file that this program does not honour. They are accepted, so that such a file can
 * be used as it is, and each is warned about once (https://containerlab.dev/manual/topo-def-file/, /manual/nodes/).
 */
import * as z from 'zod';

/** At the top of the file. */
export const CONTAINERLAB_LAB_KEYS = ['mgmt', 'prefix', 'settings', 'debug'] as const;

/** Below `topology`. */
export const CONTAINERLAB_TOPOLOGY_KEYS = ['groups'] as const;

/** Of a node, in `defaults`, `kinds` and `nodes`. */
export const CONTAINERLAB_NODE_KEYS = [
  'aliases',
  'auto-remove',
  'cap-add',
  'certificate',
  'components',
  'config',
  'cpu',
  'cpu-set',
  'devices',
  'dns',
  'enforce-startup-config',
  'entrypoint',
  'env-files',
  'extras',
  'group',
  'healthcheck',
  'image-pull-policy',
  'labels',
  'license',
  'mgmt-ipv4',
  'mgmt-ipv6',
  'network-mode',
  'ports',
  'position',
  'publish',
  'restart-policy',
  'runtime',
  'shm-size',
  'stages',
  'startup-config',
  'startup-delay',
  'suppress-startup-config',
  'type',
  'user',
] as const;

/** Of a link. */
export const CONTAINERLAB_LINK_KEYS = ['vars', 'labels'] as const;

/** Schema entries that let the keys stand with any value. */
export function ignoredKeys<const T extends readonly string[]>(keys: T): Record<T[number], z.ZodOptional<z.ZodUnknown>> {
  const shape = keys.map((key) => [
    key,
    z.unknown().optional().describe(`containerlab's ${key}: accepted, without effect`),
  ]);
  return Object.fromEntries(shape) as Record<T[number], z.ZodOptional<z.ZodUnknown>>;
}
