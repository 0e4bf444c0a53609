import { z } from 'zod'

/** What somebody calls something: one line, so that it says no more than that in a mail or on a terminal. */
export function oneLine(most: number) {
  return z
    .string()
    .trim()
    .min(1)
    .max(most)
    .regex(/^[^\p{Cc}\u2028\u2029]*$/u, 'is one line')
}
