import { createHash, randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { exportJWK, generateKeyPair, SignJWT } from 'jose'

export type Claims = { sub: string; email?: string; email_verified?: boolean | undefined }

/** A small OpenID provider on a loopback port: code flow with PKCE, RS256. */
export type IdentityProvider = {
  readonly issuer: string
  /** who signs in next */
  claims: Claims
  /** instead of the nonce that was asked with */
  nonce: string | undefined
  /** What somebody does at the provider: says yes, and is sent back to this address. */
  approve(authorizeUrl: string): Promise<string>
  close(): Promise<void>
}

type Question = { readonly challenge: string; readonly nonce: string | null }

export async function startIdentityProvider(): Promise<IdentityProvider> {
  const { publicKey, privateKey } = await generateKeyPair('RS256')
  const key = { ...(await exportJWK(publicKey)), kid: 'key', alg: 'RS256', use: 'sig' }
  const questions = new Map<string, Question>()
  const server = createServer((req, res) => void answer(req, res))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const issuer = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`

  const provider: IdentityProvider = {
    issuer,
    claims: { sub: 'nobody' },
    nonce: undefined,
    approve: async (authorizeUrl) => {
      const asked = new URL(authorizeUrl).searchParams
      const code = randomUUID()
      questions.set(code, { challenge: asked.get('code_challenge') ?? '', nonce: asked.get('nonce') })
      const back = new URL(asked.get('redirect_uri') ?? '')
      back.searchParams.set('code', code)
      back.searchParams.set('state', asked.get('state') ?? '')
      return back.href
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
  return provider

  async function answer(req: IncomingMessage, res: ServerResponse): Promise<void> {
    switch (req.url) {
      case '/.well-known/openid-configuration':
        return json(res, discovery(issuer))
      case '/keys':
        return json(res, { keys: [key] })
      case '/token':
        return json(res, await exchange(await readForm(req)))
      default:
        res.writeHead(404).end()
    }
  }

  async function exchange(form: URLSearchParams): Promise<object> {
    const question = questions.get(form.get('code') ?? '')
    const proof = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url')
    if (question === undefined || proof !== question.challenge) return { error: 'invalid_grant' }
    const nonce = provider.nonce ?? question.nonce
    const id_token = await new SignJWT({ ...provider.claims, nonce })
      .setProtectedHeader({ alg: 'RS256', kid: 'key' })
      .setIssuer(issuer)
      .setAudience('berth')
      .setIssuedAt()
      .setExpirationTime('5m')
      .sign(privateKey)
    return { access_token: 'unused', token_type: 'Bearer', expires_in: 60, id_token }
  }
}

function discovery(issuer: string): object {
  return {
    issuer,
    authorization_endpoint: `${issuer}/authorize`,
    token_endpoint: `${issuer}/token`,
    userinfo_endpoint: `${issuer}/userinfo`,
    jwks_uri: `${issuer}/keys`,
    response_types_supported: ['code'],
    subject_types_supported: ['public'],
    id_token_signing_alg_values_supported: ['RS256'],
    code_challenge_methods_supported: ['S256'],
  }
}

function json(res: ServerResponse, body: object): void {
  res.writeHead('error' in body ? 400 : 200, { 'content-type': 'application/json' }).end(JSON.stringify(body))
}

async function readForm(req: IncomingMessage): Promise<URLSearchParams> {
  let text = ''
  for await (const chunk of req) text += String(chunk)
  return new URLSearchParams(text)
}
