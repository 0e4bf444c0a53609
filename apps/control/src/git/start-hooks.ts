import type { IncomingMessage, ServerResponse } from 'node:http'
import type { BuildService } from '@berth/build/service'
import { BerthError, systemClock } from '@berth/core'
import type { Db } from '@berth/db'
import type { SecretBox } from '@berth/deploy'
import type { Logger } from '@berth/log'
import { createTakeDelivery, createDeliveryRunner, type FetchSource } from '@berth/push'
import { every } from '../every.ts'
import { answerJson } from '../http/answer.ts'

const RUN_MS = 1000

/** Answers what git providers call when somebody pushed there, and builds it, until it is stopped. */
export function startHooks(deps: {
  readonly db: Db
  readonly secrets: SecretBox
  readonly fetch: FetchSource
  readonly builds: Pick<BuildService, 'startApp'>
  readonly log: Logger
}) {
  const { db, secrets, fetch, builds, log } = deps
  const clock = systemClock
  const take = createTakeDelivery({
    ...{ db, clock },
    open: (tenantId, values) => secrets.open(tenantId, values),
  })
  const startBuild = (request: Parameters<BuildService['startApp']>[0]) => builds.startApp(request)
  const runner = createDeliveryRunner({ db, fetch, startBuild, clock, log })
  const looking = every(RUN_MS, () => runner.look(), log)
  return {
    answer: async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
      if (request.method !== 'POST') throw new BerthError('input.invalid', 'a hook is called by POST')
      const taken = await take(request)
      answerJson(response, taken.state === 'waiting' ? 202 : 200, taken)
    },
    stop: () => looking.stop(),
  }
}
