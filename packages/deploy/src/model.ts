import type { DesiredState, EndReason, Limits, NodeState, ObservedState } from '@berth/core'
import { z } from 'zod'
import type { ReleaseVolume } from './volumes/release-volume.ts'
import { type Health, healthSchema, limitsSchema, type PullSum, type Restart } from '@berth/protocol'

/** What the pure decisions read: rows of Postgres, parsed, and nothing that a decision does not need. */
export type ReleaseModel = {
  readonly id: string
  readonly number: number
  readonly image: string
  readonly processes: Processes
  readonly port: number | null
  readonly limits: Limits
  readonly health: Health
  readonly restart: Restart
  readonly volumes: readonly ReleaseVolume[]
  /** releases of one kin differ in limits and counts only, so that their instances can stay */
  readonly kin: string
  /** empty: none */
  readonly releaseCommand: readonly string[]
  /** how long an instance that leaves may finish what it serves */
  readonly drainMs: number
  /** who made it */
  readonly by: string
}

export type ContainerModel = {
  readonly id: string
  readonly releaseId: string
  readonly nodeId: string
  readonly process: string
  readonly instance: number
  readonly generation: number
  readonly desired: DesiredState
  readonly restartNonce: number
  readonly observed: ObservedState
  readonly observedGeneration: number
  readonly healthy: boolean
  /** it runs, but its node is about to stop it for its failed health check */
  readonly givenUp: boolean
  readonly routed: boolean
  readonly drainingAt: Date | null
  readonly address: string | null
  readonly end: EndReason | null
  /** how far its image is, while it is pulled */
  readonly pull: PullSum | null
  readonly lastLines: readonly string[]
  /** of its release */
  readonly kin: string
  /** of its process in its release */
  readonly limits: Limits
  /** how long it may finish what it serves once it leaves the door */
  readonly drainMs: number
  /** ids of volumes that only one instance may write to at a time, and this one does */
  readonly writes: readonly string[]
  readonly limitsRefused: string | null
  readonly restarts: number
  readonly startedAt: Date | null
  readonly nextStartAt: Date | null
}

export type NodeModel = {
  readonly id: string
  readonly name: string
  readonly state: NodeState
  /** cores and bytes that it has */
  readonly cpu: number
  readonly memory: number
  /** sum of the limits of what is placed there */
  readonly used: { readonly cpu: number; readonly memory: number }
}

const processSchema = z.object({
  command: z.array(z.string()).optional(),
  replicas: z.number().int().min(0),
  /** of others than `web`, whose port and check are the release's */
  port: z.number().int().optional(),
  health: healthSchema.optional(),
  /** where they differ from the release's */
  limits: limitsSchema.partial().optional(),
})

export const processesSchema = z.record(z.string(), processSchema)
export type ProcessModel = z.infer<typeof processSchema>
export type Processes = z.infer<typeof processesSchema>

/** The process type that visitors reach; every app has it. */
export const WEB = 'web'

/** One container that a release wants. */
export type Instance = { readonly process: string; readonly instance: number }

export function instancesOf(processes: Processes): Instance[] {
  return Object.entries(processes).flatMap(([process, { replicas }]) =>
    Array.from({ length: replicas }, (_, i) => ({ process, instance: i + 1 })),
  )
}

export function isInstance(container: ContainerModel, wanted: Instance): boolean {
  return container.process === wanted.process && container.instance === wanted.instance
}

/** Its node speaks of what is wanted now, not of what was wanted before. */
export function isSettled(container: ContainerModel): boolean {
  return container.observedGeneration === container.generation
}

/** It shall run, runs, and passed its health check. */
export function isReady(container: ContainerModel): boolean {
  const { desired, observed, healthy } = container
  return desired === 'running' && observed === 'running' && healthy && isSettled(container)
}

/** Its program ended by itself, and nothing starts it again. */
export function isOver(container: ContainerModel): boolean {
  const { desired, observed, end } = container
  const endedItself = end !== null && end.kind !== 'stopped'
  return desired === 'running' && observed === 'stopped' && endedItself && isSettled(container)
}

export function hasSucceeded(container: ContainerModel): boolean {
  return isOver(container) && container.end?.kind === 'exit' && container.end.code === 0
}
