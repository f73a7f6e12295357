/** The `/etc/hosts` that every node of a lab sees: loopback, and every node by name. */
import { exportHosts } from '../plan/export/export-hosts.ts';
import type { Plan } from '../plan/plan.ts';

const HEAD = '127.0.0.1\tlocalhost\n::1\tlocalhost ip6-localhost ip6-loopback\n';

/** The whole file. */
export function hostsFileText(plan: Plan): string {
  return HEAD + exportHosts(plan);
}
