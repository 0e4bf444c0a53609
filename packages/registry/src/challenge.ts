import type { BerthError } from '@berth/core'
import type { RepositoryName } from './names.ts'
import type { Action } from './scope.ts'

/** RFC 6750 and distribution's token authentication: where to get a token, and for what. */
export function challenge(options: {
  readonly url: string
  readonly service: string
  readonly error: BerthError
  readonly wanted?: { readonly name: RepositoryName; readonly action: Action } | undefined
}): string {
  const { url, service, error, wanted } = options
  const actions = wanted?.action === 'push' ? 'pull,push' : wanted?.action
  return [
    `Bearer realm="${url}/v2/token"`,
    `service="${service}"`,
    ...(wanted ? [`scope="repository:${wanted.name.full}:${actions}"`] : []),
    ...(error.code === 'auth.token_invalid' ? ['error="invalid_token"'] : []),
  ].join(',')
}
