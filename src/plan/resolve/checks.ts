/**
 * Checks of the spec to checks of the plan: nodes that exist, names turned into addresses, defaults filled in.
 */
import { parseIp } from '../../base/ip.ts';
import type { PlanCheck, PlanNode } from '../plan.ts';
import { type CheckSpec, splitHostPort, URL_PATTERN } from '../spec/check.ts';
import type { SpecPath } from '../spec/document.ts';
import type { ListItem } from '../spec/lab.ts';
import { didYouMean } from '../text/suggest.ts';
import { durationMs, resolveCommand } from './commands.ts';
import type { LabContext } from './context.ts';

/** Time-outs, ms. `isolated` waits all of its time for an answer that must not come, so it is the shortest. */
const TIMEOUT_MS = { ping: 5000, isolated: 2000, tcp: 5000, http: 5000, via: 10_000, exec: 30_000 };

/** Marked frames of a `via` check: enough to see a doubled or lost one. */
const VIA_COUNT = 10;

/** Resolves all checks in file order. */
export function resolveChecks(lab: LabContext, nodes: readonly PlanNode[]): PlanCheck[] {
  const byName = new Map(nodes.map((node) => [node.name, node]));
  return lab.spec.checks.flatMap((item) => new CheckResolver(lab, byName, item).resolve() ?? []);
}

class CheckResolver {
  readonly #lab: LabContext;
  readonly #nodes: ReadonlyMap<string, PlanNode>;
  readonly #spec: CheckSpec;
  readonly #index: number;

  constructor(lab: LabContext, nodes: ReadonlyMap<string, PlanNode>, item: ListItem<CheckSpec>) {
    this.#lab = lab;
    this.#nodes = nodes;
    this.#spec = item.spec;
    this.#index = item.index;
  }

  /** Exactly one key is there; null stands for none, which the schema does not let through. */
  resolve(): PlanCheck | null {
    return this.#ping() ?? this.#isolated() ?? this.#tcp() ?? this.#http() ?? this.#via() ?? this.#exec();
  }

  #ping(): PlanCheck | null {
    const { ping } = this.#spec;
    if (ping === undefined) return null;
    const { from, count = 1 } = ping;
    this.#source(from, 'ping', 'from');
    const to = this.#address(ping.to, 'ping', 'to');
    const name = ping.name ?? `ping ${from} to ${ping.to}`;
    return { type: 'ping', name, from, to, count, timeoutMs: durationMs(ping.timeout, TIMEOUT_MS.ping) };
  }

  #isolated(): PlanCheck | null {
    const { isolated } = this.#spec;
    if (isolated === undefined) return null;
    const { from } = isolated;
    this.#source(from, 'isolated', 'from');
    const to = this.#address(isolated.to, 'isolated', 'to');
    const name = isolated.name ?? `${from} isolated from ${isolated.to}`;
    return { type: 'isolated', name, from, to, timeoutMs: durationMs(isolated.timeout, TIMEOUT_MS.isolated) };
  }

  #tcp(): PlanCheck | null {
    const { tcp } = this.#spec;
    if (tcp === undefined) return null;
    const { from } = tcp;
    this.#source(from, 'tcp', 'from');
    const { host, port } = splitHostPort(tcp.to) ?? { host: tcp.to, port: 0 };
    const to = this.#address(host, 'tcp', 'to');
    const name = tcp.name ?? `tcp ${from} to ${tcp.to}`;
    return { type: 'tcp', name, from, to, port, timeoutMs: durationMs(tcp.timeout, TIMEOUT_MS.tcp) };
  }

  #http(): PlanCheck | null {
    const { http } = this.#spec;
    if (http === undefined) return null;
    const { from, status = 200, contains = null } = http;
    this.#source(from, 'http', 'from');
    const [, host = '', port = '', path = '/'] = URL_PATTERN.exec(http.url) ?? [];
    const bare = host.replace(/^\[|\]$/g, '');
    const address = this.#address(bare, 'http', 'url');
    if (Number(port.slice(1)) > 65_535) this.#error(`port ${port.slice(1)} is out of range`, 'http', 'url');
    const url = `http://${address.includes(':') ? `[${address}]` : address}${port}${path}`;
    const name = http.name ?? `http ${from} to ${http.url}`;
    return {
      type: 'http',
      name,
      from,
      url,
      status,
      contains,
      timeoutMs: durationMs(http.timeout, TIMEOUT_MS.http),
    };
  }

  #via(): PlanCheck | null {
    const { via } = this.#spec;
    if (via === undefined) return null;
    const { from, ports, count = VIA_COUNT } = via;
    this.#source(from, 'via', 'from');
    const to = this.#address(via.to, 'via', 'to');
    for (const [index, text] of ports.entries()) this.#port(text, 'via', 'ports', index);
    const name = via.name ?? `${from} to ${via.to} via ${ports.join(', ')}`;
    return { type: 'via', name, from, to, ports, count, timeoutMs: durationMs(via.timeout, TIMEOUT_MS.via) };
  }

  #exec(): PlanCheck | null {
    const { exec } = this.#spec;
    if (exec === undefined) return null;
    const { node, status = 0, stdout = null } = exec;
    this.#source(node, 'exec', 'node');
    const command = resolveCommand(exec.cmd, (reason) => this.#error(reason, 'exec', 'cmd'));
    const name = exec.name ?? `exec on ${node}: ${command.argv.join(' ')}`;
    return {
      type: 'exec',
      name,
      node,
      command,
      status,
      stdout,
      timeoutMs: durationMs(exec.timeout, TIMEOUT_MS.exec),
    };
  }

  /** A node that a check runs in has an IP stack of its own. */
  #source(name: string, ...path: SpecPath): void {
    const node = this.#nodes.get(name);
    if (node === undefined) this.#unknownNode(name, path);
    else if (node.kind !== 'netns')
      this.#error(`nothing can run in ${name}, it is of kind ${node.kind}`, ...path);
  }

  /** The address that a host stands for; after an error the text itself. */
  #address(host: string, ...path: SpecPath): string {
    if (parseIp(host) !== null) return host;
    const node = this.#nodes.get(host);
    if (node === undefined) {
      this.#unknownNode(host, path);
      return host;
    }
    const [address] = [...node.ports, ...node.bridges].flatMap((owner) => owner.addresses);
    if (address === undefined) this.#error(`node ${host} has no address`, ...path);
    return address?.split('/')[0] ?? host;
  }

  #port(text: string, ...path: SpecPath): void {
    const [nodeName = '', port = ''] = text.split(':');
    const node = this.#nodes.get(nodeName);
    if (node === undefined) this.#unknownNode(nodeName, path);
    else if (!node.ports.some((own) => own.name === port)) {
      const hint = didYouMean(
        port,
        node.ports.map((own) => own.name),
      );
      this.#error(`node ${nodeName} has no port "${port}"${hint}`, ...path);
    }
  }

  #unknownNode(name: string, path: SpecPath): void {
    this.#error(`node "${name}" is not declared${didYouMean(name, this.#nodes.keys())}`, ...path);
  }

  #error(reason: string, ...path: SpecPath): void {
    const at = this.#lab.locator.valueAt(['checks', this.#index, ...path]);
    this.#lab.problems.error(at, `Cannot run check ${this.#index + 1}: ${reason}`);
  }
}
