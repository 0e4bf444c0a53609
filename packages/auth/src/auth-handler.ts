import { Auth as handle } from '@auth/core'
import { type AuthConfigOptions, authConfig, type Visitor } from './auth-config.ts'

/** Answers what comes to `/api/auth/*`: sign-in, sign-out, OIDC's way back. */
export type AuthHandler = (request: Request, visitor: Visitor) => Promise<Response>

/** Whatever host a request names, the answer is built from the platform's one public address. */
export function createAuthHandler(options: AuthConfigOptions): AuthHandler {
  return (request, visitor) => {
    const { pathname, search } = new URL(request.url)
    return handle(new Request(new URL(pathname + search, options.url), request), authConfig(options, visitor))
  }
}
