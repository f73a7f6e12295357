/**
 * Names that end up in host names, namespaces and interfaces: what each may be, as the phrase after "must be".
 */
import { IFNAME_LEN_MAX } from '../../base/limits.ts';
import { encodedLenUtf8 } from '../../base/utf8.ts';
import { fileNameOf } from '../text/file-path.ts';

const LAB_NAME = /^[a-z0-9][a-z0-9_-]{0,30}$/;
const LAB_NAME_LEN_MAX = 31;

/** RFC 1123 2.1 and RFC 1035 2.3.1: letters, digits and hyphens, 63 octets, no hyphen at either end. */
const DNS_LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/** Endings of a lab file that are not part of the lab's name, the longest first. */
const FILE_ENDINGS = /(?:\.lab\.ya?ml|\.clab\.ya?ml|\.ya?ml|\.dot|\.gv)$/i;

/** Names that mean something else: the loopback, and the kernel's own entries beside interfaces below net.ipv4.conf. */
const RESERVED_PORTS: readonly string[] = ['lo', '.', '..', 'all', 'default'];

/** What a lab name must be. */
export const LAB_NAME_RULE = `1 to ${LAB_NAME_LEN_MAX} of a-z, 0-9, "_" and "-", and begin with a letter or digit`;

/** What a node name must be. */
export const NODE_NAME_RULE = '1 to 63 of a-z, 0-9 and "-", with no "-" at either end';

/** Tells whether a lab can be called so. */
export function isLabName(name: string): boolean {
  return LAB_NAME.test(name);
}

/** Tells whether a node can be called so. */
export function isNodeName(name: string): boolean {
  return DNS_LABEL.test(name);
}

/** The name of a lab whose file gives none: the file's name without its endings, made valid. */
export function defaultLabName(path: string): string {
  const name = fileNameOf(path)
    .replace(FILE_ENDINGS, '')
    .toLowerCase()
    .replace(/[^a-z0-9_-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, LAB_NAME_LEN_MAX)
    .replace(/-+$/, '');
  return name === '' ? 'lab' : name;
}

/**
 * Tells what is wrong with the name of a port or bridge, which becomes an interface (Linux dev_valid_name()).
 *
 * @returns the rule that is broken, as the phrase after "must be"; null for a good name
 */
export function portNameFault(name: string): string | null {
  if (name === '' || encodedLenUtf8(name) > IFNAME_LEN_MAX) return `1 to ${IFNAME_LEN_MAX} octets`;
  // A "%" makes the kernel number the interface, so it would get another name.
  if (/[\s/:%\p{Cc}]/u.test(name)) return 'without white space, "/", ":" and "%"';
  if (RESERVED_PORTS.includes(name)) return `another name than ${RESERVED_PORTS.join(', ')}`;
  return null;
}
