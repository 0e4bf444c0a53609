import { z } from 'zod'

const HOST = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)+$/

const hostField = z
  .string()
  .max(260)
  .transform((text, context) => {
    const [host = '', port, ...rest] = text.split(':')
    const ports = port === undefined ? [80, 443] : [Number(port)]
    const isPort = /^[1-9]\d{0,4}$/.test(port ?? '80') && ports.every((one) => one <= 65_535)
    if (HOST.test(host) && rest.length === 0 && isPort) return { host, ports }
    context.addIssue({
      code: 'custom',
      message: `"${text}" is no host, as deb.debian.org or example.org:8443`,
    })
    return z.NEVER
  })

export const egressField = z
  .union([
    z.enum(['none', 'open']),
    z.strictObject({
      allow: z.array(hostField).min(1).max(64).describe('hosts by name, with a port if it is not 80 and 443'),
    }),
  ])
  .describe('what the sandbox reaches outside: none, open, or hosts that are named')
