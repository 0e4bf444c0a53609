import { setTimeout as sleep } from 'node:timers/promises'
import { timed } from '../figure.ts'
import { browse } from './session-api.ts'

/** So many look at the dashboard, each with a moment to read. */
const OTHERS = 4
const READ_MS = 250

/** Whose dashboard is looked at, and where. */
export type Dashboard = { readonly url: string; readonly cookie: string; readonly tenant: string }

/** Milliseconds of what others ask of the dashboard. */
export type Seen = { readonly pages: readonly number[]; readonly queries: readonly number[] }

/** A process of its own: it is told what to look at, looks on until it is told to end, and says what it saw. */
if (import.meta.main) {
  const over = new AbortController()
  process.once('message', (dashboard) => {
    process.once('message', () => over.abort())
    void lookOn(dashboard as Dashboard, over.signal).then((seen) =>
      process.send?.(seen, () => process.disconnect()),
    )
  })
}

/** Loads pages and asks for the list of apps, through the door, at least once. */
async function lookOn({ url, cookie, tenant }: Dashboard, over: AbortSignal): Promise<Seen> {
  const pages: number[] = []
  const queries: number[] = []
  const input = encodeURIComponent(JSON.stringify({ json: { tenant } }))
  const look = async (place: number) => {
    await sleep((READ_MS * place) / OTHERS)
    const { get } = browse({ url, cookie })
    const load = async (path: string) => {
      const { status } = await get(path)
      if (status !== 200) throw new Error(`${path} was answered ${status}`)
    }
    do {
      pages.push(await timed(() => load(`/t/${tenant}/courses`)))
      queries.push(await timed(() => load(`/api/trpc/apps.list?input=${input}`)))
      await sleep(READ_MS)
    } while (!over.aborted)
  }
  await Promise.all(Array.from({ length: OTHERS }, (_, place) => look(place)))
  return { pages, queries }
}
