import { newId } from '@berth/core'
import type { ContainerSpec } from '@berth/protocol'

/** A container of a lab as control describes it: for shells, in a network of its own, without a way out. */
export function sandboxSpec(sibling?: ContainerSpec): Partial<ContainerSpec> {
  const { port: _, ...usual } = {
    port: undefined,
    project: { id: newId('project'), name: 'sandbox' },
    app: { id: newId('app'), name: 'lab' },
    process: 'shell',
    names: ['shell'],
    idle: true as const,
    keepSessions: true,
    egress: { kind: 'none' as const },
    limits: { cpu: 0.5, memory: 64 << 20, pids: 64, disk: 64 << 20 },
    burst: 1,
    health: { kind: 'none' as const },
  }
  return sibling ? { ...usual, tenant: sibling.tenant, project: sibling.project, app: sibling.app } : usual
}
