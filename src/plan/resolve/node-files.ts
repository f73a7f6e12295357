/**
 * Files that are copied into a node, and folders it has for itself. Nothing is opened here.
 */
import type { PlanFile } from '../plan.ts';
import { NodePath } from '../spec/scalars.ts';
import { joinPath } from '../text/file-path.ts';
import type { NodeContext } from './context.ts';

/** Resolves the files of a node: targets absolute, sources absolute by the folder of the lab file. */
export function resolveFiles(node: NodeContext): PlanFile[] {
  return Object.entries(node.spec.files ?? {}).map(([target, spec]) => {
    if (!NodePath.safeParse(target).success || target.endsWith('/')) {
      const message = `Cannot place file in ${node.name}: current path is "${target}", must be an absolute path of a file without ".."`;
      node.error(node.keyAt('files', target), message);
    }
    const path = joinPath('/', target);
    if (typeof spec !== 'string') return { target: path, source: null, content: spec.content };
    return { target: path, source: joinPath(node.lab.folder, spec), content: null };
  });
}

/** Resolves the private folders of a node. */
export function resolvePrivateDirs(node: NodeContext): string[] {
  return (node.spec.private ?? []).map((path) => joinPath('/', path));
}
