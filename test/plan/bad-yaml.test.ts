/**
 * Bad lab files: for each the place (marked with `§`) and a part of what is said there.
 */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linesOf, loadYaml, unmark } from './support.ts';

interface Row {
  readonly text: string;
  readonly says: string;
  /** `error` where absent. */
  readonly severity?: 'warning';
}

/** A lab of two linked nodes with a line for the first one. */
function node(line: string): string {
  return `topology:
  nodes:
    a:
      interfaces: {eth1: {ip: 10.0.0.1/24}}
      ${line}
    b: {interfaces: {eth1: {ip: 10.0.0.2/24}}}
    sw: {kind: switch}
  links:
    - endpoints: ["a:eth1", "b:eth1"]
`;
}

/** The attributes of a port. */
function port(attributes: string): string {
  return `topology: {nodes: {a: {interfaces: {eth1: {${attributes}}}}, b: {interfaces: {eth1: {ip: 10.0.0.2/24}}}}}\n`;
}

/** The links of a lab with the nodes a, b and sw. */
function link(line: string): string {
  return `topology:\n  nodes: {a: , b: , sw: {kind: switch}}\n  links:\n    ${line}\n`;
}

/** A check of a lab of two linked nodes. */
function check(line: string): string {
  return `${node('')}checks:\n  - ${line}\n`;
}

