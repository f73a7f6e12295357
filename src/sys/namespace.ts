/**
 * Linux namespaces from JavaScript. `setns` and `unshare` act on the calling thread only, so everything here runs
 * synchronously: a thread goes into a namespace, does its work, and is home again before any other code of the thread
 * can run. Threads inherit the namespaces of the thread that starts them, so none may be started in between.
 *
 * @see namespaces(7), setns(2), unshare(2), mount_namespaces(7)
 */
import { existsSync, closeSync, constants, fstatSync, mkdirSync, openSync, unlinkSync } from 'node:fs';
import { OperationError } from '../base/errors.ts';
import { checked, failed, lastErrno, libc } from './libc.ts';

/** linux/sched.h. */
export const CLONE_FS = 0x200;
export const CLONE_NEWNS = 0x20000;
export const CLONE_NEWUTS = 0x4000000;
export const CLONE_NEWPID = 0x20000000;
export const CLONE_NEWNET = 0x40000000;

/** sys/mount.h. */
export const MS_BIND = 0x1000;
export const MS_REC = 0x4000;
export const MS_SLAVE = 0x80000;
export const MS_SHARED = 0x100000;
const MNT_DETACH = 2;

/** Where named network namespaces live, as iproute2 has it. */
export const NETNS_DIR = '/run/netns';

const cSetns = libc.func('int setns(int fd, int nstype)');
const cUnshare = libc.func('int unshare(int flags)');
const cMount = libc.func(
  'int mount(const char *source, const char *target, const char *type, unsigned long flags, const char *data)',
);
const cUmount2 = libc.func('int umount2(const char *target, int flags)');
const cSethostname = libc.func('int sethostname(const char *name, size_t len)');

/** What tells one namespace from every other since boot: the device and inode of its nsfs file. */
export interface NamespaceIdentity {
  readonly dev: number;
  readonly ino: number;
}

/** Moves the calling thread into the namespace behind `fd`. */
export function setns(fd: number, type: number): void {
  checked(cSetns(fd, type), 'enter a namespace');
}

/** Gives the calling thread new namespaces of the kinds in `flags`. */
export function unshare(flags: number): void {
  checked(cUnshare(flags), 'make a namespace');
}

/** mount(2). */
export function mount(
  source: string,
  target: string,
  type: string,
  flags: number,
  data: string | null = null,
): void {
  checked(cMount(source, target, type, flags, data), `mount ${type === '' ? source : type} on ${target}`);
}

/** Takes a mount and everything below it out of the tree at once; false when nothing is mounted there. */
export function detachMount(target: string): boolean {
  return cUmount2(target, MNT_DETACH) === 0;
}

/** Sets the host name of the calling thread's UTS namespace. */
export function setHostname(name: string): void {
  checked(cSethostname(name, name.length), `set the host name "${name}"`);
}

/** Opens a namespace of the calling thread; the descriptor is closed on exec. */
export function openOwnNamespace(kind: 'net' | 'mnt' | 'uts' | 'pid' | 'pid_for_children'): number {
  return openSync(`/proc/thread-self/ns/${kind}`, constants.O_RDONLY);
}

let homeNetFd = -1;

/** The network namespace that this thread started in. Opened once, before anything leaves it. */
function homeNet(): number {
  if (homeNetFd < 0) homeNetFd = openOwnNamespace('net');
  return homeNetFd;
}

/** Runs `work` with the calling thread inside the network namespace behind `fd`, and comes home whatever happens. */
export function inNetns<T>(fd: number, work: () => T): T {
  const home = homeNet();
  setns(fd, CLONE_NEWNET);
  try {
    return work();
  } finally {
    setns(home, CLONE_NEWNET);
  }
}

/** The identity of the namespace behind a descriptor. */
export function namespaceIdentity(fd: number): NamespaceIdentity {
  const stat = fstatSync(fd);
  return { dev: stat.dev, ino: stat.ino };
}

/** The path of a named network namespace. */
export function netnsPath(name: string): string {
  return `${NETNS_DIR}/${name}`;
}

/**
 * Makes the folder of named namespaces, shared between mount namespaces as `ip netns add` makes it: otherwise a copy
 * in somebody's mount namespace would keep a deleted namespace alive.
 */
export function prepareNetnsDir(): void {
  mkdirSync(NETNS_DIR, { recursive: true, mode: 0o755 });
  if (cMount('', NETNS_DIR, 'none', MS_SHARED | MS_REC, null) === 0) return;
  mount(NETNS_DIR, NETNS_DIR, 'none', MS_BIND | MS_REC);
  mount('', NETNS_DIR, 'none', MS_SHARED | MS_REC);
}

/**
 * Makes sure that a name is free. To be called before the name is journaled: clean-up takes what has a journaled name
 * and no identity for ours.
 *
 * @throws OperationError ERR_NAME_IN_USE when the name exists, whoever made it
 */
export function requireFreeNetnsName(name: string): void {
  if (existsSync(netnsPath(name))) throw nameInUse(name);
}

function nameInUse(name: string, cause?: unknown): OperationError {
  return new OperationError(
    'ERR_NAME_IN_USE',
    `Cannot make network namespace "${name}": ${netnsPath(name)} exists and is not of this lab`,
    { namespace: name },
    { cause },
  );
}

/**
 * Makes a named network namespace that `ip netns` knows.
 *
 * @returns a descriptor of it, for the caller to close
 * @throws OperationError ERR_NAME_IN_USE when the name exists, whoever made it
 */
export function createNetns(name: string): number {
  const path = netnsPath(name);
  const home = homeNet();
  try {
    closeSync(openSync(path, constants.O_RDONLY | constants.O_CREAT | constants.O_EXCL, 0));
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw cause;
    throw nameInUse(name, cause);
  }
  try {
    unshare(CLONE_NEWNET);
    try {
      mount('/proc/thread-self/ns/net', path, 'none', MS_BIND);
      return openOwnNamespace('net');
    } finally {
      setns(home, CLONE_NEWNET);
    }
  } catch (cause) {
    detachMount(path);
    unlinkSync(path);
    throw cause;
  }
}

/** Opens a named network namespace; -1 when there is none of that name. */
export function openNetns(name: string): number {
  try {
    return openSync(netnsPath(name), constants.O_RDONLY);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code === 'ENOENT') return -1;
    throw cause;
  }
}

/**
 * Removes the name of a network namespace, if it still stands for the one that is meant. The kernel frees it once the
 * last process and descriptor have left it.
 *
 * @returns false when the name is gone already, or belongs to another namespace now
 */
export function deleteNetns(name: string, identity: NamespaceIdentity | null): boolean {
  const fd = openNetns(name);
  if (fd < 0) return false;
  const found = namespaceIdentity(fd);
  closeSync(fd);
  if (identity !== null && (found.dev !== identity.dev || found.ino !== identity.ino)) return false;
  const path = netnsPath(name);
  // A name whose mount is missing (its maker died in between) is a plain file: EINVAL, and only the file goes.
  if (!detachMount(path) && lastErrno() !== 22) failed(`unmount ${path}`);
  unlinkSync(path);
  return true;
}
