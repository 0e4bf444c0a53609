import { setTimeout as sleep } from 'node:timers/promises'
import { type Figure, percentile } from '../figure.ts'
import { createClass, endClass, openShells } from './class.ts'
import { percentiles } from './percentiles.ts'
import type { Student } from './student.ts'
import type { World } from './world.ts'

/** So many type, a key every so often; the shells of all others are open. */
const TYPISTS = 10
const KEYS = 30
const KEY_MS = 150
/** Shells that are not open by then stay away; who types goes on no longer. */
const OPEN_MS = 120_000
const TYPE_MS = 30_000
const BOMB = 'f() { f | f & }; f\n'
/** Until as many processes as it may have are there. */
const BOMB_MS = 5_000

/** A key until it is seen, through the door, with all shells of a class open; quiet, and beside a fork bomb of a neighbour. */
export async function benchEcho(world: World, count: number): Promise<Figure[]> {
  const room = await createClass(world, count)
  try {
    const open = await openShells(room.students, OPEN_MS)
    const [bomber, ...neighbours] = open
    if (!bomber) throw new Error('no shell was open in time')
    const typists = neighbours.length > 0 ? neighbours.slice(0, TYPISTS) : open
    const quiet = await echoes(typists)
    await bomber.shell().type(BOMB, /[#$] /)
    await sleep(BOMB_MS)
    const beside = await echoes(typists)
    const title = `with ${open.length} open terminals`
    return [
      ...percentiles(`a key until its echo, ${title}`, quiet, { 95: 30 }),
      ...percentiles(`a key until its echo beside a fork bomb, ${title}`, beside),
      {
        ...{ name: `a key until its echo, p95, beside a fork bomb against quiet`, unit: 'times', aim: 1.2 },
        value: percentile(beside, 95) / percentile(quiet, 95),
      },
    ]
  } finally {
    await endClass(world, room)
  }
}

async function echoes(students: readonly Student[]): Promise<number[]> {
  const until = performance.now() + TYPE_MS
  const each = await Promise.all(
    students.map(async (student, place) => {
      const times: number[] = []
      await sleep((KEY_MS * place) / students.length)
      for (let key = 0; key < KEYS && (key === 0 || performance.now() < until); key++) {
        times.push(await student.shell().echo())
        await sleep(KEY_MS)
      }
      return times
    }),
  )
  return each.flat()
}
