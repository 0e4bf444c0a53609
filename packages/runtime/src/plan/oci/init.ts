import type { Plan } from '../operation.ts'
import type { Namespaces } from './namespaces.ts'
import { contradiction } from './refuse.ts'

const ANNOTATION = 'org.berth.init'

/** Process 1 is the program, as the specification has it, unless the annotation asks for one that reaps (ADR 0021). */
export function initOperations(annotations: Readonly<Record<string, string>>, namespaces: Namespaces): Plan {
  if (annotations[ANNOTATION] !== 'true') return []
  if (namespaces.of('pid') !== 'made') {
    throw contradiction(
      `annotations["${ANNOTATION}"]`,
      'there is no process 1 without a pid namespace of its own',
    )
  }
  return [{ op: 'reap' }]
}
