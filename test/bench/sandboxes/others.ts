import { setTimeout as sleep } from 'node:timers/promises'
import { timed } from '../figure.ts'
import { browse } from './session-api.ts'
import type { World } from './world.ts'

/** So many look at the dashboard meanwhile, each with a moment to read. */
const OTHERS = 4
const READ_MS = 250

/** Milliseconds of what others ask of the dashboard. */
export type Seen = { readonly pages: readonly number[]; readonly queries: readonly number[] }

/** Loads pages and asks for the list of apps, through the door, for as long as the work takes. */
export async function othersDuring(world: World, work: Promise<unknown>): Promise<Seen> {
  const pages: number[] = []
  const queries: number[] = []
  let isOver = false
  const over = work.finally(() => {
    isOver = true
  })
  const { tenant } = world.platform.admin
  const input = encodeURIComponent(JSON.stringify({ json: { tenant } }))
  const look = async (place: number) => {
    await sleep((READ_MS * place) / OTHERS)
    const { get } = browse({ url: world.platform.url, cookie: world.cookie })
    const load = async (path: string) => {
      const { status } = await get(path)
      if (status !== 200) throw new Error(`${path} was answered ${status}`)
    }
    do {
      pages.push(await timed(() => load(`/t/${tenant}/courses`)))
      queries.push(await timed(() => load(`/api/trpc/apps.list?input=${input}`)))
      await sleep(READ_MS)
    } while (!isOver)
  }
  await Promise.all([over, ...Array.from({ length: OTHERS }, (_, place) => look(place))])
  return { pages, queries }
}
