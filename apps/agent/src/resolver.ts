import { createResolver } from '@berth/network'
import { readEnv } from './resolver/env.ts'
import { createLineLog } from './resolver/line-log.ts'

const { directory } = readEnv()
const log = createLineLog('resolver')
const resolver = createResolver({ directory, log })

await resolver.open()
log.info({ directory }, 'ready')

for (const signal of ['SIGTERM', 'SIGINT'] as const) {
  process.once(signal, () => {
    void resolver.close().then(() => process.exit(0))
  })
}
