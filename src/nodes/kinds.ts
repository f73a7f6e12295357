/** All node kinds by name: the one list that the life cycle reads. */
import type { NodeKindName } from '../plan/plan.ts';
import { bridgeKind } from './bridge/bridge-node.ts';
import { netnsKind } from './netns/netns-node.ts';
import type { NodeKind } from './node-kind.ts';
import { switchKind } from './switch/switch-node.ts';

/** Every kind that this version builds. */
export const NODE_KINDS: Readonly<Record<NodeKindName, NodeKind>> = {
  netns: netnsKind,
  bridge: bridgeKind,
  switch: switchKind,
  hub: switchKind,
};
