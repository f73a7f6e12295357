/**
 * The attributes that PTM gives to a graph and its edges (Cumulus Networks, ptmd(8), "TOPOLOGY FILE"): which words of
 * a neighbour are compared, with templates. They mean here what they mean to PTM; BFD is read and has no effect.
 */
import type { DotAttribute, DotAttributes } from '../../dot/dot-graph.ts';
import type { ProblemList } from '../../problem-list.ts';

/** Attributes of the graph that are PTM's own. Its `version` and `date` tell people something. */
const GRAPH_WORDS: readonly string[] = ['hostidtype', 'hostnametype', 'version', 'date', 'LLDP', 'BFD'];

/** The values of LLDP keys that PTM knows; it ignores others, and so do we, with a warning. */
const LLDP_VALUES: ReadonlyMap<string, readonly string[]> = new Map([
  ['match_type', ['ifname', 'portdescr']],
  ['match_hostname', ['hostname', 'fqdn']],
]);

/** The link's `lldp` in the words of the YAML notation. */
export type LldpWords = Readonly<Record<string, string>>;

/** PTM's attributes of one graph. */
export class PtmAttributes {
  readonly #graph: DotAttributes;
  readonly #problems: ProblemList;
  readonly #templates = new Set<string>();

  constructor(graph: DotAttributes, problems: ProblemList) {
    this.#graph = graph;
    this.#problems = problems;
    this.#checkIdentity();
    this.#readBfd(graph.get('BFD'));
    this.#readPairs(graph.get('LLDP'), 'lldptmpl');
  }

  /** Tells whether a graph attribute is PTM's. Ask once all edges are read: only then are the templates known. */
  isGraphWord(name: string): boolean {
    return GRAPH_WORDS.includes(name) || this.#templates.has(name);
  }

  /** Reads what an edge says about LLDP, or the graph for it: a value that is not empty wins whole. */
  readLldp(edge: DotAttributes): LldpWords {
    const own = edge.get('LLDP');
    const attribute = own !== undefined && own.value !== '' ? own : this.#graph.get('LLDP');
    const words: Record<string, string> = {};
    for (const [key, value] of this.#readPairs(attribute, 'lldptmpl')) {
      const allowed = LLDP_VALUES.get(key);
      if (attribute === undefined) continue;
      if (allowed === undefined)
        this.#problems.warning(attribute.valueAt, `LLDP key "${key}" is unknown and has no effect`);
      else if (allowed.includes(value)) words[key] = value;
      else {
        const message = `LLDP key ${key} has no effect: current value is "${value}", must be one of ${allowed.join(', ')}`;
        this.#problems.warning(attribute.valueAt, message);
      }
    }
    return words;
  }

  /** Takes note of an edge's BFD. */
  readBfd(edge: DotAttributes): void {
    this.#readBfd(edge.get('BFD'));
  }

  #readBfd(attribute: DotAttribute | undefined): void {
    if (attribute === undefined) return;
    this.#readPairs(attribute, 'bfdtmpl');
    this.#problems.warnOnce(
      attribute.at,
      'BFD has no effect in this version: links are checked by LLDP and MAC addresses',
    );
  }

  /** The pairs of `k=v, k=v`; a template replaces the whole string. */
  #readPairs(attribute: DotAttribute | undefined, templateKey: string): Map<string, string> {
    const pairs = splitPairs(attribute?.value ?? '');
    const name = pairs.get(templateKey);
    if (attribute === undefined || name === undefined) return pairs;
    this.#templates.add(name);
    const template = this.#graph.get(name);
    if (template !== undefined) return splitPairs(template.value);
    this.#problems.error(
      attribute.valueAt,
      `Cannot find template "${name}": the graph has no attribute of this name`,
    );
    return new Map();
  }

  #checkIdentity(): void {
    const idType = this.#graph.get('hostidtype');
    if (idType !== undefined && idType.value !== 'hostname') {
      const message = `hostidtype "${idType.value}" is not built by this version, must be hostname`;
      this.#problems.error(idType.valueAt, message);
    }
    const nameType = this.#graph.get('hostnametype');
    if (nameType !== undefined && !['hostname', 'fqdn'].includes(nameType.value)) {
      const message = `hostnametype has no effect: current value is "${nameType.value}", must be one of hostname, fqdn`;
      this.#problems.warning(nameType.valueAt, message);
    }
  }
}

/** PTM's separators: commas, blanks or both; keys in any case. */
function splitPairs(text: string): Map<string, string> {
  const pairs = text.split(/[,\s]+/).filter((pair) => pair.includes('='));
  return new Map(
    pairs.map((pair) => {
      const equals = pair.indexOf('=');
      return [pair.slice(0, equals).toLowerCase(), pair.slice(equals + 1)];
    }),
  );
}
