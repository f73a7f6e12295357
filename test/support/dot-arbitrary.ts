/** Random DOT texts that are valid, from few names, so that nodes, subgraphs, edges and defaults meet each other. */
import fc from 'fast-check';

const name = fc.constantFrom('a', 'b', 'c', '"d e"', '"f"+"g"', 'é', '-1', '<h>', '"node"');
const attributeName = fc.constantFrom('k1', 'k2', '"k 3"', 'K4');
const value = fc.constantFrom('x', '""', '1.5', '"a\\"b"', '"\\\\"', '"p" + "q"', '<r<s>t>', 'Ü');
const separator = fc.constantFrom(' ', ', ', ';', ' /* , */ ');
const port = fc.constantFrom('', '', ':p', ':"eth 1"', ':s', ':p:ne', ':7:w');

const attributes = fc
  .array(fc.tuple(attributeName, value, separator), { maxLength: 3 })
  .map((list) => `[${list.map(([key, content, end]) => `${key}=${content}${end}`).join('')}]`);
const optionalAttributes = fc.oneof(
  fc.constant(''),
  attributes,
  fc.tuple(attributes, attributes).map((two) => two.join(' ')),
);
const nodeId = fc.tuple(name, port).map((parts) => parts.join(''));
const nodeList = fc.oneof(
  { weight: 6, arbitrary: nodeId },
  { weight: 1, arbitrary: fc.array(nodeId, { minLength: 2, maxLength: 3 }).map((list) => list.join(', ')) },
);

const { statements } = fc.letrec<{ statements: string; statement: string; subgraph: string }>((tie) => ({
  statements: fc
    .array(fc.tuple(tie('statement'), fc.constantFrom(';', '\n', '; // ; }\n', '\n# }\n')), { maxLength: 5 })
    .map((list) => list.map((parts) => parts.join('')).join('')),
  subgraph: fc
    .tuple(fc.constantFrom('', 'subgraph', 'subgraph s', 'SUBGRAPH "t"'), tie('statements'))
    .map(([head, body]) => `${head} {${body}}`),
  statement: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.tuple(nodeList, optionalAttributes).map((parts) => parts.join(' ')),
    fc
      .tuple(
        fc.array(fc.oneof({ depthSize: 'small' }, nodeList, nodeList, tie('subgraph')), {
          minLength: 2,
          maxLength: 4,
        }),
        fc.oneof(optionalAttributes, optionalAttributes, fc.constant('[key=u]')),
      )
      .map(([ends, list]) => `${ends.join(' EDGE ')} ${list}`),
    fc.tuple(fc.constantFrom('node', 'edge', 'graph', 'Node'), attributes).map((parts) => parts.join(' ')),
    fc.tuple(attributeName, value).map((parts) => parts.join(' = ')),
    tie('subgraph'),
  ),
}));

/** A whole file. */
export const dotText: fc.Arbitrary<string> = fc
  .tuple(fc.boolean(), fc.constantFrom('graph', 'digraph'), fc.constantFrom('', 'g', '"g h"'), statements)
  .map(([strict, type, graphName, body]) => {
    const operator = type === 'graph' ? '--' : '->';
    // Inside a subgraph, cgraph gives a strict graph a second edge when that has a key; nobody means that.
    const keyed = strict ? body.replaceAll('[key=u]', '') : body;
    return `${strict ? 'strict ' : ''}${type} ${graphName} {${keyed.replaceAll('EDGE', operator)}}`;
  });
