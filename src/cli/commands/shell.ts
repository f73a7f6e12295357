/** `wireloom shell`: a shell in a node. */
import { Command } from 'commander';
import { enterNode } from './exec.ts';

interface ShellFlags {
  readonly lab?: string;
}

export function shell(): Command {
  return new Command('shell')
    .description('open a shell in a node (your $SHELL)')
    .argument('<node>', 'node, or LAB.NODE')
    .option('-l, --lab <lab>', 'lab file, or name of a lab')
    .action(async (node: string, flags: ShellFlags) => {
      const program = process.env['SHELL'] ?? '/bin/sh';
      await enterNode(node, [program], flags.lab, { PS1: `[${node}] \\w\\$ ` });
    });
}
