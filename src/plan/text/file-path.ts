/**
 * Paths as text, for a layer without `node:path`. A path is POSIX, or a Windows one with a drive letter (a lab file
 * can be validated there); paths inside a node are always POSIX.
 */

const WINDOWS_ROOT = /^[A-Za-z]:[\\/]/;

/** Tells whether the path needs no folder to start from. */
export function isAbsolutePath(path: string): boolean {
  return path.startsWith('/') || WINDOWS_ROOT.test(path);
}

/** The folder of an absolute path. */
export function folderOf(path: string): string {
  const cut = lastSeparator(path);
  const folder = path.slice(0, cut);
  // What is left of "/name" and "C:\name" needs its separator back.
  return folder === '' || /^[A-Za-z]:$/.test(folder) ? path.slice(0, cut + 1) : folder;
}

/** The last part of a path. */
export function fileNameOf(path: string): string {
  return path.slice(lastSeparator(path) + 1);
}

/** Joins `path` to the absolute folder it is relative to, with `.` and `..` resolved; an absolute one stands alone. */
export function joinPath(folder: string, path: string): string {
  const joined = isAbsolutePath(path) ? path : `${folder}/${path}`;
  const root = WINDOWS_ROOT.test(joined) ? joined.slice(0, 3) : '/';
  const parts: string[] = [];
  for (const part of joined.slice(root.length).split(root === '/' ? '/' : /[\\/]/)) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return root + parts.join(root === '/' ? '/' : '\\');
}

function lastSeparator(path: string): number {
  const slash = path.lastIndexOf('/');
  return WINDOWS_ROOT.test(path) ? Math.max(slash, path.lastIndexOf('\\')) : slash;
}
