const NO_OPERATION = /^\/bin\/sh -c #\(nop\)\s*/
const SHELL = /^(?:\|\d+ .*? )?\/bin\/sh -c /s
const BUILDKIT = / # buildkit$/

/** The line of a Dockerfile that made a step, out of what builders write into `created_by`. */
export function readInstruction(createdBy: string | undefined): string | null {
  const text = createdBy?.trim()
  if (!text) return null
  if (NO_OPERATION.test(text)) return text.replace(NO_OPERATION, '')
  const plain = text.replace(BUILDKIT, '')
  if (plain.startsWith('RUN ')) return plain.replace(/^RUN (?:\|\d+ .*? )?\/bin\/sh -c /s, 'RUN ')
  return SHELL.test(plain) ? plain.replace(SHELL, 'RUN ') : plain
}
