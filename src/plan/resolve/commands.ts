/**
 * Commands of the lab file to argument arrays, and what surrounds them: environment, services, sysctls.
 */
import type { PlanCommand, PlanReady, PlanService } from '../plan.ts';
import type { CommandSpec, ServiceSpec } from '../spec/command.ts';
import type { SpecPath } from '../spec/document.ts';
import { parseDurationUs } from '../text/quantity.ts';
import { splitWords } from '../text/words.ts';
import type { NodeContext } from './context.ts';

/** How long a service may take to become ready, ms: a JVM on a busy CI machine is slower than it should be. */
const READY_TIMEOUT_MS = 30_000;

const SERVICE_NAME = /^[a-z0-9][a-z0-9_-]{0,62}$/;
const VARIABLE_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const SYSCTL_KEY = /^net(?:\.[A-Za-z0-9_-]+)+$/;

/** Reports at its place why a command cannot be read. */
export type ReportFault = (reason: string) => void;

/** Resolves a command; after an error an empty one. */
export function resolveCommand(spec: CommandSpec, report: ReportFault): PlanCommand {
  const argv = argvOf(spec, report);
  if (argv.some((word) => word.includes('\0'))) report('it has a character of value zero');
  else if (argv[0] === '') report('the program is empty text');
  return { argv };
}

function argvOf(spec: CommandSpec, report: ReportFault): readonly string[] {
  if (Array.isArray(spec)) return spec;
  if (typeof spec !== 'string') return ['/bin/sh', '-c', spec.sh];
  const result = splitWords(spec);
  if ('words' in result) return result.words;
  report(`current value is ${JSON.stringify(spec)}, ${result.error}`);
  return [];
}

/** Resolves the commands that a node runs once. */
export function resolveExec(node: NodeContext): PlanCommand[] {
  return (node.spec.exec ?? []).map((command, index) =>
    resolveCommand(command, reportAt(node, ['exec', index])),
  );
}

/** Resolves the services of a node. */
export function resolveServices(node: NodeContext): PlanService[] {
  return Object.entries(node.spec.services ?? {}).map(([name, spec]) => {
    if (!SERVICE_NAME.test(name)) {
      const rule = '1 to 63 of a-z, 0-9, "_" and "-", and begin with a letter or digit';
      node.error(
        node.keyAt('services', name),
        `Cannot name service of ${node.name}: current value is "${name}", must be ${rule}`,
      );
    }
    return {
      name,
      command: resolveCommand(spec.cmd, reportAt(node, ['services', name, 'cmd'])),
      env: resolveEnv(node, spec.env, ['services', name, 'env']),
      ready: resolveReady(node, name, spec),
      restart: spec.restart ?? 'always',
    };
  });
}

function resolveReady(node: NodeContext, name: string, spec: ServiceSpec): PlanReady | null {
  const { ready } = spec;
  if (ready === undefined) return null;
  const report = reportAt(node, ['services', name, 'ready', 'exec']);
  return {
    tcp: ready.tcp ?? null,
    exec: ready.exec === undefined ? null : resolveCommand(ready.exec, report),
    timeoutMs: durationMs(ready.timeout, READY_TIMEOUT_MS),
  };
}

/** Resolves environment variables: names that a program can read, values written out. */
export function resolveEnv(
  node: NodeContext,
  env: Readonly<Record<string, string | number | boolean>> | undefined,
  path: SpecPath,
): Record<string, string> {
  const entries = Object.entries(env ?? {});
  for (const [name] of entries) {
    if (VARIABLE_NAME.test(name)) continue;
    const rule = 'letters, digits and "_", and begin with no digit';
    node.error(
      node.keyAt(...path, name),
      `Cannot name variable of ${node.name}: current value is "${name}", must be ${rule}`,
    );
  }
  return Object.fromEntries(entries.map(([name, value]) => [name, String(value)]));
}

/** Resolves sysctls; true and false are 1 and 0. */
export function resolveSysctls(node: NodeContext): Record<string, string> {
  const entries = Object.entries(node.spec.sysctls ?? {});
  for (const [key] of entries) {
    if (SYSCTL_KEY.test(key)) continue;
    // Only net.* is per network namespace; anything else would change the host.
    const message = `Cannot set sysctl of ${node.name}: current key is "${key}", must be net.… in dotted form`;
    node.error(node.keyAt('sysctls', key), message);
  }
  return Object.fromEntries(
    entries.map(([key, value]) => [key, typeof value === 'boolean' ? String(Number(value)) : String(value)]),
  );
}

/** A duration that the schema has checked, ms, at least 1. */
export function durationMs(text: string | undefined, fallbackMs: number): number {
  const us = text === undefined ? null : parseDurationUs(text);
  return us === null ? fallbackMs : Math.max(1, Math.round(us / 1000));
}

function reportAt(node: NodeContext, path: SpecPath): ReportFault {
  return (reason) => node.error(node.valueAt(...path), `Cannot read command of ${node.name}: ${reason}`);
}
