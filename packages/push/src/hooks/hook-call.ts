import { z } from 'zod'

type HookProvider = 'github' | 'gitlab' | 'gitea'

/** How a provider says who it is; `signature` is of the body, but GitLab's, which is the secret itself. */
export type HookSender = {
  readonly provider: HookProvider
  /** of this delivery, the same when it is sent again */
  readonly deliveryId: string
  readonly event: string
  readonly signature: string
}

type Headers = Readonly<Record<string, string | readonly string[] | undefined>>

const ID = /^[\x21-\x7e]{1,100}$/

/** Pure. Undefined: it is none of those that are known. Gitea calls itself GitHub too, so it is asked for first. */
export function readSender(headers: Headers): HookSender | undefined {
  const one = (name: string) => {
    const value = headers[name]
    return typeof value === 'string' ? value : ''
  }
  const sender = (provider: HookProvider, names: { id: string; event: string; signature: string }) => ({
    ...{ provider, deliveryId: one(names.id), event: one(names.event) },
    signature: one(names.signature),
  })
  const found = one('x-gitea-event')
    ? sender('gitea', { id: 'x-gitea-delivery', event: 'x-gitea-event', signature: 'x-gitea-signature' })
    : one('x-gitlab-event')
      ? sender('gitlab', { id: gitlabId(headers), event: 'x-gitlab-event', signature: 'x-gitlab-token' })
      : one('x-github-event')
        ? sender('github', {
            id: 'x-github-delivery',
            event: 'x-github-event',
            signature: 'x-hub-signature-256',
          })
        : undefined
  return found && ID.test(found.deliveryId) && found.event.length <= 100 ? found : undefined
}

/** Sent again, it keeps this one and gets another UUID. */
function gitlabId(headers: Headers): string {
  return headers['idempotency-key'] === undefined ? 'x-gitlab-event-uuid' : 'idempotency-key'
}

export type HookCall =
  | { readonly kind: 'hello' }
  | { readonly kind: 'push'; readonly branch: string; readonly commit: string }
  /** nothing is built of it: why, in words */
  | { readonly kind: 'other'; readonly why: string }

const pushSchema = z.object({ ref: z.string().max(1000), after: z.string().max(64) })

const PUSHES: Readonly<Record<HookProvider, string>> = {
  github: 'push',
  gitlab: 'Push Hook',
  gitea: 'push',
}

/** Pure: what a call is about. All three providers name a push's ref and its newest commit the same. */
export function readCall(
  { provider, event }: Pick<HookSender, 'provider' | 'event'>,
  payload: unknown,
): HookCall {
  if (event === 'ping') return { kind: 'hello' }
  if (event !== PUSHES[provider]) return { kind: 'other', why: 'it is no push' }
  const push = pushSchema.safeParse(payload)
  if (!push.success) return { kind: 'other', why: 'it is no push that is understood' }
  const { ref, after } = push.data
  const [, branch] = /^refs\/heads\/(.{1,255})$/.exec(ref) ?? []
  if (branch === undefined) return { kind: 'other', why: 'it is no branch' }
  if (/^0+$/.test(after)) return { kind: 'other', why: `branch ${branch} was deleted` }
  if (!/^[0-9a-f]{40,64}$/.test(after)) return { kind: 'other', why: 'it is no push that is understood' }
  return { kind: 'push', branch, commit: after }
}
