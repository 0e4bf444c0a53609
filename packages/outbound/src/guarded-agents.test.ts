import { createServer } from 'node:http'
import { once } from 'node:events'
import { request } from 'node:http'
import { expect, test } from 'vitest'
import { createGuardedAgents, type GuardedAgents } from './guarded-agents.ts'

const resolve = async () => ['127.0.0.1']

async function status(agents: GuardedAgents, url: string): Promise<number | string> {
  try {
    const req = request(url, { agent: agents.http }).end()
    const [response] = await once(req, 'response')
    response.resume()
    return response.statusCode
  } catch (error) {
    return String(error)
  }
}

test('a connection is made to what is allowed, by name and by number, and to nothing else', async () => {
  const server = createServer((_request, response) => response.end('yes')).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const port = typeof address === 'object' ? address?.port : undefined
  const open = createGuardedAgents({ allow: ['127.0.0.1/32'], resolve })
  const closed = createGuardedAgents({ allow: [], resolve })
  const urls = [`http://127.0.0.1:${port}/`, `http://bucket.test:${port}/`]
  for (const url of urls) expect(await status(open, url)).toBe(200)
  for (const url of [...urls, `http://[::1]:${port}/`])
    expect(await status(closed, url)).toMatch(/is not allowed|127\.0\.0\.1, which is not allowed/)
  open.destroy()
  closed.destroy()
  server.close()
})
