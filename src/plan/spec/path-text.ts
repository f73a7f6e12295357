/**
 * The name of a value of the lab file in a message: `MTU of vm1:eth1`, not `topology.nodes.vm1.interfaces.eth1.mtu`.
 */
import type { SpecPath } from './document.ts';

/** Keys that are written otherwise in a sentence. */
const KEY_WORDS: Readonly<Record<string, string>> = { ip: 'address', mac: 'MAC address', mtu: 'MTU', cmd: 'command' };

/** Names the value at a path. */
export function describePath(path: SpecPath): string {
  if (path.length === 0) return 'lab file';
  const [top, group, name, ...rest] = path;
  if (top === 'checks' && group !== undefined) return within(path.slice(2), `check ${Number(group) + 1}`);
  if (top !== 'topology' || name === undefined) return path.join('.');
  if (group === 'links') return within(path.slice(3), `link ${Number(name) + 1}`);
  if (group === 'defaults') return within(path.slice(2), 'topology.defaults');
  if (group === 'kinds') return within(rest, `kind ${name}`);
  if (group === 'nodes' && rest[0] === 'interfaces' && rest[1] !== undefined) {
    return within(rest.slice(2), `${name}:${rest[1]}`);
  }
  return within(rest, `node ${name}`);
}

/** `KEY of OWNER`, the key being what is left of the path. */
function within(rest: SpecPath, owner: string): string {
  if (rest.length === 0) return owner;
  let text = '';
  for (const segment of rest) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else text += text === '' ? (KEY_WORDS[segment] ?? segment) : `.${segment}`;
  }
  return `${text} of ${owner}`;
}
