/**
 * The attributes of the DOT notation: their names, and how the text of each becomes the value that the YAML notation
 * would have. Text that does not fit is left as it is; the schema then says what it must be.
 */
import { IMPAIRMENT_KEYS } from '../link.ts';

/** How text is read. */
export type ValueForm = 'text' | 'integer' | 'flag' | 'list' | 'numbers';

/** Attributes by name. */
export type AttributeForms = Readonly<Record<string, ValueForm>>;

/** Scalar attributes of a node. */
export const NODE_FORMS: AttributeForms = {
  kind: 'text',
  lldp: 'text',
  stp: 'flag',
  fstp: 'flag',
  priority: 'integer',
  vde: 'flag',
  carrier: 'text',
  wire_only: 'text',
  image: 'text',
  rootfs: 'text',
  cmd: 'text',
  privileged: 'flag',
  kernel: 'text',
  initrd: 'text',
  memory: 'text',
  cpus: 'integer',
  nic: 'text',
  disk: 'text',
  subscriber: 'text',
  internet: 'text',
  divert: 'text',
  default: 'text',
  tunnel_ip: 'text',
  manager: 'text',
  db: 'text',
  controller: 'text',
  protocols: 'text',
  fail_mode: 'text',
  internal: 'text',
  mode: 'text',
  interface: 'text',
};

/** Attributes of a port, on an edge behind `left_` or `right_` (the convention of topology_converter). */
export const PORT_FORMS: AttributeForms = {
  ip: 'list',
  mac: 'text',
  mtu: 'integer',
  port: 'integer',
  access: 'integer',
  trunk: 'numbers',
  native: 'integer',
};

/** Attributes of a link. Impairments stand on the edge itself. */
export const LINK_FORMS: AttributeForms = {
  mtu: 'integer',
  verify: 'flag',
  type: 'text',
  ...Object.fromEntries(IMPAIRMENT_KEYS.map((key) => [key, key === 'seed' ? 'integer' : 'text'] as const)),
};

const FLAGS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['false', false],
  ['no', false],
  ['off', false],
]);

/** Reads the text of an attribute. */
export function attributeValue(text: string, form: ValueForm): unknown {
  if (form === 'integer') return integerValue(text);
  if (form === 'flag') return FLAGS.get(text.toLowerCase()) ?? text;
  if (form === 'text') return text;
  const words = text.split(/[,\s]+/).filter((word) => word !== '');
  // One word stays a scalar: `dhcp` and `all` are no addresses and no VLANs.
  if (words.length === 1 && !/^\d+$/.test(words[0] ?? '')) return words[0];
  return form === 'numbers' ? words.map(integerValue) : words;
}

function integerValue(text: string): number | string {
  return /^-?\d{1,15}$/.test(text) ? Number(text) : text;
}
