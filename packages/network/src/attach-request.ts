import { BerthError, isId } from '@berth/core'
import { parseEgress } from './egress.ts'
import type { AttachRequest } from './network.ts'

const NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/

/** Everything in a request becomes part of a path, a batch or a file: what is not of the grammar goes no further. */
export function checkAttachRequest(request: AttachRequest): void {
  if (!isId('container', request.containerId)) throw invalid('container id', request.containerId)
  // a sandbox is a project of its own
  if (!isId('project', request.projectId) && !isId('sandbox', request.projectId))
    throw invalid('project id', request.projectId)
  if (!isId('tenant', request.tenantId)) throw invalid('tenant id', request.tenantId)
  for (const name of [request.hostname, ...request.names]) {
    if (!NAME.test(name)) throw invalid('host name', name)
  }
  const { egress, connections, bandwidth } = request
  if (egress !== undefined && !parseEgress(egress)) throw invalid('egress', JSON.stringify(egress))
  for (const [what, value] of Object.entries({ connections, bandwidth })) {
    if (value !== undefined && !(Number.isInteger(value) && value > 0)) throw invalid(what, String(value))
  }
}

function invalid(what: string, value: string): BerthError {
  return new BerthError('input.invalid', `${what} ${JSON.stringify(value)} is not valid`, {
    details: { what, value },
  })
}
