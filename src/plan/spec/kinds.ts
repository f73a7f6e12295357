/**
 * The node kinds of the notation and the attributes that belong to some of them only.
 */
import type { NodeKindName } from '../plan.ts';

/** Kinds that this version builds. */
export const BUILT_KINDS: readonly NodeKindName[] = ['netns', 'switch', 'hub', 'bridge'];

/** Kinds that the notation knows and this version does not build. */
export const UNBUILT_KINDS: readonly string[] = ['container', 'linux', 'vm', 'uml', 'divert', 'vtep', 'ovs', 'uplink'];

/** All kinds of the notation. */
export const KNOWN_KINDS: readonly string[] = [...BUILT_KINDS, ...UNBUILT_KINDS];

/** Attributes of kinds that are not built: the key, and the kinds it belongs to. */
export const UNBUILT_KIND_ATTRIBUTES = {
  binds: ['container'],
  cmd: ['container'],
  controller: ['ovs'],
  cpus: ['vm'],
  db: ['vtep'],
  default: ['divert'],
  disk: ['vm'],
  divert: ['divert'],
  fail_mode: ['ovs'],
  image: ['container', 'vm'],
  initrd: ['vm', 'uml'],
  interface: ['uplink'],
  internal: ['ovs'],
  internet: ['divert'],
  kernel: ['vm', 'uml'],
  manager: ['vtep'],
  memory: ['vm', 'uml'],
  mirrors: ['ovs'],
  mode: ['uplink'],
  nic: ['vm'],
  privileged: ['container'],
  protocols: ['ovs'],
  rootfs: ['container', 'uml'],
  subscriber: ['divert'],
  targets: ['divert'],
  tunnel_ip: ['vtep'],
} as const satisfies Readonly<Record<string, readonly string[]>>;

/** Attributes of built kinds that not all of them have. A key that is not here belongs to every kind. */
export const KIND_ATTRIBUTES: Readonly<Record<string, readonly NodeKindName[]>> = {
  bridges: ['netns'],
  dhcp: ['switch'],
  env: ['netns'],
  exec: ['netns'],
  files: ['netns'],
  fstp: ['switch'],
  lldp: ['switch'],
  priority: ['switch'],
  private: ['netns'],
  routes: ['netns'],
  services: ['netns'],
  stp: ['bridge'],
  sysctls: ['netns', 'bridge'],
  tunnels: ['switch'],
  vde: ['switch'],
};

/** Attributes that this version reads and does not build; `false` as the value asks for nothing, and passes. */
export const UNBUILT_ATTRIBUTES: readonly string[] = ['carrier', 'fstp', 'priority', 'tunnels', 'vde', 'wire_only'];
