/**
 * The file system that a netns node sees: the machine's own, with an empty `/run` and `/tmp`, the lab's `/etc/hosts`,
 * a fresh `/sys` for its network namespace, copied-in files and private folders. Everything lives in mounts of the
 * node's mount namespace and goes with it; nothing is written to the machine's own file system.
 *
 * All functions run inside the node's new mount namespace (`inNewNamespaces`), synchronously.
 */
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { OperationError } from '../../base/errors.ts';
import type { PlanNode } from '../../plan/plan.ts';
import { MS_BIND, MS_REC, MS_SLAVE, mount } from '../../sys/namespace.ts';

/** Room for what is mounted elsewhere, inside the node's own `/run`. */
const OVERLAY_DIR = '/run/.wireloom';
const HOSTS_FILE = `${OVERLAY_DIR}/hosts`;
const TMPFS_OPTIONS = 'mode=1777,size=25%';

/** Contents of the files to copy in, by target; read outside, where the lab file's folder is visible. */
export type FileContents = ReadonlyMap<string, Buffer>;

/** Builds the whole view. @param hosts contents of `/etc/hosts` */
export function buildMounts(node: PlanNode, hosts: Buffer, contents: FileContents): void {
  // Whatever is mounted or unmounted on the machine later shows here; nothing of ours shows there.
  mount('none', '/', 'none', MS_REC | MS_SLAVE);
  mount('sysfs', '/sys', 'sysfs', 0);
  for (const dir of ['/run', '/tmp']) mount('tmpfs', dir, 'tmpfs', 0, TMPFS_OPTIONS);
  const overlays = new Overlays();
  for (const dir of node.privateDirs) {
    overlays.makeDir(node.name, dir);
    mount('tmpfs', dir, 'tmpfs', 0, 'mode=755,size=25%');
  }
  for (const file of node.files) {
    overlays.makeDir(node.name, dirname(file.target));
    overlays.makeWritable(node.name, dirname(file.target));
    writeFileSync(file.target, contents.get(file.target) ?? '');
  }
  // Last: an overlay on /etc would hide a mount that was there before.
  if (contents.has('/etc/hosts') || !existsSync('/etc/hosts')) return;
  mkdirSync(OVERLAY_DIR, { recursive: true });
  writeFileSync(HOSTS_FILE, hosts);
  mount(HOSTS_FILE, '/etc/hosts', 'none', MS_BIND);
}

/** Folders made writable for this node alone, by an overlay whose upper layer is in the node's own `/run`. */
class Overlays {
  readonly #writable = ['/run', '/tmp'];
  #count = 0;

  /** Makes sure that a folder exists for the node. */
  makeDir(node: string, dir: string): void {
    if (existsSync(dir) && statSync(dir).isDirectory()) return;
    let ancestor = dirname(dir);
    while (!existsSync(ancestor)) ancestor = dirname(ancestor);
    this.makeWritable(node, ancestor);
    mkdirSync(dir, { recursive: true });
  }

  /** Makes sure that the node may write into an existing folder without the machine seeing it. */
  makeWritable(node: string, dir: string): void {
    if (this.#writable.some((known) => dir === known || dir.startsWith(`${known}/`))) return;
    if (dir === '/') {
      throw new OperationError(
        'ERR_NOT_SUPPORTED',
        `Cannot place a file for "${node}" in a new folder of "/": its top folder must exist on this machine`,
        { node },
      );
    }
    const base = `${OVERLAY_DIR}/${this.#count}`;
    this.#count += 1;
    for (const part of ['upper', 'work']) mkdirSync(`${base}/${part}`, { recursive: true });
    mount('overlay', dir, 'overlay', 0, `lowerdir=${dir},upperdir=${base}/upper,workdir=${base}/work`);
    this.#writable.push(dir);
  }
}
