/**
 * The anchor of a netns node: process 1 of the node's PID namespace, which holds its mount and UTS namespaces as long
 * as it lives and does nothing else. It is made when the node is first entered, so a node that nobody enters costs no
 * process; it does not depend on the daemon; and killing it ends everything that runs in the node.
 */
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { once } from 'node:events';
import { OperationError } from '../../base/errors.ts';
import type { PlanNode } from '../../plan/plan.ts';
import { inNewNamespaces } from '../../sys/enter.ts';
import { setHostname } from '../../sys/namespace.ts';
import type { ProcessIdentity } from '../../sys/process.ts';
import { processIdentity } from '../../sys/process.ts';
import { buildMounts } from './mounts.ts';

/**
 * `/proc` must be mounted by a member of the PID namespace. Process 1 inherits the orphans of the node: the shell's
 * `wait` reaps them all, and if somebody in the node ends its `sleep`, it starts another. Descriptor 1 says that all
 * is set up.
 */
const INIT = [
  'mount -t proc proc /proc || exit 1',
  'echo ready',
  'exec </dev/null >/dev/null 2>&1',
  'while :; do sleep infinity & wait; done',
].join('\n');

/** Environment of everything that runs in a node. */
export function nodeEnvironment(lab: string, node: PlanNode): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOME: process.env['HOME'] ?? '/root',
    LANG: process.env['LANG'] ?? 'C.UTF-8',
    HOSTNAME: node.name,
    WIRELOOM_LAB: lab,
    WIRELOOM_NODE: node.name,
    ...node.env,
  };
}

/**
 * Starts the anchor.
 *
 * @param record called with the anchor's identity as soon as it exists
 * @throws OperationError ERR_START_FAILED with what it printed
 */
export async function startAnchor(
  lab: string,
  node: PlanNode,
  netnsFd: number,
  hostsFile: string,
  record: (identity: ProcessIdentity) => void,
): Promise<ProcessIdentity> {
  const contents = new Map(
    node.files.map((file) => [file.target, readFile(node, file.source, file.content)]),
  );
  const hosts = readFileSync(hostsFile);
  const child = inNewNamespaces(netnsFd, () => {
    setHostname(node.name);
    buildMounts(node, hosts, contents);
    return spawn('/bin/sh', ['-c', INIT], {
      cwd: '/',
      detached: true,
      env: nodeEnvironment(lab, node),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const identity = child.pid === undefined ? null : processIdentity(child.pid);
  if (identity !== null) record(identity);
  const ready = await Promise.race([
    once(child.stdout, 'data').then(() => true),
    once(child, 'close').then(() => false),
    once(child, 'error').then(() => false),
  ]);
  if (!ready || identity === null) {
    throw new OperationError('ERR_START_FAILED', `Cannot enter node "${node.name}": ${errors.trim()}`, {
      node: node.name,
    });
  }
  child.stdout.destroy();
  child.stderr.destroy();
  child.unref();
  return identity;
}

function readFile(node: PlanNode, source: string | null, content: string | null): Buffer {
  if (source === null) return Buffer.from(content ?? '');
  try {
    return readFileSync(source);
  } catch (cause) {
    throw new OperationError(
      'ERR_FILE_NOT_FOUND',
      `Cannot read ${source} for node "${node.name}": ${(cause as Error).message}`,
      { node: node.name, file: source },
      { cause },
    );
  }
}
