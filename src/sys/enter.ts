/**
 * Starting programs inside the namespaces of another process. The main thread goes in, forks there, and is home again
 * before anything else can run; the child stays. (A user namespace cannot be entered this way: the kernel refuses it
 * to a process with several threads.)
 *
 * @see setns(2), pid_namespaces(7), mount_namespaces(7)
 */
import { closeSync, openSync } from 'node:fs';
import {
  CLONE_FS,
  CLONE_NEWNET,
  CLONE_NEWNS,
  CLONE_NEWPID,
  CLONE_NEWUTS,
  openOwnNamespace,
  setns,
  unshare,
} from './namespace.ts';

interface Home {
  readonly net: number;
  readonly mnt: number;
  readonly uts: number;
  readonly pid: number;
}

let home: Home | null = null;

function homeOfThread(): Home {
  if (home === null) {
    // A mount namespace can be entered only by a task that shares its root and working directory with no other.
    unshare(CLONE_FS);
    home = {
      net: openOwnNamespace('net'),
      mnt: openOwnNamespace('mnt'),
      uts: openOwnNamespace('uts'),
      pid: openOwnNamespace('pid'),
    };
  }
  return home;
}

/** Runs `work` and then brings the calling thread back to the namespaces and working directory it had at first. */
function comingHome<T>(work: () => T): T {
  const back = homeOfThread();
  const cwd = process.cwd();
  try {
    return work();
  } finally {
    setns(back.mnt, CLONE_NEWNS);
    setns(back.net, CLONE_NEWNET);
    setns(back.uts, CLONE_NEWUTS);
    setns(back.pid, CLONE_NEWPID);
    process.chdir(cwd);
  }
}

/**
 * Runs `work`, which may start child processes and use synchronous file operations, inside the network, mount, UTS and
 * PID namespaces of a process. The working directory is `/` meanwhile.
 */
export function inNamespacesOf<T>(pid: number, work: () => T): T {
  const fds = ['pid', 'uts', 'net', 'mnt'].map((kind) => openSync(`/proc/${pid}/ns/${kind}`, 'r'));
  try {
    return comingHome(() => {
      [CLONE_NEWPID, CLONE_NEWUTS, CLONE_NEWNET, CLONE_NEWNS].forEach((type, index) =>
        setns(fds[index] as number, type),
      );
      return work();
    });
  } finally {
    for (const fd of fds) closeSync(fd);
  }
}

/**
 * Runs `work` inside a network namespace with a new mount, UTS and PID namespace around it; the first child that
 * `work` starts is process 1 of the PID namespace.
 */
export function inNewNamespaces<T>(netnsFd: number, work: () => T): T {
  return comingHome(() => {
    setns(netnsFd, CLONE_NEWNET);
    unshare(CLONE_NEWNS | CLONE_NEWUTS | CLONE_NEWPID);
    return work();
  });
}