const ROWS: Readonly<Record<string, readonly Row[]>> = {
  'YAML syntax': [
    { text: '§', says: 'it is empty' },
    { text: '§# only a comment\n', says: 'it is empty' },
    { text: '§a: b\n', says: 'key "a" is unknown' },
    { text: '§just text\n', says: 'current value is "just text", must be a map' },
    { text: 'topology: [1, 2\n§', says: 'Cannot read YAML: flow sequence in block collection' },
    {
      text: 'topology:\n  nodes: {a: {}}\n§\tb: 1\n',
      says: 'Cannot read YAML: tabs are not allowed as indentation',
    },
    {
      text: 'name: a\n§name: b\ntopology: {nodes: {a: }}\n',
      says: 'key "name" is given twice, first in line 1',
    },
    { text: 'topology: {nodes: {a: {kind: netns, §kind: hub}}}\n', says: 'key "kind" is given twice' },
    {
      text: 'name: a\ntopology: {nodes: {a: }}\n---\n§name: b\n',
      says: 'it has a second document, must be one',
    },
    { text: 'name: §*x\ntopology: {nodes: {a: }}\n', says: 'alias *x has no complete anchor before it' },
    { text: 'topology: &t {nodes: {a: §*t}}\n', says: 'alias *t has no complete anchor before it' },
    { text: 'topology: {nodes: {§[a, b]: 1}}\n', says: 'a key is a collection or an alias' },
    { text: 'topology: {nodes: {§__proto__: {}}}\n', says: 'key "__proto__" is not allowed' },
    { text: 'topology: {nodes: {a: {§<<: 3}}}\n', says: 'must be a map or a list of maps' },
    { text: 'name: §!!python/object x\ntopology: {nodes: {a: }}\n', says: 'unresolved tag' },
  ],
  names: [
    { text: 'name: §Ring\ntopology: {nodes: {a: }}\n', says: 'Cannot name lab: current value is "Ring"' },
    {
      text: 'name: §12\ntopology: {nodes: {a: }}\n',
      says: 'Cannot read name: current value is 12, must be text',
    },
    { text: 'topology: {nodes: {§A: }}\n', says: 'Cannot name node: current value is "A"' },
    { text: 'topology: {nodes: {§a.b: }}\n', says: 'Cannot name node: current value is "a.b"' },
    { text: `topology: {nodes: {§${'a'.repeat(64)}: }}\n`, says: '1 to 63 of a-z' },
    { text: 'topology: {nodes: {a: {interfaces: {§sixteen-octets-x: }}}}\n', says: 'must be 1 to 15 octets' },
    { text: 'topology: {nodes: {a: {interfaces: {§ääääääää: }}}}\n', says: 'must be 1 to 15 octets' },
    { text: 'topology: {nodes: {a: {interfaces: {§a/b: }}}}\n', says: 'without white space' },
    { text: 'topology: {nodes: {a: {interfaces: {§"a b": }}}}\n', says: 'without white space' },
    { text: 'topology: {nodes: {a: {interfaces: {§"a:b": }}}}\n', says: 'without white space' },
    { text: 'topology: {nodes: {a: {interfaces: {§lo: }}}}\n', says: 'must be another name than lo' },
    { text: link('- endpoints: [§"a:sixteen-octets-x", "b:eth1"]'), says: 'must be 1 to 15 octets' },
  ],
  nodes: [
    { text: '§name: a\n', says: 'key "topology" is missing' },
    { text: 'topology: {nodes: §{}}\n', says: 'it has no nodes' },
    { text: 'topology:\n  §nods: {a: }\n', says: 'key "nods" is unknown, did you mean "nodes"' },
    { text: 'topology: {nodes: {a: §3}}\n', says: 'Cannot read node a: current value is 3, must be a map' },
    { text: node('kind: §swicth'), says: 'current value is "swicth", did you mean "switch"' },
    { text: node('kind: §xyzzy'), says: 'must be one of netns, switch, hub, bridge' },
    { text: node('kind: §container'), says: 'Kind container of node a is not built by this version' },
    { text: node('kind: §[a]'), says: 'Cannot read kind of node a: current value is a list' },
    {
      text: node('§image: alpine'),
      says: 'Attribute image belongs to kind container, vm, but a is of kind netns',
    },
    { text: node('§stp: true'), says: 'belongs to kind bridge' },
    { text: node('§carrier: c1'), says: 'Attribute carrier is not built by this version' },
    { text: node('§wire_only: eth0'), says: 'Attribute wire_only is not built by this version' },
    {
      text: node('§license: x'),
      says: 'containerlab\'s key "license" has no effect here',
      severity: 'warning',
    },
    {
      text: 'topology: {kinds: {§swich: {}}, nodes: {a: }}\n',
      says: 'did you mean "switch"',
      severity: 'warning',
    },
    {
      text: 'topology: {kinds: {switch: {§fstp: true}}, nodes: {a: {kind: switch}}}\n',
      says: 'fstp is not built',
    },
    { text: 'topology: {nodes: {a: {kind: switch, §vde: true}}}\n', says: 'vde is not built' },
    { text: 'topology: {nodes: {a: {kind: switch, §priority: 4096}}}\n', says: 'priority is not built' },
    { text: 'topology: {nodes: {a: {kind: switch, §tunnels: {}}}}\n', says: 'tunnels is not built' },
    { text: 'topology: {nodes: {a: }}\n§hooks: {}\n', says: 'Key hooks is not built by this version' },
    { text: 'topology: {nodes: {a: }}\n§host: {}\n', says: 'Key host is not built by this version' },
    { text: 'topology: {nodes: {a: }}\n§carriers: {}\n', says: 'Key carriers is not built by this version' },
  ],
  ports: [
    {
      text: port('mtu: §big'),
      says: 'Cannot read MTU of a:eth1: current value is "big", must be an integer from 68 to 65535',
    },
    { text: port('mtu: §67'), says: 'current value is 67, must be an integer from 68' },
    { text: port('mtu: §65536'), says: 'current value is 65536' },
    { text: port('mtu: §1500.5'), says: 'must be an integer' },
    { text: port('§mtuu: 1500'), says: 'key "mtuu" is unknown, did you mean "mtu"' },
    { text: port('mac: §zz'), says: 'must be a MAC address' },
    { text: port('mac: §"01:00:00:00:00:01"'), says: 'it is a group address' },
    { text: port('mac: §"00:00:00:00:00:00"'), says: 'it is the null address' },
    { text: port('ip: §10.0.0.1'), says: 'must be an address with its prefix length' },
    { text: port('ip: §10.0.0.1/33'), says: 'must be an address with its prefix length' },
    { text: port('ip: [10.0.0.1/24, §x]'), says: 'Cannot read address[1] of a:eth1' },
    { text: port('ip: §{}'), says: 'a list of them, or dhcp' },
    {
      text: port('ip: §10.0.0.2/24')
        .replace('§', '')
        .replace('eth1: {ip: 10.0.0.2/24}}}}}', 'eth1: {ip: §10.0.0.2/24}}}}}'),
      says: 'a:eth1 has it already, in line 1',
    },
    { text: port('ip: §10.0.0.0/24'), says: 'is the network address of its subnet', severity: 'warning' },
    { text: port('ip: §10.0.0.255/24'), says: 'is the broadcast address of its subnet', severity: 'warning' },
    { text: port('ip: §224.0.0.1/24'), says: 'it is a multicast address' },
    { text: port('ip: §127.0.0.1/8'), says: 'it is a loopback address' },
    { text: port('ip: §0.0.0.0/0'), says: 'it is the unspecified address' },
    { text: port('ip: §"ff02::1/64"'), says: 'it is a multicast address' },
    { text: port('ip: §"::1/128"'), says: 'it is the loopback address' },
    { text: port('mtu: 1000, ip: §"2001:db8::1/64"'), says: 'must be at least 1280 for IPv6' },
    { text: port('ip: §dhcp'), says: 'DHCP is not built by this version', severity: 'warning' },
    { text: port('§access: 100'), says: 'Attribute access belongs to ports of kind switch' },
    {
      text: 'topology: {nodes: {s: {kind: switch, interfaces: {p1: {§access: 100}}}}}\n',
      says: 'is not built',
    },
    {
      text: 'topology: {nodes: {s: {kind: switch, interfaces: {p1: {access: §4095}}}}}\n',
      says: 'from 1 to 4094',
    },
    {
      text: 'topology: {nodes: {s: {kind: switch, interfaces: {p1: {trunk: §some}}}}}\n',
      says: 'all, or a list of VLANs',
    },
    {
      text: 'topology: {nodes: {s: {kind: hub, interfaces: {p1: {§ip: 10.0.0.1/24}}}}}\n',
      says: 's is of kind hub',
    },
    {
      text: 'topology: {nodes: {a: {interfaces: {x: {mac: "02:00:00:00:00:01"}, y: {mac: §02-00-00-00-00-01}}}}}\n',
      says: 'a:x has it already, in line 1',
    },
  ],
  links: [
    { text: link('- endpoints: ["a:eth1", §"c:eth1"]'), says: 'node "c" is not declared' },
    { text: link('- endpoints: §["a:eth1"]'), says: 'must be a list of two ends' },
    { text: link('- endpoints: ["a:eth1", §beth1]'), says: 'must be NODE:PORT, like vm1:eth1' },
    { text: link('- endpoints: ["a:eth1", {§nod: b, interface: eth1}]'), says: 'did you mean "node"' },
    { text: link('- §{}'), says: 'key "endpoints" is missing' },
    { text: link('- §endpoints: ["a:eth1", "a:eth1"]'), says: 'Cannot link a:eth1 to itself' },
    {
      text: link('- endpoints: ["a:e", "b:e"]\n    - endpoints: ["sw:p", §"a:e"]'),
      says: 'Cannot link a:e twice: line 4 links it already',
    },
    {
      text: link('- endpoints: ["a:eth1", §"host:eth2"]'),
      says: 'End host:eth2 of a link is not built by this version',
    },
    { text: link('- {endpoints: ["a:e", "b:e"], type: §macvlan}'), says: 'Link type "macvlan" is not built' },
    {
      text: link('- {endpoints: ["a:e", "b:e"], §impair: {loss: 1%}}'),
      says: 'Impairment of a link is not built',
    },
    { text: link('- {endpoints: ["a:e", "b:e"], impair: {loss: §1}}'), says: 'must be a percentage' },
    {
      text: link('- {endpoints: ["a:e", "b:e"], impair: {delay: §20}}'),
      says: 'must be a duration with its unit',
    },
    { text: link('- {endpoints: ["a:e", "b:e"], impair: {rate: §1mb}}'), says: 'must be a bit rate' },
    { text: link('- {endpoints: ["a:e", "b:e"], verify: §maybe}'), says: 'must be on or off' },
    {
      text: link('- {endpoints: ["a:e", "b:e"], §vars: {}}'),
      says: 'has no effect here',
      severity: 'warning',
    },
    {
      text: 'topology:\n  nodes: {a: {interfaces: {e: {mtu: 9000}}}, b: }\n  links: [{endpoints: ["a:e", "b:e"], mtu: §1500}]\n',
      says: 'MTU of link a:e -- b:e is 1500, but a:e has 9000 in line 2',
    },
    {
      text: 'topology:\n  nodes: {a: {interfaces: {e: {mtu: 9000}}}, b: {interfaces: {e: {mtu: 1400}}}}\n  links: [§{endpoints: ["a:e", "b:e"]}]\n',
      says: 'Ends of link a:e -- b:e differ in MTU: a:e has 9000, b:e has 1400',
    },
  ],
  'routes, bridges and files': [
    { text: node('routes: [§{to: default}]'), says: 'neither via nor dev is given' },
    { text: node('routes: [{to: §10.0.0, via: 10.0.0.9}]'), says: 'must be default, or a prefix' },
    {
      text: node('routes: [{to: default, via: §10.0.0.9/24}]'),
      says: 'must be an address without prefix length',
    },
    {
      text: node('routes: [{to: default, via: §10.0.1.9}]'),
      says: 'no address of a is in one subnet with it',
    },
    {
      text: node('routes: [{to: default, dev: §eth2}]'),
      says: 'a has no port or bridge "eth2", did you mean "eth1"',
    },
    {
      text: node('routes: [{to: "2001:db8::/32", via: §10.0.0.9}]'),
      says: 'via is 10.0.0.9, must be an IPv6 address',
    },
    {
      text: node('routes: [§{to: "2001:db8::/32", via: "fe80::1"}]'),
      says: 'via is link-local, so dev must be given',
    },
    {
      text: node('routes: [{to: §10.1.0.1/16, via: 10.0.0.9}]'),
      says: '10.1.0.0/16 is taken',
      severity: 'warning',
    },
    { text: node('bridges: {br0: {ports: [§eth2]}}'), says: 'a has no such port, did you mean "eth1"' },
    {
      text: node('bridges: {br0: {ports: [eth1]}, br1: {ports: [§eth1]}}'),
      says: 'it is in bridge br0 already',
    },
    { text: node('bridges: {§eth1: {ports: []}}'), says: 'a port has this name' },
    { text: node('bridges: {§lo: {ports: []}}'), says: 'must be another name than lo' },
    {
      text: node('bridges: {br0: {ports: [], ip: §10.0.0.2/24}}').replace('§', ''),
      says: 'a:br0 has it already',
    },
    { text: node('sysctls: {§kernel.hostname: x}'), says: 'must be net.… in dotted form' },
    { text: node('sysctls: {§net/ipv4/ip_forward: 1}'), says: 'must be net.… in dotted form' },
    { text: node('sysctls: {net.ipv4.ip_forward: §[1]}'), says: 'must be text, a number, true or false' },
    { text: node('files: {§etc/motd: ./motd}'), says: 'must be an absolute path' },
    { text: node('files: {§/etc/../motd: ./motd}'), says: 'must be an absolute path' },
    { text: node('private: [§etc]'), says: 'must be an absolute path' },
  ],
  'commands and services': [
    { text: node('exec: §ls'), says: 'must be a list of commands' },
    { text: node('exec: [§"ls | wc"]'), says: '"|" wants a shell, write {sh: "…"}' },
    { text: node(`exec: [§"echo 'a"]`), says: 'a single quote is not closed' },
    { text: node('exec: [§[]]'), says: 'a list of arguments that is not empty' },
    {
      text: node('exec: [[ls, §3]]'),
      says: 'Cannot read exec[0][1] of node a: current value is 3, must be text',
    },
    { text: node('exec: [{§hs: ls}]'), says: 'did you mean "sh"' },
    { text: node('exec: [§["", a]]'), says: 'the program is empty text' },
    { text: node('env: {§1A: x}'), says: 'Cannot name variable of a' },
    { text: node('services: {§A: {cmd: ls}}'), says: 'Cannot name service of a' },
    { text: node('services: {s: §{}}'), says: 'key "cmd" is missing' },
    { text: node('services: {s: {cmd: ls, ready: §{}}}'), says: 'must be a map with either tcp or exec' },
    { text: node('services: {s: {cmd: ls, ready: {tcp: §0}}}'), says: 'must be an integer from 1 to 65535' },
    { text: node('services: {s: {cmd: ls, ready: {tcp: 1, timeout: §5}}}'), says: 'must be a duration' },
    {
      text: node('services: {s: {cmd: ls, restart: §maybe}}'),
      says: 'must be one of always, on-failure, never',
    },
  ],
  'switches and DHCP': [
    {
      text: 'topology: {nodes: {s: {kind: switch, lldp: §shout}}}\n',
      says: 'must be one of speak, pass, drop',
    },
    {
      text: 'topology: {nodes: {s: {kind: switch, §dhcp: {subnet: 10.9.0.0/24, range: [10.9.0.10, 10.9.0.20]}}}}\n',
      says: 'the switch serves no address',
      severity: 'warning',
    },
    {
      text: 'topology: {nodes: {s: {kind: switch, dhcp: {subnet: 10.9.0.0/24, range: [10.9.0.10, §10.9.1.20]}}}}\n',
      says: '10.9.1.20 is not in subnet 10.9.0.0/24',
    },
    {
      text: 'topology: {nodes: {s: {kind: switch, dhcp: {subnet: 10.9.0.0/24, range: §[10.9.0.20, 10.9.0.10]}}}}\n',
      says: 'the range ends before it begins',
    },
  ],
  checks: [
    { text: check('§{}'), says: 'must be a map with one key' },
    {
      text: check('§{ping: {from: a, to: b}, tcp: {from: a, to: "b:1"}}'),
      says: 'must be a map with one key',
    },
    { text: check('§pnig: {from: a, to: b}'), says: 'did you mean "ping"' },
    { text: check('ping: {from: §c, to: b}'), says: 'Cannot run check 1: node "c" is not declared' },
    { text: check('ping: {from: §sw, to: b}'), says: 'nothing can run in sw, it is of kind switch' },
    { text: check('ping: {from: a, to: §sw}'), says: 'node sw has no address' },
    { text: check('ping: {from: a, to: §10.0.0}'), says: 'node "10.0.0" is not declared' },
    { text: check('ping: §{from: a}'), says: 'key "to" is missing' },
    { text: check('tcp: {from: a, to: §b}'), says: 'must be HOST:PORT' },
    { text: check('tcp: {from: a, to: "§c:22"}').replace('"§', '§"'), says: 'node "c" is not declared' },
    { text: check('http: {from: a, url: §"https://b/"}'), says: 'must be a URL like http://10.0.0.1:8000/' },
    { text: check('http: {from: a, url: §"http://c/"}'), says: 'node "c" is not declared' },
    { text: check('http: {from: a, url: §"http://b:70000/"}'), says: 'port 70000 is out of range' },
    {
      text: check('via: {from: a, to: b, ports: [§"b:eth7"]}'),
      says: 'node b has no port "eth7", did you mean "eth1"',
    },
    { text: check('via: {from: a, to: b, ports: §[]}'), says: 'must be a list of ports' },
    { text: check('exec: {node: a, cmd: §"a; b"}'), says: '";" wants a shell' },
  ],
};

