import { fork } from 'node:child_process'
import path from 'node:path'
import { prefer } from '../../../apps/cli/src/platform/prefer.ts'
import type { Dashboard, Seen } from './look-on.ts'
import type { World } from './world.ts'

/** Their browsers run on machines of their own: what this one is busy with is not what they wait for. */
const ELSEWHERE = -20

/** What others see of the dashboard for as long as the work takes. */
export async function othersDuring(world: World, work: Promise<unknown>): Promise<Seen> {
  const { url, admin } = world.platform
  const lookers = fork(path.join(import.meta.dirname, 'look-on.ts'), { stdio: 'inherit', detached: true })
  const seen = new Promise<Seen>((resolve, reject) => {
    lookers.once('message', (message) => resolve(message as Seen))
    lookers.once('exit', (code) => reject(new Error(`who looks at the dashboard ended with ${code}`)))
  })
  seen.catch(() => {}) // it is thrown once the work is done
  if (lookers.pid !== undefined) await prefer(lookers.pid, ELSEWHERE)
  const dashboard: Dashboard = { url, cookie: world.cookie, tenant: admin.tenant }
  lookers.send(dashboard)
  await work.finally(() => lookers.connected && lookers.send('over'))
  return seen
}
