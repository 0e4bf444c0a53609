import { randomBytes, scrypt, type ScryptOptions } from 'node:crypto'
import { BerthError, createTurns, networkOf } from '@berth/core'
import { equalBytes } from '@berth/vault'

const KEY_BYTES = 32

type Cost = { readonly N: number; readonly r: number; readonly p: number }

/** 32 MiB and about a tenth of a second each (OWASP's second choice of parameters for scrypt). */
const COST: Cost = { N: 2 ** 15, r: 8, p: 3 }

/**
 * Two at a time: a flood of sign-ins takes 64 MiB, and leaves libuv's other threads to everybody else. Senders take
 * turns, so that others wait for one hash of who sends many; more of one than a class at once are refused.
 */
const turns = createTurns({
  ...{ all: 2, each: 2, waiting: 100 },
  refuse: () =>
    new BerthError('auth.too_many_attempts', 'too many attempts at once: try again in 5 s', {
      details: { retryAfterSeconds: 5 },
    }),
})

/** Who takes turns: a network, or the account where that is not known. */
export function senderOf(ip: string | null, email: string): string {
  return ip === null ? email : networkOf(ip)
}

/** `scrypt$N$r$p$salt$hash`: its parameters are kept, so that they can be raised later. */
export async function hashPassword(password: string, sender: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, COST, sender)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** With `null` (nobody, or nobody with a password) it is false after the same time. Error: auth.too_many_attempts. */
export async function verifyPassword(
  password: string,
  stored: string | null,
  sender: string,
): Promise<boolean> {
  const parsed = parseStored(stored ?? '')
  const hash = await derive(password, parsed?.salt ?? Buffer.alloc(16), parsed?.cost ?? COST, sender)
  return parsed !== undefined && equalBytes(hash, parsed.hash)
}

function parseStored(stored: string): { cost: Cost; salt: Buffer; hash: Buffer } | undefined {
  const match = /^scrypt\$(\d+)\$(\d+)\$(\d+)\$([\w-]+)\$([\w-]+)$/.exec(stored)
  const [, N, r, p, salt, hash] = match ?? []
  if (salt === undefined || hash === undefined) return undefined
  return {
    cost: { N: Number(N), r: Number(r), p: Number(p) },
    salt: Buffer.from(salt, 'base64url'),
    hash: Buffer.from(hash, 'base64url'),
  }
}

function derive(password: string, salt: Buffer, cost: Cost, sender: string): Promise<Buffer> {
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r }
  return turns.run(
    sender,
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
          error === null ? resolve(key) : reject(error),
        )
      }),
  )
}
