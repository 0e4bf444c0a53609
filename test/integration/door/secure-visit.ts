import { request } from 'node:https'
import type { TLSSocket } from 'node:tls'
import type { Answer } from './visitor.ts'

export type SecureAnswer = Answer & { readonly names: string; readonly serial: string }

/** One request over TLS with this name (SNI and Host); whom the certificate is from is not asked unless `ca` is given. */
export function secureVisit(
  port: number,
  host: string,
  options: { path?: string; headers?: Record<string, string>; ca?: string } = {},
): Promise<SecureAnswer> {
  return new Promise((resolve, reject) => {
    const outgoing = request(
      {
        ...{ host: '127.0.0.1', port, path: options.path ?? '/', agent: false, servername: host },
        ...(options.ca === undefined ? { rejectUnauthorized: false } : { ca: options.ca }),
        headers: { host: `${host}:${port}`, ...options.headers },
      },
      (response) => {
        const { subjectaltname = '', serialNumber } = (response.socket as TLSSocket).getPeerCertificate()
        const chunks: Buffer[] = []
        response.on('data', (chunk: Buffer) => chunks.push(chunk))
        response.on('error', reject)
        response.on('end', () =>
          resolve({
            ...{ status: response.statusCode ?? 0, headers: response.headers },
            ...{ body: Buffer.concat(chunks).toString(), names: subjectaltname, serial: serialNumber },
          }),
        )
      },
    )
    outgoing.on('error', reject)
    outgoing.end()
  })
}
