import { randomBytes, scrypt, type ScryptOptions } from 'node:crypto'
import { equalBytes } from '@berth/vault'
import { createGate } from './gate.ts'

const KEY_BYTES = 32

type Cost = { readonly N: number; readonly r: number; readonly p: number }

/** 32 MiB and about a tenth of a second each (OWASP's second choice of parameters for scrypt). */
const COST: Cost = { N: 2 ** 15, r: 8, p: 3 }

/** Two at a time: a flood of sign-ins takes 64 MiB, and leaves libuv's other threads to everybody else. */
const gate = createGate(2)

/** `scrypt$N$r$p$salt$hash`: its parameters are kept, so that they can be raised later. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const hash = await derive(password, salt, COST)
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64url'), hash.toString('base64url')].join('$')
}

/** With `null` (nobody, or nobody with a password) it is false after the same time. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const parsed = parseStored(stored ?? '')
  const hash = await derive(password, parsed?.salt ?? Buffer.alloc(16), parsed?.cost ?? COST)
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

function derive(password: string, salt: Buffer, cost: Cost): Promise<Buffer> {
  const options: ScryptOptions = { ...cost, maxmem: 256 * cost.N * cost.r }
  return gate(
    () =>
      new Promise((resolve, reject) => {
        scrypt(password.normalize('NFKC'), salt, KEY_BYTES, options, (error, key) =>
          error === null ? resolve(key) : reject(error),
        )
      }),
  )
}
