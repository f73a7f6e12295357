/** Mininet's `linear,N` as a lab file: N kernel bridges in a chain, one host at each. */

/** @returns YAML */
export function linearLab(count: number): string {
  const lines = ['topology:', '  nodes:'];
  for (let index = 1; index <= count; index += 1) {
    lines.push(`    s${index}: {kind: bridge}`);
    lines.push(`    h${index}: {interfaces: {eth0: {ip: 10.0.0.${index}/8}}}`);
  }
  lines.push('  links:');
  for (let index = 1; index <= count; index += 1) {
    lines.push(`    - endpoints: ["h${index}:eth0", "s${index}:eth1"]`);
    if (index > 1) lines.push(`    - endpoints: ["s${index - 1}:eth2", "s${index}:eth3"]`);
  }
  return `${lines.join('\n')}\n`;
}
