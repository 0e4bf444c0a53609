import { setTimeout as sleep } from 'node:timers/promises'
import { type Figure, percentile } from '../figure.ts'
import { createClass, endClass, warmUp, type Class } from './class.ts'
import { percentiles } from './percentiles.ts'
import type { Seen } from './look-on.ts'
import { othersDuring } from './others.ts'
import type { Start } from './student.ts'
import type { World } from './world.ts'

/** The dashboard is looked at so long while nobody starts, for the ratio. */
const IDLE_MS = 20_000
/** Before that: a process that was just started answers slowly. */
const WARM_MS = 10_000
/** One alone is measured so often, one after the other. */
const ALONE = 20
/** A small class is over before others have looked at much: it comes so often. */
const ROUNDS: Readonly<Record<number, number>> = { 50: 3 }
/** Who came so much later than somebody, and was served before them, was served unfairly. */
const LEEWAY_MS = 1_000

type Kind = 'warm' | 'cold'

/** N students click at once: with a spare for each, and with none. Meanwhile others use the dashboard. */
export async function benchHerds(world: World, classes: readonly number[]): Promise<Figure[]> {
  await othersDuring(world, sleep(WARM_MS))
  const idle = await othersDuring(world, sleep(IDLE_MS))
  const figures: Figure[] = [
    ...percentiles('a page of the dashboard, nobody starts', idle.pages),
    ...percentiles('the list of apps, nobody starts', idle.queries),
  ]
  for (const count of classes) {
    for (const kind of ['warm', 'cold'] as const) figures.push(...(await herd(world, { count, kind, idle })))
  }
  return figures
}

async function herd(
  world: World,
  { count, kind, idle }: { readonly count: number; readonly kind: Kind; readonly idle: Seen },
): Promise<Figure[]> {
  const rounds: Round[] = []
  for (let round = 0; round < (ROUNDS[count] ?? 1); round++) rounds.push(await once(world, count, kind))
  const outcomes = rounds.flatMap((round) => round.outcomes)
  const starts = outcomes.filter(isStart)
  for (const one of outcomes) if (one instanceof Error) process.stderr.write(`failed: ${one.message}\n`)
  const seen: Seen = {
    pages: rounds.flatMap((round) => round.seen.pages),
    queries: rounds.flatMap((round) => round.seen.queries),
  }
  const title = `${count} at once, ${kind}`
  return [
    ...percentiles(
      `click until answered, ${title}`,
      starts.map(({ answered }) => answered),
    ),
    ...percentiles(
      `click until a prompt, ${title}`,
      starts.map(({ prompt }) => prompt),
      AIMS[kind][count],
    ),
    { name: `failed, ${title}`, value: outcomes.length - starts.length, unit: 'times', aim: 0 },
    {
      name: `waited and saw no place, ${title}`,
      value: starts.filter(({ isLost }) => isLost).length,
      unit: 'times',
      aim: 0,
    },
    {
      name: `were shown a place, ${title}`,
      value: starts.filter(({ place }) => place !== null).length,
      unit: 'times',
    },
    {
      name: `unfair, ${title}`,
      value: rounds.reduce((sum, round) => sum + round.unfair, 0),
      unit: 'times',
      aim: 0,
    },
    ...meanwhile(title, seen, idle),
  ]
}

type Round = { readonly outcomes: readonly Outcome[]; readonly seen: Seen; readonly unfair: number }

/** A class of its own comes, and goes again. */
async function once(world: World, count: number, kind: Kind): Promise<Round> {
  const room = await createClass(world, count === 1 ? ALONE : count)
  try {
    if (kind === 'warm') await warmUp(world, room, room.students.length)
    const starting = count === 1 ? oneByOne(room) : allAtOnce(room)
    const seen = await othersDuring(world, starting)
    return { outcomes: await starting, seen, unfair: await unfair(world, room) }
  } finally {
    await endClass(world, room)
  }
}

/** Milliseconds until a prompt, by percentile. */
const AIMS: Readonly<Record<Kind, Readonly<Record<number, Readonly<Record<number, number>>>>>> = {
  warm: { 1: { 95: 700 }, 50: { 95: 2_000, 100: 3_000 }, 200: { 100: 20_000 } },
  cold: { 1: { 95: 1_000 }, 200: { 100: 20_000 } },
}

type Outcome = Start | Error

function isStart(outcome: Outcome): outcome is Start {
  return !(outcome instanceof Error)
}

function allAtOnce({ students }: Class): Promise<Outcome[]> {
  return Promise.all(students.map((student) => student.start().catch(toError)))
}

async function oneByOne({ students }: Class): Promise<Outcome[]> {
  const outcomes: Outcome[] = []
  for (const student of students) outcomes.push(await student.start().catch(toError))
  return outcomes
}

function toError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error(String(thrown))
}

/** How many waited on while somebody who came clearly later was served. */
async function unfair({ db }: World, { courseId }: Class): Promise<number> {
  const rows = await db.sandbox.findMany({
    where: { courseId, userId: { not: null }, claimedAt: { not: null } },
    select: { requestedAt: true, claimedAt: true },
  })
  const all = rows.map(({ requestedAt, claimedAt }) => ({
    came: requestedAt.getTime(),
    served: claimedAt?.getTime() ?? Infinity,
  }))
  return all.filter((one) =>
    all.some((other) => other.came > one.came + LEEWAY_MS && other.served < one.served),
  ).length
}

function meanwhile(title: string, seen: Seen, idle: Seen): Figure[] {
  const times = (what: 'pages' | 'queries') => percentile(seen[what], 95) / percentile(idle[what], 95)
  return [
    ...percentiles(`a page of the dashboard, ${title}`, seen.pages),
    ...percentiles(`the list of apps, ${title}`, seen.queries),
    { name: `pages of others, p95, ${title} against idle`, value: times('pages'), unit: 'times', aim: 1.5 },
    {
      name: `queries of others, p95, ${title} against idle`,
      value: times('queries'),
      unit: 'times',
      aim: 1.5,
    },
  ]
}
