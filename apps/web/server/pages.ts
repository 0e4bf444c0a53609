import { randomBytes } from 'node:crypto'
import { createServer } from 'node:http'
import path from 'node:path'
import next from 'next'
import { presetNextConfig } from '../src/env.ts'
import { readBuiltConfig } from './next-config.ts'
import type { Pages } from './http-handler.ts'
import { contentPolicy } from './security-headers.ts'

/** Next, as a function of requests. */
export async function startPages(url: string): Promise<Pages> {
  const dir = path.join(import.meta.dirname, '..')
  presetNextConfig(readBuiltConfig(dir)) // read from its source, it would load a compiler and keep 40 MB
  // Next takes over the upgrades of the server that it is given; socket.io's are not for it.
  const app = next({ dev: false, dir, httpServer: createServer() })
  await app.prepare()
  const handle = app.getRequestHandler()
  const { host } = new URL(url)
  return {
    answer: async (req, res) => {
      const policy = contentPolicy(url, randomBytes(16).toString('base64'))
      req.headers['content-security-policy'] = policy // from here Next takes the nonce of its scripts
      res.setHeader('content-security-policy', policy)
      req.headers.host = host // links come from the configured address, whatever was asked for
      delete req.headers['x-forwarded-host']
      delete req.headers['x-forwarded-proto']
      await handle(req, res)
    },
    close: () => app.close(),
  }
}
