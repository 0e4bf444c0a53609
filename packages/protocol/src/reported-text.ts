import { z } from 'zod'

/**
 * Words that a node, or a program in a container, made up: cut at `max` UTF-16 units, and rid of NUL characters and
 * halves of surrogate pairs, which PostgreSQL holds in no text. Cut and not refused, so that one container's words
 * never hold up what is said of the others.
 */
export function reportedText(max: number): z.ZodString {
  return z.string().overwrite((text) => text.slice(0, max).replaceAll('\0', '\uFFFD').toWellFormed())
}
