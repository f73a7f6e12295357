/** The status of a lab, put together from what its daemon knows. */
import type { Plan, PlanNode, PortName } from '../../plan/plan.ts';
import { portName } from '../../plan/plan.ts';
import type { PortObservation } from '../../plan/verify/observation.ts';
import type { StatusReport } from '../reports.ts';
import type { VerdictBoard } from './verdict-board.ts';

/** What a daemon knows of its lab. */
export interface LabKnowledge {
  readonly plan: Plan;
  readonly state: StatusReport['state'];
  /** Null until the fabric is connected. */
  readonly board: VerdictBoard | null;
  readonly observations: ReadonlyMap<PortName, PortObservation>;
  readonly services: readonly StatusReport['services'][number][];
}

type NodeState = StatusReport['nodes'][number]['state'];

/** States of a service in which it does not do its work. */
const SERVICE_TROUBLE = ['crash-loop', 'not-ready', 'waiting'];

/** Makes the report, without the counters of ports. */
export function statusReport(lab: LabKnowledge): StatusReport {
  const { plan, state, board, observations, services } = lab;
  const troubled = new Set(
    services.filter((service) => SERVICE_TROUBLE.includes(service.state)).map(({ node }) => node),
  );
  return {
    schema: 1,
    lab: plan.name,
    file: plan.file,
    state,
    nodes: plan.nodes.map((node) => ({
      name: node.name,
      kind: node.kind,
      state: nodeState(lab, node, troubled.has(node.name)),
    })),
    links: plan.links.map((link) => {
      const [a, b] = [portName(link.a), portName(link.b)];
      const dark = [a, b].some((name) => observations.get(name)?.carrier === false);
      return { a, b, state: dark ? 'down' : 'up' };
    }),
    ports: board?.reports() ?? [],
    notChecked: board?.notChecked() ?? [],
    services: [...services],
    diagnosis: board?.diagnosis() ?? [],
  };
}

function nodeState({ state, observations }: LabKnowledge, node: PlanNode, inTrouble: boolean): NodeState {
  if (state === 'creating' || state === 'failed') return state;
  const lost = node.ports.some((port) => observations.get(`${node.name}:${port.name}`)?.present === false);
  return lost || inTrouble ? 'degraded' : 'up';
}
