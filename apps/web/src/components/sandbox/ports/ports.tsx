'use client'

import type { SandboxView } from '@berth/protocol'
import { PortList } from './port-list.tsx'
import { PortPreview } from './port-preview.tsx'
import type { Ports as PortsShown } from './use-ports.ts'

/** Nothing, for a lab without ports. */
export function Ports({ sandbox, ports }: { sandbox: SandboxView; ports: PortsShown }) {
  if (ports.all.length === 0) return null
  return (
    <>
      <PortList ports={ports} />
      {ports.shown ? <PortPreview sandbox={sandbox} ports={ports} shown={ports.shown} /> : null}
    </>
  )
}
