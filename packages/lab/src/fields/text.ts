import { z } from 'zod'

/** Of containers, ports and checks. */
export const labelField = z
  .string()
  .regex(/^[a-z](?:[a-z0-9-]{0,30}[a-z0-9])?$/, 'use a-z, 0-9 and -, as web')

/** One line for people. */
export const lineField = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}]*$/u, 'is one line')

/** A path inside a container. */
export const insideField = z
  .string()
  .max(1024)
  .regex(/^\/[^\p{Cc}]*$/u, 'begin it with /')

/** A path in the lab's folder. */
export const filePath = z
  .string()
  .max(200)
  .regex(
    /^(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+(?:\/(?!\.{1,2}(?:\/|$))[A-Za-z0-9._-]+){0,7}$/,
    'name a file of the lab, of A-Z, a-z, 0-9 and . _ -, as scripts/setup.sh',
  )
