import type { Limits } from '@berth/core'
import type { ManifestWish, ProcessWish } from '../manifest-wish.ts'
import {
  showCommand,
  showCron,
  showHealth,
  showLimit,
  showMount,
  showRelease,
  showSeconds,
} from './show-values.ts'
import type { LiveApp } from './live-app.ts'

/** One thing that a deploy with this berth.yml changes; null: it is not there. */
export type Change = {
  /** as `port`, `processes.worker.command`, `environment.MODE` */
  readonly name: string
  readonly from: string | null
  readonly to: string | null
}

/** What somebody may not read is shown so. */
const HIDDEN = '(hidden)'

/** What would be different after a deploy; nothing for what stays. Pure. */
export function planChanges(
  { wish, defaults }: { readonly wish: ManifestWish; readonly defaults: Readonly<Record<string, string>> },
  live: LiveApp | null,
): readonly Change[] {
  const changes: Change[] = []
  const compare = (name: string, to: string | undefined, from: string | null) => {
    if (to !== undefined && to !== from) changes.push({ name, from, to })
  }
  compare('port', wish.port === undefined ? undefined : String(wish.port), text(live?.port))
  compare('health', wish.health && showHealth(wish.health), live && showHealth(live.health))
  for (const [name, process] of Object.entries(wish.processes ?? {})) {
    for (const change of changesOfProcess(name, process, live)) changes.push(change)
  }
  for (const name of goneOf(wish, live)) {
    const command = live?.processes[name]?.command ?? null
    changes.push({ name: `processes.${name}`, from: showCommand(command), to: null })
  }
  const known = live?.env ?? {}
  const missing = Object.entries(defaults).filter(([name]) => !Object.hasOwn(known, name))
  for (const [name, value] of Object.entries({ ...Object.fromEntries(missing), ...wish.env })) {
    const from = Object.hasOwn(known, name) ? (known[name] ?? HIDDEN) : null
    compare(`environment.${name}`, value, from)
  }
  compare(
    'release',
    wish.releaseCommand === undefined ? undefined : showRelease(wish.releaseCommand),
    showRelease(live?.releaseCommand ?? null),
  )
  const drainMs = live?.drainMs ?? null
  compare(
    'drain',
    wish.options && showSeconds(wish.options.drainMs),
    drainMs === null ? null : showSeconds(drainMs),
  )
  return [...changes, ...changesOfMounts(wish, live), ...changesOfCron(wish, live)]
}

function changesOfMounts({ volumes = [] }: ManifestWish, live: LiveApp | null): Change[] {
  return volumes.flatMap(({ volume, ...mount }) => {
    const before = live?.volumes.find(({ name, process }) => name === volume && process === mount.process)
    const [from, to] = [before ? showMount(before) : null, showMount(mount)]
    return from === to ? [] : [{ name: `volumes.${volume}`, from, to }]
  })
}

function changesOfCron({ cron }: ManifestWish, live: LiveApp | null): Change[] {
  if (!cron) return []
  const before = new Map(live?.cron.map((entry) => [entry.name, showCron(entry)]))
  const after = new Map(cron.map((entry) => [entry.name, showCron(entry)]))
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((name) => {
    const [from, to] = [before.get(name) ?? null, after.get(name) ?? null]
    return from === to ? [] : [{ name: `cron.${name}`, from, to }]
  })
}

function changesOfProcess(name: string, wish: ProcessWish, live: LiveApp | null): Change[] {
  const before = live && Object.hasOwn(live.processes, name) ? live.processes[name] : undefined
  const is = (what: string, to: string | undefined, from: string | null): Change[] =>
    to === undefined || to === from ? [] : [{ name: `processes.${name}.${what}`, from, to }]
  const limits = Object.entries(wish.limits ?? {}) as [keyof Limits, number | undefined][]
  const found = [
    ...is('command', wish.command && showCommand(wish.command), before ? showCommand(before.command) : null),
    ...is('instances', text(wish.replicas) ?? (before ? undefined : '1'), text(before?.replicas)),
    ...is('port', text(wish.port) ?? undefined, text(before?.port)),
    ...is('health', wish.health && showHealth(wish.health), before ? showHealth(before.health) : null),
  ]
  const ofLimits = limits.flatMap(([limit, to]) => {
    const from = before && live ? (before.limits?.[limit] ?? live.limits[limit]) : null
    return to === undefined
      ? []
      : is(limit, showLimit(limit, to), from === null ? null : showLimit(limit, from))
  })
  return [...found, ...ofLimits]
}

function goneOf({ processes, onlyProcesses }: ManifestWish, live: LiveApp | null): string[] {
  if (!onlyProcesses || !live) return []
  return Object.keys(live.processes).filter((name) => name !== 'web' && !Object.hasOwn(processes ?? {}, name))
}

function text(value: number | null | undefined): string | null {
  return value === null || value === undefined ? null : String(value)
}
