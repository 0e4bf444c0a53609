import {
  DESIRED_APP_STATES,
  DESIRED_STATES,
  type DesiredAppState,
  type DesiredState,
  type EndReason,
  type Limits,
  NODE_STATES,
  OBSERVED_STATES,
  type StopCause,
} from '@berth/core'
import type { Container, Deploy, Job, Node, Release } from '@berth/db'
import {
  endReasonSchema,
  healthSchema,
  nodeInfoSchema,
  pullSumSchema,
  type Restart,
  restartSchema,
  type RunOptions,
  runOptionsSchema,
  stopCauseSchema,
} from '@berth/protocol'
import { z } from 'zod'
import { USUAL_DRAIN_MS } from './drain-time.ts'
import { type ContainerModel, type NodeModel, processesSchema, type ReleaseModel } from './model.ts'
import { writesOf } from './single-writer/holders.ts'
import { releaseVolumesSchema } from './volumes/release-volume.ts'
import { limitsOf } from './processes/of-process.ts'

const desiredSchema = z.enum(DESIRED_STATES)
const desiredAppSchema = z.enum(DESIRED_APP_STATES)
const observedSchema = z.enum(OBSERVED_STATES)
const nodeStateSchema = z.enum(NODE_STATES)
const sealedEnvSchema = z.record(z.string(), z.string())

/** What decisions read of a release: neither environment nor secrets. */
export const MODEL_COLUMNS = {
  ...{ id: true, number: true, image: true, processes: true, port: true, health: true, restart: true },
  ...{ cpu: true, memory: true, pids: true, disk: true, volumes: true, kin: true, releaseCommand: true },
  ...{ options: true, createdBy: true },
} as const

/** Rows of Postgres as the domain knows them: text and JSON columns become their types, big numbers plain ones. */
export function releaseModel(row: Pick<Release, keyof typeof MODEL_COLUMNS>): ReleaseModel {
  return {
    id: row.id,
    number: row.number,
    image: row.image,
    processes: processesSchema.parse(row.processes),
    port: row.port,
    limits: limitsOfRow(row),
    health: healthSchema.parse(row.health),
    restart: restartOf(row),
    volumes: releaseVolumesSchema.parse(row.volumes),
    kin: row.kin,
    releaseCommand: row.releaseCommand,
    drainMs: drainMsOf(row),
    by: row.createdBy,
  }
}

function limitsOfRow(row: Pick<Release, keyof Limits>): Limits {
  return { cpu: row.cpu, memory: Number(row.memory), pids: row.pids, disk: Number(row.disk) }
}

/** name → sealed value */
export function sealedEnv(row: Release): Record<string, string> {
  return sealedEnvSchema.parse(row.env)
}

export function restartOf(row: Pick<Release, 'restart'>): Restart {
  return restartSchema.parse(row.restart)
}

export function optionsOf(row: Pick<Release, 'options'>): RunOptions {
  return runOptionsSchema.parse(row.options)
}

function drainMsOf(row: Pick<Release, 'options'>): number {
  return optionsOf(row).drainMs ?? USUAL_DRAIN_MS
}

/** What a container's model takes of its release. */
export const KIN_AND_LIMITS = {
  kin: true,
  processes: true,
  cpu: true,
  memory: true,
  pids: true,
  disk: true,
  volumes: true,
  options: true,
} as const

export function containerModel(
  row: Container & { release: Pick<Release, keyof typeof KIN_AND_LIMITS> },
): ContainerModel {
  return containerOf(row, {
    kin: row.release.kin,
    processes: processesSchema.parse(row.release.processes),
    limits: limitsOfRow(row.release),
    volumes: releaseVolumesSchema.parse(row.release.volumes),
    drainMs: drainMsOf(row.release),
  })
}

export function containerOf(
  row: Container,
  release: Pick<ReleaseModel, 'kin' | 'processes' | 'limits' | 'volumes' | 'drainMs'>,
): ContainerModel {
  return {
    ...row,
    kin: release.kin,
    drainMs: release.drainMs,
    limits: limitsOf(release, row.process),
    writes: writesOf(release.volumes, row.process),
    desired: desiredSchema.parse(row.desired),
    observed: observedSchema.parse(row.observed),
    end: endOf(row),
    pull: row.pull === null ? null : pullSumSchema.parse(row.pull),
  }
}

export function endOf(row: Pick<Container | Deploy | Job, 'end'>): EndReason | null {
  return row.end === null ? null : endReasonSchema.parse(row.end)
}

export function stopCauseOf(row: Pick<Container, 'stopCause'>): StopCause | undefined {
  return row.stopCause === null ? undefined : stopCauseSchema.parse(row.stopCause)
}

export function nodeModel(row: Node, used: NodeModel['used']): NodeModel {
  return {
    id: row.id,
    name: row.name,
    state: nodeStateSchema.parse(row.state),
    cpu: row.cpu,
    memory: Number(row.memory),
    used,
  }
}

/** `amd64`, `arm64`; undefined before the node's first stream. */
export function archOf(row: Pick<Node, 'info'>): string | undefined {
  return nodeInfoSchema.safeParse(row.info).data?.arch
}

export function desiredStateOf(row: Pick<Container, 'desired'>): DesiredState {
  return desiredSchema.parse(row.desired)
}

export function desiredOf(row: { readonly desired: string }): DesiredAppState {
  return desiredAppSchema.parse(row.desired)
}
