import type { TestPlatform } from './platform.ts'
import { visit } from './visit.ts'

/** Procedures of a platform, through its door; what is refused throws with the answer. */
export type PlatformApi = {
  ask<T>(procedure: string, input: object): Promise<T>
  call<T>(procedure: string, input: object): Promise<T>
}

/** By the administrator's token, or as they themselves, where a token may not. */
export function platformApi(
  { url, admin }: Pick<TestPlatform, 'url' | 'admin'>,
  who: 'token' | 'person',
): PlatformApi {
  const basic = Buffer.from(`${admin.email}:${admin.password}`).toString('base64')
  const authorization = who === 'token' ? `Bearer ${admin.token}` : `Basic ${basic}`
  const headers = { authorization, 'content-type': 'application/json', origin: url }
  const timeoutMs = 60_000
  return {
    async ask(procedure, input) {
      const query = encodeURIComponent(JSON.stringify({ json: input }))
      const address = `${url}/api/trpc/${procedure}?input=${query}`
      return resultOf(procedure, await visit(address, { headers, timeoutMs }))
    },
    async call(procedure, input) {
      const options = { method: 'POST', headers, body: JSON.stringify({ json: input }), timeoutMs }
      return resultOf(procedure, await visit(`${url}/api/trpc/${procedure}`, options))
    },
  }
}

function resultOf(procedure: string, { status, body }: { status: number; body: string }) {
  if (status !== 200) throw new Error(`${procedure} was refused: ${body}`)
  return JSON.parse(body).result.data.json
}
