import { randomBytes } from 'node:crypto'
import { createServer, type IncomingMessage } from 'node:http'
import path from 'node:path'
import { BerthError } from '@berth/core'
import { presetNextConfig } from '../src/env.ts'
import { readBuiltConfig } from './next-config.ts'
import type { Logger } from '@berth/log'
import type { Pages } from './http-handler.ts'
import type { PlaceFinder } from './place-finder.ts'
import { contentPolicy } from './security-headers.ts'
import { createStaticFiles } from './static-files.ts'

type Options = {
  readonly url: string
  /** domain of the apps' addresses, with its port */
  readonly appsDomain: string
  readonly isThere: PlaceFinder
  readonly log: Logger
}

/** Of a process that answers the API alone: the door sends nothing else there. */
export const NO_PAGES: Pages = {
  answer: () => Promise.reject(new BerthError('route.not_found', 'there are no pages here')),
  close: async () => {},
}

/** Next, as a function of requests. */
export async function startPages(options: Options): Promise<Pages> {
  const { url, appsDomain } = options
  const dir = path.join(import.meta.dirname, '..')
  presetNextConfig(readBuiltConfig(dir)) // read from its source, it would load a compiler and keep 40 MB
  // Next takes over the upgrades of the server that it is given; socket.io's are not for it.
  const { default: next } = await import('next') // 40 MB that the process of lessons does without
  const app = next({ dev: false, dir, httpServer: createServer() })
  await app.prepare()
  const handle = app.getRequestHandler()
  const { host } = new URL(url)
  const files = await createStaticFiles(path.join(dir, '.next/static'))
  return {
    answer: async (req, res) => {
      if (await files.answer(req, res)) return
      const policy = contentPolicy(url, appsDomain, randomBytes(16).toString('base64'))
      req.headers['content-security-policy'] = policy // from here Next takes the nonce of its scripts
      res.setHeader('content-security-policy', policy)
      req.headers.host = host // links come from the configured address, whatever was asked for
      delete req.headers['x-forwarded-host']
      delete req.headers['x-forwarded-proto']
      // The page says in words what is missing; Next would say 200, as the frame around it is there.
      res.statusCode = await statusOf(options, req)
      await handle(req, res)
    },
    close: () => app.close(),
  }
}

/** Asked for documents only: what Next fetches when one goes on has a status that nobody sees. */
async function statusOf(options: Options, { method, url = '/', headers }: IncomingMessage): Promise<number> {
  if (method !== 'GET' || headers['rsc'] !== undefined) return 200
  const [path = '/'] = url.split('?', 1)
  try {
    return (await options.isThere(headers.cookie, path)) ? 200 : 404
  } catch (error) {
    options.log.warn({ err: error, path }, 'could not look whether a page is there')
    return 503 // the page tells itself what does not answer
  }
}