for (const [group, rows] of Object.entries(ROWS)) {
  for (const { text: marked, says, severity = 'error' } of rows) {
    test(`loadPlan() of bad ${group} says "${says}"`, () => {
      const isMarked = marked.includes('§');
      const { text, at } = unmark(marked);
      const result = loadYaml(text);
      const lines = linesOf(result);
      const place = isMarked ? `${at.line}:${at.column}: ` : '';
      const hit = lines.some((line) => line.includes(`${place}${severity}: `) && line.includes(says));
      assert.ok(hit, `expected ${place}${severity} with "${says}", got\n${lines.join('\n')}`);
      assert.equal(
        result.plan === null,
        result.problems.some((problem) => problem.severity === 'error'),
      );
    });
  }
}

test('loadPlan() reports all errors of a file in one run, by place', () => {
  const text = `${node('kind: netns').replace('10.0.0.1/24', '10.0.0.1')}checks: [{ping: {from: c, to: b}}]\n`;
  const lines = linesOf(loadYaml(text.replace('"b:eth1"', '"x:eth1"')));
  assert.deepEqual(
    lines.map((line) => line.split(':')[0]),
    ['4', '9', '10'],
  );
});

test('loadPlan() says one thing about a file with one mistake', () => {
  for (const { text, says } of ROWS['ports'] ?? []) {
    const lines = linesOf(loadYaml(text.replace('§', '')));
    assert.equal(lines.length, 1, `"${says}" got\n${lines.join('\n')}`);
  }
});
