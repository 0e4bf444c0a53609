import { type ExposeInstruction, type Place, refuse } from '@berth/dockerfile'
import type { StageScope } from '../scope/stage-scope.ts'
import { fillWords } from './fill.ts'
import type { Effect, StepContext } from './step-context.ts'
import { withSettings } from './with-settings.ts'

/** `80`, `53/udp`, `8000-8010`; an address or port of the host before it means nothing in an image. */
export function applyExpose(instruction: ExposeInstruction, scope: StageScope, context: StepContext): Effect {
  const ports = instruction.ports
    .toSorted((a, b) => (a.text < b.text ? -1 : 1))
    .flatMap(({ text, place }) =>
      fillWords(text, place, scope, context).flatMap((word) => portsOf(word, place)),
    )
  const ExposedPorts = {
    ...scope.settings.ExposedPorts,
    ...Object.fromEntries(ports.map((port) => [port, {}])),
  }
  return withSettings(scope, { ExposedPorts }, `EXPOSE [${ports.join(' ')}]`)
}

function portsOf(text: string, place: Place): string[] {
  const [, from = '', to = from, protocol = 'tcp'] =
    /^(?:[^/]*:)?(\d+)(?:-(\d+))?(?:\/(tcp|udp|sctp)?)?$/i.exec(text) ?? []
  const [first, last] = [Number(from), Number(to)]
  if (from === '' || last > 65_535 || last < first)
    throw refuse(place, `"${text}" is not a port such as 80, 53/udp or 8000-8010`)
  return Array.from({ length: last - first + 1 }, (_, at) => `${first + at}/${protocol.toLowerCase()}`)
}
