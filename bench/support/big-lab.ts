/** Lab files of many links: a ring of as many nodes, with addresses. */

function address(index: number, host: number): string {
  return `10.${(index >> 8) & 0xff}.${index & 0xff}.${host}/24`;
}

/** A ring as DOT. */
export function renderDotFile(count: number): string {
  const lines = Array.from({ length: count }, (_, index) => {
    const next = (index + 1) % count;
    return `  n${index}:eth1 -- n${next}:eth2 [left_ip="${address(index, 1)}", right_ip="${address(index, 2)}"]`;
  });
  return `graph big {\n${lines.join('\n')}\n}\n`;
}

/** The same ring as YAML. */
export function renderYamlFile(count: number): string {
  const nodes = Array.from({ length: count }, (_, index) => {
    const before = (index + count - 1) % count;
    return `    n${index}: {interfaces: {eth1: {ip: ${address(index, 1)}}, eth2: {ip: ${address(before, 2)}}}}`;
  });
  const links = Array.from(
    { length: count },
    (_, index) => `    - endpoints: ["n${index}:eth1", "n${(index + 1) % count}:eth2"]`,
  );
  return `topology:\n  nodes:\n${nodes.join('\n')}\n  links:\n${links.join('\n')}\n`;
}
