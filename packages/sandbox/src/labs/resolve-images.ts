import { BerthError } from '@berth/core'
import { LAB_FILE, type LabProblem, type LabReading } from '@berth/lab'
import { labInvalid } from './check-lab.ts'
import type { Caller, ResolvedImage, ResolveImage } from './ports.ts'

/**
 * The images that a lab names, by container; those of Dockerfiles are missing. Error: lab.invalid, with the line of
 * each image that is not there; what passes (an upstream that does not answer) as it is.
 */
export async function resolveImages(
  resolve: ResolveImage,
  tenant: Caller['tenant'],
  { spec, images }: Extract<LabReading, { kind: 'ok' }>,
): Promise<ReadonlyMap<string, ResolvedImage>> {
  const found = new Map<string, ResolvedImage>()
  const problems: LabProblem[] = []
  for (const { name, image } of spec.containers) {
    if (image === null) continue
    try {
      found.set(name, await resolve(tenant, image))
    } catch (error) {
      if (!(error instanceof BerthError) || !isOfAuthor(error)) throw error
      const place = images[name] ?? { line: 1, column: 1, text: '' }
      problems.push({ file: LAB_FILE, message: error.message, ...place })
    }
  }
  const [first, ...others] = problems
  if (first) throw labInvalid([first, ...others])
  return found
}

function isOfAuthor({ kind }: BerthError): boolean {
  return kind === 'invalid' || kind === 'not_found' || kind === 'precondition'
}
